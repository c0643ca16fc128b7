/**
 * All runs of a folder: which there are, which have changed, and the memory that their metrics may
 * take. Looks often at runs that are being trained, and at the others in turn.
 */

import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../errors.js';
import { Run } from './run.js';

/** Of the runs that are not live, one in so many is looked at in a round. */
const turnOf = 50;
const leastTurn = 8;
/** Milliseconds of looking before others have their turn. */
const longestLook = 10;
/** Bytes of metrics that are kept. */
const mostBytes = 600_000_000;
/** Where deleted runs wait. */
const bin = '.deleted';
const marks: readonly string[] = ['metrics.jsonl', 'run.json', 'last.safetensors'];

/** The runs of one folder. */
export class RunStore {
  readonly folder: string;
  readonly #runs = new Map<string, Run>();
  /** Names in the order of use, the latest last. */
  readonly #used = new Set<string>();
  #next = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** All runs that have been seen, by name. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /** The run of a name. @throws DataError when there is none. */
  get(name: string): Run {
    const run = this.#runs.get(name);
    if (run !== undefined) return run;
    throw new DataError(`studio: there is no run ${JSON.stringify(name.slice(0, 100))} here`);
  }

  /** Finds runs that have come and gone. Resolves with the names of those that went. */
  async list(): Promise<string[]> {
    let names: string[] = [];
    try {
      const entries = await readdir(this.folder, { withFileTypes: true });
      // A symbolic link is not a folder of ours, wherever it leads.
      names = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name);
    } catch {
      // The folder is gone, or not there yet: there are no runs.
    }
    const there = new Set(names.filter((name) => this.#runs.has(name) || this.#isRun(name)));
    const gone = [...this.#runs.keys()].filter((name) => !there.has(name));
    for (const name of gone) this.#runs.delete(name);
    for (const name of there) {
      if (!this.#runs.has(name)) this.#runs.set(name, new Run(name, join(this.folder, name)));
    }
    return gone;
  }

  #isRun(name: string): boolean {
    return marks.some((mark) => existsSync(join(this.folder, name, mark)));
  }

  /** Looks at live and new runs, and some of the others. Resolves with what changed. */
  async look(): Promise<Run[]> {
    const runs = this.runs;
    const eager = runs.filter(({ row }) => row === null || isGoing(row.state));
    const others = runs.filter(({ row }) => row !== null && !isGoing(row.state));
    const count = Math.min(others.length, Math.max(leastTurn, Math.ceil(others.length / turnOf)));
    const { length } = others;
    const turn = Array.from({ length: count }, (_, i) => (this.#next + i) % length);
    this.#next = length === 0 ? 0 : (this.#next + count) % length;
    const changed: Run[] = [];
    let until = performance.now() + longestLook;
    for (const run of [...eager, ...turn.flatMap((i) => others[i] ?? [])]) {
      if (run.look()) changed.push(run);
      if (performance.now() < until) continue;
      await new Promise((done) => setImmediate(done));
      until = performance.now() + longestLook;
    }
    return changed;
  }

  /** The run with its metrics, read up to their end. @throws DataError when there is none. */
  async withMetrics(name: string): Promise<Run> {
    const run = this.get(name);
    await run.readMetrics();
    this.#used.delete(name);
    this.#used.add(name);
    this.#makeRoom(name);
    return run;
  }

  #makeRoom(needed: string): void {
    let bytes = this.runs.reduce((sum, { table }) => sum + (table?.bytes ?? 0), 0);
    for (const name of this.#used) {
      if (bytes <= mostBytes) return;
      const run = this.#runs.get(name);
      if (name === needed || run === undefined || (run.row && isGoing(run.row.state))) continue;
      bytes -= run.table?.bytes ?? 0;
      run.forget();
      this.#used.delete(name);
    }
  }

  /** Puts a run where it can be had back from. @throws DataError while it is being trained. */
  async remove(name: string): Promise<string> {
    const run = this.get(name);
    if (run.row?.controllable) {
      throw new DataError(`studio: '${name}' is being trained. Stop it before you delete it`);
    }
    const ticket = `${name}~${Date.now()}`;
    await mkdir(join(this.folder, bin), { recursive: true });
    await rename(run.folder, join(this.folder, bin, ticket));
    this.#runs.delete(name);
    return ticket;
  }

  /** Brings back what `remove` gave the ticket for. @throws DataError when it cannot be had. */
  async restore(ticket: string): Promise<string> {
    const name = /^([\w.-]+)~\d+$/.exec(ticket)?.[1];
    if (name === undefined || name.startsWith('.')) {
      throw new DataError('studio: this is no deleted run');
    }
    const place = join(this.folder, name);
    if (existsSync(place)) throw new DataError(`studio: there is another run '${name}' by now`);
    try {
      await rename(join(this.folder, bin, ticket), place);
    } catch (error) {
      throw new DataError(`studio: the deleted run '${name}' is gone`, { cause: error });
    }
    await this.list();
    return name;
  }
}

function isGoing(state: string): boolean {
  return state === 'live' || state === 'paused';
}

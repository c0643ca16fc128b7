/**
 * All runs of one or more folders: which there are, which have changed, and the memory that their
 * metrics may take. Looks often at runs that are being trained, and at the others in turn.
 */

import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { DataError } from '../../errors.js';
import { eventFilesIn } from '../events/event-files.js';
import { Run } from './run.js';
import { RunFolders } from './run-folders.js';

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

/** The runs of one or more folders. */
export class RunStore {
  readonly folders: RunFolders;
  readonly #runs = new Map<string, Run>();
  /** Names in the order of use, the latest last. */
  readonly #used = new Set<string>();
  #next = 0;

  constructor(...folders: readonly string[]) {
    this.folders = new RunFolders(folders);
  }

  /** All runs that have been seen, by name. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  /** Whether a run is there; one that was deleted meanwhile is not. */
  has(name: string): boolean {
    return this.#runs.has(name);
  }

  /** The run of a name. @throws DataError when there is none. */
  get(name: string): Run {
    const run = this.#runs.get(name);
    if (run !== undefined) return run;
    throw new DataError(`studio: there is no run ${JSON.stringify(name.slice(0, 100))} here`);
  }

  /** Finds runs that have come and gone. Resolves with the names of those that went. */
  async list(): Promise<string[]> {
    const names = await this.folders.names();
    const there = new Set(names.filter((name) => this.#runs.has(name) || this.#isRun(name)));
    const gone = [...this.#runs.keys()].filter((name) => !there.has(name));
    for (const name of gone) this.#runs.delete(name);
    for (const name of there) {
      const path = this.folders.pathOf(name);
      if (path !== null && !this.#runs.has(name)) this.#runs.set(name, new Run(name, path));
    }
    return gone;
  }

  #isRun(name: string): boolean {
    const path = this.folders.pathOf(name);
    if (path === null) return false;
    return marks.some((mark) => existsSync(join(path, mark))) || eventFilesIn(path).length > 0;
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
    const { base, dir } = parse(run.folder);
    const time = Date.now();
    await mkdir(join(dir, bin), { recursive: true });
    await rename(run.folder, join(dir, bin, `${base}~${time}`));
    this.#runs.delete(name);
    return `${name}~${time}`;
  }

  /** Brings back what `remove` gave the ticket for. @throws DataError when it cannot be had. */
  async restore(ticket: string): Promise<string> {
    const [, name = '', time = ''] = /^([\w.-]+(?:\/[\w.-]+)?)~(\d+)$/.exec(ticket) ?? [];
    const found = this.folders.placeOf(name);
    if (found === null || found.own.startsWith('.')) {
      throw new DataError('studio: this is no deleted run');
    }
    const place = join(found.parent, found.own);
    if (existsSync(place)) throw new DataError(`studio: there is another run '${name}' by now`);
    try {
      await rename(join(found.parent, bin, `${found.own}~${time}`), place);
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

/** One run as its folder tells it, looked at again and again while it grows. */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunFinding, RunRow, RunState } from '../protocol/protocol.js';
import { flatNumbers, MetricsTable } from '../series/metrics-table.js';
import { at, Best, findingOf, lastNumbers, readJson, settingsOf, taskOf } from './facts.js';
import { type Notes, readNotes } from './notes.js';
import { endOfFile, jsonLines, Tail } from './tail.js';

/** Bytes at the end of the metrics that the row of a run is made from. */
const endOfMetrics = 16_384;
const mostEvents = 262_144;
/** A training without a lock that has not been heard of for so many milliseconds is at its end. */
const silence = 20_000;

/** When and how large a file is; what is the same has not changed. */
async function signOf(path: string): Promise<{ readonly sign: string; readonly time: number }> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return { sign: `${ino}:${size}:${mtimeMs}`, time: mtimeMs };
  } catch {
    return { sign: '', time: 0 };
  }
}

/** Whether the process that holds the lock of the folder is there; null without a lock. */
async function isLocked(folder: string): Promise<boolean | null> {
  try {
    const pid = Number.parseInt(await readFile(join(folder, '.lock'), 'utf8'), 10);
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const code = at(error, 'code');
    if (code === 'ENOENT') return null;
    return code === 'EPERM';
  }
}

/** A folder with a training in it. */
export class Run {
  readonly name: string;
  readonly folder: string;
  /** All metrics, once somebody has asked for them. */
  table: MetricsTable | null = null;
  #tail: Tail | null = null;
  #reading: Promise<void> | null = null;
  #sign = '';
  #metricsSign = '';
  #row: RunRow | null = null;
  #description: unknown = null;
  #notes: Notes = { tags: [], note: '', archived: false };
  #events: readonly unknown[] = [];
  #last: Readonly<Record<string, number>> = {};
  #best = new Best();
  #damage = '';

  constructor(name: string, folder: string) {
    this.name = name;
    this.folder = folder;
  }

  /** What is known; null before the first look. */
  get row(): RunRow | null {
    return this.#row;
  }

  /** What `run.json` says. */
  get description(): unknown {
    return this.#description;
  }

  /** The latest events. */
  get events(): readonly unknown[] {
    return this.#events;
  }

  #file(name: string): string {
    return join(this.folder, name);
  }

  /** Looks at the files that have changed. Resolves with whether the row is another one now. */
  async look(): Promise<boolean> {
    const names = ['metrics.jsonl', 'run.json', 'events.jsonl', 'studio.json'];
    const signs = await Promise.all(names.map((name) => signOf(this.#file(name))));
    const lock = await isLocked(this.folder);
    const changed = Math.max(...signs.slice(0, 3).map(({ time }) => time));
    const sign = `${signs.map((one) => one.sign).join('|')}|${lock}`;
    const state = this.#row?.state;
    const fellSilent = state === 'live' && lock === null && Date.now() - changed > silence;
    if (sign === this.#sign && !fellSilent) return false;
    const isNew = (index: number): boolean =>
      this.#sign.split('|')[index] !== (signs[index]?.sign ?? '');
    if (isNew(1)) await this.#readDescription();
    if (isNew(2)) this.#events = jsonLines(await endOfFile(this.#file('events.jsonl'), mostEvents));
    if (isNew(3)) this.#notes = await readNotes(this.folder);
    const metricsSign = signs[0]?.sign ?? '';
    if (metricsSign !== this.#metricsSign) await this.#readEnd();
    this.#metricsSign = metricsSign;
    this.#sign = sign;
    this.#row = this.#makeRow(changed, lock);
    return true;
  }

  async #readDescription(): Promise<void> {
    const { value, damaged } = await readJson(this.folder, 'run.json');
    this.#description = value;
    this.#damage = damaged ? 'run.json cannot be read: it is not JSON' : '';
  }

  async #readEnd(): Promise<void> {
    const lines = jsonLines(await endOfFile(this.#file('metrics.jsonl'), endOfMetrics));
    for (const line of lines) this.#best.take(flatNumbers(line));
    this.#last = lastNumbers(lines);
  }

  /** Reads the metrics up to their end into `table`. Those who ask meanwhile wait for the same. */
  readMetrics(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    this.#tail ??= new Tail(this.#file('metrics.jsonl'));
    let table = this.table ?? new MetricsTable();
    await this.#tail.read(
      (bytes) => table.add(bytes),
      () => {
        table = new MetricsTable();
      },
    );
    this.table = table;
  }

  /** Forgets the metrics; they are read again when somebody asks. */
  forget(): void {
    this.table = null;
    this.#tail = null;
  }

  #state(changed: number, lock: boolean | null): RunState {
    const told = this.#events.map((event) => at(event, 'event'));
    const last = told.findLast((word) =>
      ['start', 'resume', 'end', 'stop', 'error'].includes(String(word)),
    );
    if (lock === true) return this.#isPaused() ? 'paused' : 'live';
    if (last === 'end') return 'done';
    if (last === 'stop') return 'stopped';
    if (last === 'error') return 'failed';
    // A lock whose owner is gone: killed.
    if (lock === false) return 'stopped';
    if (Date.now() - changed < silence) return 'live';
    return last === undefined ? 'done' : 'stopped';
  }

  #isPaused(): boolean {
    const heard = this.#events.filter((event) => at(event, 'event') === 'control');
    const last = heard.findLast((event) => at(event, 'command') !== 'save');
    return at(last, 'command') === 'pause';
  }

  #progress(): number | null {
    const settings =
      at(this.#description, 'found', 'settings') ?? at(this.#description, 'settings');
    for (const [counted, total] of [
      ['epoch', at(settings, 'epochs') ?? at(this.#description, 'epochs')],
      ['step', at(settings, 'steps') ?? at(this.#description, 'totalTimesteps')],
    ] as const) {
      const done = this.#last[counted];
      if (typeof total === 'number' && total > 0 && done !== undefined) {
        return Math.min(1, done / total);
      }
    }
    return null;
  }

  #makeRow(changed: number, lock: boolean | null): RunRow {
    const state = this.#state(changed, lock);
    const begun = at(this.#description, 'started');
    const first = at(this.#events[0], 'time');
    const started = Date.parse(String(begun ?? first ?? ''));
    const progress = state === 'done' ? 1 : this.#progress();
    const isGoing = state === 'live' && progress !== null && progress > 0 && progress < 1;
    const spent = (changed - (Number.isNaN(started) ? changed : started)) / 1000;
    return {
      name: this.name,
      state,
      task: taskOf(this.name, this.#description),
      started: Number.isNaN(started) ? changed : started,
      changed,
      progress,
      secondsLeft: isGoing ? (spent * (1 - progress)) / progress : null,
      last: this.#last,
      best: this.#best.shown,
      findings: this.#findings(),
      ...this.#notes,
      controllable: lock === true,
      settings: settingsOf(this.#description),
      damage: this.#damageWords(),
    };
  }

  #findings(): RunFinding[] {
    return this.#events.flatMap((event) => findingOf(event) ?? []);
  }

  #damageWords(): string {
    const damaged = this.table?.damaged ?? 0;
    if (damaged === 0) return this.#damage;
    const lines = damaged === 1 ? '1 line' : `${damaged} lines`;
    return `${this.#damage} ${lines} of metrics.jsonl cannot be read and are left out`.trim();
  }
}

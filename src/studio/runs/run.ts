/** One run as its folder tells it, looked at again and again while it grows. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { eventFilesIn, type FoundFile } from '../events/event-files.js';
import { type EventEpoch, type EventRun, readEventRun } from '../events/event-run.js';
import type { NamedNumber, RunFinding, RunRow, RunState } from '../protocol/protocol.js';
import { MetricsTable } from '../series/metrics-table.js';
import { at, bestOf, betterOf, findingOf, readJson, settingsOf, taskOf } from './facts.js';
import { endOfFile, sampleOf } from './file-parts.js';
import { keepMetrics, keptMetrics } from './kept-metrics.js';
import { type Notes, readNotes } from './notes.js';
import { jsonLines, Tail } from './tail.js';

/** Bytes at the end of the metrics that the row of a run is made from. */
const endOfMetrics = 8192;
const mostEvents = 262_144;
/** Bytes of new lines that are worth to be kept as columns. */
const keepEvery = 4_000_000;
/** A training without a lock that has not been heard of for so many milliseconds is at its end. */
const silence = 20_000;

/** A file as it is now: when and how large. What has the same sign has not changed. */
interface Sign {
  readonly sign: string;
  readonly time: number;
  readonly size: number;
}

function signOf(path: string): Sign {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { sign: '', time: 0, size: 0 };
  const { mtimeMs, size, ino } = found;
  return { sign: `${ino}:${size}:${mtimeMs}`, time: mtimeMs, size };
}

/** The process that a lock names: in JSON, beside when it began, or as a plain number. */
function ownerOf(text: string): number {
  return Number.parseInt(/"pid":\s*(\d+)/.exec(text)?.[1] ?? text, 10);
}

/** Whether the process that holds the lock of the folder is there; null without a lock. */
function isLocked(folder: string): boolean | null {
  const path = join(folder, '.lock');
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
  try {
    process.kill(ownerOf(readFileSync(path, 'utf8')), 0);
    return true;
  } catch (error) {
    const code = at(error, 'code');
    if (code === 'ENOENT') return null;
    return code === 'EPERM';
  }
}

/** Commands that a training obeys without starting or pausing. */
const keepsState: readonly unknown[] = ['save', 'lr'];

/** A folder with a training in it. */
export class Run {
  readonly name: string;
  readonly folder: string;
  /** All metrics, once somebody has asked for them. */
  table: MetricsTable | null = null;
  #tail: Tail | null = null;
  #reading: Promise<void> | null = null;
  #sign = '';
  #metrics: Sign = { sign: '', time: 0, size: 0 };
  #sample: { readonly sign: string; readonly table: MetricsTable } | null = null;
  #row: RunRow | null = null;
  #description: unknown = null;
  #notes: Notes = { tags: [], note: '', archived: false };
  #events: readonly unknown[] = [];
  #last: Readonly<Record<string, number>> = {};
  #best: readonly NamedNumber[] = [];
  #damage = '';
  #eventFiles: readonly FoundFile[] = [];
  #ofEvents: EventRun | null = null;
  /** Bytes of metrics that are kept as columns. */
  #keptTo = 0;

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

  /**
   * Looks at the files that have changed; whether the row is another one now. It does not wait for
   * the disk: a thousand small reads at once cost less than a thousand promises.
   */
  look(): boolean {
    const names = ['metrics.jsonl', 'run.json', 'events.jsonl', 'studio.json'];
    const signs = names.map((name) => signOf(this.#file(name)));
    if (signs[0]?.sign === '') signs[0] = this.#signOfEvents();
    const lock = isLocked(this.folder);
    const changed = Math.max(...signs.slice(0, 3).map(({ time }) => time));
    const sign = `${signs.map((one) => one.sign).join('|')}|${lock}`;
    const state = this.#row?.state;
    const fellSilent = state === 'live' && lock === null && Date.now() - changed > silence;
    if (sign === this.#sign && !fellSilent) return false;
    const before = this.#sign.split('|');
    const isNew = (index: number): boolean => before[index] !== (signs[index]?.sign ?? '');
    if (isNew(0)) this.#readNew();
    if (isNew(1)) this.#readDescription();
    if (isNew(2)) this.#events = jsonLines(endOfFile(this.#file('events.jsonl'), mostEvents));
    if (isNew(3)) this.#notes = readNotes(this.folder);
    this.#metrics = signs[0] ?? this.#metrics;
    this.#sign = sign;
    this.#row = this.#makeRow(changed, lock);
    return true;
  }

  /** The event files of TensorBoard, where there are no metrics. */
  #signOfEvents(): Sign {
    this.#eventFiles = eventFilesIn(this.folder);
    const facts = this.#eventFiles.map((file) => file.facts);
    return {
      sign: facts.map(({ ino, size, mtimeMs }) => `${ino}:${size}:${mtimeMs}`).join(','),
      time: Math.max(0, ...facts.map(({ mtimeMs }) => mtimeMs)),
      size: 0,
    };
  }

  #readEvents(): void {
    this.#ofEvents = readEventRun(this.#eventFiles);
    this.table = this.#ofEvents.table;
    this.#best = bestOf(this.table);
    this.#last = this.table.last;
  }

  #readDescription(): void {
    const { value, damaged } = readJson(this.folder, 'run.json');
    this.#description = value;
    this.#damage = damaged ? 'run.json cannot be read: it is not JSON' : '';
  }

  #readNew(): void {
    if (this.#eventFiles.length > 0) this.#readEvents();
    else this.#readEnd();
  }

  #readEnd(): void {
    const table = new MetricsTable();
    table.add(endOfFile(this.#file('metrics.jsonl'), endOfMetrics));
    this.#best = betterOf(this.#best, bestOf(table));
    this.#last = table.last;
  }

  /** Histograms of event files by step; null for a run that has none. */
  get eventEpochs(): readonly EventEpoch[] | null {
    return this.#ofEvents?.epochs ?? null;
  }

  /** Bytes of metrics that have not been read. */
  get unread(): number {
    return Math.max(0, this.#metrics.size - (this.table === null ? 0 : (this.#tail?.offset ?? 0)));
  }

  /** Metrics from all over the file, in no time; those that are read, once they are. */
  get sample(): MetricsTable {
    if (this.table !== null) return this.table;
    const { sign } = this.#metrics;
    if (this.#sample?.sign !== sign) {
      this.#sample = { sign, table: sampleOf(this.#file('metrics.jsonl')) };
    }
    return this.#sample.table;
  }

  /** Reads the metrics up to their end into `table`. Those who ask meanwhile wait for the same. */
  readMetrics(): Promise<void> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readOn(): Promise<void> {
    if (this.#eventFiles.length > 0) {
      if (this.table === null) this.#readEvents();
      return;
    }
    const { table: first, tail } = this.#begin();
    let table = first;
    await tail.read(
      (bytes) => table.add(bytes),
      () => {
        table = new MetricsTable();
        this.#keptTo = 0;
      },
    );
    this.table = table;
    this.#sample = null;
    this.#best = betterOf(this.#best, bestOf(table));
    if (tail.offset - this.#keptTo < keepEvery) return;
    this.#keptTo = tail.offset;
    await keepMetrics(this.folder, table, tail.offset);
  }

  /** What has been read so far: by this run, or by one before that kept it. */
  #begin(): { readonly table: MetricsTable; readonly tail: Tail } {
    if (this.#tail !== null && this.table !== null) return { table: this.table, tail: this.#tail };
    const kept = keptMetrics(this.folder);
    this.#tail = new Tail(this.#file('metrics.jsonl'), kept?.offset);
    this.#keptTo = this.#tail.offset;
    return { table: kept?.table ?? new MetricsTable(), tail: this.#tail };
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
    const last = heard.findLast((event) => !keepsState.includes(at(event, 'command')));
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
    const told = Date.parse(String(begun ?? first ?? ''));
    const started = Number.isNaN(told) ? (this.#ofEvents?.table.column('time')?.low ?? told) : told;
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
      best: this.#best,
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
    if (this.#ofEvents !== null) return `${this.#damage} ${this.#ofEvents.damage}`.trim();
    if (damaged === 0) return this.#damage;
    const lines = damaged === 1 ? '1 line' : `${damaged} lines`;
    return `${this.#damage} ${lines} of metrics.jsonl cannot be read and are left out`.trim();
  }
}

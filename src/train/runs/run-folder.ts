/**
 * The folder of one training: its metrics, a line of JSON per epoch, and the best and the last
 * checkpoint. What a checkpoint holds is in checkpoint.ts. Node and Deno only.
 */

import { DataError } from '../../errors.js';
import { fileError, readFileBytes, systemCode } from '../../io/file-errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { makeFolder } from '../../io/make-folder.js';
import { nodeModule } from '../../io/node-modules.js';
import {
  type Checkpoint,
  type CheckpointSnapshot,
  loadCheckpoint,
  snapshotOf,
  writeSnapshot,
} from '../checkpoint/checkpoint.js';
import type { ControlChannel } from '../control/control.js';
import { FileControl } from '../control/file-control.js';
import {
  either,
  fieldsOf,
  type Guard,
  isCount,
  isNull,
  isNumber,
  recordOf,
} from '../json/guards.js';
import type { EpochRecord } from '../loop/epoch-record.js';
import type { CheckpointParts, Facts, Keeper } from '../loop/keeper.js';
import { takeLock } from './run-lock.js';

const op = 'RunFolder';

/** A line of the metrics as it is read back: a NaN has become null. */
interface MetricsLine {
  readonly epoch: number;
  readonly train: Readonly<Record<string, number | null>>;
  readonly validation: Readonly<Record<string, number | null>> | null;
}

const isMeasured = recordOf(either(isNumber, isNull));
const isMetricsLine: Guard<MetricsLine> = fieldsOf<MetricsLine>({
  epoch: isCount,
  train: isMeasured,
  validation: either(isMeasured, isNull),
});

/** The loss that makes an epoch the best: that of the validation where there is one. */
function lossOf({ train, validation }: MetricsLine): number {
  return (validation ?? train).loss ?? Number.POSITIVE_INFINITY;
}

/** Options of a `RunFolder`. */
export interface RunFolderOptions {
  /** Seconds between two checkpoints at least; default 0: one after each epoch. */
  readonly saveEvery?: number;
}

/**
 * `best.safetensors` (the weights of the epoch with the lowest loss), `last.safetensors` (all that
 * is needed to go on), `metrics.jsonl` (one `EpochRecord` per line), `events.jsonl` (what happened
 * when) and `run.json` (what the training is) in one folder, each of them whole at any moment.
 * Lines are only ever added: a training that goes on writes no epoch twice.
 *
 * @example
 * const run = RunFolder.create('runs/a');
 * await trainer.fit({ epochs: 20, onEpoch: (record) => run.saveEpoch(record, parts) });
 */
export class RunFolder implements Keeper {
  /** The folder. */
  readonly path: string;
  readonly #saveEvery: number;
  #lowestLoss = Number.POSITIVE_INFINITY;
  #best: CheckpointSnapshot | null = null;
  #saved = performance.now();
  /** The last epoch that has a line. */
  #written = 0;
  #unlock: (() => void) | null = null;

  private constructor(path: string, { saveEvery = 0 }: RunFolderOptions) {
    this.path = path;
    this.#saveEvery = saveEvery;
  }

  /**
   * A new folder for a new training; folders above it are made too.
   * @throws DataError when the folder is there and not empty, or cannot be made.
   */
  static create(path: string, options: RunFolderOptions = {}): RunFolder {
    const { readdirSync } = nodeModule(op, 'node:fs');
    makeFolder(op, path);
    try {
      if (readdirSync(path).length === 0) return new RunFolder(path, options);
    } catch (error) {
      throw fileError(op, 'make the folder', path, error);
    }
    throw new DataError(`${op}: '${path}' is not empty; choose another name, or go on with it`);
  }

  /**
   * The folder of an earlier training. Call `resume` to go on with it.
   * @throws DataError when it has no last checkpoint.
   */
  static open(path: string, options: RunFolderOptions = {}): RunFolder {
    const folder = new RunFolder(path, options);
    if (nodeModule(op, 'node:fs').existsSync(folder.last)) return folder;
    throw new DataError(`${op}: no training to go on with in '${path}', ${folder.last} is missing`);
  }

  /**
   * Keeps other processes from training in this folder until `unlock`, or the end of this one.
   * @throws DataError when another process is at it.
   */
  lock(): void {
    this.#unlock ??= takeLock(this.#file('.lock'));
  }

  /** Lets other trainings in again. */
  unlock(): void {
    this.#unlock?.();
    this.#unlock = null;
  }

  /** Path of the checkpoint with the lowest loss, which holds the weights and the facts only. */
  get best(): string {
    return this.#file('best.safetensors');
  }

  /** Path of the checkpoint that a training can go on from. */
  get last(): string {
    return this.#file('last.safetensors');
  }

  /** Path of the metrics. */
  get metrics(): string {
    return this.#file('metrics.jsonl');
  }

  #file(name: string): string {
    return nodeModule(op, 'node:path').join(this.path, name);
  }

  /** Path of the description of the training. */
  get description(): string {
    return this.#file('run.json');
  }

  /** Path of the events. */
  get events(): string {
    return this.#file('events.jsonl');
  }

  /** Path of the commands that others send to the training. */
  get control(): string {
    return this.#file('control.jsonl');
  }

  /** Hears what is appended to `control` from now on. */
  listen(): ControlChannel {
    return new FileControl(this.control);
  }

  /** Writes what this training is, anything that JSON can hold, to `run.json`. @throws DataError */
  describe(facts: Readonly<Record<string, unknown>>): void {
    writeFileAtomic(this.description, `${JSON.stringify(facts, null, 2)}\n`);
  }

  /** Adds a line to `events.jsonl`: what happened, with the time. @throws DataError */
  event(what: string, facts: Facts = {}): void {
    const line = { time: new Date().toISOString(), event: what, ...facts };
    this.#append(this.events, `${JSON.stringify(line)}\n`);
  }

  /**
   * Keeps a finished epoch: its metrics, the best checkpoint if it is the best so far, and the
   * last, unless both were written less than `saveEvery` seconds ago.
   * @throws DataError when a file cannot be written.
   */
  saveEpoch(record: EpochRecord, parts: CheckpointParts): void {
    if (record.epoch > this.#written) {
      const line = { ...record, time: new Date().toISOString() };
      this.#append(this.metrics, `${JSON.stringify(line)}\n`);
      this.#written = record.epoch;
    }
    const loss = lossOf(record);
    if (loss < this.#lowestLoss) {
      const { model, facts, average } = parts;
      const { epoch, train, validation } = record;
      // Without the seconds, so that the same training gives the same bytes.
      const take = (): CheckpointSnapshot =>
        snapshotOf({ model, facts: { ...facts, epoch, train, validation } });
      this.#best = average === undefined ? take() : average.applied(take);
      this.#lowestLoss = loss;
    }
    if (performance.now() - this.#saved >= 1000 * this.#saveEvery) this.saveLast(parts);
  }

  /**
   * Keeps the weights as they are as the best, when a training ends before its first epoch has.
   * @throws DataError when the file cannot be written.
   */
  saveBestIfNone({ model, facts, average }: CheckpointParts): void {
    if (this.#best !== null || nodeModule(op, 'node:fs').existsSync(this.best)) return;
    const take = (): CheckpointSnapshot => snapshotOf({ model, facts: { ...facts, epoch: 0 } });
    writeSnapshot(this.best, average === undefined ? take() : average.applied(take));
  }

  /** Keeps the training as it is, in the middle of an epoch too. @throws DataError */
  saveLast(parts: CheckpointParts): void {
    if (this.#best !== null) writeSnapshot(this.best, this.#best);
    this.#best = null;
    writeSnapshot(this.last, snapshotOf(parts));
    this.#saved = performance.now();
  }

  /**
   * Gives the parts the state of the last checkpoint. Epochs after it that have a line already,
   * from before a crash, are learned again and not written again; the rest of a line that was cut
   * off goes. Returns the checkpoint.
   *
   * @throws DataError, ValueError as `loadCheckpoint` does; nothing in the folder has changed then.
   */
  resume(parts: CheckpointParts): Checkpoint {
    const checkpoint = loadCheckpoint(this.last, parts);
    const done = checkpoint.trainer?.epoch ?? 0;
    const lines = this.#readMetrics();
    this.#cutToLines(lines.map(({ text }) => text));
    this.#written = Math.max(0, ...lines.map(({ line }) => line.epoch));
    const kept = lines.filter(({ line }) => line.epoch <= done);
    this.#lowestLoss = Math.min(...kept.map(({ line }) => lossOf(line)));
    return checkpoint;
  }

  /** Cuts off what is behind the last whole line. */
  #cutToLines(lines: readonly string[]): void {
    const { existsSync, statSync, truncateSync } = nodeModule(op, 'node:fs');
    if (!existsSync(this.metrics)) return;
    const whole = lines.reduce((sum, line) => sum + new TextEncoder().encode(line).length + 1, 0);
    try {
      if (statSync(this.metrics).size > whole) truncateSync(this.metrics, whole);
    } catch (error) {
      throw fileError(op, 'write', this.metrics, error);
    }
  }

  #append(path: string, text: string): void {
    try {
      nodeModule(op, 'node:fs').appendFileSync(path, text);
    } catch (error) {
      throw fileError(op, 'write', path, error);
    }
  }

  /** The lines that are whole; a crash may have cut the last one off. */
  #readMetrics(): { readonly text: string; readonly line: MetricsLine }[] {
    const lines = this.#metricsText().split('\n').slice(0, -1);
    return lines.map((text, i) => {
      const line = parseLine(text);
      if (line !== null) return { text, line };
      throw new DataError(`${op}: ${this.metrics}: line ${i + 1} is not the metrics of an epoch`);
    });
  }

  #metricsText(): string {
    try {
      return new TextDecoder().decode(readFileBytes(op, this.metrics));
    } catch (error) {
      // Stopped before the end of the first epoch.
      if (error instanceof Error && systemCode(error.cause) === 'ENOENT') return '';
      throw error;
    }
  }
}

function parseLine(text: string): MetricsLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMetricsLine(value) ? value : null;
  } catch {
    return null;
  }
}

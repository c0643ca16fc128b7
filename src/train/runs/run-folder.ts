/**
 * The folder of one training: its metrics, its events, and the best and the last checkpoint. What a
 * checkpoint holds is in checkpoint.ts. Node and Deno only.
 */

import { DataError } from '../../errors.js';
import { fileError, readFileBytes } from '../../io/file-errors.js';
import { writeFileAtomic } from '../../io/index.js';
import { makeFolder } from '../../io/make-folder.js';
import { nodeModule } from '../../io/node-modules.js';
import type { StateDict } from '../../nn/index.js';
import * as signatures from '../../signatures/train.js';
import {
  type Checkpoint,
  type CheckpointSnapshot,
  loadCheckpoint,
  snapshotOf,
  writeSnapshot,
} from '../checkpoint/checkpoint.js';
import type { ControlChannel } from '../control/control.js';
import { FileControl } from '../control/file-control.js';
import { alone, currentRanks, type Ranks } from '../ranks/ranks.js';
import type { EpochRecord } from '../state/epoch-record.js';
import type { CheckpointParts, Facts } from '../state/parts.js';
import { CheckpointPair } from './checkpoint-pair.js';
import { LineFile } from './line-file.js';
import {
  badnessOf,
  isAfter,
  type MetricsLine,
  type Monitor,
  type Place,
  parseMetrics,
} from './metrics-line.js';
import { takeLock } from './run-lock.js';
import { clearUnsaved, isUnsaved } from './unsaved.js';

const op = 'RunFolder';

/** Options of a `RunFolder`. */
export interface RunFolderOptions extends Monitor {
  /** Seconds between two checkpoints at least; default 0: one after each epoch. */
  readonly saveEvery?: number;
  /**
   * Whether each rank of `chainrule/distributed` writes a folder of its own, whose path it must
   * give. Default false: rank 0 writes it, and the others call the same methods.
   */
  readonly everyRank?: boolean;
}

/**
 * `best.safetensors` (the weights of the epoch with the lowest loss), `last.safetensors` (all that
 * is needed to go on), `previous.safetensors` (the one before it), `metrics.jsonl` (one
 * `EpochRecord` per line), `events.jsonl` (what happened when) and `run.json` (what the training
 * is) in one folder, each of them whole at any moment. Lines are only ever added: a training that
 * goes on writes no step twice.
 *
 * @example
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const trainer = new Trainer(model, { optimizer, loss: nn.functional.mseLoss, train });
 * const folder = RunFolder.create('runs/line');
 * await trainer.fit({ epochs: 2, folder });
 * console.log(folder.best, folder.last); // runs/line/best.safetensors runs/line/last.safetensors
 */
export class RunFolder {
  /** The folder. */
  readonly path: string;
  readonly #options: RunFolderOptions;
  /** Who shares the folder; rank 0 alone writes. */
  readonly #ranks: Ranks;
  readonly #checkpoints: CheckpointPair;
  readonly #metrics: LineFile;
  readonly #events: LineFile;
  #lowest = Number.POSITIVE_INFINITY;
  #best: CheckpointSnapshot | null = null;
  #saved = performance.now();
  /** The last record that has a line. */
  #written: Place = { epoch: 0, step: 0 };
  #unlock: (() => void) | null = null;

  private constructor(path: string, options: RunFolderOptions) {
    this.path = path;
    this.#options = options;
    this.#ranks = options.everyRank === true ? alone : currentRanks();
    this.#checkpoints = new CheckpointPair(this.last, this.#file('previous.safetensors'));
    this.#metrics = new LineFile(this.metrics);
    this.#events = new LineFile(this.events);
  }

  /**
   * A new folder for a new training; folders above it are made too. What a training left that was
   * killed before its first save is taken over, with a warning.
   * @throws DataError when the folder is there and not empty, is in use, or cannot be made.
   */
  static create(path: string, options: RunFolderOptions = {}): RunFolder {
    signatures.RunFolder$create.check(arguments);
    const { readdirSync } = nodeModule(op, 'node:fs');
    const folder = new RunFolder(path, options);
    if (!folder.#isWriter) return folder;
    makeFolder(op, path);
    try {
      if (clearUnsaved(path) || readdirSync(path).length === 0) return folder;
    } catch (error) {
      throw error instanceof DataError ? error : fileError(op, 'make the folder', path, error);
    }
    throw new DataError(`${op}: '${path}' is not empty; choose another name, or go on with it`);
  }

  /**
   * The folder of an earlier training. Call `resume` to go on with it.
   * @throws DataError when it has no last checkpoint.
   */
  static open(path: string, options: RunFolderOptions = {}): RunFolder {
    signatures.RunFolder$open.check(arguments);
    const folder = new RunFolder(path, options);
    if (!folder.#isWriter || folder.#checkpoints.exists) return folder;
    const anew = isUnsaved(path) ? ': it ended before its first save. Begin it anew' : '';
    throw new DataError(
      `${op}: no training to go on with in '${path}', ${folder.last} is missing${anew}`,
    );
  }

  /**
   * Keeps others from training in this folder until `unlock`, or the end of this process. Returns
   * what frees it, if it was not locked before.
   * @throws DataError when another training is at it, in this process too.
   */
  lock(): () => void {
    if (!this.#isWriter || this.#unlock !== null) return () => {};
    this.#unlock = takeLock(this.#file('.lock'));
    return () => this.unlock();
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

  /** Path of what a training left that ended with an error; it may be in the middle of a step. */
  get exception(): string {
    return this.#file('exception.safetensors');
  }

  /** Path of the metrics. */
  get metrics(): string {
    return this.#file('metrics.jsonl');
  }

  get #isWriter(): boolean {
    return this.#ranks.rank === 0;
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
  describe(facts: Facts): void {
    signatures.RunFolder$describe.check(arguments);
    if (!this.#isWriter) return;
    writeFileAtomic(this.description, `${JSON.stringify(facts, null, 2)}\n`);
  }

  /** Adds a line to `events.jsonl`: what happened, with the time. @throws DataError */
  event(what: string, facts: Facts = {}): void {
    signatures.RunFolder$event.check(arguments);
    if (!this.#isWriter) return;
    this.#events.append({ time: new Date().toISOString(), event: what, ...facts });
  }

  /**
   * Keeps a finished epoch, or a validation within one: its metrics, the best checkpoint if it is
   * the best so far, and the last, unless both were written less than `saveEvery` seconds ago.
   * @throws DataError when a file cannot be written.
   */
  saveEpoch(record: EpochRecord, parts: CheckpointParts): void {
    signatures.RunFolder$saveEpoch.check(arguments);
    if (this.#isWriter) this.#note(record, parts);
    const { saveEvery = 0 } = this.#options;
    const isDue = this.#isWriter && performance.now() - this.#saved >= 1000 * saveEvery;
    if (this.#ranks.max(isDue ? 1 : 0) > 0) this.saveLast(parts);
  }

  #note(record: EpochRecord, parts: CheckpointParts): void {
    if (isAfter(record, this.#written)) {
      this.#metrics.append({ ...record, time: new Date().toISOString() });
      this.#written = record;
    }
    const badness = badnessOf(record, this.#options);
    if (badness < this.#lowest) {
      const { model, facts, average } = parts;
      const { epoch, train, validation } = record;
      // Without the seconds, so that the same training gives the same bytes.
      const take = (): CheckpointSnapshot =>
        snapshotOf({ model, facts: { ...facts, epoch, train, validation } });
      this.#best = average === undefined ? take() : average.applied(take);
      this.#lowest = badness;
    }
  }

  /**
   * Keeps the weights as they are as the best, when a training ends before its first epoch has.
   * @throws DataError when the file cannot be written.
   */
  saveBestIfNone(parts: CheckpointParts): void {
    signatures.RunFolder$saveBestIfNone.check(arguments);
    if (!this.#isWriter) return;
    const { model, facts, average } = parts;
    if (this.#best !== null || nodeModule(op, 'node:fs').existsSync(this.best)) return;
    const take = (): CheckpointSnapshot => snapshotOf({ model, facts: { ...facts, epoch: 0 } });
    writeSnapshot(this.best, average === undefined ? take() : average.applied(take));
  }

  /**
   * The weights of the best epoch so far; null without one, or when another measure decides.
   * @throws DataError when the file is damaged.
   */
  readBest({ monitor = 'loss', mode = 'min' }: Monitor = {}): StateDict | null {
    signatures.RunFolder$readBest.check(arguments);
    const own = this.#options;
    if (monitor !== (own.monitor ?? 'loss') || mode !== (own.mode ?? 'min')) return null;
    const isThere = this.#isWriter && nodeModule(op, 'node:fs').existsSync(this.best);
    const bytes = isThere ? readFileBytes(op, this.best) : new Uint8Array(0);
    const best = this.#ranks.spread(this.#isWriter ? bytes : null);
    return best.length === 0 ? null : loadCheckpoint(best).model;
  }

  /** Keeps the training as it is, in the middle of an epoch too. @throws DataError */
  saveLast(parts: CheckpointParts): void {
    signatures.RunFolder$saveLast.check(arguments);
    if (!this.#isWriter) {
      // Its state may lie on all ranks, each of which is asked.
      parts.optimizer?.stateDict();
      return;
    }
    if (this.#best !== null) writeSnapshot(this.best, this.#best);
    this.#best = null;
    this.#checkpoints.write(snapshotOf(parts));
    this.#saved = performance.now();
    const { epoch, step } = parts.trainer?.stateDict() ?? {};
    this.event('save', { epoch, step });
  }

  /** Keeps what there is after an error, beside the last checkpoint. @throws DataError */
  saveException(parts: CheckpointParts): void {
    signatures.RunFolder$saveException.check(arguments);
    if (this.#best !== null) writeSnapshot(this.best, this.#best);
    this.#best = null;
    writeSnapshot(this.exception, snapshotOf(parts));
  }

  /** What the newest whole checkpoint holds. @throws DataError when there is none. */
  readLast(): Checkpoint {
    return this.#checkpoints.read();
  }

  /**
   * Gives the parts the state of the last checkpoint; of the one before it when that is damaged,
   * which is said. Records after it that have a line already, from before a crash, are learned
   * again and not written again; the rest of a line that was cut off goes. Returns the checkpoint.
   *
   * @throws DataError, ValueError as `loadCheckpoint` does, and when another training is at work in
   *   the folder; nothing in it has changed then.
   */
  resume(parts: CheckpointParts): Checkpoint {
    signatures.RunFolder$resume.check(arguments);
    const unlock = this.lock();
    try {
      return this.#resume(parts);
    } finally {
      unlock();
    }
  }

  #resume(parts: CheckpointParts): Checkpoint {
    if (!this.#isWriter) return loadCheckpoint(this.#ranks.spread(null), parts);
    const checkpoint = this.#checkpoints.load(parts);
    const { isLastDamaged, previous } = this.#checkpoints;
    if (this.#ranks.size > 1) {
      this.#ranks.spread(readFileBytes(op, isLastDamaged ? previous : this.last));
    }
    const { epoch = 0, step } = checkpoint.trainer ?? {};
    const done: Place = step === undefined ? { epoch } : { epoch, step };
    const lines = this.#readMetrics();
    this.#metrics.mend();
    this.#events.mend();
    this.#written = lines.at(-1) ?? { epoch: 0, step: 0 };
    const kept = lines.filter((line) => !isAfter(line, done));
    this.#lowest = Math.min(...kept.map((line) => badnessOf(line, this.#options)));
    if (this.#checkpoints.isLastDamaged) this.event('fallback', { epoch });
    return checkpoint;
  }

  /** The lines that are whole; a crash may have cut the last one off. */
  #readMetrics(): MetricsLine[] {
    return this.#metrics.lines().map((text, i) => {
      const line = parseMetrics(text);
      if (line !== null) return line;
      throw new DataError(`${op}: ${this.metrics}: line ${i + 1} is not the metrics of an epoch`);
    });
  }
}

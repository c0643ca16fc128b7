/**
 * The folder of one training: its metrics, a line of JSON per epoch, and the best and the last
 * checkpoint. What a checkpoint holds is in checkpoint.ts. Node and Deno only.
 */

import { DataError } from '../errors.js';
import { fileError, readFileBytes, systemCode } from '../io/file-errors.js';
import { writeFileAtomic } from '../io/index.js';
import { nodeModule } from '../io/node-modules.js';
import {
  type Checkpoint,
  type CheckpointParts,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.js';
import { either, fieldsOf, type Guard, isCount, isNull, isNumber, recordOf } from './guards.js';
import type { EpochRecord } from './trainer.js';

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

/**
 * `best.safetensors` (the weights of the epoch with the lowest loss), `last.safetensors` (all that is
 * needed to go on) and `metrics.jsonl` (one `EpochRecord` per line) in one folder, each of them whole
 * at any moment.
 *
 * @example
 * const run = RunFolder.create('runs/a');
 * await trainer.fit({ epochs: 20, onEpoch: (record) => run.saveEpoch(record, parts) });
 */
export class RunFolder {
  /** The folder. */
  readonly path: string;
  #lowestLoss = Number.POSITIVE_INFINITY;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * A new folder for a new training; folders above it are made too.
   * @throws DataError when the folder is there and not empty, or cannot be made.
   */
  static create(path: string): RunFolder {
    const { mkdirSync, readdirSync } = nodeModule(op, 'node:fs');
    try {
      mkdirSync(path, { recursive: true });
      if (readdirSync(path).length === 0) return new RunFolder(path);
    } catch (error) {
      throw fileError(op, 'make the folder', path, error);
    }
    throw new DataError(`${op}: '${path}' is not empty; choose another name, or go on with it`);
  }

  /**
   * The folder of an earlier training. Call `resume` to go on with it.
   * @throws DataError when it has no last checkpoint.
   */
  static open(path: string): RunFolder {
    const folder = new RunFolder(path);
    if (nodeModule(op, 'node:fs').existsSync(folder.last)) return folder;
    throw new DataError(`${op}: no training to go on with in '${path}', ${folder.last} is missing`);
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

  /**
   * Keeps a finished epoch: its metrics, the best checkpoint if it is the best so far, and the last.
   * @throws DataError when a file cannot be written.
   */
  saveEpoch(record: EpochRecord, parts: CheckpointParts): void {
    this.#append(`${JSON.stringify(record)}\n`);
    const loss = lossOf(record);
    if (loss < this.#lowestLoss) {
      const { model, facts } = parts;
      const { epoch, train, validation } = record;
      // Without the seconds, so that the same training gives the same bytes.
      saveCheckpoint(this.best, { model, facts: { ...facts, epoch, train, validation } });
      this.#lowestLoss = loss;
    }
    this.saveLast(parts);
  }

  /** Keeps the training as it is, in the middle of an epoch too. @throws DataError */
  saveLast(parts: CheckpointParts): void {
    saveCheckpoint(this.last, parts);
  }

  /**
   * Gives the parts the state of the last checkpoint, and forgets metrics of epochs after it (a crash
   * between two files leaves one such line). Returns the checkpoint.
   *
   * @throws DataError, ValueError as `loadCheckpoint` does; nothing in the folder has changed then.
   */
  resume(parts: CheckpointParts): Checkpoint {
    const checkpoint = loadCheckpoint(this.last, parts);
    const done = checkpoint.trainer?.epoch ?? 0;
    const kept = this.#readMetrics().filter(({ line }) => line.epoch <= done);
    writeFileAtomic(this.metrics, kept.map(({ text }) => `${text}\n`).join(''));
    this.#lowestLoss = Math.min(...kept.map(({ line }) => lossOf(line)));
    return checkpoint;
  }

  #append(text: string): void {
    try {
      nodeModule(op, 'node:fs').appendFileSync(this.metrics, text);
    } catch (error) {
      throw fileError(op, 'write', this.metrics, error);
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

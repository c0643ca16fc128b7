/** `ModelCheckpoint`: keeps the best and the last checkpoints of a training. Node and Deno only. */

import { DataError, ValueError } from '../../errors.js';
import { makeFolder } from '../../io/make-folder.js';
import { nodeModule } from '../../io/node-modules.js';
import * as signatures from '../../signatures/train.js';
import { saveCheckpoint } from '../checkpoint/checkpoint.js';
import { fieldsOf, type Guard, isNumber, listOf } from '../json/guards.js';
import type { TrainerCallback, TrainerContext } from '../loop/callback.js';
import type { EpochRecord } from '../state/epoch-record.js';

const op = 'ModelCheckpoint';

/** Options of `ModelCheckpoint`. */
export interface ModelCheckpointOptions {
  /** The measure that decides, of the validation where there is one; default `'loss'`. */
  readonly monitor?: string;
  /** Whether it should become small (`'min'`, the default) or large. */
  readonly mode?: 'min' | 'max';
  /** How many of the best are kept, -1 for all; default 1. */
  readonly saveTopK?: number;
  /** Whether `last.safetensors` is written beside them; default false. */
  readonly saveLast?: boolean;
  /** Writes `last.safetensors` after so many updates too; default never. */
  readonly everyNSteps?: number;
  /** Writes `last.safetensors` after so many minutes too; default never. */
  readonly everyNMinutes?: number;
  /** Writes `exception.safetensors` when the training fails; default false. */
  readonly saveOnException?: boolean;
}

/** A checkpoint that is kept. */
interface Kept {
  readonly path: string;
  readonly value: number;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';
const isState = fieldsOf<{ kept: Kept[] }>({
  kept: listOf(fieldsOf<Kept>({ path: isText, value: isNumber })),
});

/**
 * Saves checkpoints into `folder`: those of the best epochs as `epoch-3-step-120.safetensors`, and
 * the last one. PyTorch Lightning's `ModelCheckpoint`. `loadCheckpoint` reads any of them.
 *
 * @throws ValueError for an option out of range.
 *
 * @example
 * import { readdirSync } from 'node:fs';
 *
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const best = new ModelCheckpoint('best-three', { monitor: 'loss', saveTopK: 3 });
 * const loss = nn.functional.mseLoss;
 * const trainer = new Trainer(model, { optimizer, loss, train, callbacks: [best] });
 * await trainer.fit({ epochs: 5 });
 * console.log(readdirSync('best-three').length); // 3
 */
export class ModelCheckpoint implements TrainerCallback {
  readonly name: string = 'model-checkpoint';
  readonly #folder: string;
  readonly #options: ModelCheckpointOptions;
  #kept: Kept[] = [];
  #saved = performance.now();

  constructor(folder: string, options: ModelCheckpointOptions = {}) {
    signatures.ModelCheckpoint.check(arguments);
    const { saveTopK = 1, everyNSteps = 1, everyNMinutes = 1 } = options;
    if (!Number.isInteger(saveTopK) || saveTopK < -1) {
      throw new ValueError(`${op}: saveTopK must be a whole number, or -1 for all`);
    }
    if (!Number.isInteger(everyNSteps) || everyNSteps < 1 || !(everyNMinutes > 0)) {
      throw new ValueError(`${op}: everyNSteps and everyNMinutes must be positive`);
    }
    this.#folder = folder;
    this.#options = options;
  }

  /** Path of the best checkpoint so far; null before the first. */
  get bestModelPath(): string | null {
    return this.#kept[0]?.path ?? null;
  }

  /** Its measure; null before the first. */
  get bestModelScore(): number | null {
    return this.#kept[0]?.value ?? null;
  }

  onFitStart(): void {
    makeFolder(op, this.#folder);
    this.#saved = performance.now();
  }

  onStep(context: TrainerContext): void {
    const { everyNSteps, everyNMinutes = Number.POSITIVE_INFINITY } = this.#options;
    const isDue = performance.now() - this.#saved >= 60_000 * everyNMinutes;
    if (isDue || (everyNSteps !== undefined && context.step % everyNSteps === 0)) {
      this.#save('last', context);
    }
  }

  onEpochEnd(record: EpochRecord, context: TrainerContext): 'go on' {
    const { monitor = 'loss', mode = 'min', saveTopK = 1, saveLast = false } = this.#options;
    const measured = record.validation ?? record.train;
    const value = measured[monitor];
    if (value === undefined) {
      const known = Object.keys(measured).join(', ');
      throw new ValueError(`${op}: there is no measure '${monitor}'. There are: ${known}`);
    }
    const sign = mode === 'min' ? 1 : -1;
    const most = saveTopK === -1 ? Number.POSITIVE_INFINITY : saveTopK;
    const place = this.#kept.filter((one) => sign * one.value <= sign * value).length;
    if (place < most && !Number.isNaN(value)) {
      const name = `epoch-${record.epoch}-step-${record.step}`;
      const path = this.#path(name);
      this.#kept.splice(place, 0, { path, value });
      const dropped = this.#kept.splice(Math.min(most, this.#kept.length));
      saveCheckpoint(path, context.parts());
      for (const one of dropped) nodeModule(op, 'node:fs').rmSync(one.path, { force: true });
    }
    if (saveLast) this.#save('last', context);
    return 'go on';
  }

  onException(_error: unknown, context: TrainerContext): void {
    if (this.#options.saveOnException === true) this.#save('exception', context);
  }

  #path(name: string): string {
    return nodeModule(op, 'node:path').join(this.#folder, `${name}.safetensors`);
  }

  #save(name: string, context: TrainerContext): void {
    saveCheckpoint(this.#path(name), context.parts());
    this.#saved = performance.now();
  }

  /** Which checkpoints are kept. */
  stateDict(): { readonly kept: readonly Kept[] } {
    return { kept: this.#kept };
  }

  /** @throws DataError for a state of another kind. */
  loadStateDict(state: unknown): void {
    if (!isState(state)) {
      throw new DataError(`${op}.loadStateDict: this is not the state of a ModelCheckpoint`);
    }
    this.#kept = [...state.kept];
  }
}

/** `EarlyStopping`: ends a training that no longer improves. */

import { DataError, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/train.js';
import { either, fieldsOf, isCount, isNull, isNumber } from '../json/guards.js';
import type { TrainerCallback } from '../loop/callback.js';
import type { EpochRecord } from '../state/epoch-record.js';

/** Options of `EarlyStopping`. */
export interface EarlyStoppingOptions {
  /** The measure that is looked at, of the validation where there is one; default `'loss'`. */
  readonly monitor?: string;
  /** Whether it should become small (`'min'`, the default) or large. */
  readonly mode?: 'min' | 'max';
  /** Epochs without an improvement after which the training ends; default 10. */
  readonly patience?: number;
  /** An improvement is at least this large; default 0. */
  readonly minDelta?: number;
}

interface StoppingState {
  readonly best: number | null;
  readonly bestEpoch: number;
  readonly epochs: number;
}

const isStoppingState = fieldsOf<StoppingState>({
  best: either(isNumber, isNull),
  bestEpoch: isCount,
  epochs: isCount,
});

/**
 * Ends a training when a measure has not improved for `patience` epochs. PyTorch Lightning's
 * `EarlyStopping`. A measure that is NaN is no improvement.
 *
 * @throws ValueError when `patience` is not a whole number.
 *
 * @example
 * const set = new TensorDataset(ones([4, 1]), zeros([4, 1]));
 * const train = new DataLoader(set, { batchSize: 4 });
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0 }); // learns nothing
 * const callbacks = [new EarlyStopping({ monitor: 'loss', patience: 2 })];
 * const loss = nn.functional.mseLoss;
 * const trainer = new Trainer(model, { optimizer, loss, train, validation: train, callbacks });
 * const history = await trainer.fit({ epochs: 100 });
 * console.log(history.records.length); // 3
 */
export class EarlyStopping implements TrainerCallback {
  readonly name: string = 'early-stopping';
  readonly #monitor: string;
  readonly #sign: number;
  readonly #patience: number;
  readonly #minDelta: number;
  #best: number | null = null;
  #bestEpoch = 0;
  #epochs = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    signatures.EarlyStopping.check(arguments);
    const { monitor = 'loss', mode = 'min', patience = 10, minDelta = 0 } = options;
    if (!Number.isInteger(patience) || patience < 0) {
      throw new ValueError(`EarlyStopping: patience must be a whole number, got ${patience}`);
    }
    this.#monitor = monitor;
    this.#sign = mode === 'min' ? 1 : -1;
    this.#patience = patience;
    this.#minDelta = minDelta;
  }

  /** Number of the epoch with the best measure so far, 0 before the first. */
  get bestEpoch(): number {
    return this.#bestEpoch;
  }

  /** Whether the training ends here. @throws ValueError for a measure that is not there. */
  onEpochEnd(record: EpochRecord): 'stop' | 'go on' {
    const measured = record.validation ?? record.train;
    const value = measured[this.#monitor];
    if (value === undefined) {
      throw new ValueError(
        `EarlyStopping: there is no measure '${this.#monitor}'. There are: ` +
          Object.keys(measured).join(', '),
      );
    }
    this.#epochs = record.epoch;
    const isBetter = this.#best === null || this.#sign * (this.#best - value) > this.#minDelta;
    if (isBetter && !Number.isNaN(value)) {
      this.#best = value;
      this.#bestEpoch = record.epoch;
    }
    return this.#epochs - this.#bestEpoch >= this.#patience ? 'stop' : 'go on';
  }

  /** The best measure so far, and when it was. */
  stateDict(): StoppingState {
    return { best: this.#best, bestEpoch: this.#bestEpoch, epochs: this.#epochs };
  }

  /** @throws DataError for a state of another kind. */
  loadStateDict(state: unknown): void {
    if (!isStoppingState(state)) {
      throw new DataError('EarlyStopping.loadStateDict: this is not the state of an EarlyStopping');
    }
    this.#best = state.best;
    this.#bestEpoch = state.bestEpoch;
    this.#epochs = state.epochs;
  }
}

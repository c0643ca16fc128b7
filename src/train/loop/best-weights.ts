/** The weights of the best epoch, kept until the training ends. */

import type { Module, StateDict } from '../../nn/index.js';
import type { RunFolder } from '../runs/run-folder.js';
import type { EpochRecord } from '../state/epoch-record.js';
import type { BestEpoch } from '../state/trainer-state.js';
import type { WeightAverage } from '../state/weight-average.js';

/** What decides. */
export interface BestOptions {
  readonly monitor: string;
  readonly mode: 'min' | 'max';
  /** Whether the weights themselves are kept. */
  readonly keep: boolean;
}

/** Knows the best epoch so far. */
export class BestWeights {
  best: BestEpoch | null = null;
  readonly #options: BestOptions;
  #weights: StateDict | null = null;

  constructor(options: BestOptions) {
    this.#options = options;
  }

  /** Takes in a record; `average` stands in for the weights where there is one. */
  note(record: EpochRecord, model: Module, average: WeightAverage | undefined): void {
    const { monitor, mode, keep } = this.#options;
    const value = (record.validation ?? record.train)[monitor] ?? Number.NaN;
    const sign = mode === 'min' ? 1 : -1;
    if (!(sign * value < sign * (this.best?.value ?? sign * Number.POSITIVE_INFINITY))) return;
    this.best = { epoch: record.epoch, value };
    if (!keep) return;
    this.#weights = average?.applied(() => model.stateDict()) ?? model.stateDict();
  }

  /** Goes on from a saved state, whose weights are in the folder alone. */
  load(best: BestEpoch | null): void {
    this.best = best;
    this.#weights = null;
  }

  /** Gives the model the best weights; whether there were some. */
  restore(model: Module, folder: RunFolder | undefined): boolean {
    if (!this.#options.keep || this.best === null) return false;
    const weights = this.#weights ?? folder?.readBest(this.#options) ?? null;
    if (weights === null) return false;
    model.loadStateDict(weights);
    return true;
  }
}

/**
 * `WeightAverage`: the moving average of a model's weights, which is often better than the weights
 * themselves. Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging",
 * 1992.
 */

import { noGrad } from '../../autodiff/index.js';
import { DataError, ValueError } from '../../errors.js';
import type { Module, StateDict } from '../../nn/index.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';
import { clone } from '../../tensor/index.js';
import { bareModel } from '../ranks/ranks.js';

/** Options of `WeightAverage`. */
export interface WeightAverageOptions {
  /** Share of the average that stays at each update, from 0 to 1; default 0.99. */
  readonly decay?: number;
}

/** An average and how many updates it has seen. */
export interface WeightAverageState {
  readonly updates: number;
  readonly weights: StateDict;
}

/**
 * Keeps `average = decay * average + (1 - decay) * weight` for each parameter of `model`. In the
 * first updates less of the average stays, `(1 + n) / (10 + n)`, so that it forgets how the model
 * began.
 *
 * @throws ValueError when `decay` is not in [0, 1).
 *
 * @example
 * const model = new nn.Linear(1, 1);
 * const average = new WeightAverage(model, { decay: 0.99 });
 * for (const weight of [1, 2]) {
 *   model.loadStateDict({ weight: tensor([[weight]]), bias: tensor([0]) });
 *   average.update();
 * }
 * average.apply(); // the model has the averages, to be judged or saved
 * console.log(model.weight.item() < 2); // true
 * average.restore();
 * console.log(model.weight.item()); // 2
 */
export class WeightAverage {
  readonly #pairs: readonly (readonly [name: string, weight: Tensor, average: Tensor])[];
  readonly #decay: number;
  #updates = 0;
  /** The weights themselves while the averages stand in their place. */
  #kept: readonly Tensor[] | null = null;

  constructor(model: Module, options: WeightAverageOptions = {}) {
    signatures.WeightAverage.check(arguments);
    const { decay = 0.99 } = options;
    if (!(decay >= 0 && decay < 1)) {
      throw new ValueError(`WeightAverage: decay must be in [0, 1), got ${decay}`);
    }
    this.#decay = decay;
    this.#pairs = bareModel(model)
      .namedParameters()
      .map(([name, weight]) => [name, weight, noGrad(() => clone(weight.detach()))]);
  }

  /** Takes in the weights as they are now. */
  update(): void {
    const share = Math.min(this.#decay, (1 + this.#updates) / (10 + this.#updates));
    noGrad(() => {
      for (const [, weight, average] of this.#pairs) {
        average.assign(average.mul(share).add(weight.detach().mul(1 - share)));
      }
    });
    this.#updates += 1;
  }

  /** Puts the averages in the place of the weights until `restore`. */
  apply(): void {
    if (this.#kept !== null) return;
    this.#kept = this.#pairs.map(([, weight]) => weight.detach());
    noGrad(() => {
      for (const [, weight, average] of this.#pairs) weight.assign(average.detach());
    });
  }

  /** Gives the model its own weights back. */
  restore(): void {
    const kept = this.#kept;
    this.#kept = null;
    if (kept === null) return;
    noGrad(() => {
      this.#pairs.forEach(([, weight], i) => {
        const own = kept[i];
        if (own !== undefined) weight.assign(own);
      });
    });
  }

  /** Calls `body` with the averages in the place of the weights. */
  applied<Result>(body: () => Result): Result {
    signatures.WeightAverage$applied.check(arguments);
    this.apply();
    try {
      return body();
    } finally {
      this.restore();
    }
  }

  /** The averages and the number of updates. */
  stateDict(): WeightAverageState {
    const weights = this.#pairs.map(([name, , average]) => [name, average.detach()] as const);
    return { updates: this.#updates, weights: Object.fromEntries(weights) };
  }

  /** @throws DataError when a weight is missing. */
  loadStateDict(state: WeightAverageState): void {
    signatures.WeightAverage$loadStateDict.check(arguments);
    const { updates, weights } = state;
    noGrad(() => {
      for (const [name, , average] of this.#pairs) {
        const saved = weights[name];
        if (saved === undefined) {
          throw new DataError(`WeightAverage.loadStateDict: the average of '${name}' is missing`);
        }
        average.assign(saved);
      }
    });
    this.#updates = updates;
  }
}

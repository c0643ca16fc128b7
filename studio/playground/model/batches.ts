/** Points as the tensors that a network is trained with. */

import { type Tensor, tensor } from 'chainrule';
import { inputNamesOf, outputsOf, type PlayConfig, type Point } from './config.js';
import { inputsOf, shuffled, targetsOf } from './points.js';

/** What the network sees, and what it should say. */
export interface Batch {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Points whose features are computed once, and taken in any order from then on. */
export class Samples {
  readonly all: Batch;
  readonly #width: number;
  readonly #count: number;
  readonly #inputs: Float32Array;
  readonly #targets: Float32Array;
  readonly #isClass: boolean;

  constructor(config: PlayConfig, points: readonly Point[]) {
    const names = inputNamesOf(config);
    this.#width = names.length;
    this.#count = points.length;
    this.#inputs = Float32Array.from(inputsOf(names, points).flat());
    this.#targets = Float32Array.from(targetsOf(config, points));
    this.#isClass = outputsOf(config) > 1;
    this.all = this.#batchOf(this.#inputs, this.#targets);
  }

  #batchOf(x: Float32Array, y: Float32Array): Batch {
    return {
      x: tensor(x).reshape([this.#count, this.#width]),
      y: this.#isClass ? tensor(Int32Array.from(y)) : tensor(y).reshape([this.#count, 1]),
    };
  }

  /** All of them in an order that depends on the seed alone. */
  shuffled(seed: number): Batch {
    const order = shuffled(
      Array.from({ length: this.#count }, (_, i) => i),
      seed,
    );
    const x = new Float32Array(this.#inputs.length);
    const y = new Float32Array(this.#count);
    order.forEach((from, to) => {
      for (let k = 0; k < this.#width; k++) {
        x[to * this.#width + k] = this.#inputs[from * this.#width + k] ?? 0;
      }
      y[to] = this.#targets[from] ?? 0;
    });
    return this.#batchOf(x, y);
  }
}

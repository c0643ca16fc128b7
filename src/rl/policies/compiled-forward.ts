/**
 * `CompiledForward`: the output of a network for a few rows, in microseconds, as an agent needs it
 * for each step in its environments. The call is compiled; it sees the weights as they are.
 */

import { noGrad } from '../../autodiff/index.js';
import type * as nn from '../../nn/index.js';
import { compile, type Tensor, tensor } from '../../tensor/index.js';

/** A network that is asked for a few rows at a time. */
export class CompiledForward {
  readonly #forward: (x: Tensor) => Tensor;
  readonly #rowShape: readonly number[];

  /** @param rowShape sizes of one row, `[features]` or those of a picture. */
  constructor(network: nn.Layer, rowShape: readonly number[]) {
    this.#forward = compile((x: Tensor) => noGrad(() => network.forward(x)));
    this.#rowShape = rowShape;
  }

  /** `[rows, ...rowShape] -> [rows, outputs]`. */
  run(input: Float32Array, rows: number): Float32Array {
    const output = this.#forward(tensor(input, { shape: [rows, ...this.#rowShape] }));
    const values = output.toTypedArray();
    return values instanceof Float32Array ? values : Float32Array.from(values);
  }
}

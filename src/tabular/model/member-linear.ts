/** An affine layer of several models at once, as one product of matrices. */

import { nn, rand, type Tensor, zeros } from '../../index.js';

/** `[K, N, in] -> [K, N, out]`, or `[N, in] -> [K, N, out]` when all members see the same. */
export class MemberLinear extends nn.Module {
  readonly weight: nn.Parameter;
  readonly bias: nn.Parameter;

  /** @param scale of the weights at the start, 1 for `Linear`'s; 0 for none. */
  constructor(members: number, inputs: number, outputs: number, scale: number = 1) {
    super();
    const bound = scale / Math.sqrt(Math.max(1, inputs));
    const uniform = (shape: readonly number[]): Tensor =>
      bound === 0
        ? zeros(shape)
        : rand(shape)
            .mul(2 * bound)
            .sub(bound);
    this.weight = new nn.Parameter(uniform([members, inputs, outputs]));
    this.bias = new nn.Parameter(uniform([members, 1, outputs]));
  }

  forward(x: Tensor): Tensor {
    return x.matmul(this.weight).add(this.bias);
  }
}

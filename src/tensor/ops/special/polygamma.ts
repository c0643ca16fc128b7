/** `polygamma`, whose tensor is its second argument. */

import * as signatures from '../../../signatures/tensor.js';
import type { TensorLike } from '../../handle/convert.js';
import type { Tensor } from '../../handle/tensor.js';
import { digamma } from './gamma.js';
import { derivativeOfDigamma } from './hurwitz.js';

/**
 * n-th derivative of `digamma`, elementwise; PyTorch's order of arguments. An int32 or bool becomes
 * float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.polygamma.html
 * @throws ValueError unless n is a non-negative integer.
 * @example
 * console.log(polygamma(1, tensor([1])).toString()); // tensor([1.6449])
 */
export function polygamma(n: number, x: TensorLike): Tensor {
  signatures.polygamma.check(arguments);
  return n === 0 ? digamma(x) : derivativeOfDigamma(n, x);
}

/**
 * The affine map. Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */

import { ShapeError } from '../../errors.js';
import { contract, exactBinary, exactly } from '../../graph/builders/index.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { Tensor } from '../../tensor/index.js';
import { checkParameter, checkSameDType } from './operand-checks.js';

/**
 * `x @ weight.T + bias`: `[..., in]`, `[out, in]`, `[out]` -> `[..., out]`.
 * @throws ShapeError when the sizes `in` differ, or the bias is not `[out]`; DTypeError when the
 *   dtypes
 * do.
 * @example
 * const [x, weight, bias] = [tensor([[1, 2]]), tensor([[3, 4]]), tensor([5])];
 * console.log(nn.functional.linear(x, weight, bias).toArray()); // [ [ 16 ] ]
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  signatures.linear.check(arguments);
  const inner = x.shape[x.ndim - 1];
  if (x.ndim === 0 || weight.ndim !== 2 || inner !== weight.shape[1]) {
    throw new ShapeError(
      `linear: the last dim of the input ${show(x.shape)} must have the size of ` +
        `the last dim of the weight ${show(weight.shape)}, which is [out, in]`,
    );
  }
  checkSameDType('linear', x, weight);
  checkParameter('linear', 'bias', bias, [weight.shape[0] ?? 0]);
  if (bias !== null) checkSameDType('linear', x, bias, 'bias');
  // One contraction of [m.., k] and [n, k]: no transpose, no reshape.
  const sizes = { batch: 0, m: x.ndim - 1, n: 1, k: 1 };
  const product = exactly('linear', (as) => contract(as(x.node), as(weight.node), sizes));
  return new Tensor(bias === null ? product : exactBinary('add', product, bias.node, 'linear'));
}

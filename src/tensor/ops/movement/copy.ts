/** The same values under another handle: in another dtype, on their own, or without a gradient. */

import { alias, binary, exactCast, full } from '../../../graph/builders/index.js';
import { checkDType, type DType, isFloat } from '../../../graph/dtype.js';
import { withGradMode } from '../../../graph/grad-mode.js';
import type { Node } from '../../../graph/node.js';
import { holdValue, noteCut } from '../../../runtime/values/held.js';
import { settleNow } from '../../../runtime/values/settle.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/**
 * The values in another dtype, in the shape of x. To int32 a float loses its fraction and has to
 * fit; to bool it says whether it is not 0. Gradients flow between float dtypes.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
 * @throws DTypeError for an unknown dtype; ValueError, when the values are read, for a float that
 *   no int32 holds: NaN, an infinity, or a number past 2^31.
 * @example
 * console.log(tensor([1.7, -2.3]).to('int32').toArray()); // [ 1, -2 ]
 */
export function to(x: TensorLike, dtype: DType): Tensor {
  checkDType('to', dtype);
  return new Tensor(exactCast(toNode('to', x), dtype, 'to'));
}

/**
 * A tensor of its own with the values, shape and dtype of x; gradients flow through.
 * Source: https://pytorch.org/docs/stable/generated/torch.clone.html
 * @example
 * console.log(tensor([1, 2]).clone().toArray()); // [ 1, 2 ]
 */
export function clone(x: TensorLike): Tensor {
  const node = toNode('clone', x);
  if (!isFloat(node.dtype)) return value(node);
  return value(binary('mul', node, full(node.shape, 1, node.dtype)));
}

/**
 * The same values, through which no gradient flows: a constant for everything computed from it.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html
 * @example
 * console.log(tensor([1], { requiresGrad: true }).detach().requiresGrad); // false
 */
export function detach(x: TensorLike): Tensor {
  const node = toNode('detach', x);
  noteCut(node);
  return value(withGradMode(false, () => alias(node)));
}

/** A tensor that a user means to keep. */
function value(node: Node): Tensor {
  const tensor = new Tensor(node);
  if (!tensor.requiresGrad) settleNow(tensor.node);
  holdValue(tensor.node);
  return tensor;
}

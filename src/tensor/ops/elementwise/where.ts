/** The choice between two tensors, element by element. */

import { cast, where as choose } from '../../../graph/builders/index.js';
import { meetingDType, operandNode, type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/**
 * `a` where the condition holds (is true, or not 0), else `b`. All three broadcast, `a` and `b`
 * promote; the gradient flows to the one that was chosen.
 * Source: https://pytorch.org/docs/stable/generated/torch.where.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(where(tensor([1, -1]).gt(0), tensor([10, 20]), 0).toArray()); // [ 10, 0 ]
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const dtype = meetingDType('where', a, b);
  const [x, y] = [operandNode('where', a, dtype, b), operandNode('where', b, dtype, a)];
  return new Tensor(choose(cast(toNode('where', condition), 'bool'), x, y));
}

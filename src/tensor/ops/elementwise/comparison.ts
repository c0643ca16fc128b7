/** Comparisons, which give bools and have no gradient. */

import { compare as compareNodes } from '../../../graph/builders/index.js';
import type { CompareOp } from '../../../graph/ops.js';
import { meetingDType, operandNode, type TensorLike } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

function compare(op: CompareOp, name: string, a: TensorLike, b: TensorLike): Tensor {
  const dtype = meetingDType(name, a, b);
  const [x, y] = [operandNode(name, a, dtype, b), operandNode(name, b, dtype, a)];
  return new Tensor(compareNodes(op, x, y, name));
}

/**
 * Whether a == b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(eq(tensor([1, 2]), 2).toArray()); // [ false, true ]
 */
export function eq(a: TensorLike, b: TensorLike): Tensor {
  return compare('eq', 'eq', a, b);
}

/**
 * Whether a != b, elementwise: a bool. True where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(ne(tensor([1, 2]), 2).toArray()); // [ true, false ]
 */
export function ne(a: TensorLike, b: TensorLike): Tensor {
  return compare('ne', 'ne', a, b);
}

/**
 * Whether a < b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(lt(tensor([1, 2]), 2).toArray()); // [ true, false ]
 */
export function lt(a: TensorLike, b: TensorLike): Tensor {
  return compare('lt', 'lt', a, b);
}

/**
 * Whether a <= b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(le(tensor([1, 2]), 2).toArray()); // [ true, true ]
 */
export function le(a: TensorLike, b: TensorLike): Tensor {
  return compare('le', 'le', a, b);
}

/**
 * Whether a > b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(gt(tensor([1, 2]), 1).toArray()); // [ false, true ]
 */
export function gt(a: TensorLike, b: TensorLike): Tensor {
  return compare('lt', 'gt', b, a);
}

/**
 * Whether a >= b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * console.log(ge(tensor([1, 2]), 2).toArray()); // [ false, true ]
 */
export function ge(a: TensorLike, b: TensorLike): Tensor {
  return compare('le', 'ge', b, a);
}

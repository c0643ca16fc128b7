/** Comparisons, which give bools, and the choice that a bool makes. None of them has a gradient. */

import { binary, cast, where as choose } from '../../graph/build/index.js';
import type { BinaryOp } from '../../graph/ops.js';
import { type TensorLike, toNode, toNodes } from '../convert.js';
import { Tensor } from '../tensor.js';

function compare(op: BinaryOp, name: string, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes(name, [a, b]);
  return new Tensor(binary(op, x, y, name));
}

/**
 * Whether a == b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function eq(a: TensorLike, b: TensorLike): Tensor {
  return compare('eq', 'eq', a, b);
}

/**
 * Whether a != b, elementwise: a bool. True where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function ne(a: TensorLike, b: TensorLike): Tensor {
  return compare('ne', 'ne', a, b);
}

/**
 * Whether a < b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function lt(a: TensorLike, b: TensorLike): Tensor {
  return compare('lt', 'lt', a, b);
}

/**
 * Whether a <= b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function le(a: TensorLike, b: TensorLike): Tensor {
  return compare('le', 'le', a, b);
}

/**
 * Whether a > b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function gt(a: TensorLike, b: TensorLike): Tensor {
  return compare('lt', 'gt', b, a);
}

/**
 * Whether a >= b, elementwise: a bool. False where either is NaN. Operands broadcast and promote.
 * @throws ShapeError when the shapes do not broadcast.
 */
export function ge(a: TensorLike, b: TensorLike): Tensor {
  return compare('le', 'ge', b, a);
}

/**
 * `a` where the condition holds (is true, or not 0), else `b`. All three broadcast, `a` and `b`
 * promote; the gradient flows to the one that was chosen.
 * Source: https://pytorch.org/docs/stable/generated/torch.where.html
 * @throws ShapeError when the shapes do not broadcast.
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = toNodes('where', [a, b]);
  return new Tensor(choose(cast(toNode('where', condition), 'bool'), x, y));
}

/**
 * What a leaf may be assigned: a value of its own shape and dtype, or a number for all elements.
 */

import { DTypeError, ShapeError } from '../../errors.js';
import { checkInt32, full } from '../../graph/builders/index.js';
import { refuseForeign } from '../../graph/copy.js';
import { bytesOf } from '../../graph/dtype.js';
import { type Node, topologicalOrder } from '../../graph/node.js';
import { numel, sameShape, show } from '../../graph/shape.js';
import { activeRecorder } from '../../runtime/values/recorder.js';

/**
 * The node of the next value of a leaf, whose node is `before`.
 * @throws ShapeError, DTypeError for a value of another shape or dtype, or that is none.
 */
export function assignedNode(before: Node, value: Node | number): Node {
  const { shape, dtype } = before;
  if (typeof value === 'number') {
    if (dtype === 'int32') checkInt32('assign', value);
    return full(shape, value, dtype);
  }
  refuseForeign('assign', value);
  if (typeof value !== 'object' || value === null || !('dtype' in value)) {
    throw new DTypeError(
      `assign: expected a tensor or a number, got ${Array.isArray(value) ? 'an array' : typeof value}. ` +
        'Make a tensor of it: tensor(...)',
    );
  }
  if (value.dtype !== dtype) {
    throw new DTypeError(
      `assign: the tensor is ${dtype}, the value ${value.dtype}. Convert it: value.to('${dtype}')`,
    );
  }
  if (!sameShape(value.shape, shape)) {
    throw new ShapeError(
      `assign: the tensor has shape ${show(shape)}, the value ${show(value.shape)}`,
    );
  }
  return value;
}

/**
 * Whether the next value of a leaf may be that of another tensor, too, which then keeps it. What
 * depends on a version of a leaf is kept in other ways, see `runtime/values/held.ts`.
 */
export function mayBelongElsewhere(next: Node, before: Node): boolean {
  if (next.isMortal) return false;
  const hasValue = (node: Node): boolean => node.value !== null;
  return !topologicalOrder([next], hasValue).includes(before);
}

/** Leaves of more bytes than this are not updated twice in one program. */
const manyBytes = 65_536;

/**
 * Whether the version of a leaf that is yet to be computed should be, before the next one is made:
 * where it is large, a program of several steps would hold what each of them makes.
 */
export function waitsInVain({ value, shape, dtype }: Node): boolean {
  if (value !== null || activeRecorder() !== null) return false;
  return numel(shape) * bytesOf(dtype) > manyBytes;
}

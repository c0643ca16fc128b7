/** What functions say about weights, biases and masks that do not fit their input. */

import { DTypeError, ShapeError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { type Shape, sameShape, show } from '../../graph/shape.js';
import type { Tensor } from '../../tensor/index.js';

/**
 * @throws DTypeError naming `op`, the argument, both dtypes and the conversion, when they differ;
 * ValueError for a tensor of another copy of the package.
 */
export function checkSameDType(op: string, x: Tensor, value: Tensor, name = 'weight'): void {
  refuseForeign(op, x);
  refuseForeign(op, value);
  if (x.dtype === value.dtype) return;
  throw new DTypeError(
    `${op}: the input is ${x.dtype}, the ${name} ${value.dtype}. ` +
      `Did you mean input.to('${value.dtype}')?`,
  );
}

/** @throws ShapeError naming `op` and the argument, unless it is absent or has this shape. */
export function checkParameter(op: string, name: string, value: Tensor | null, shape: Shape): void {
  if (value === null || sameShape(value.shape, shape)) return;
  throw new ShapeError(`${op}: ${name} must have shape ${show(shape)}, got ${show(value.shape)}`);
}

/** @throws ShapeError naming `op` and the argument, unless broadcasting makes `shape` out of it. */
export function checkBroadcasts(
  op: string,
  name: string,
  value: Tensor | null,
  shape: Shape,
): void {
  if (value === null || broadcasts(value.shape, shape)) return;
  throw new ShapeError(`${op}: ${name} must broadcast to ${show(shape)}, got ${show(value.shape)}`);
}

function broadcasts(from: Shape, to: Shape): boolean {
  const lead = to.length - from.length;
  return lead >= 0 && from.every((n, d) => n === 1 || n === to[lead + d]);
}

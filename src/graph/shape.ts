/** Shapes as plain lists of sizes: counting, broadcasting, and the checks on user-given dims. */

import { DTypeError, IndexError, ShapeError, ValueError } from '../errors.js';

/** Sizes, outermost first; `[]` is a 0-d tensor of one element. */
export type Shape = readonly number[];

/** Number of elements. */
export function numel(shape: Shape): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}

/** `[2, 3]`, as shapes appear in messages. */
export function show(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Whether two shapes are equal. */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false;
  return true;
}

/** Strides, in elements, of a row-major array. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride;
    stride *= shape[d] ?? 1;
  }
  return strides;
}

/** Whether broadcasting makes `to` out of `from`. */
function broadcastsTo(from: Shape, to: Shape): boolean {
  if (from === to) return true;
  const lead = to.length - from.length;
  if (lead < 0) return false;
  for (let d = 0; d < from.length; d++) {
    if (from[d] !== 1 && from[d] !== to[d + lead]) return false;
  }
  return true;
}

/**
 * The common shape of two operands, aligned at the last dim; a size of 1 is repeated.
 * Source: https://pytorch.org/docs/stable/notes/broadcasting.html
 * @throws ShapeError naming `op`, both shapes and the dim that does not fit.
 */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  // The shape itself rather than a copy: what follows then sees at once that they are equal.
  if (broadcastsTo(b, a)) return a;
  if (broadcastsTo(a, b)) return b;
  const ndim = Math.max(a.length, b.length);
  const out = new Array<number>(ndim);
  for (let d = 1; d <= ndim; d++) {
    const left = a[a.length - d] ?? 1;
    const right = b[b.length - d] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ShapeError(
        `${op}: shapes ${show(a)} and ${show(b)} do not broadcast: ` +
          `dim ${-d} has sizes ${left} and ${right}, which must be equal, or one of them 1`,
      );
    }
    out[ndim - d] = left === 1 ? right : left;
  }
  return out;
}

/** A dim counted from the front; `-1` is the last. */
export function normalizeDim(op: string, dim: number, ndim: number): number {
  if (!Number.isInteger(dim)) throw new ValueError(`${op}: dim must be an integer, got ${dim}`);
  const room = Math.max(ndim, 1);
  if (dim < -room || dim >= room) {
    throw new IndexError(
      `${op}: dim ${dim} does not exist in a tensor of ${ndim} dims ` +
        `(allowed: ${-room} to ${room - 1})`,
    );
  }
  return dim < 0 ? dim + room : dim;
}

function allDims(ndim: number): number[] {
  const dims = new Array<number>(ndim);
  for (let d = 0; d < ndim; d++) dims[d] = d;
  return dims;
}

/** Dims sorted and counted from the front; none means all. */
export function normalizeDims(
  op: string,
  dim: number | readonly number[] | null | undefined,
  ndim: number,
): readonly number[] {
  if (dim === undefined || dim === null) return allDims(ndim);
  const list = typeof dim === 'number' ? [dim] : dim;
  if (list.length === 0) return allDims(ndim);
  const dims = list.map((d) => normalizeDim(op, d, ndim)).filter((d) => d < ndim);
  if (new Set(dims).size !== dims.length) {
    throw new ValueError(`${op}: dim ${show(list)} names the same dim twice`);
  }
  return dims.sort((a, b) => a - b);
}

/**
 * Checks that a list came from the user, and not its first number as in PyTorch's `zeros(2, 3)`.
 */
export function checkList(op: string, what: string, list: unknown): void {
  if (Array.isArray(list)) return;
  throw new DTypeError(
    `${op}: the ${what} must be a list, got ${String(list)}. Write it in brackets: [${String(list)}]`,
  );
}

/** Checks sizes that came from the user: a list of non-negative integers. */
export function checkShape(op: string, shape: Shape): void {
  checkList(op, 'shape', shape);
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ShapeError(`${op}: sizes must be non-negative integers, got ${show(shape)}`);
    }
  }
}

/**
 * Sizes that came from the user, checked, and safe from what is done to the list afterwards. A
 * frozen list, as the shape of a tensor is, needs no copy.
 */
export function ownShape(op: string, shape: Shape): Shape {
  checkShape(op, shape);
  return Object.isFrozen(shape) ? shape : shape.slice();
}

/** The shape without `dims`, which are sorted. */
export function dropDims(shape: Shape, dims: readonly number[]): Shape {
  const kept = new Array<number>(shape.length - dims.length);
  let dropped = 0;
  for (let d = 0; d < shape.length; d++) {
    if (d === dims[dropped]) dropped += 1;
    else kept[d - dropped] = shape[d] ?? 1;
  }
  return kept;
}

/** The shape with size 1 at `dims`. */
export function keepDims(shape: Shape, dims: readonly number[]): Shape {
  const kept = shape.slice();
  for (const d of dims) kept[d] = 1;
  return kept;
}

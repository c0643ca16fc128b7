/**
 * Constructors of the views, and of `pad` and `cat`. Attributes are checked by the callers above.
 */

import { internal, ShapeError } from '../../errors.js';
import { makeNode, type Node } from '../node.js';
import {
  type CustomBackward,
  noAttrs,
  type Placement,
  type SliceAttrs,
  type WindowAttrs,
} from '../ops.js';
import { numel, type Shape, sameShape, show } from '../shape.js';
import { refill } from './source.js';

/** The same elements, in row-major order, in another shape. */
export function reshape(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  if (numel(x.shape) !== numel(shape)) {
    throw new ShapeError(
      `reshape: ${show(x.shape)} has ${numel(x.shape)} elements, ` +
        `${show(shape)} has ${numel(shape)}`,
    );
  }
  if (x.op === 'full') return refill(x, shape);
  const source = x.op === 'reshape' && !x.isLeaf && x.value === null ? x.inputs[0] : x;
  if (source !== x && sameShape(source.shape, shape) && source.requiresGrad === x.requiresGrad) {
    return source;
  }
  return makeNode('reshape', [x], noAttrs, shape, x.dtype);
}

/** Dim d of the result is dim `dims[d]` of the input. */
export function permute(x: Node, dims: readonly number[]): Node {
  const shape = new Array<number>(dims.length);
  let isSame = true;
  for (let d = 0; d < dims.length; d++) {
    const dim = dims[d] ?? d;
    shape[d] = x.shape[dim] ?? 1;
    if (dim !== d) isSame = false;
  }
  if (isSame) return x;
  if (x.op === 'full') return refill(x, shape);
  return makeNode('permute', [x], { dims }, shape, x.dtype);
}

/** Broadcasts to `shape`: dims of size 1 repeat, and new ones stand in front. */
export function expandTo(x: Node, shape: Shape): Node {
  if (sameShape(x.shape, shape)) return x;
  if (x.op === 'full') return refill(x, shape);
  return makeNode('expand', [x], noAttrs, shape, x.dtype);
}

/** A regular selection along each dim; a negative step walks backwards. */
export function slice(x: Node, attrs: SliceAttrs): Node {
  const { start, step, size } = attrs;
  const whole = size.every((n, d) => n === x.shape[d] && start[d] === 0 && step[d] === 1);
  if (whole) return x;
  if (x.op === 'full') return refill(x, size);
  return makeNode('slice', [x], attrs, size, x.dtype);
}

/** Sliding windows over one dim; the place within the window is a new last dim. */
export function window(x: Node, attrs: WindowAttrs): Node {
  const length = x.shape[attrs.dim] ?? 1;
  const count = Math.floor((length - (attrs.size - 1) * attrs.dilation - 1) / attrs.stride) + 1;
  if (count < 1) throw internal(`window ${attrs.size} over ${length}`);
  const shape = [...x.shape.map((n, d) => (d === attrs.dim ? count : n)), attrs.size];
  return makeNode('window', [x], attrs, shape, x.dtype);
}

/** The same value under a new node. */
export function alias(x: Node): Node {
  return makeNode('alias', [x], noAttrs, x.shape, x.dtype);
}

/** `output`, with a gradient of the user's own with respect to `inputs`. */
export function custom(
  name: string,
  output: Node,
  inputs: readonly Node[],
  backward: CustomBackward,
): Node {
  return makeNode('custom', [output, ...inputs], { name, backward }, output.shape, output.dtype);
}

/**
 * How many zeros stand around (`low`, `high`) and between (`interior`) the elements of each dim.
 */
export interface Padding {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly interior: readonly number[];
}

/** Zeros around and between the elements. */
export function pad(x: Node, { low, high, interior }: Padding): Node {
  const nothing = [low, high, interior].every((list) => list.every((n) => n === 0));
  if (nothing) return x;
  const shape = x.shape.map(
    (n, d) => (low[d] ?? 0) + n + Math.max(0, n - 1) * (interior[d] ?? 0) + (high[d] ?? 0),
  );
  return place([x], [{ start: low, step: interior.map((n) => n + 1) }], shape);
}

/** Concatenation along `dim`; the other sizes and the dtypes are equal. */
export function cat(parts: readonly Node[], dim: number): Node {
  const [first] = parts;
  if (first === undefined) throw internal('cat of nothing');
  if (parts.length === 1) return first;
  const step = first.shape.map(() => 1);
  let size = 0;
  const placements = parts.map((part): Placement => {
    const start = part.shape.map((_, d) => (d === dim ? size : 0));
    size += part.shape[dim] ?? 0;
    return { start, step };
  });
  return place(
    parts,
    placements,
    first.shape.map((n, d) => (d === dim ? size : n)),
  );
}

/**
 * Parts at their places in a tensor of zeros. No two may overlap: threads write them at the same
 * time.
 */
export function place(
  parts: readonly Node[],
  placements: readonly Placement[],
  shape: Shape,
): Node {
  const [first] = parts;
  if (first === undefined) throw internal('place of nothing');
  let filled = 0;
  for (const part of parts) filled += numel(part.shape);
  const attrs = { placements, full: filled === numel(shape) };
  return makeNode('place', parts, attrs, shape, first.dtype);
}

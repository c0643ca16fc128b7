/** Picking, joining and ordering elements. */

import { IndexError, ShapeError, ValueError } from '../../errors.js';
import {
  argsort,
  binary,
  cast,
  cat as catNode,
  cumsum as cumsumNode,
  expandTo,
  gather as gatherNode,
  iota,
  permute,
  reshape,
  scatterAdd as scatterNode,
  slice as sliceNode,
} from '../../graph/build/index.js';
import type { Node } from '../../graph/node.js';
import { normalizeDim, type Shape, sameShape, show } from '../../graph/shape.js';
import { type TensorLike, toNode, toNodes } from '../convert.js';
import { Tensor } from '../tensor.js';
import { checkIndexDType, unsqueeze } from './shape.js';

/** A slice of one dim, the others whole. */
function sliceDim(x: Node, d: number, start: number, step: number, count: number): Node {
  return sliceNode(x, {
    start: x.shape.map((_, i) => (i === d ? start : 0)),
    step: x.shape.map((_, i) => (i === d ? step : 1)),
    size: x.shape.map((n, i) => (i === d ? count : n)),
  });
}

function needsDims(op: string, x: Node): void {
  if (x.shape.length === 0) throw new ShapeError(`${op}: a 0-d tensor has no dim to select from`);
}

/**
 * Elements `start` to `end` (exclusive) of `dim`, every `step`-th. Negative places count from the
 * end, and places beyond the ends are cut off, as in Python.
 */
export function slice(
  x: TensorLike,
  dim = 0,
  start: number | null = null,
  end: number | null = null,
  step = 1,
): Tensor {
  const node = toNode('slice', x);
  needsDims('slice', node);
  const d = normalizeDim('slice', dim, node.shape.length);
  if (!Number.isInteger(step) || step < 1) {
    throw new ValueError(
      `slice: step must be a positive integer, got ${step}. To reverse, use flip()`,
    );
  }
  const length = node.shape[d] ?? 0;
  const place = (value: number): number =>
    Math.min(length, Math.max(0, value < 0 ? value + length : value));
  const from = place(start ?? 0);
  const count = Math.max(0, Math.ceil((place(end ?? length) - from) / step));
  return new Tensor(sliceDim(node, d, from, step, count));
}

/** What `at` takes for one dim: a place, a range, or null for all. */
export type Index = number | readonly [start: number | null, end: number | null] | null;

/** Indexing: a number picks and drops a dim, a pair [start, end] cuts, null keeps all. */
export function at(x: TensorLike, ...index: Index[]): Tensor {
  let result = new Tensor(toNode('at', x));
  if (index.length > result.ndim) {
    throw new IndexError(`at: ${index.length} indices for a tensor of shape ${show(result.shape)}`);
  }
  let d = 0;
  for (const item of index) {
    if (typeof item === 'number') {
      result = pick(result.node, d, item);
      continue;
    }
    if (item !== null) result = slice(result, d, item[0], item[1]);
    d += 1;
  }
  return result;
}

function pick(node: Node, d: number, place: number): Tensor {
  const length = node.shape[d] ?? 0;
  if (!Number.isInteger(place) || place < -length || place >= length) {
    throw new IndexError(`at: index ${place} is out of range for dim ${d} of ${show(node.shape)}`);
  }
  const part = sliceDim(node, d, place < 0 ? place + length : place, 1, 1);
  return new Tensor(
    reshape(
      part,
      part.shape.filter((_, i) => i !== d),
    ),
  );
}

/** Tensors joined along an existing dim. */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ValueError('cat: needs at least one tensor');
  const parts = toNodes('cat', tensors);
  parts.forEach((part) => needsDims('cat', part));
  const d = normalizeDim('cat', dim, first.ndim);
  for (const part of parts) {
    const fits =
      part.shape.length === first.ndim &&
      part.shape.every((n, i) => i === d || n === first.shape[i]);
    if (!fits) {
      throw new ShapeError(
        `cat: shapes ${show(first.shape)} and ${show(part.shape)} differ in more than dim ${dim}`,
      );
    }
  }
  return new Tensor(catNode(parts, d));
}

/** Tensors of one shape joined along a new dim. */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ValueError('stack: needs at least one tensor');
  for (const other of tensors) {
    if (!sameShape(first.shape, other.shape)) {
      throw new ShapeError(`stack: shapes ${show(first.shape)} and ${show(other.shape)} differ`);
    }
  }
  const d = normalizeDim('stack', dim, first.ndim + 1);
  return cat(
    tensors.map((tensor) => unsqueeze(tensor, d)),
    d,
  );
}

/** Parts along `dim`, of one size (the last may be smaller) or of the given sizes. */
export function split(x: TensorLike, size: number | readonly number[], dim = 0): Tensor[] {
  const node = toNode('split', x);
  needsDims('split', node);
  const d = normalizeDim('split', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  const sizes = typeof size === 'number' ? evenSizes(length, size) : size;
  const total = sizes.reduce((sum, n) => sum + n, 0);
  if (total !== length || sizes.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new ValueError(
      `split: sizes ${show(sizes)} do not add up to the ${length} of dim ${dim}`,
    );
  }
  let start = 0;
  return sizes.map((count) => {
    const part = sliceDim(node, d, start, 1, count);
    start += count;
    return new Tensor(part);
  });
}

function evenSizes(length: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new ValueError(`split: the size of a part must be a positive integer, got ${size}`);
  }
  const count = Math.max(1, Math.ceil(length / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
}

/** At most `chunks` parts of equal size along `dim`; the last may be smaller. */
export function chunk(x: TensorLike, chunks: number, dim = 0): Tensor[] {
  const node = toNode('chunk', x);
  if (!Number.isInteger(chunks) || chunks < 1) {
    throw new ValueError(`chunk: the number of parts must be a positive integer, got ${chunks}`);
  }
  const d = normalizeDim('chunk', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  if (length === 0) return Array.from({ length: chunks }, () => new Tensor(node));
  return split(x, Math.ceil(length / chunks), dim);
}

/** Cuts the dims of x other than `d` to those of the index, which may be smaller. */
function cutTo(x: Node, index: Shape, d: number): Node {
  return sliceNode(x, {
    start: x.shape.map(() => 0),
    step: x.shape.map(() => 1),
    size: x.shape.map((n, i) => (i === d ? n : (index[i] ?? n))),
  });
}

function checkIndexShape(op: string, x: Shape, index: Shape, d: number): void {
  const fits = x.length === index.length && index.every((n, i) => i === d || n <= (x[i] ?? 0));
  if (!fits) {
    throw new ShapeError(
      `${op}: the index of shape ${show(index)} must have as many dims as ${show(x)}, ` +
        `and no larger size except in dim ${d}`,
    );
  }
}

/**
 * out[i][j] = x[index[i][j]][j] for dim 0, and so on.
 * Source: https://pytorch.org/docs/stable/generated/torch.gather.html
 * @throws IndexError when the values are read and an index is out of range.
 */
export function gather(x: TensorLike, dim: number, index: Tensor): Tensor {
  const node = toNode('gather', x);
  checkIndexDType('gather', index);
  const d = normalizeDim('gather', dim, node.shape.length);
  if (node.shape.length === 0) return new Tensor(expandTo(node, index.shape));
  checkIndexShape('gather', node.shape, index.shape, d);
  return new Tensor(gatherNode(cutTo(node, index.shape, d), d, index.node, 'gather'));
}

/** x plus each element of `source` added at its index along `dim`. */
export function scatterAdd(x: TensorLike, dim: number, index: Tensor, source: Tensor): Tensor {
  const [node, values] = toNodes('scatterAdd', [x, source]) as [Node, Node];
  checkIndexDType('scatterAdd', index);
  const d = normalizeDim('scatterAdd', dim, node.shape.length);
  if (
    !sameShape(index.shape, values.shape) ||
    index.shape.some((n, i) => i !== d && n !== node.shape[i])
  ) {
    throw new ShapeError(
      `scatterAdd: index ${show(index.shape)} and source ${show(values.shape)} must have one shape, ` +
        `that of ${show(node.shape)} except in dim ${dim}`,
    );
  }
  const added = scatterNode(index.node, values, d, node.shape[d] ?? 0, 'scatterAdd');
  return new Tensor(binary('add', node, added));
}

/** Whole slices of `dim`, in the order of a 1-d index; `name` is blamed for an index out of range. */
export function indexSelect(
  x: TensorLike,
  dim: number,
  index: Tensor,
  name = 'indexSelect',
): Tensor {
  const node = toNode(name, x);
  needsDims(name, node);
  checkIndexDType(name, index);
  if (index.ndim !== 1) {
    throw new ShapeError(`${name}: the index must have one dim, got shape ${show(index.shape)}`);
  }
  const d = normalizeDim(name, dim, node.shape.length);
  const shape = node.shape.map((n, i) => (i === d ? index.numel : n));
  const along = reshape(
    index.node,
    node.shape.map((_, i) => (i === d ? index.numel : 1)),
  );
  return new Tensor(gatherNode(node, d, expandTo(along, shape), name));
}

/** 1 at the place that each element names in a new last dim, 0 elsewhere; int32. */
export function oneHot(x: Tensor, numClasses: number): Tensor {
  checkIndexDType('oneHot', x);
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ValueError(`oneHot: numClasses must be a positive integer, got ${numClasses}`);
  }
  const shape = [...x.shape, numClasses];
  const place = expandTo(reshape(x.node, [...x.shape, 1]), shape);
  const wide = expandTo(iota([numClasses]), shape);
  return new Tensor(cast(binary('eq', place, wide), 'int32'));
}

/** Applies `fn` with `dim` moved to the end. */
function onLastDim(x: Node, d: number, fn: (moved: Node) => readonly Node[]): Tensor[] {
  if (x.shape.length === 0) return fn(reshape(x, [1])).map((node) => new Tensor(reshape(node, [])));
  const order = [...x.shape.map((_, i) => i).filter((i) => i !== d), d];
  const inverse = order.map((_, i) => order.indexOf(i));
  return fn(permute(x, order)).map((node) => new Tensor(permute(node, inverse)));
}

/** Running sum along `dim`. Integers and bools give int32. */
export function cumsum(x: TensorLike, dim: number): Tensor {
  const node = toNode('cumsum', x);
  const value = node.dtype === 'bool' ? cast(node, 'int32') : node;
  const d = normalizeDim('cumsum', dim, node.shape.length);
  return onLastDim(value, d, (moved) => [cumsumNode(moved)])[0] as Tensor;
}

function ordered(x: Node, d: number, descending: boolean, count: number | null): [Tensor, Tensor] {
  const [values, indices] = onLastDim(x, d, (moved) => {
    const all = argsort(moved, descending);
    const last = all.shape.length - 1;
    const first = count === null ? all : sliceDim(all, last, 0, 1, count);
    return [gatherNode(moved, last, first, 'sort'), first];
  });
  return [values as Tensor, indices as Tensor];
}

/** Sorted values and their indices (int32), stable; NaN counts as the largest. */
export function sort(
  x: TensorLike,
  dim = -1,
  descending = false,
): [values: Tensor, indices: Tensor] {
  const node = toNode('sort', x);
  return ordered(node, normalizeDim('sort', dim, node.shape.length), descending, null);
}

/** The k largest (or smallest) values, sorted, and their indices (int32). */
export function topk(
  x: TensorLike,
  k: number,
  dim = -1,
  largest = true,
): [values: Tensor, indices: Tensor] {
  const node = toNode('topk', x);
  const d = normalizeDim('topk', dim, node.shape.length);
  const length = node.shape[d] ?? 1;
  if (!Number.isInteger(k) || k < 0 || k > length) {
    throw new ValueError(
      `topk: k is ${k}, but dim ${dim} of ${show(node.shape)} has ${length} elements`,
    );
  }
  return ordered(node, d, largest, k);
}

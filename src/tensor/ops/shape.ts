/** Shape changes: the same elements seen in another arrangement. Nothing is copied until read. */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import {
  binary,
  cast,
  where as choose,
  expandTo,
  full,
  iota,
  pad as padNode,
  permute as permuteNode,
  reshape as reshapeNode,
  slice as sliceNode,
  window as windowNode,
} from '../../graph/build/index.js';
import { checkDType, type DType, isFloat } from '../../graph/dtype.js';
import {
  broadcastShapes,
  checkShape,
  normalizeDim,
  normalizeDims,
  numel,
  type Shape,
  show,
} from '../../graph/shape.js';
import { type TensorLike, toNode } from '../convert.js';
import { Tensor } from '../tensor.js';

/** The elements in row-major order in another shape; one size may be -1 and is then computed. */
export function reshape(x: TensorLike, shape: Shape): Tensor {
  const node = toNode('reshape', x);
  const unknown = shape.indexOf(-1);
  if (unknown < 0) {
    checkShape('reshape', shape);
    return new Tensor(reshapeNode(node, shape));
  }
  const known = numel(shape.filter((_, d) => d !== unknown));
  const size = numel(node.shape) / known;
  if (shape.lastIndexOf(-1) !== unknown || !Number.isInteger(size)) {
    throw new ShapeError(
      `reshape: no size for -1 makes ${show(shape)} hold the ${numel(node.shape)} elements ` +
        `of ${show(node.shape)}`,
    );
  }
  const full = shape.map((n, d) => (d === unknown ? size : n));
  checkShape('reshape', full);
  return new Tensor(reshapeNode(node, full));
}

/** Dims `startDim` to `endDim` (inclusive) joined into one. */
export function flatten(x: TensorLike, startDim = 0, endDim = -1): Tensor {
  const node = toNode('flatten', x);
  if (node.shape.length === 0) return new Tensor(reshapeNode(node, [1]));
  const from = normalizeDim('flatten', startDim, node.shape.length);
  const to = normalizeDim('flatten', endDim, node.shape.length);
  if (from > to) {
    throw new ValueError(`flatten: startDim ${startDim} comes after endDim ${endDim}`);
  }
  const joined = numel(node.shape.slice(from, to + 1));
  return new Tensor(
    reshapeNode(node, [...node.shape.slice(0, from), joined, ...node.shape.slice(to + 1)]),
  );
}

/** Dims of size 1 removed: all, or the named ones (others are left as they are). */
export function squeeze(x: TensorLike, dim: number | readonly number[] | null = null): Tensor {
  const node = toNode('squeeze', x);
  const dims = normalizeDims('squeeze', dim, node.shape.length);
  return new Tensor(
    reshapeNode(
      node,
      node.shape.filter((n, d) => n !== 1 || !dims.includes(d)),
    ),
  );
}

/** A new dim of size 1 at `dim` (-1: at the end). */
export function unsqueeze(x: TensorLike, dim: number): Tensor {
  const node = toNode('unsqueeze', x);
  const d = normalizeDim('unsqueeze', dim, node.shape.length + 1);
  return new Tensor(reshapeNode(node, [...node.shape.slice(0, d), 1, ...node.shape.slice(d)]));
}

/** Dims of size 1 repeated to `shape`, without copying; -1 keeps a size. */
export function expand(x: TensorLike, shape: Shape): Tensor {
  const node = toNode('expand', x);
  const missing = shape.length - node.shape.length;
  const wanted = shape.map((n, d) => (n === -1 ? (node.shape[d - missing] ?? -1) : n));
  checkShape('expand', wanted);
  const fits = missing >= 0 && node.shape.every((n, d) => n === 1 || n === wanted[d + missing]);
  if (!fits) {
    throw new ShapeError(
      `expand: ${show(node.shape)} does not expand to ${show(shape)}: only dims of size 1 repeat`,
    );
  }
  return new Tensor(expandTo(node, wanted));
}

/** Stretches tensors to their common shape. */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  const node = toNode('broadcastTo', x);
  broadcastShapes('broadcastTo', node.shape, shape);
  return expand(x, shape);
}

/** Dim d of the result is dim `dims[d]` of x. */
export function permute(x: TensorLike, dims: readonly number[]): Tensor {
  const node = toNode('permute', x);
  const order = dims.map((d) => normalizeDim('permute', d, node.shape.length));
  if (order.length !== node.shape.length || new Set(order).size !== order.length) {
    throw new ValueError(
      `permute: dims ${show(dims)} must name each of the ${node.shape.length} dims of ` +
        `${show(node.shape)} once`,
    );
  }
  return new Tensor(permuteNode(node, order));
}

/** Two dims swapped. */
export function transpose(x: TensorLike, dim0: number, dim1: number): Tensor {
  const node = toNode('transpose', x);
  const a = normalizeDim('transpose', dim0, node.shape.length);
  const b = normalizeDim('transpose', dim1, node.shape.length);
  const order = node.shape.map((_, d) => d);
  if (order.length > 0) [order[a], order[b]] = [b, a];
  return new Tensor(permuteNode(node, order));
}

/** The order of elements reversed along the dims. */
export function flip(x: TensorLike, dim: number | readonly number[]): Tensor {
  const node = toNode('flip', x);
  const list = typeof dim === 'number' ? [dim] : dim;
  const dims = list.length === 0 ? [] : normalizeDims('flip', list, node.shape.length);
  return new Tensor(
    sliceNode(node, {
      start: node.shape.map((n, d) => (dims.includes(d) ? Math.max(n - 1, 0) : 0)),
      step: node.shape.map((_, d) => (dims.includes(d) ? -1 : 1)),
      size: node.shape,
    }),
  );
}

function triangle(
  op: string,
  x: TensorLike,
  keep: (row: Tensor, column: Tensor) => Tensor,
): Tensor {
  const node = toNode(op, x);
  const [rows, columns] = node.shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new ShapeError(`${op}: needs a matrix, got shape ${show(node.shape)}`);
  }
  const mask = keep(new Tensor(iota([rows, 1])), new Tensor(iota([1, columns])));
  const zero = full(node.shape, 0, node.dtype);
  return new Tensor(choose(expandTo(mask.node, node.shape), node, zero));
}

/** Elements on and below the given diagonal, zeros elsewhere. */
export function tril(x: TensorLike, diagonal = 0): Tensor {
  return triangle('tril', x, (row, column) => below(column, row, diagonal));
}

/** Elements on and above the given diagonal, zeros elsewhere. */
export function triu(x: TensorLike, diagonal = 0): Tensor {
  return triangle('triu', x, (row, column) => below(row, column, -diagonal));
}

/** a <= b + by. */
function below(a: Tensor, b: Tensor, by: number): Tensor {
  const shifted = binary('add', b.node, full([], by, 'int32'));
  return new Tensor(binary('le', a.node, shifted));
}

/** Zeros added around each dim, and `interior` of them between its elements. */
export function pad(
  x: TensorLike,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[] = low.map(() => 0),
): Tensor {
  const node = toNode('pad', x);
  for (const list of [low, high, interior]) {
    checkShape('pad', list);
    if (list.length !== node.shape.length) {
      throw new ShapeError(
        `pad: ${show(list)} needs one number for each dim of ${show(node.shape)}`,
      );
    }
  }
  return new Tensor(padNode(node, { low, high, interior }));
}

/** Options of `slidingWindow`. */
export interface WindowOptions {
  /** Distance between windows. Default 1. */
  readonly stride?: number;
  /** Distance between the elements of a window. Default 1. */
  readonly dilation?: number;
}

/** Windows of `size` along `dim`; the place within a window is a new last dim. Nothing is copied. */
export function slidingWindow(
  x: TensorLike,
  dim: number,
  size: number,
  options: WindowOptions = {},
): Tensor {
  const { stride = 1, dilation = 1 } = options;
  const node = toNode('slidingWindow', x);
  const d = normalizeDim('slidingWindow', dim, node.shape.length);
  const reach = (size - 1) * dilation + 1;
  const length = node.shape[d] ?? 1;
  if (!(size > 0 && stride > 0 && dilation > 0) || reach > length) {
    throw new ShapeError(
      `slidingWindow: a window that reaches over ${reach} elements does not fit into dim ${dim} ` +
        `of ${show(node.shape)}`,
    );
  }
  return new Tensor(windowNode(node, { dim: d, size, stride, dilation }));
}

/** PyTorch's name for `slidingWindow` without dilation. */
export function unfold(x: TensorLike, dim: number, size: number, step: number): Tensor {
  return slidingWindow(x, dim, size, { stride: step });
}

/** The values in another dtype; a float loses its fraction in an int32, a bool is "not zero". */
export function to(x: TensorLike, dtype: DType): Tensor {
  checkDType('to', dtype);
  return new Tensor(cast(toNode('to', x), dtype));
}

/** A tensor of its own with the same values; gradients flow through. */
export function clone(x: Tensor): Tensor {
  if (isFloat(x.dtype)) return new Tensor(binary('mul', x.node, full(x.shape, 1, x.dtype)));
  return new Tensor(x.node);
}

/** Refuses dtypes that are no index. */
export function checkIndexDType(op: string, x: Tensor): void {
  if (x.dtype !== 'int32') {
    throw new DTypeError(`${op}: the index must be int32, got ${x.dtype}. Use index.to('int32')`);
  }
}

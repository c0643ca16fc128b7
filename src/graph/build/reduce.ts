/** Constructors of reductions, contraction, scans, and of gather with its adjoint. */

import { internal } from '../../errors.js';
import { makeNode, type Node } from '../node.js';
import type { ContractAttrs } from '../ops.js';
import { dropDims, keepDims, type Shape, show } from '../shape.js';
import { cast } from './elementwise.js';
import { reshape } from './view.js';

/** Sum over `dims` (sorted, counted from the front), which are dropped. A bool counts as int32. */
export function sum(x: Node, dims: readonly number[]): Node {
  const countable = x.dtype === 'bool' ? cast(x, 'int32') : x;
  if (dims.every((d) => x.shape[d] === 1)) return reshape(countable, dropDims(x.shape, dims));
  return makeNode('sum', [countable], { dims }, dropDims(x.shape, dims), countable.dtype);
}

/** Largest element over `dims`, which are dropped and not empty; NaN wins. */
export function max(x: Node, dims: readonly number[]): Node {
  if (dims.every((d) => x.shape[d] === 1)) return reshape(x, dropDims(x.shape, dims));
  return makeNode('max', [x], { dims }, dropDims(x.shape, dims), x.dtype);
}

/** The reduced dims back, with size 1. */
export function restoreDims(reduced: Node, like: Node, dims: readonly number[]): Node {
  return reshape(reduced, keepDims(like.shape, dims));
}

/** Whether `count` sizes are equal, from `i` in `a` and from `j` in `b` on. */
function sameRun(a: Shape, b: Shape, i: number, j: number, count: number): boolean {
  for (let d = 0; d < count; d++) if (a[i + d] !== b[j + d]) return false;
  return true;
}

/** Sum of products over the k dims. */
export function contract(a: Node, b: Node, attrs: ContractAttrs): Node {
  const { batch, m, n, k } = attrs;
  const ok =
    a.dtype === b.dtype &&
    a.shape.length === batch + m + k &&
    b.shape.length === batch + n + k &&
    sameRun(a.shape, b.shape, 0, 0, batch) &&
    sameRun(a.shape, b.shape, batch + m, batch + n, k);
  if (!ok) throw internal(`contract of ${show(a.shape)} and ${show(b.shape)}`);
  const shape = [...a.shape.slice(0, batch + m), ...b.shape.slice(batch, batch + n)];
  return makeNode('contract', [a, b], attrs, shape, a.dtype);
}

/** Running sum along the last dim. */
export function cumsum(x: Node): Node {
  return makeNode('cumsum', [x], {}, x.shape, x.dtype);
}

/** Indices that sort the last dim. */
export function argsort(x: Node, descending: boolean): Node {
  return makeNode('argsort', [x], { descending }, x.shape, 'int32');
}

/** Elements of `x` picked along `dim`; `name` is the op to blame for an index out of range. */
export function gather(x: Node, dim: number, index: Node, name: string): Node {
  return makeNode('gather', [x, index], { dim, name }, index.shape, x.dtype);
}

/** Adjoint of `gather`: each element of `source` added at its index, into zeros. */
export function scatterAdd(
  index: Node,
  source: Node,
  dim: number,
  size: number,
  name: string,
): Node {
  const shape = index.shape.map((n, d) => (d === dim ? size : n));
  return makeNode('scatterAdd', [index, source], { dim, size, name }, shape, source.dtype);
}

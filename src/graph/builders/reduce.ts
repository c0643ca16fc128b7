/** Constructors of reductions, contraction, scans, and of gather with its adjoint. */

import { internal } from '../../errors.js';
import { makeNode, type Node, type NodeOf } from '../node.js';
import { type ContractAttrs, type CummaxAttrs, noAttrs, type Transposition } from '../ops.js';
import { dropDims, keepDims, type Shape, show } from '../shape.js';
import { cast } from './elementwise.js';
import { reshape } from './view.js';

/** Whether each of `dims` has size 1, so that reducing them leaves every element alone. */
function areOnes(shape: Shape, dims: readonly number[]): boolean {
  for (const d of dims) if (shape[d] !== 1) return false;
  return true;
}

/** Sum over `dims` (sorted, counted from the front), which are dropped. A bool counts as int32. */
export function sum(x: Node, dims: readonly number[]): Node {
  const countable = x.dtype === 'bool' ? cast(x, 'int32') : x;
  const shape = dropDims(x.shape, dims);
  if (areOnes(x.shape, dims)) return reshape(countable, shape);
  return makeNode('sum', [countable], { dims }, shape, countable.dtype);
}

/** Largest element over `dims`, which are dropped and not empty; NaN wins. */
export function max(x: Node, dims: readonly number[]): Node {
  const shape = dropDims(x.shape, dims);
  if (areOnes(x.shape, dims)) return reshape(x, shape);
  return makeNode('max', [x], { dims }, shape, x.dtype);
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

/** Sum of products over the k dims; a transposed operand has these before its own. */
export function contract(a: Node, b: Node, form: ContractAttrs & Partial<Transposition>): Node {
  const { batch, m, n, k, aTransposed = false, bTransposed = false } = form;
  const aOwn = aTransposed ? batch + k : batch;
  const bOwn = bTransposed ? batch + k : batch;
  const ok =
    a.dtype === b.dtype &&
    a.shape.length === batch + m + k &&
    b.shape.length === batch + n + k &&
    sameRun(a.shape, b.shape, 0, 0, batch) &&
    sameRun(a.shape, b.shape, aTransposed ? batch : batch + m, bTransposed ? batch : batch + n, k);
  if (!ok) throw internal(`contract of ${show(a.shape)} and ${show(b.shape)}`);
  const shape = new Array<number>(batch + m + n);
  for (let d = 0; d < batch; d++) shape[d] = a.shape[d] ?? 1;
  for (let d = 0; d < m; d++) shape[batch + d] = a.shape[aOwn + d] ?? 1;
  for (let d = 0; d < n; d++) shape[batch + m + d] = b.shape[bOwn + d] ?? 1;
  return makeNode('contract', [a, b], { batch, m, n, k, aTransposed, bTransposed }, shape, a.dtype);
}

/** The operands of a product, with the k dims of both at the end. */
export function straightOperands({ inputs, attrs }: NodeOf<'contract'>): readonly [Node, Node] {
  const { batch, k, aTransposed, bTransposed } = attrs;
  const [a, b] = inputs;
  return [aTransposed ? turnBack(a, batch, k) : a, bTransposed ? turnBack(b, batch, k) : b];
}

/**
 * The first `k` dims after the batch moved to the end. Not `permute`, which makes a new number of
 * one: a program that is being compiled knows only those of its graph.
 */
function turnBack(x: Node, batch: number, k: number): Node {
  const all = x.shape.map((_, d) => d);
  const own = all.slice(batch + k);
  const dims = [...all.slice(0, batch), ...own, ...all.slice(batch, batch + k)];
  const shape = dims.map((d) => x.shape[d] ?? 1);
  return makeNode('permute', [x], { dims }, shape, x.dtype);
}

/** Running sum along the last dim. */
export function cumsum(x: Node): Node {
  return makeNode('cumsum', [x], noAttrs, x.shape, x.dtype);
}

/** Running maximum along the last dim, or the places of it; x has a dim. */
export function cummax(x: Node, gives: CummaxAttrs['gives']): Node {
  return makeNode('cummax', [x], { gives }, x.shape, gives === 'values' ? x.dtype : 'int32');
}

/** The first `count` indices that sort the last dim, all of them if left out; x has a dim. */
export function argsort(x: Node, descending: boolean, count: number = x.shape.at(-1) ?? 1): Node {
  const shape = [...x.shape.slice(0, -1), count];
  return makeNode('argsort', [x], { descending, count }, shape, 'int32');
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

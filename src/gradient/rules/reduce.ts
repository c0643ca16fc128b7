/** Gradients of reductions, contraction, scans, gather and its adjoint. */

import {
  cast,
  compare,
  contract,
  cumsum,
  div,
  expandTo,
  gather,
  mul,
  permute,
  restoreDims,
  scatterAdd,
  slice,
  sum,
} from '../../graph/build/index.js';
import type { Node } from '../../graph/node.js';
import type { ContractAttrs } from '../../graph/ops.js';
import { noGrad, type RulesOf } from '../rule.js';

const swapOfTwo: readonly number[] = [1, 0];

/** The last dim in reverse order. */
function flipLast(x: Node): Node {
  const last = x.shape.length - 1;
  return slice(x, {
    start: x.shape.map((n, d) => (d === last ? n - 1 : 0)),
    step: x.shape.map((_, d) => (d === last ? -1 : 1)),
    size: x.shape,
  });
}

/** The dims after the first `batch`, split at `count`, in swapped order. */
function swapTail(x: Node, batch: number, count: number): Node {
  const { length } = x.shape;
  if (batch === 0 && length === 2 && count === 1) return permute(x, swapOfTwo);
  const dims = new Array<number>(length);
  for (let d = 0; d < batch; d++) dims[d] = d;
  for (let d = batch; d < length - count; d++) dims[d] = d + count;
  for (let d = length - count; d < length; d++) dims[d] = d - length + count + batch;
  return permute(x, dims);
}

/** The same attributes where they would be equal: those of all products of two matrices are. */
function turned(attrs: ContractAttrs, m: number, n: number, k: number): ContractAttrs {
  const isSame = attrs.m === m && attrs.n === n && attrs.k === k;
  return isSame ? attrs : { batch: attrs.batch, m, n, k };
}

/** Rules of ops that combine elements. */
export const reduceRules: RulesOf<
  'sum' | 'max' | 'contract' | 'gather' | 'scatterAdd' | 'cumsum' | 'argsort'
> = {
  // every summed element receives the gradient of its sum
  sum: (grad, { inputs, attrs }) => {
    const [x] = inputs;
    // Leading dims come back by broadcasting alone.
    const isLeading = attrs.dims.at(-1) === attrs.dims.length - 1;
    return [expandTo(isLeading ? grad : restoreDims(grad, x, attrs.dims), x.shape)];
  },
  // equal shares to all elements that are the maximum, as PyTorch's amax
  max: (grad, y) => {
    const [x] = y.inputs;
    const { dims } = y.attrs;
    const isMax = cast(compare('eq', x, restoreDims(y, x, dims)), grad.dtype);
    const share = restoreDims(div(grad, sum(isMax, dims)), x, dims);
    return [mul(isMax, share)];
  },
  // out = a b^T over k: da = grad b, db = grad^T a
  contract: (grad, { inputs, attrs }) => {
    const { batch, m, n, k } = attrs;
    const a = inputs[0];
    const b = inputs[1];
    return [
      a.requiresGrad ? contract(grad, swapTail(b, batch, n), turned(attrs, m, k, n)) : null,
      b.requiresGrad
        ? contract(swapTail(grad, batch, m), swapTail(a, batch, m), turned(attrs, n, k, m))
        : null,
    ];
  },
  gather: (grad, { inputs: [x, index], attrs: { dim, name } }) => [
    scatterAdd(index, grad, dim, x.shape[dim] ?? 1, name),
    null,
  ],
  scatterAdd: (grad, { inputs: [index], attrs: { dim, name } }) => [
    null,
    gather(grad, dim, index, name),
  ],
  // element i is in every running sum from i on
  cumsum: (grad) => [flipLast(cumsum(flipLast(grad)))],
  argsort: noGrad('an order is constant almost everywhere'),
};

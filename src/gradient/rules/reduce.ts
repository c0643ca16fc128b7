/** Gradients of reductions, contraction, scans, gather and its adjoint. */

import {
  binary,
  cast,
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
import { noGrad, type RulesOf } from '../rule.js';

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
  const dims = new Array<number>(length);
  for (let d = 0; d < batch; d++) dims[d] = d;
  for (let d = batch; d < length - count; d++) dims[d] = d + count;
  for (let d = length - count; d < length; d++) dims[d] = d - length + count + batch;
  return permute(x, dims);
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
    const isMax = cast(binary('eq', x, restoreDims(y, x, dims)), grad.dtype);
    const share = restoreDims(div(grad, sum(isMax, dims)), x, dims);
    return [mul(isMax, share)];
  },
  // out = a b^T over k: da = grad b, db = grad^T a
  contract: (grad, { inputs, attrs: { batch, m, n, k } }) => {
    const a = inputs[0];
    const b = inputs[1];
    return [
      a.requiresGrad ? contract(grad, swapTail(b, batch, n), { batch, m, n: k, k: n }) : null,
      b.requiresGrad
        ? contract(swapTail(grad, batch, m), swapTail(a, batch, m), { batch, m: n, n: k, k: m })
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

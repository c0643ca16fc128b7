/** Gradients of reductions, contraction, scans, gather and its adjoint. */

import {
  cast,
  compare,
  contract,
  cummax,
  cumsum,
  div,
  expandTo,
  gather,
  mul,
  restoreDims,
  scatterAdd,
  slice,
  sum,
} from '../../graph/builders/index.js';
import type { Node } from '../../graph/node.js';
import type { ContractAttrs, OpsOf, Transposition } from '../../graph/ops.js';
import { noGrad, type RulesOf } from './rule.js';

/** The last dim in reverse order. */
function flipLast(x: Node): Node {
  const last = x.shape.length - 1;
  return slice(x, {
    start: x.shape.map((n, d) => (d === last ? n - 1 : 0)),
    step: x.shape.map((_, d) => (d === last ? -1 : 1)),
    size: x.shape,
  });
}

function gradientOfLeft(grad: Node, b: Node, attrs: ContractAttrs & Transposition): Node {
  const { batch, m, n, k, aTransposed, bTransposed } = attrs;
  return aTransposed
    ? contract(b, grad, { batch, m: k, n: m, k: n, aTransposed: !bTransposed, bTransposed: false })
    : contract(grad, b, { batch, m, n: k, k: n, aTransposed: false, bTransposed: !bTransposed });
}

function gradientOfRight(grad: Node, a: Node, attrs: ContractAttrs & Transposition): Node {
  const { batch, m, n, k, aTransposed, bTransposed } = attrs;
  return bTransposed
    ? contract(a, grad, { batch, m: k, n, k: m, aTransposed: !aTransposed, bTransposed: true })
    : contract(grad, a, { batch, m: n, n: k, k: m, aTransposed: true, bTransposed: !aTransposed });
}

/** Rules of ops that combine elements. */
export const reduceRules: RulesOf<
  OpsOf<'reduction' | 'contraction' | 'lookup' | 'scatter' | 'scan'>
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
  // out = a b^T over k: da = grad b, db = grad^T a, and the same transposed where a or b is
  contract: (grad, { inputs, attrs }) => {
    const a = inputs[0];
    const b = inputs[1];
    return [
      a.requiresGrad ? gradientOfLeft(grad, b, attrs) : null,
      b.requiresGrad ? gradientOfRight(grad, a, attrs) : null,
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
  // each running maximum is the element at its place; places themselves take no gradient
  cummax: (grad, { inputs: [x] }) => {
    const last = x.shape.length - 1;
    return [scatterAdd(cummax(x, 'places'), grad, last, x.shape[last] ?? 1, 'cummax')];
  },
  argsort: noGrad('an order is constant almost everywhere'),
};

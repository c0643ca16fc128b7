/** Gradients of the elementwise primitives. `y` is the value of the node itself. */

import {
  add,
  binary,
  cast,
  compare,
  div,
  full,
  isFull,
  mul,
  neg,
  sub,
  unary,
  where,
} from '../../graph/builders/index.js';
import { isFloat } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { OpsOf } from '../../graph/ops.js';
import type { ElementwiseKind } from '../../graph/traits.js';
import { noGrad, type RulesOf } from './rule.js';

/** A constant of the same shape and dtype. */
function like(x: Node, value: number): Node {
  return full(x.shape, value, x.dtype);
}

/** A zero of the same shape and dtype: `at` itself where it is one. */
function zeroLike(x: Node, at: Node): Node {
  return at.value === null && isFull(at, 0) ? at : like(x, 0);
}

/** `grad` to the larger of a and b, half to each at a tie (as PyTorch does); NaN passes both. */
function toWinner(grad: Node, winner: Node, loser: Node): Node {
  const lost = compare('lt', winner, loser);
  const tie = compare('eq', winner, loser);
  return where(tie, mul(grad, like(grad, 0.5)), where(lost, like(grad, 0), grad));
}

const constantCompare = noGrad('a comparison is constant almost everywhere');

/** Rules of elementwise ops. */
export const elementwiseRules: RulesOf<OpsOf<ElementwiseKind>> = {
  neg: (grad) => [neg(grad)],
  abs: (grad, { inputs: [x] }) => [mul(grad, unary('sign', x))],
  sign: (grad) => [like(grad, 0)],
  floor: (grad) => [like(grad, 0)],
  round: (grad) => [like(grad, 0)],
  // By y itself, so that nothing else of the forward pass is needed; NaN passes.
  relu: (grad, y) => {
    const zero = like(y, 0);
    return [where(compare('le', y, zero), zero, grad)];
  },
  // (e^x)' = e^x
  exp: (grad, y) => [mul(grad, y)],
  // (e^x - 1)' = e^x = y + 1
  expm1: (grad, y) => [mul(grad, add(y, like(y, 1)))],
  log: (grad, { inputs: [x] }) => [div(grad, x)],
  log1p: (grad, { inputs: [x] }) => [div(grad, add(x, like(x, 1)))],
  // (sqrt x)' = 1 / (2 sqrt x)
  sqrt: (grad, y) => [div(grad, mul(y, like(y, 2)))],
  sin: (grad, { inputs: [x] }) => [mul(grad, unary('cos', x))],
  cos: (grad, { inputs: [x] }) => [neg(mul(grad, unary('sin', x)))],
  // (tanh x)' = 1 - tanh(x)^2
  tanh: (grad, y) => [mul(grad, sub(like(y, 1), mul(y, y)))],
  // (1 / (1 + e^-x))' = y (1 - y)
  sigmoid: (grad, y) => [mul(grad, mul(y, sub(like(y, 1), y)))],
  // (erf x)' = 2 / sqrt(pi) * e^(-x^2)
  erf: (grad, { inputs: [x] }) => [
    mul(grad, mul(unary('exp', neg(mul(x, x))), like(x, 2 / Math.sqrt(Math.PI)))),
  ],
  cast: (grad, { inputs: [x] }) => [isFloat(x.dtype) ? cast(grad, x.dtype) : null],

  add: (grad) => [grad, grad],
  sub: (grad, { inputs }) => [grad, inputs[1].requiresGrad ? neg(grad) : null],
  // d(ab) = b da + a db
  mul: (grad, { inputs }) => [
    inputs[0].requiresGrad ? mul(grad, inputs[1]) : null,
    inputs[1].requiresGrad ? mul(grad, inputs[0]) : null,
  ],
  // d(a/b) = da / b - (a/b) db / b
  div: (grad, y) => [
    div(grad, y.inputs[1]),
    y.inputs[1].requiresGrad ? neg(mul(grad, div(y, y.inputs[1]))) : null,
  ],
  // d(a^b) = b a^(b-1) da + a^b log(a) db, with 0 where b is 0, and where 0^b does not move
  pow: (grad, y) => {
    const [a, b] = y.inputs;
    const zero = like(y, 0);
    const slope = mul(grad, mul(b, binary('pow', a, sub(b, like(b, 1)))));
    const isFlat = where(compare('le', zero, b), compare('eq', a, zero), full(y.shape, 0, 'bool'));
    return [
      a.requiresGrad ? where(compare('eq', b, zero), zero, slope) : null,
      b.requiresGrad ? where(isFlat, zero, mul(grad, mul(y, unary('log', a)))) : null,
    ];
  },
  maximum: (grad, { inputs: [a, b] }) => [toWinner(grad, a, b), toWinner(grad, b, a)],
  minimum: (grad, { inputs: [a, b] }) => [
    toWinner(grad, neg(a), neg(b)),
    toWinner(grad, neg(b), neg(a)),
  ],
  bitAnd: noGrad('integers take no gradient'),
  lt: constantCompare,
  le: constantCompare,
  eq: constantCompare,
  ne: constantCompare,
  where: (grad, { inputs }) => [
    null,
    inputs[1].requiresGrad ? where(inputs[0], grad, zeroLike(grad, inputs[2])) : null,
    inputs[2].requiresGrad ? where(inputs[0], zeroLike(grad, inputs[1]), grad) : null,
  ],
  ensure: (grad) => [grad, null, null],
};

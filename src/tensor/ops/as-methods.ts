/** Every operation that is a method, too: a function whose first argument is its tensor. */

export {
  elu,
  type GeluOptions,
  gelu,
  leakyRelu,
  relu,
  type SoftplusOptions,
  sigmoid,
  silu,
  softplus,
  tanh,
} from './activation.js';
export {
  abs,
  add,
  clamp,
  div,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  sign,
  square,
  sub,
} from './arithmetic.js';
export { eq, ge, gt, le, lt, ne } from './comparison.js';
export { clone, detach, to } from './copy.js';
export {
  cos,
  erf,
  exp,
  expm1,
  floor,
  log,
  log1p,
  reciprocal,
  rsqrt,
  sin,
  sqrt,
} from './elementary.js';
export { argmax, argmin, max, min } from './extreme.js';
export { chunk, split } from './join.js';
export { matmul } from './linalg.js';
export { gather, indexSelect, oneHot, scatterAdd } from './lookup.js';
export { cumsum, sort, topk } from './order.js';
export { type Dim, mean, prod, sum } from './reduce.js';
export {
  broadcastTo,
  expand,
  flatten,
  flip,
  permute,
  reshape,
  squeeze,
  transpose,
  unsqueeze,
} from './shape.js';
export { at, type Index, slice } from './slicing.js';
export { logSoftmax, logsumexp, softmax } from './softmax.js';
export {
  type NormOptions,
  norm,
  std,
  type VarianceOptions,
  variance as var,
} from './statistics.js';
export { tril, triu } from './triangle.js';
export { pad, slidingWindow, unfold, type WindowOptions } from './windows.js';

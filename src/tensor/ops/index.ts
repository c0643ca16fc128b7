/** Every operation, each a function whose first argument is its tensor. */

export * from './activation.js';
export * from './arithmetic.js';
export { einsum } from './einsum.js';
export { linearProduct, matmul } from './linalg.js';
export {
  argmax,
  argmin,
  type Dim,
  logSoftmax,
  logsumexp,
  max,
  mean,
  min,
  type NormOptions,
  norm,
  prod,
  softmax,
  std,
  sum,
  type VarianceOptions,
  variance,
  variance as var,
} from './reduce.js';
export {
  at,
  cat,
  chunk,
  cumsum,
  gather,
  type Index,
  indexSelect,
  oneHot,
  scatterAdd,
  slice,
  sort,
  split,
  stack,
  topk,
} from './select.js';
export {
  broadcastTo,
  clone,
  expand,
  flatten,
  flip,
  pad,
  permute,
  reshape,
  slidingWindow,
  squeeze,
  to,
  transpose,
  tril,
  triu,
  unfold,
  unsqueeze,
  type WindowOptions,
} from './shape.js';

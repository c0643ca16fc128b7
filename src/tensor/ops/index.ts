/** Every operation as a function. `variance` is `var` under a name that JavaScript can import. */

export * from './arrange/stacking.js';
export { trilIndices, triuIndices } from './arrange/triangle-indices.js';
export * from './as-methods.js';
export { where } from './elementwise/where.js';
export { einsum } from './linalg/einsum.js';
export { cat, stack } from './movement/join.js';
export type { Dim } from './reduction/reduced.js';
export { var as variance } from './reduction/statistics.js';
export type { ValuesIndices } from './reduction/values-indices.js';
export { polygamma } from './special/polygamma.js';

/** Every operation as a function. `variance` is `var` under a name that JavaScript can import. */

export * from './as-methods.js';
export { einsum } from './einsum.js';
export { cat, stack } from './join.js';
export type { Dim } from './reduced.js';
export { var as variance } from './statistics.js';
export { where } from './where.js';

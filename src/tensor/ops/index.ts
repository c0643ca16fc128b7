/** Every operation as a function. `variance` is `var` under a name that JavaScript can import. */

export * from './as-methods.js';
export { where } from './comparison.js';
export { einsum } from './einsum.js';
export { cat, stack } from './join.js';
export { variance } from './statistics.js';

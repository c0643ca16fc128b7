/** All constructors of primitives. */

export * from './elementwise.js';
export * from './exact.js';
export * from './reduce.js';
export * from './source.js';
export * from './view.js';

/**
 * Every operation that is a method, too. These modules export nothing but functions whose first
 * argument is their tensor; `methods.ts` takes the types of the methods from the same modules.
 */

export * from './elementwise/activation.js';
export * from './elementwise/arithmetic.js';
export * from './elementwise/comparison.js';
export * from './elementwise/elementary.js';
export * from './linalg/linalg.js';
export * from './movement/copy.js';
export * from './movement/lookup.js';
export * from './movement/shape.js';
export * from './movement/slicing.js';
export * from './movement/split.js';
export * from './movement/triangle.js';
export * from './movement/windows.js';
export * from './reduction/extreme.js';
export * from './reduction/norm.js';
export * from './reduction/order.js';
export * from './reduction/reduce.js';
export * from './reduction/softmax.js';
export * from './reduction/statistics.js';

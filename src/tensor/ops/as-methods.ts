/**
 * Every operation that is a method, too. These modules export nothing but functions whose first
 * argument is their tensor; `methods.ts` takes the types of the methods from the same modules.
 */

export * from './arrange/aliases.js';
export * from './arrange/diagonals.js';
export * from './arrange/parts.js';
export * from './arrange/rearrange.js';
export * from './arrange/repeat.js';
export * from './arrange/triangle.js';
export * from './elementwise/activation.js';
export * from './elementwise/angles.js';
export * from './elementwise/arithmetic.js';
export * from './elementwise/blend.js';
export * from './elementwise/comparison.js';
export * from './elementwise/elementary.js';
export * from './elementwise/logic.js';
export * from './elementwise/powers.js';
export * from './elementwise/rounding.js';
export * from './elementwise/signs.js';
export * from './indexing/at.js';
export * from './indexing/nonzero.js';
export * from './indexing/put.js';
export * from './indexing/scatter.js';
export * from './indexing/take.js';
export * from './linalg/covariance.js';
export * from './linalg/linalg.js';
export * from './linalg/products.js';
export * from './movement/copy.js';
export * from './movement/dims.js';
export * from './movement/lookup.js';
export * from './movement/shape.js';
export * from './movement/slicing.js';
export * from './movement/split.js';
export * from './movement/windows.js';
export * from './order/counting.js';
export * from './order/medians.js';
export * from './order/order.js';
export * from './order/quantiles.js';
export * from './order/running.js';
export * from './order/search.js';
export * from './reduction/closeness.js';
export * from './reduction/extreme.js';
export * from './reduction/extreme-places.js';
export * from './reduction/norm.js';
export * from './reduction/reduce.js';
export * from './reduction/softmax.js';
export * from './reduction/statistics.js';
export * from './reduction/truth.js';
export * from './reduction/without-nan.js';
export * from './special/error-function.js';
export * from './special/gamma.js';

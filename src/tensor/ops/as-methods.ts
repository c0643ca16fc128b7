/**
 * Every operation that is a method, too. These modules export nothing but functions whose first
 * argument is their tensor; `methods.ts` takes the types of the methods from the same modules.
 */

export * from './activation.js';
export * from './arithmetic.js';
export * from './comparison.js';
export * from './copy.js';
export * from './elementary.js';
export * from './extreme.js';
export * from './linalg.js';
export * from './lookup.js';
export * from './norm.js';
export * from './order.js';
export * from './reduce.js';
export * from './shape.js';
export * from './slicing.js';
export * from './softmax.js';
export * from './split.js';
export * from './statistics.js';
export * from './triangle.js';
export * from './windows.js';

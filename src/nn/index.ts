/** `nn`: modules, their initialisation, and the functions beneath them. */

export * from './activations/piecewise.js';
export * from './activations/smooth.js';
export * as functional from './functional/index.js';
export * as init from './init.js';
export * from './layers/activations.js';
export * from './layers/attention.js';
export { BatchNorm1d, BatchNorm2d, type BatchNormOptions } from './layers/batch-norm.js';
export * from './layers/containers.js';
export * from './layers/convolution.js';
export * from './layers/dropout.js';
export * from './layers/embedding.js';
export * from './layers/linear.js';
export * from './layers/losses.js';
export * from './layers/normalization.js';
export * from './layers/pooling.js';
export * from './layers/recurrent.js';
export * from './layers/transformer.js';
export * from './losses/distances.js';
export * from './losses/margins.js';
export { type BufferOptions, Module } from './module.js';
export { Parameter, type ParameterOptions } from './parameter.js';
export * from './spatial/padding.js';
export * from './spatial/resize.js';
export type { LoadOptions, LoadReport, StateDict } from './state-dict.js';

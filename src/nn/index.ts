/** `nn`: modules, their initialisation, and the functions beneath them. */

export * from './activations/piecewise.js';
export * from './activations/smooth.js';
export * from './attention/attention.js';
export * from './attention/decoder.js';
export * from './attention/encoder.js';
export type { TransformerActivation, TransformerLayerOptions } from './attention/feed-forward.js';
export * from './attention/transformer.js';
export type { KeyedBy } from './containers/entries.js';
export * from './containers/module-dict.js';
export * from './containers/parameter-list.js';
export * from './convolution/convolution.js';
export type { ConvPaddingMode } from './convolution/margins.js';
export type { ConvLayerOptions } from './convolution/padded-layer.js';
export * from './convolution/transposed.js';
export type { ConvTransposeLayerOptions } from './convolution/transposed-layer.js';
export { type ForwardHook, type ForwardPreHook, RemovableHandle } from './forward-hooks.js';
export * as functional from './functional/index.js';
export * as init from './init.js';
export * from './layers/activations.js';
export {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  type BatchNormOptions,
} from './layers/batch-norm.js';
export * from './layers/bilinear.js';
export * from './layers/channel-dropout.js';
export * from './layers/containers.js';
export * from './layers/dropout.js';
export { Embedding } from './layers/embedding.js';
export * from './layers/embedding-bag.js';
export {
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  type InstanceNormOptions,
} from './layers/instance-norm.js';
export * from './layers/linear.js';
export * from './layers/local-response-norm.js';

export * from './layers/normalization.js';
export * from './lazy/convolution.js';
export * from './lazy/linear.js';
export * from './lazy/norms.js';
export * from './losses/distances.js';
export * from './losses/likelihoods.js';
export * from './losses/margins.js';
export * from './losses/probabilities.js';
export * from './losses/regression.js';
export { type BufferOptions, Module } from './module.js';
export { Parameter, type ParameterOptions } from './parameter.js';
export * from './pooling/average.js';
export * from './pooling/max.js';
export * from './pooling/norm.js';
export * from './pooling/unpool.js';
export * from './recurrent/layers.js';
export * from './recurrent/single-steps.js';
export * from './spatial/padding.js';
export * from './spatial/resize.js';
export type { LoadOptions, LoadReport, StateDict } from './state-dict.js';
export * from './uninitialized.js';
export * as utils from './vectors/index.js';

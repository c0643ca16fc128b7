/** `nn.functional`: losses, and the functions beneath the layers, with PyTorch's names. */

export * from './activations.js';
export { type AttentionOptions, scaledDotProductAttention } from './attention.js';
export * from './bilinear.js';
export * from './channel-dropout.js';
export * from './distance.js';
export { type DropoutOptions, dropout } from './dropout.js';
export { type EmbeddingOptions, embedding } from './embedding.js';
export {
  type EmbeddingBagMode,
  type EmbeddingBagOptions,
  embeddingBag,
} from './embedding-bag.js';
export * from './images/affine-grid.js';
export { type GridSampleOptions, gridSample } from './images/grid-sample.js';
export {
  type InterpolateOptions,
  type InterpolationMode,
  interpolate,
} from './images/interpolate.js';
export type { GridSampleMode, GridSamplePadding } from './images/sampled-places.js';
export { linear } from './linear.js';
export {
  type CrossEntropyOptions,
  crossEntropy,
  type NLLLossOptions,
  nllLoss,
} from './losses/cross-entropy.js';
export { type CTCLossOptions, ctcLoss } from './losses/ctc-loss.js';
export * from './losses/likelihood-losses.js';
export * from './losses/margin-losses.js';
export {
  type BinaryCrossEntropyOptions,
  type BinaryCrossEntropyWithLogitsOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type KLDivOptions,
  klDiv,
} from './losses/probability-losses.js';
export type { LossOptions, Reduction } from './losses/reduction.js';
export {
  type HingeLossOptions,
  type HuberLossOptions,
  hingeLoss,
  huberLoss,
  l1Loss,
  mseLoss,
  type SmoothL1LossOptions,
  smoothL1Loss,
} from './losses/regression-losses.js';
export { groupNorm, layerNorm, type NormOptions, rmsNorm } from './normalization.js';
export {
  type BatchNormFunctionOptions,
  batchNorm,
  type InstanceNormFunctionOptions,
  instanceNorm,
} from './norms/batch-norm.js';
export * from './norms/local-response-norm.js';
export { type PadMode, type PadOptions, pad } from './padding.js';
export * from './pools/adaptive-average.js';
export * from './pools/adaptive-max.js';
export type { AdaptiveSize } from './pools/adaptive-sizes.js';
export * from './pools/average.js';
export * from './pools/lp.js';
export * from './pools/max.js';
export * from './pools/unpool.js';
export {
  elu,
  type GeluOptions,
  gelu,
  leakyRelu,
  logSoftmax,
  oneHot,
  relu,
  type SoftplusOptions,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from './tensor-functions.js';
export { type ConvOptions, conv1d, conv2d, conv3d } from './windows/convolution.js';
export type { Padding, SizePerDim } from './windows/geometry.js';
export * from './windows/shuffle.js';
export * from './windows/transposed-convolution.js';

/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const AdaptiveAvgPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveAvgPool1d(outputSize: number | null | (number | null)[])',
);
export const AdaptiveAvgPool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveAvgPool1d.forward(x: Tensor<node>)',
);
export const AdaptiveAvgPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveAvgPool2d(outputSize: number | null | (number | null)[])',
);
export const AdaptiveAvgPool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveAvgPool2d.forward(x: Tensor<node>)',
);
export const AdaptiveAvgPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveAvgPool3d(outputSize: number | null | (number | null)[])',
);
export const AdaptiveAvgPool3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveAvgPool3d.forward(x: Tensor<node>)',
);
export const AdaptiveMaxPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveMaxPool1d(outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const AdaptiveMaxPool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveMaxPool1d.forward(x: Tensor<node>)',
);
export const AdaptiveMaxPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveMaxPool2d(outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const AdaptiveMaxPool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveMaxPool2d.forward(x: Tensor<node>)',
);
export const AdaptiveMaxPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AdaptiveMaxPool3d(outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const AdaptiveMaxPool3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AdaptiveMaxPool3d.forward(x: Tensor<node>)',
);
export const AlphaDropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AlphaDropout(p?: number)',
);
export const AlphaDropout$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AlphaDropout.forward(x: Tensor<node>)',
);
export const AvgPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AvgPool1d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean })',
);
export const AvgPool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AvgPool1d.forward(x: Tensor<node>)',
);
export const AvgPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AvgPool2d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null })',
);
export const AvgPool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AvgPool2d.forward(x: Tensor<node>)',
);
export const AvgPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new AvgPool3d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null })',
);
export const AvgPool3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'AvgPool3d.forward(x: Tensor<node>)',
);
export const BCELoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new BCELoss(options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined })",
);
export const BCELoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BCELoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const BCEWithLogitsLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new BCEWithLogitsLoss(options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, posWeight?: Tensor<node> | null | undefined })",
);
export const BCEWithLogitsLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BCEWithLogitsLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const BatchNorm1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new BatchNorm1d(numFeatures: number, options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const BatchNorm2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new BatchNorm2d(numFeatures: number, options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const BatchNorm3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new BatchNorm3d(numFeatures: number, options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const Bilinear: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Bilinear(in1Features: number, in2Features: number, outFeatures: number, options?: { bias?: boolean })',
);
export const Bilinear$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Bilinear.forward(x1: Tensor<node>, x2: Tensor<node>)',
);
export const CELU: Readonly<Signature> = /* @__PURE__ */ new Signature('new CELU(alpha?: number)');
export const CELU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CELU.forward(x: Tensor<node>)',
);
export const CTCLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new CTCLoss(options?: { blank?: number, reduction?: 'mean' | 'sum' | 'none', zeroInfinity?: boolean })",
);
export const CTCLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CTCLoss.forward(logProbs: Tensor<node>, targets: Tensor<node>, inputLengths: Tensor<node> | number[], targetLengths: Tensor<node> | number[])',
);
export const ChannelShuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ChannelShuffle(groups: number)',
);
export const ChannelShuffle$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ChannelShuffle.forward(x: Tensor<node>)',
);
export const CircularPad1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CircularPad1d(padding: number | number[])',
);
export const CircularPad2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CircularPad2d(padding: number | number[])',
);
export const CircularPad3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CircularPad3d(padding: number | number[])',
);
export const ConstantPad1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConstantPad1d(padding: number | number[], value: number)',
);
export const ConstantPad2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConstantPad2d(padding: number | number[], value: number)',
);
export const ConstantPad3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConstantPad3d(padding: number | number[], value: number)',
);
export const Conv1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Conv1d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const Conv1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Conv1d.forward(x: Tensor<node>)',
);
export const Conv2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Conv2d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const Conv2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Conv2d.forward(x: Tensor<node>)',
);
export const Conv3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Conv3d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const Conv3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Conv3d.forward(x: Tensor<node>)',
);
export const ConvTranspose1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new ConvTranspose1d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const ConvTranspose1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConvTranspose1d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const ConvTranspose2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new ConvTranspose2d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const ConvTranspose2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConvTranspose2d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const ConvTranspose3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new ConvTranspose3d(inChannels: number, outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const ConvTranspose3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConvTranspose3d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const CosineEmbeddingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new CosineEmbeddingLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const CosineEmbeddingLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CosineEmbeddingLoss.forward(input1: Tensor<node>, input2: Tensor<node>, target: Tensor<node>)',
);
export const CosineSimilarity: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new CosineSimilarity(options?: { dim?: number, eps?: number })',
);
export const CosineSimilarity$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CosineSimilarity.forward(x1: Tensor<node>, x2: Tensor<node>)',
);
export const CrossEntropyLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new CrossEntropyLoss(options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, ignoreIndex?: number, labelSmoothing?: number })",
);
export const CrossEntropyLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CrossEntropyLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const Dropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Dropout(p?: number)',
);
export const Dropout$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Dropout.forward(x: Tensor<node>)',
);
export const Dropout1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Dropout1d(p?: number)',
);
export const Dropout1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Dropout1d.forward(x: Tensor<node>)',
);
export const Dropout2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Dropout2d(p?: number)',
);
export const Dropout2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Dropout2d.forward(x: Tensor<node>)',
);
export const Dropout3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Dropout3d(p?: number)',
);
export const Dropout3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Dropout3d.forward(x: Tensor<node>)',
);
export const ELU: Readonly<Signature> = /* @__PURE__ */ new Signature('new ELU(alpha?: number)');
export const ELU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ELU.forward(x: Tensor<node>)',
);
export const Embedding: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Embedding(numEmbeddings: number, embeddingDim: number, options?: { paddingIdx?: number | null })',
);
export const Embedding$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Embedding.forward(index: Tensor<node>)',
);
export const EmbeddingBag: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new EmbeddingBag(numEmbeddings: number, embeddingDim: number, options?: { mode?: 'sum' | 'mean' | 'max', includeLastOffset?: boolean, paddingIdx?: number | null })",
);
export const EmbeddingBag$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'EmbeddingBag.forward(index: Tensor<node>, offsets?: Tensor<node> | null, perSampleWeights?: Tensor<node> | null)',
);
export const FeatureAlphaDropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new FeatureAlphaDropout(p?: number)',
);
export const FeatureAlphaDropout$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'FeatureAlphaDropout.forward(x: Tensor<node>)',
);
export const Flatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Flatten(startDim?: number, endDim?: number)',
);
export const Flatten$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Flatten.forward(x: Tensor<node>)',
);
export const Fold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Fold(outputSize: number | number[], kernelSize: number | number[], options?: { dilation?: number | number[], padding?: number | number[], stride?: number | number[] })',
);
export const Fold$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Fold.forward(x: Tensor<node>)',
);
export const GELU: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new GELU(options?: { approximate?: 'none' | 'tanh' })",
);
export const GELU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GELU.forward(x: Tensor<node>)',
);
export const GLU: Readonly<Signature> = /* @__PURE__ */ new Signature('new GLU(dim?: number)');
export const GLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GLU.forward(x: Tensor<node>)',
);
export const GRU: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new GRU(inputSize: number, hiddenSize: number, options?: { numLayers?: number, bias?: boolean, batchFirst?: boolean, dropout?: number, bidirectional?: boolean })',
);
export const GRU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GRU.forward(x: Tensor<node>, state?: Tensor<node> | null)',
);
export const GRUCell: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new GRUCell(inputSize: number, hiddenSize: number, options?: { bias?: boolean })',
);
export const GRUCell$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GRUCell.forward(x: Tensor<node>, state?: Tensor<node> | null)',
);
export const GaussianNLLLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new GaussianNLLLoss(options?: { reduction?: 'mean' | 'sum' | 'none', full?: boolean, eps?: number })",
);
export const GaussianNLLLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GaussianNLLLoss.forward(input: Tensor<node>, target: Tensor<node>, variance: Tensor<node>)',
);
export const GroupNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new GroupNorm(numGroups: number, numChannels: number, options?: { eps?: number, affine?: boolean })',
);
export const GroupNorm$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'GroupNorm.forward(x: Tensor<node>)',
);
export const Hardshrink: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Hardshrink(lambd?: number)',
);
export const Hardshrink$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Hardshrink.forward(x: Tensor<node>)',
);
export const Hardsigmoid$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Hardsigmoid.forward(x: Tensor<node>)',
);
export const Hardswish$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Hardswish.forward(x: Tensor<node>)',
);
export const Hardtanh: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Hardtanh(minVal?: number, maxVal?: number)',
);
export const Hardtanh$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Hardtanh.forward(x: Tensor<node>)',
);
export const HingeEmbeddingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new HingeEmbeddingLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const HingeEmbeddingLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'HingeEmbeddingLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const HingeLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new HingeLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const HingeLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'HingeLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const HuberLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new HuberLoss(options?: { reduction?: 'mean' | 'sum' | 'none', delta?: number })",
);
export const HuberLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'HuberLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const Identity$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Identity.forward(x: Tensor<node>)',
);
export const InstanceNorm1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new InstanceNorm1d(numFeatures: number, options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const InstanceNorm2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new InstanceNorm2d(numFeatures: number, options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const InstanceNorm3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new InstanceNorm3d(numFeatures: number, options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const KLDivLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new KLDivLoss(options?: { reduction?: 'mean' | 'sum' | 'none' | 'batchmean', logTarget?: boolean })",
);
export const KLDivLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'KLDivLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const L1Loss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new L1Loss(options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const L1Loss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'L1Loss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const LPPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LPPool1d(normType: number, kernelSize: number | number[], options?: { stride?: number | number[] | null, ceilMode?: boolean })',
);
export const LPPool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LPPool1d.forward(x: Tensor<node>)',
);
export const LPPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LPPool2d(normType: number, kernelSize: number | number[], options?: { stride?: number | number[] | null, ceilMode?: boolean })',
);
export const LPPool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LPPool2d.forward(x: Tensor<node>)',
);
export const LSTM: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LSTM(inputSize: number, hiddenSize: number, options?: { numLayers?: number, bias?: boolean, batchFirst?: boolean, dropout?: number, bidirectional?: boolean, projSize?: number })',
);
export const LSTM$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LSTM.forward(x: Tensor<node>, state?: Tensor<node>[] | null)',
);
export const LSTMCell: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LSTMCell(inputSize: number, hiddenSize: number, options?: { bias?: boolean })',
);
export const LSTMCell$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LSTMCell.forward(x: Tensor<node>, state?: Tensor<node>[] | null)',
);
export const LayerNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LayerNorm(normalizedShape: number | number[], options?: { eps?: number, elementwiseAffine?: boolean, bias?: boolean })',
);
export const LayerNorm$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LayerNorm.forward(x: Tensor<node>)',
);
export const LazyBatchNorm1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyBatchNorm1d(options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyBatchNorm2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyBatchNorm2d(options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyBatchNorm3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyBatchNorm3d(options?: { eps?: number, momentum?: number | null, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyConv1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConv1d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const LazyConv1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConv1d.forward(x: Tensor<node>)',
);
export const LazyConv2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConv2d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const LazyConv2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConv2d.forward(x: Tensor<node>)',
);
export const LazyConv3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConv3d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' | 'reflect' | 'replicate' | 'circular' })",
);
export const LazyConv3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConv3d.forward(x: Tensor<node>)',
);
export const LazyConvTranspose1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConvTranspose1d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const LazyConvTranspose1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConvTranspose1d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const LazyConvTranspose2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConvTranspose2d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const LazyConvTranspose2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConvTranspose2d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const LazyConvTranspose3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new LazyConvTranspose3d(outChannels: number, kernelSize: number | number[], options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number, bias?: boolean, paddingMode?: 'zeros' })",
);
export const LazyConvTranspose3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyConvTranspose3d.forward(x: Tensor<node>, outputSize?: number[] | null)',
);
export const LazyInstanceNorm1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyInstanceNorm1d(options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyInstanceNorm2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyInstanceNorm2d(options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyInstanceNorm3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyInstanceNorm3d(options?: { eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean })',
);
export const LazyLinear: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LazyLinear(outFeatures: number, options?: { bias?: boolean })',
);
export const LazyLinear$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LazyLinear.forward(x: Tensor<node>)',
);
export const LeakyReLU: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LeakyReLU(negativeSlope?: number)',
);
export const LeakyReLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LeakyReLU.forward(x: Tensor<node>)',
);
export const Linear: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Linear(inFeatures: number, outFeatures: number, options?: { bias?: boolean })',
);
export const Linear$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Linear.forward(x: Tensor<node>)',
);
export const LocalResponseNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LocalResponseNorm(size: number, options?: { alpha?: number, beta?: number, k?: number })',
);
export const LocalResponseNorm$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LocalResponseNorm.forward(x: Tensor<node>)',
);
export const LogSigmoid$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LogSigmoid.forward(x: Tensor<node>)',
);
export const LogSoftmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new LogSoftmax(dim?: number)',
);
export const LogSoftmax$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'LogSoftmax.forward(x: Tensor<node>)',
);
export const MSELoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MSELoss(options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const MSELoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MSELoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const MarginRankingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MarginRankingLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const MarginRankingLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MarginRankingLoss.forward(input1: Tensor<node>, input2: Tensor<node>, target: Tensor<node>)',
);
export const MaxPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxPool1d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const MaxPool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxPool1d.forward(x: Tensor<node>)',
);
export const MaxPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxPool2d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const MaxPool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxPool2d.forward(x: Tensor<node>)',
);
export const MaxPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxPool3d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const MaxPool3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxPool3d.forward(x: Tensor<node>)',
);
export const MaxUnpool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxUnpool1d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[] })',
);
export const MaxUnpool1d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxUnpool1d.forward(x: Tensor<node>, indices: Tensor<node>, outputSize?: number[] | null)',
);
export const MaxUnpool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxUnpool2d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[] })',
);
export const MaxUnpool2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxUnpool2d.forward(x: Tensor<node>, indices: Tensor<node>, outputSize?: number[] | null)',
);
export const MaxUnpool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MaxUnpool3d(kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[] })',
);
export const MaxUnpool3d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MaxUnpool3d.forward(x: Tensor<node>, indices: Tensor<node>, outputSize?: number[] | null)',
);
export const Mish$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Mish.forward(x: Tensor<node>)',
);
export const Module$apply: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.apply(fn: function)',
);
export const Module$getSubmodule: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.getSubmodule(target: string)',
);
export const Module$loadStateDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.loadStateDict(state: object, options?: { strict?: boolean })',
);
export const Module$registerForwardHook: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.registerForwardHook(hook: function)',
);
export const Module$registerForwardPreHook: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.registerForwardPreHook(hook: function)',
);
export const Module$registerModule: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.registerModule(name: string, module: Module<ownState,training> | null)',
);
export const Module$requiresGrad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.requiresGrad(requiresGrad?: boolean)',
);
export const Module$train: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Module.train(mode?: boolean)',
);
export const ModuleDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ModuleDict(items?: object | iterable)',
);
export const ModuleDict$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleDict.get(key: string)',
);
export const ModuleDict$has: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleDict.has(key: string)',
);
export const ModuleDict$pop: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleDict.pop(key: string)',
);
export const ModuleDict$set: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleDict.set(key: string, item: Module<ownState,training>)',
);
export const ModuleDict$update: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleDict.update(items: object | iterable)',
);
export const ModuleList: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ModuleList(items?: iterable)',
);
export const ModuleList$at: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleList.at(index: number)',
);
export const ModuleList$push: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ModuleList.push(item: Module<ownState,training>)',
);
export const MultiLabelMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MultiLabelMarginLoss(options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const MultiLabelMarginLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiLabelMarginLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const MultiLabelSoftMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MultiLabelSoftMarginLoss(options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null })",
);
export const MultiLabelSoftMarginLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiLabelSoftMarginLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const MultiMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new MultiMarginLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number, p?: number, weight?: Tensor<node> | null })",
);
export const MultiMarginLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiMarginLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const MultiheadAttention: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MultiheadAttention(embedDim: number, numHeads: number, options?: { dropout?: number, bias?: boolean, addBiasKv?: boolean, addZeroAttn?: boolean, kdim?: number | null, vdim?: number | null, batchFirst?: boolean })',
);
export const MultiheadAttention$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MultiheadAttention.forward(query: Tensor<node>, key: Tensor<node>, value: Tensor<node>, options?: { keyPaddingMask?: Tensor<node> | null, attnMask?: Tensor<node> | null, isCausal?: boolean, needWeights?: boolean, averageAttnWeights?: boolean })',
);
export const NLLLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new NLLLoss(options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, ignoreIndex?: number })",
);
export const NLLLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'NLLLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const PReLU: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PReLU(numParameters?: number, options?: { init?: number })',
);
export const PReLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PReLU.forward(x: Tensor<node>)',
);
export const PairwiseDistance: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PairwiseDistance(options?: { p?: number, eps?: number, keepdim?: boolean })',
);
export const PairwiseDistance$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PairwiseDistance.forward(x1: Tensor<node>, x2: Tensor<node>)',
);
export const Parameter: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Parameter(data: unchecked, options?: { requiresGrad?: boolean })',
);
export const ParameterDict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ParameterDict(items?: object | iterable)',
);
export const ParameterDict$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ParameterDict.get(key: string)',
);
export const ParameterDict$has: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ParameterDict.has(key: string)',
);
export const ParameterDict$set: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ParameterDict.set(key: string, item: Tensor<node>)',
);
export const ParameterList: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ParameterList(items?: iterable)',
);
export const ParameterList$at: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ParameterList.at(index: number)',
);
export const ParameterList$push: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ParameterList.push(item: Tensor<node>)',
);
export const PixelShuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PixelShuffle(upscaleFactor: number)',
);
export const PixelShuffle$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PixelShuffle.forward(x: Tensor<node>)',
);
export const PixelUnshuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new PixelUnshuffle(downscaleFactor: number)',
);
export const PixelUnshuffle$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PixelUnshuffle.forward(x: Tensor<node>)',
);
export const PoissonNLLLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new PoissonNLLLoss(options?: { reduction?: 'mean' | 'sum' | 'none', logInput?: boolean, full?: boolean, eps?: number })",
);
export const PoissonNLLLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'PoissonNLLLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const RMSNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RMSNorm(normalizedShape: number | number[], options?: { eps?: number, elementwiseAffine?: boolean })',
);
export const RMSNorm$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RMSNorm.forward(x: Tensor<node>)',
);
export const RNN: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new RNN(inputSize: number, hiddenSize: number, options?: { numLayers?: number, bias?: boolean, batchFirst?: boolean, dropout?: number, bidirectional?: boolean, nonlinearity?: 'tanh' | 'relu' })",
);
export const RNN$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RNN.forward(x: Tensor<node>, state?: Tensor<node> | null)',
);
export const RNNCell: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new RNNCell(inputSize: number, hiddenSize: number, options?: { bias?: boolean, nonlinearity?: 'tanh' | 'relu' })",
);
export const RNNCell$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RNNCell.forward(x: Tensor<node>, state?: Tensor<node> | null)',
);
export const RReLU: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RReLU(lower?: number, upper?: number)',
);
export const RReLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'RReLU.forward(x: Tensor<node>)',
);
export const ReLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReLU.forward(x: Tensor<node>)',
);
export const ReLU6$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ReLU6.forward(x: Tensor<node>)',
);
export const ReflectionPad1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReflectionPad1d(padding: number | number[])',
);
export const ReflectionPad2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReflectionPad2d(padding: number | number[])',
);
export const ReflectionPad3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReflectionPad3d(padding: number | number[])',
);
export const RemovableHandle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new RemovableHandle(remove: function)',
);
export const ReplicationPad1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReplicationPad1d(padding: number | number[])',
);
export const ReplicationPad2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReplicationPad2d(padding: number | number[])',
);
export const ReplicationPad3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ReplicationPad3d(padding: number | number[])',
);
export const SELU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SELU.forward(x: Tensor<node>)',
);
export const Sequential: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Sequential(...layers?: unchecked)',
);
export const Sequential$at: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Sequential.at(index: number)',
);
export const Sequential$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Sequential.forward(x: Tensor<node>)',
);
export const SiLU$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SiLU.forward(x: Tensor<node>)',
);
export const Sigmoid$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Sigmoid.forward(x: Tensor<node>)',
);
export const SmoothL1Loss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new SmoothL1Loss(options?: { reduction?: 'mean' | 'sum' | 'none', beta?: number })",
);
export const SmoothL1Loss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SmoothL1Loss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const SoftMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new SoftMarginLoss(options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const SoftMarginLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'SoftMarginLoss.forward(input: Tensor<node>, target: Tensor<node>)',
);
export const Softmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Softmax(dim?: number)',
);
export const Softmax$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softmax.forward(x: Tensor<node>)',
);
export const Softmax2d$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softmax2d.forward(x: Tensor<node>)',
);
export const Softmin: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Softmin(dim?: number)',
);
export const Softmin$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softmin.forward(x: Tensor<node>)',
);
export const Softplus: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Softplus(options?: { beta?: number, threshold?: number })',
);
export const Softplus$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softplus.forward(x: Tensor<node>)',
);
export const Softshrink: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Softshrink(lambd?: number)',
);
export const Softshrink$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softshrink.forward(x: Tensor<node>)',
);
export const Softsign$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Softsign.forward(x: Tensor<node>)',
);
export const Tanh$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Tanh.forward(x: Tensor<node>)',
);
export const Tanhshrink$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Tanhshrink.forward(x: Tensor<node>)',
);
export const Threshold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Threshold(limit: number, value: number)',
);
export const Threshold$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Threshold.forward(x: Tensor<node>)',
);
export const Transformer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Transformer(dModel?: number, nhead?: number, options?: { dimFeedforward?: number, dropout?: number, activation?: 'relu' | 'gelu' | function, layerNormEps?: number, batchFirst?: boolean, normFirst?: boolean, bias?: boolean, numEncoderLayers?: number, numDecoderLayers?: number, customEncoder?: EncoderLike<ownState,training> | null, customDecoder?: DecoderLike<ownState,training> | null })",
);
export const Transformer$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Transformer.forward(src: Tensor<node>, tgt: Tensor<node>, options?: { tgtMask?: Tensor<node> | null, memoryMask?: Tensor<node> | null, tgtKeyPaddingMask?: Tensor<node> | null, memoryKeyPaddingMask?: Tensor<node> | null, tgtIsCausal?: boolean, memoryIsCausal?: boolean, srcMask?: Tensor<node> | null, srcKeyPaddingMask?: Tensor<node> | null, srcIsCausal?: boolean })',
);
export const Transformer$generateSquareSubsequentMask: Readonly<Signature> =
  /* @__PURE__ */ new Signature('Transformer.generateSquareSubsequentMask(size: number)');
export const TransformerDecoder: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TransformerDecoder(makeLayer: function, numLayers: number, options?: { norm?: Layer<ownState,training> | null })',
);
export const TransformerDecoder$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformerDecoder.forward(tgt: Tensor<node>, memory: Tensor<node>, options?: { tgtMask?: Tensor<node> | null, memoryMask?: Tensor<node> | null, tgtKeyPaddingMask?: Tensor<node> | null, memoryKeyPaddingMask?: Tensor<node> | null, tgtIsCausal?: boolean, memoryIsCausal?: boolean })',
);
export const TransformerDecoderLayer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new TransformerDecoderLayer(dModel: number, nhead: number, options?: { dimFeedforward?: number, dropout?: number, activation?: 'relu' | 'gelu' | function, layerNormEps?: number, batchFirst?: boolean, normFirst?: boolean, bias?: boolean })",
);
export const TransformerDecoderLayer$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformerDecoderLayer.forward(tgt: Tensor<node>, memory: Tensor<node>, options?: { tgtMask?: Tensor<node> | null, memoryMask?: Tensor<node> | null, tgtKeyPaddingMask?: Tensor<node> | null, memoryKeyPaddingMask?: Tensor<node> | null, tgtIsCausal?: boolean, memoryIsCausal?: boolean })',
);
export const TransformerEncoder: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TransformerEncoder(makeLayer: function, numLayers: number, options?: { norm?: Layer<ownState,training> | null })',
);
export const TransformerEncoder$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformerEncoder.forward(src: Tensor<node>, options?: { srcMask?: Tensor<node> | null, srcKeyPaddingMask?: Tensor<node> | null, isCausal?: boolean, mask?: Tensor<node> | null })',
);
export const TransformerEncoderLayer: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new TransformerEncoderLayer(dModel: number, nhead: number, options?: { dimFeedforward?: number, dropout?: number, activation?: 'relu' | 'gelu' | function, layerNormEps?: number, batchFirst?: boolean, normFirst?: boolean, bias?: boolean })",
);
export const TransformerEncoderLayer$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformerEncoderLayer.forward(src: Tensor<node>, options?: { srcMask?: Tensor<node> | null, srcKeyPaddingMask?: Tensor<node> | null, isCausal?: boolean })',
);
export const TripletMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new TripletMarginLoss(options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number, p?: number, eps?: number, swap?: boolean })",
);
export const TripletMarginLoss$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TripletMarginLoss.forward(anchor: Tensor<node>, positive: Tensor<node>, negative: Tensor<node>)',
);
export const Unflatten: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Unflatten(dim: number, unflattenedSize: number[])',
);
export const Unflatten$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Unflatten.forward(x: Tensor<node>)',
);
export const Unfold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Unfold(kernelSize: number | number[], options?: { dilation?: number | number[], padding?: number | number[], stride?: number | number[] })',
);
export const Unfold$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Unfold.forward(x: Tensor<node>)',
);
export const UninitializedBuffer$materialize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'UninitializedBuffer.materialize(shape: number[], value?: number)',
);
export const UninitializedParameter$materialize: Readonly<Signature> =
  /* @__PURE__ */ new Signature(
    'UninitializedParameter.materialize(shape: number[], value?: number)',
  );
export const Upsample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "new Upsample(options?: { size?: number | number[] | null, scaleFactor?: number | number[] | null, mode?: 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'area', alignCorners?: boolean | null, recomputeScaleFactor?: boolean | null })",
);
export const Upsample$forward: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Upsample.forward(x: Tensor<node>)',
);
export const ZeroPad1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ZeroPad1d(padding: number | number[])',
);
export const ZeroPad2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ZeroPad2d(padding: number | number[])',
);
export const ZeroPad3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ZeroPad3d(padding: number | number[])',
);
export const adaptiveAvgPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveAvgPool1d(x: Tensor<node>, outputSize: number | null | (number | null)[])',
);
export const adaptiveAvgPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveAvgPool2d(x: Tensor<node>, outputSize: number | null | (number | null)[])',
);
export const adaptiveAvgPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveAvgPool3d(x: Tensor<node>, outputSize: number | null | (number | null)[])',
);
export const adaptiveMaxPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveMaxPool1d(x: Tensor<node>, outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const adaptiveMaxPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveMaxPool2d(x: Tensor<node>, outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const adaptiveMaxPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'adaptiveMaxPool3d(x: Tensor<node>, outputSize: number | null | (number | null)[], options?: { returnIndices?: boolean })',
);
export const affineGrid: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'affineGrid(theta: Tensor<node>, size: number[], options?: { alignCorners?: boolean })',
);
export const alphaDropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'alphaDropout(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const avgPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'avgPool1d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean })',
);
export const avgPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'avgPool2d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null })',
);
export const avgPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'avgPool3d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], ceilMode?: boolean, countIncludePad?: boolean, divisorOverride?: number | null })',
);
export const batchNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'batchNorm(x: Tensor<node>, runningMean: Tensor<node> | null, runningVar: Tensor<node> | null, weight?: Tensor<node> | null, bias?: Tensor<node> | null, options?: { eps?: number, training?: boolean, momentum?: number })',
);
export const bilinear: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'bilinear(x1: Tensor<node>, x2: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null)',
);
export const binaryCrossEntropy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "binaryCrossEntropy(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined })",
);
export const binaryCrossEntropyWithLogits: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "binaryCrossEntropyWithLogits(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, posWeight?: Tensor<node> | null | undefined })",
);
export const calculateFans: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'calculateFans(tensor: Tensor<node>)',
);
export const calculateGain: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "calculateGain(nonlinearity: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu' | 'conv', slope?: number)",
);
export const celu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'celu(x: Tensor<node>, alpha?: number)',
);
export const channelShuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'channelShuffle(x: Tensor<node>, groups: number)',
);
export const constant: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'constant(tensor: Tensor<node>, value: number)',
);
export const conv1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "conv1d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number })",
);
export const conv2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "conv2d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number })",
);
export const conv3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "conv3d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[] | 'same' | 'valid', dilation?: number | number[], groups?: number })",
);
export const convTranspose1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'convTranspose1d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number })',
);
export const convTranspose2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'convTranspose2d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number })',
);
export const convTranspose3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'convTranspose3d(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null, options?: { stride?: number | number[], padding?: number | number[], outputPadding?: number | number[], dilation?: number | number[], groups?: number })',
);
export const cosineEmbeddingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "cosineEmbeddingLoss(input1: Tensor<node>, input2: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const cosineSimilarity: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cosineSimilarity(x1: Tensor<node>, x2: Tensor<node>, options?: { dim?: number, eps?: number })',
);
export const crossEntropy: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "crossEntropy(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, ignoreIndex?: number, labelSmoothing?: number })",
);
export const ctcLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "ctcLoss(logProbs: Tensor<node>, targets: Tensor<node>, inputLengths: Tensor<node> | number[], targetLengths: Tensor<node> | number[], options?: { blank?: number, reduction?: 'mean' | 'sum' | 'none', zeroInfinity?: boolean })",
);
export const dirac: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dirac(tensor: Tensor<node>, options?: { groups?: number })',
);
export const dropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dropout(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const dropout1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dropout1d(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const dropout2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dropout2d(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const dropout3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'dropout3d(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const embedding: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'embedding(index: Tensor<node>, weight: Tensor<node>, options?: { paddingIdx?: number | null })',
);
export const embeddingBag: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "embeddingBag(index: Tensor<node>, weight: Tensor<node>, offsets?: Tensor<node> | null, options?: { mode?: 'sum' | 'mean' | 'max', perSampleWeights?: Tensor<node> | null, includeLastOffset?: boolean, paddingIdx?: number | null })",
);
export const eye: Readonly<Signature> = /* @__PURE__ */ new Signature('eye(tensor: Tensor<node>)');
export const featureAlphaDropout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'featureAlphaDropout(x: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, p?: number, training?: boolean })',
);
export const fold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'fold(x: Tensor<node>, outputSize: number | number[], kernelSize: number | number[], options?: { dilation?: number | number[], padding?: number | number[], stride?: number | number[] })',
);
export const gaussianNLLLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "gaussianNLLLoss(input: Tensor<node>, target: Tensor<node>, variance: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', full?: boolean, eps?: number })",
);
export const glu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'glu(x: Tensor<node>, dim?: number)',
);
export const gridSample: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "gridSample(x: Tensor<node>, grid: Tensor<node>, options?: { mode?: 'bilinear' | 'nearest' | 'bicubic', paddingMode?: 'zeros' | 'border' | 'reflection', alignCorners?: boolean })",
);
export const groupNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'groupNorm(x: Tensor<node>, numGroups: number, weight?: Tensor<node> | null, bias?: Tensor<node> | null, options?: { eps?: number })',
);
export const gumbelSoftmax: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'gumbelSoftmax(logits: Tensor<node>, options?: { tau?: number, hard?: boolean, dim?: number })',
);
export const hardshrink: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hardshrink(x: Tensor<node>, lambd?: number)',
);
export const hardsigmoid: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hardsigmoid(x: Tensor<node>)',
);
export const hardswish: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hardswish(x: Tensor<node>)',
);
export const hardtanh: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'hardtanh(x: Tensor<node>, minVal?: number, maxVal?: number)',
);
export const hingeEmbeddingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "hingeEmbeddingLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const hingeLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "hingeLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const huberLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "huberLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', delta?: number })",
);
export const instanceNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'instanceNorm(x: Tensor<node>, runningMean?: Tensor<node> | null, runningVar?: Tensor<node> | null, weight?: Tensor<node> | null, bias?: Tensor<node> | null, options?: { eps?: number, useInputStats?: boolean, momentum?: number })',
);
export const interpolate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "interpolate(x: Tensor<node>, options?: { size?: number | number[] | null, scaleFactor?: number | number[] | null, mode?: 'nearest' | 'nearest-exact' | 'linear' | 'bilinear' | 'bicubic' | 'trilinear' | 'area', alignCorners?: boolean | null, recomputeScaleFactor?: boolean | null })",
);
export const kaimingNormal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "kaimingNormal(tensor: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, a?: number, mode?: 'fanIn' | 'fanOut', nonlinearity?: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu' | 'conv' })",
);
export const kaimingUniform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "kaimingUniform(tensor: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, a?: number, mode?: 'fanIn' | 'fanOut', nonlinearity?: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu' | 'conv' })",
);
export const klDiv: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "klDiv(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none' | 'batchmean', logTarget?: boolean })",
);
export const l1Loss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "l1Loss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const layerNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'layerNorm(x: Tensor<node>, normalizedShape: number[], weight?: Tensor<node> | null, bias?: Tensor<node> | null, options?: { eps?: number })',
);
export const linear: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'linear(x: Tensor<node>, weight: Tensor<node>, bias?: Tensor<node> | null)',
);
export const localResponseNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'localResponseNorm(x: Tensor<node>, size: number, options?: { alpha?: number, beta?: number, k?: number })',
);
export const logsigmoid: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'logsigmoid(x: Tensor<node>)',
);
export const lpPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lpPool1d(x: Tensor<node>, normType: number, kernelSize: number | number[], options?: { stride?: number | number[] | null, ceilMode?: boolean })',
);
export const lpPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'lpPool2d(x: Tensor<node>, normType: number, kernelSize: number | number[], options?: { stride?: number | number[] | null, ceilMode?: boolean })',
);
export const marginRankingLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "marginRankingLoss(input1: Tensor<node>, input2: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number })",
);
export const maxPool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxPool1d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const maxPool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxPool2d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const maxPool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxPool3d(x: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], dilation?: number | number[], ceilMode?: boolean, returnIndices?: boolean })',
);
export const maxUnpool1d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxUnpool1d(x: Tensor<node>, indices: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], outputSize?: number[] | null })',
);
export const maxUnpool2d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxUnpool2d(x: Tensor<node>, indices: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], outputSize?: number[] | null })',
);
export const maxUnpool3d: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'maxUnpool3d(x: Tensor<node>, indices: Tensor<node>, kernelSize: number | number[], options?: { stride?: number | number[] | null, padding?: number | number[], outputSize?: number[] | null })',
);
export const mish: Readonly<Signature> = /* @__PURE__ */ new Signature('mish(x: Tensor<node>)');
export const mseLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "mseLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const multiMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "multiMarginLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number, p?: number, weight?: Tensor<node> | null })",
);
export const multilabelMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "multilabelMarginLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const multilabelSoftMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "multilabelSoftMarginLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null })",
);
export const nllLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "nllLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', weight?: Tensor<node> | null | undefined, ignoreIndex?: number })",
);
export const normal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'normal(tensor: Tensor<node>, mean?: number, std?: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const normalize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'normalize(x: Tensor<node>, options?: { p?: number, dim?: number | number[], eps?: number })',
);
export const ones: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ones(tensor: Tensor<node>)',
);
export const orthogonal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'orthogonal(tensor: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, gain?: number })',
);
export const pad: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "pad(x: Tensor<node>, pad: number[], options?: { mode?: 'constant' | 'reflect' | 'replicate' | 'circular', value?: number } | 'constant' | 'reflect' | 'replicate' | 'circular', value?: number)",
);
export const pairwiseDistance: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pairwiseDistance(x1: Tensor<node>, x2: Tensor<node>, options?: { p?: number, eps?: number, keepdim?: boolean })',
);
export const parametersToVector: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'parametersToVector(parameters: iterable)',
);
export const pixelShuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pixelShuffle(x: Tensor<node>, upscaleFactor: number)',
);
export const pixelUnshuffle: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'pixelUnshuffle(x: Tensor<node>, downscaleFactor: number)',
);
export const poissonNLLLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "poissonNLLLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', logInput?: boolean, full?: boolean, eps?: number })",
);
export const prelu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'prelu(x: Tensor<node>, weight: Tensor<node>)',
);
export const relu6: Readonly<Signature> = /* @__PURE__ */ new Signature('relu6(x: Tensor<node>)');
export const rmsNorm: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rmsNorm(x: Tensor<node>, normalizedShape: number[], weight?: Tensor<node> | null, options?: { eps?: number })',
);
export const rrelu: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rrelu(x: Tensor<node>, lower?: number, upper?: number, training?: boolean)',
);
export const scaledDotProductAttention: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'scaledDotProductAttention(query: Tensor<node>, key: Tensor<node>, value: Tensor<node>, options?: { attnMask?: Tensor<node> | null, dropoutP?: number, isCausal?: boolean, scale?: number | null })',
);
export const selu: Readonly<Signature> = /* @__PURE__ */ new Signature('selu(x: Tensor<node>)');
export const smoothL1Loss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "smoothL1Loss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', beta?: number })",
);
export const softMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "softMarginLoss(input: Tensor<node>, target: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none' })",
);
export const softmin: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'softmin(x: Tensor<node>, dim: number)',
);
export const softshrink: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'softshrink(x: Tensor<node>, lambd?: number)',
);
export const softsign: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'softsign(x: Tensor<node>)',
);
export const sparse: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'sparse(tensor: Tensor<node>, sparsity: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, std?: number })',
);
export const tanhshrink: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'tanhshrink(x: Tensor<node>)',
);
export const threshold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'threshold(x: Tensor<node>, limit: number, value: number)',
);
export const tripletMarginLoss: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "tripletMarginLoss(anchor: Tensor<node>, positive: Tensor<node>, negative: Tensor<node>, options?: { reduction?: 'mean' | 'sum' | 'none', margin?: number, p?: number, eps?: number, swap?: boolean })",
);
export const truncNormal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'truncNormal(tensor: Tensor<node>, mean?: number, std?: number, a?: number, b?: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const unfold: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'unfold(x: Tensor<node>, kernelSize: number | number[], options?: { dilation?: number | number[], padding?: number | number[], stride?: number | number[] })',
);
export const uniform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'uniform(tensor: Tensor<node>, a?: number, b?: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined })',
);
export const vectorToParameters: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'vectorToParameters(vector: Tensor<node>, parameters: iterable)',
);
export const xavierNormal: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'xavierNormal(tensor: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, gain?: number })',
);
export const xavierUniform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'xavierUniform(tensor: Tensor<node>, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, gain?: number })',
);
export const zeros: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'zeros(tensor: Tensor<node>)',
);

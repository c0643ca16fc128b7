/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const BPETokenizer$decode: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BPETokenizer.decode(tokens: ArrayLike<length>)',
);
export const BPETokenizer$encode: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BPETokenizer.encode(text: string)',
);
export const BPETokenizer$train: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'BPETokenizer.train(text: string, options: { vocabSize: number, pattern?: any, specialTokens?: string[] })',
);
export const CharTokenizer$decode: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CharTokenizer.decode(tokens: ArrayLike<length>)',
);
export const CharTokenizer$encode: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CharTokenizer.encode(text: string)',
);
export const CharTokenizer$train: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'CharTokenizer.train(text: string)',
);
export const ConcatDataset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ConcatDataset(datasets: Dataset<length,get>[])',
);
export const ConcatDataset$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConcatDataset.get(index: number)',
);
export const ConcatDataset$setEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ConcatDataset.setEpoch(epoch: number)',
);
export const DataLoader: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new DataLoader(dataset: any, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, batchSize?: number, shuffle?: boolean, dropLast?: boolean, seed?: number, sampler?: Sampler<length,draw>, prefetch?: number })',
);
export const ImageFolder: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new ImageFolder(root: string, options: { channels?: number, size: number | number[] })',
);
export const ImageFolder$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ImageFolder.get(index: number)',
);
export const ImageFolder$read: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'ImageFolder.read(path: string)',
);
export const MinMaxScaler: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new MinMaxScaler(options?: { featureRange?: number[], clip?: boolean })',
);
export const MinMaxScaler$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MinMaxScaler.fit(x: Tensor<node>)',
);
export const MinMaxScaler$fitTransform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MinMaxScaler.fitTransform(x: Tensor<node>)',
);
export const MinMaxScaler$inverseTransform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MinMaxScaler.inverseTransform(x: Tensor<node>)',
);
export const MinMaxScaler$transform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'MinMaxScaler.transform(x: Tensor<node>)',
);
export const StandardScaler: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new StandardScaler(options?: { withMean?: boolean, withStd?: boolean })',
);
export const StandardScaler$fit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'StandardScaler.fit(x: Tensor<node>)',
);
export const StandardScaler$fitTransform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'StandardScaler.fitTransform(x: Tensor<node>)',
);
export const StandardScaler$inverseTransform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'StandardScaler.inverseTransform(x: Tensor<node>)',
);
export const StandardScaler$transform: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'StandardScaler.transform(x: Tensor<node>)',
);
export const Subset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new Subset(dataset: Dataset<length,get>, indices: ArrayLike<length>)',
);
export const Subset$gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Subset.gather(indices: ArrayLike<length>)',
);
export const Subset$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Subset.get(index: number)',
);
export const Subset$setEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'Subset.setEpoch(epoch: number)',
);
export const TensorDataset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TensorDataset(...tensors?: Tensor<node>)',
);
export const TensorDataset$gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TensorDataset.gather(indices: ArrayLike<length>)',
);
export const TensorDataset$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TensorDataset.get(index: number)',
);
export const TransformedDataset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TransformedDataset(dataset: Dataset<length,get>, transform: function, options?: { seed?: number })',
);
export const TransformedDataset$gather: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformedDataset.gather(indices: ArrayLike<length>)',
);
export const TransformedDataset$get: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformedDataset.get(index: number)',
);
export const TransformedDataset$setEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TransformedDataset.setEpoch(epoch: number)',
);
export const WeightedRandomSampler: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new WeightedRandomSampler(weights: Tensor<node> | ArrayLike<length>, numSamples: number, options?: { generator?: Generator<manualSeed,initialSeed> | undefined, replacement?: boolean, seed?: number })',
);
export const WeightedRandomSampler$draw: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WeightedRandomSampler.draw(epoch: number)',
);
export const WorkerDataset$gatherLater: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WorkerDataset.gatherLater(indices: ArrayLike<length>)',
);
export const WorkerDataset$open: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WorkerDataset.open(worker: WorkerLike<postMessage,terminate> | WorkerLike<postMessage,terminate>[], options?: { options?: unchecked })',
);
export const WorkerDataset$setEpoch: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'WorkerDataset.setEpoch(epoch: number)',
);
export const compose: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'compose(transforms: function[])',
);
export const cutout: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'cutout(size: number, options?: { p?: number, fill?: number })',
);
export const decodeImage: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'decodeImage(bytes: buffer, options?: { channels?: number })',
);
export const downloadMnist: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'downloadMnist(options: { folder: string, baseUrl?: string, files?: object, onProgress?: function, signal?: object })',
);
export const flip: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'flip(options?: { p?: number, direction?: any })',
);
export const imagePaths: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'imagePaths(root: string)',
);
export const loadDiabetes: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'loadDiabetes(options?: { scaled?: boolean })',
);
export const loadMnist: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'loadMnist(options: { folder: string, train?: boolean })',
);
export const makeBlobs: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "makeBlobs(options?: { generator?: Generator<manualSeed,initialSeed> | undefined, shuffle?: boolean, seed?: number, dtype?: 'float32' | 'float64', nSamples?: number | number[], nFeatures?: number, centers?: number | number[][], clusterStd?: number | number[], centerBox?: number[], returnCenters?: boolean })",
);
export const makeCircles: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "makeCircles(options?: { generator?: Generator<manualSeed,initialSeed> | undefined, shuffle?: boolean, seed?: number, dtype?: 'float32' | 'float64', nSamples?: number | number[], noise?: number, factor?: number })",
);
export const makeMoons: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "makeMoons(options?: { generator?: Generator<manualSeed,initialSeed> | undefined, shuffle?: boolean, seed?: number, dtype?: 'float32' | 'float64', nSamples?: number | number[], noise?: number })",
);
export const makeRegression: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "makeRegression(options?: { generator?: Generator<manualSeed,initialSeed> | undefined, shuffle?: boolean, seed?: number, dtype?: 'float32' | 'float64', nSamples?: number, nFeatures?: number, nInformative?: number, nTargets?: number, bias?: number, noise?: number, coef?: boolean })",
);
export const mixup: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'mixup(x: Tensor<node>, y: Tensor<node>, options: { classes: number, alpha?: number, seed?: number })',
);
export const normalize: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'normalize(mean: number | number[], std: number | number[])',
);
export const randomCrop: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randomCrop(size: number | number[], options?: { padding?: number, fill?: number })',
);
export const randomSplit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'randomSplit(dataset: Dataset<length,get>, lengths: number[], options?: { seed?: number })',
);
export const readIdx: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'readIdx(bytes: buffer, file?: string)',
);
export const readImage: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'readImage(path: string, options?: { channels?: number })',
);
export const resizePicture: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'resizePicture(picture: Picture<values,channels,height>, size: number[])',
);
export const rotate: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'rotate(degrees: number, options?: { fill?: number })',
);
export const serveDataset: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'serveDataset(create: function)',
);
export const trainTestSplit: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'trainTestSplit(source: Dataset<length,get> | unchecked[], options?: { generator?: Generator<manualSeed,initialSeed> | undefined, testSize?: number, shuffle?: boolean, seed?: number, stratify?: Tensor<node> | number[] })',
);

/** Entry `chainrule/data`: data sets, batches, scalers. */

export {
  type FlipOptions,
  flip,
  type RandomCropOptions,
  type RotateOptions,
  randomCrop,
  rotate,
} from './augment/geometry.js';
export { type MixupOptions, mixup } from './augment/mixup.js';
export type { Picture, PictureTransform, TransformRandom } from './augment/picture.js';
export {
  TransformedDataset,
  type TransformedDatasetOptions,
} from './augment/transformed-dataset.js';
export { type CutoutOptions, compose, cutout, normalize } from './augment/values.js';
export type { DatasetFacts, LabelledDataset } from './bundled/labelled-dataset.js';
export { loadBreastCancer } from './bundled/load-breast-cancer.js';
export { type LoadDiabetesOptions, loadDiabetes } from './bundled/load-diabetes.js';
export { type DigitsDataset, loadDigits } from './bundled/load-digits.js';
export { loadIris } from './bundled/load-iris.js';
export { loadWine } from './bundled/load-wine.js';
export { ConcatDataset } from './compose/concat-dataset.js';
export { type RandomSplitOptions, randomSplit, Subset } from './compose/subset.js';
export type { AsyncDataset, Dataset } from './dataset.js';
export { type MakeBlobsOptions, makeBlobs } from './generate/make-blobs.js';
export {
  type MakeCirclesOptions,
  type MakeMoonsOptions,
  makeCircles,
  makeMoons,
} from './generate/make-moons.js';
export { type MakeRegressionOptions, makeRegression } from './generate/make-regression.js';
export {
  type DecodeImageOptions,
  decodeImage,
} from './images/decode-image.js';
export {
  ImageFolder,
  type ImageFolderOptions,
  type ImageSample,
  imagePaths,
  readImage,
} from './images/image-folder.js';
export { resizePicture } from './images/resize.js';
export { DataLoader, type DataLoaderOptions, type LoadableDataset } from './load/data-loader.js';
export type { IterableDataset } from './load/iterable.js';
export {
  type Sampler,
  WeightedRandomSampler,
  type WeightedRandomSamplerOptions,
} from './load/sampler.js';
export type { DownloadProgress } from './mnist/download-file.js';
export { type DownloadMnistOptions, downloadMnist } from './mnist/download-mnist.js';
export { type IdxArray, readIdx } from './mnist/idx.js';
export { type LoadMnistOptions, loadMnist, type MnistDataset } from './mnist/load-mnist.js';
export { MinMaxScaler, type MinMaxScalerOptions } from './scale/min-max-scaler.js';
export { StandardScaler, type StandardScalerOptions } from './scale/standard-scaler.js';
export { type TrainTestSplitOptions, trainTestSplit } from './split/train-test-split.js';
export { TensorDataset } from './tensor-dataset.js';
export {
  BPETokenizer,
  type BPETokenizerState,
  type BPETrainOptions,
} from './text/bpe-tokenizer.js';
export { CharTokenizer, type CharTokenizerState } from './text/char-tokenizer.js';
export { type CreateDataset, serveDataset } from './worker/serve-dataset.js';
export { WorkerDataset, type WorkerDatasetOptions } from './worker/worker-dataset.js';

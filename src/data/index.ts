/** Entry `chainrule/data`: data sets, batches, scalers. */

export { loadBreastCancer } from './bundled/load-breast-cancer.js';
export { type LoadDiabetesOptions, loadDiabetes } from './bundled/load-diabetes.js';
export { type DigitsDataset, loadDigits } from './bundled/load-digits.js';
export { loadIris } from './bundled/load-iris.js';
export { loadWine } from './bundled/load-wine.js';
export { DataLoader, type DataLoaderOptions } from './datasets/data-loader.js';
export type { Dataset } from './datasets/dataset.js';
export type { DatasetFacts, LabelledDataset } from './datasets/labelled-dataset.js';
export { TensorDataset } from './datasets/tensor-dataset.js';
export type { DownloadProgress } from './mnist/download-file.js';
export { type DownloadMnistOptions, downloadMnist } from './mnist/download-mnist.js';
export { type IdxArray, readIdx } from './mnist/idx.js';
export { type LoadMnistOptions, loadMnist, type MnistDataset } from './mnist/load-mnist.js';
export { type MakeBlobsOptions, makeBlobs } from './samples/make-blobs.js';
export {
  type MakeCirclesOptions,
  type MakeMoonsOptions,
  makeCircles,
  makeMoons,
} from './samples/make-moons.js';
export { type MakeRegressionOptions, makeRegression } from './samples/make-regression.js';
export { MinMaxScaler, type MinMaxScalerOptions } from './scalers/min-max-scaler.js';
export { StandardScaler, type StandardScalerOptions } from './scalers/standard-scaler.js';
export { type TrainTestSplitOptions, trainTestSplit } from './split/train-test-split.js';

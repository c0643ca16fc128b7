/** Entry `chainrule/data`: data sets, batches, scalers. */

export { DataLoader, type DataLoaderOptions } from './data-loader.js';
export type { Dataset } from './dataset.js';
export type { DownloadProgress } from './download-file.js';
export { type DownloadMnistOptions, downloadMnist } from './download-mnist.js';
export { type IdxArray, readIdx } from './idx.js';
export type { DatasetFacts, LabelledDataset } from './labelled-dataset.js';
export { loadBreastCancer } from './load-breast-cancer.js';
export { type LoadDiabetesOptions, loadDiabetes } from './load-diabetes.js';
export { type DigitsDataset, loadDigits } from './load-digits.js';
export { loadIris } from './load-iris.js';
export { type LoadMnistOptions, loadMnist, type MnistDataset } from './load-mnist.js';
export { loadWine } from './load-wine.js';
export { type MakeBlobsOptions, makeBlobs } from './make-blobs.js';
export {
  type MakeCirclesOptions,
  type MakeMoonsOptions,
  makeCircles,
  makeMoons,
} from './make-moons.js';
export { type MakeRegressionOptions, makeRegression } from './make-regression.js';
export { MinMaxScaler, type MinMaxScalerOptions } from './min-max-scaler.js';
export { StandardScaler, type StandardScalerOptions } from './standard-scaler.js';
export { TensorDataset } from './tensor-dataset.js';
export { type TrainTestSplitOptions, trainTestSplit } from './train-test-split.js';

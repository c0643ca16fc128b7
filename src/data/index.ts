/** Entry `chainrule/data`: data sets, batches, scalers. */

export type { DatasetFacts, LabelledDataset } from './bundled/labelled-dataset.js';
export { loadBreastCancer } from './bundled/load-breast-cancer.js';
export { type LoadDiabetesOptions, loadDiabetes } from './bundled/load-diabetes.js';
export { type DigitsDataset, loadDigits } from './bundled/load-digits.js';
export { loadIris } from './bundled/load-iris.js';
export { loadWine } from './bundled/load-wine.js';
export { DataLoader, type DataLoaderOptions } from './data-loader.js';
export type { Dataset } from './dataset.js';
export { type MakeBlobsOptions, makeBlobs } from './generate/make-blobs.js';
export {
  type MakeCirclesOptions,
  type MakeMoonsOptions,
  makeCircles,
  makeMoons,
} from './generate/make-moons.js';
export { type MakeRegressionOptions, makeRegression } from './generate/make-regression.js';
export type { DownloadProgress } from './mnist/download-file.js';
export { type DownloadMnistOptions, downloadMnist } from './mnist/download-mnist.js';
export { type IdxArray, readIdx } from './mnist/idx.js';
export { type LoadMnistOptions, loadMnist, type MnistDataset } from './mnist/load-mnist.js';
export { MinMaxScaler, type MinMaxScalerOptions } from './scale/min-max-scaler.js';
export { StandardScaler, type StandardScalerOptions } from './scale/standard-scaler.js';
export { type TrainTestSplitOptions, trainTestSplit } from './split/train-test-split.js';
export { TensorDataset } from './tensor-dataset.js';

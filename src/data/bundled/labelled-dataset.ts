/** A data set that also says what it is about: names, and all of it as two tensors. */

import { type Tensor, tensor } from '../../tensor/index.js';
import { TensorDataset } from '../tensor-dataset.js';

/** What the bundled data sets carry besides their samples; scikit-learn's `Bunch`. */
export interface DatasetFacts {
  /** All features, float32 `[samples, features]`. */
  readonly data: Tensor;
  /** All targets `[samples]`: int32 classes, or float32 numbers to predict. */
  readonly target: Tensor;
  /** What each column of `data` measures. */
  readonly featureNames: readonly string[];
  /** Name of each class; empty for a regression. */
  readonly targetNames: readonly string[];
  /** What was measured, by whom, and the licence, in a few lines. */
  readonly description: string;
}

/** A data set of samples `[x, y]`, x float32 `[features]` and y 0-d, with its facts. */
export type LabelledDataset = TensorDataset<[x: Tensor, y: Tensor]> & DatasetFacts;

interface Source {
  /** One array per feature, with one number per sample. */
  readonly features: readonly Float64Array[];
  readonly target: Float64Array;
  readonly targetDType: 'int32' | 'float32';
  readonly featureNames: readonly string[];
  readonly targetNames: readonly string[];
  readonly description: string;
}

/** Builds the data set of columns of numbers. */
export function labelledDataset(source: Source): LabelledDataset {
  const { features, featureNames, targetNames, description } = source;
  const samples = source.target.length;
  const values = new Float32Array(samples * features.length);
  features.forEach((column, feature) => {
    column.forEach((value, row) => {
      values[row * features.length + feature] = value;
    });
  });
  const data = tensor(values, { dtype: 'float32', shape: [samples, features.length] });
  const { targetDType: dtype } = source;
  const target =
    dtype === 'int32'
      ? tensor(Int32Array.from(source.target), { dtype })
      : tensor(Float32Array.from(source.target), { dtype });
  const dataset = new TensorDataset<[x: Tensor, y: Tensor]>(data, target);
  return Object.assign(dataset, { data, target, featureNames, targetNames, description });
}

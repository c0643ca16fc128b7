/** The diabetes study of "Least Angle Regression", as scikit-learn's `load_diabetes` gives it. */

import * as signatures from '../../signatures/data.js';
import { type LabelledDataset, labelledDataset } from './labelled-dataset.js';
import { diabetes } from './tables/diabetes.js';
import { unpackColumns } from './tables/packed-table.js';

/** Options of `loadDiabetes`. */
export interface LoadDiabetesOptions {
  /** Centre each feature and scale its sum of squares to 1; default true. False: measured units. */
  readonly scaled?: boolean;
}

/**
 * 442 patients: x float32 `[10]`, age, sex, body mass index, blood pressure and six blood measures,
 * y float32, a measure of the disease's progression one year later (25 to 346).
 * @example
 * console.log(loadDiabetes().data.shape); // [ 442, 10 ]
 */
export function loadDiabetes(options: LoadDiabetesOptions = {}): LabelledDataset {
  signatures.loadDiabetes.check(arguments);
  const columns = unpackColumns(diabetes);
  const measured = columns.slice(0, 10);
  return labelledDataset({
    features: (options.scaled ?? true) ? measured.map(centreAndScale) : measured,
    target: columns[10] ?? new Float64Array(),
    targetDType: 'float32',
    featureNames: ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6'],
    targetNames: [],
    description:
      'Diabetes: ten measures of 442 patients and the progression of their disease one year ' +
      'later. B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, "Least Angle Regression", ' +
      'Annals of Statistics 32, 2004, https://www4.stat.ncsu.edu/~boos/var.select/diabetes.html.',
  });
}

/** The column with mean 0 and sum of squares 1: divided by std * sqrt(n). */
function centreAndScale(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const norm = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return column.map((value) => (value - mean) / norm);
}

/**
 * The Wisconsin diagnostic breast cancer data, as scikit-learn's `load_breast_cancer` gives them.
 */

import { type LabelledDataset, labelledDataset } from './labelled-dataset.js';
import { breastCancer } from './tables/breast-cancer.js';
import { unpackColumns } from './tables/packed-table.js';

const measures: readonly string[] = [
  'radius',
  'texture',
  'perimeter',
  'area',
  'smoothness',
  'compactness',
  'concavity',
  'concave points',
  'symmetry',
  'fractal dimension',
];

/**
 * 569 tumours: x float32 `[30]`, the mean, standard error and worst value of ten measures of cell
 * nuclei, y int32, 0 malignant (212) or 1 benign (357).
 * @example
 * console.log(loadBreastCancer().data.shape); // [ 569, 30 ]
 */
export function loadBreastCancer(): LabelledDataset {
  const columns = unpackColumns(breastCancer);
  return labelledDataset({
    features: columns.slice(0, 30),
    target: columns[30] ?? new Float64Array(),
    targetDType: 'int32',
    featureNames: [
      ...measures.map((measure) => `mean ${measure}`),
      ...measures.map((measure) => `${measure} error`),
      ...measures.map((measure) => `worst ${measure}`),
    ],
    targetNames: ['malignant', 'benign'],
    description:
      'Breast cancer Wisconsin (diagnostic): cell nuclei in pictures of fine needle aspirates. ' +
      'W. Wolberg, O. Mangasarian, N. Street and W. Street, 1993, UCI Machine Learning ' +
      'Repository, https://doi.org/10.24432/C5DW2B, CC BY 4.0.',
  });
}

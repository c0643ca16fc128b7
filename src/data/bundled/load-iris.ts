/** Fisher's irises, as scikit-learn's `load_iris` gives them. */

import { type LabelledDataset, labelledDataset } from './labelled-dataset.js';
import { iris } from './tables/iris.js';
import { unpackColumns } from './tables/packed-table.js';

/**
 * 150 irises: x float32 `[4]`, length and width of sepal and petal in centimetres, y int32, the
 * species 0 to 2 (50 of each, in order).
 * @example
 * console.log(loadIris().targetNames); // [ 'setosa', 'versicolor', 'virginica' ]
 */
export function loadIris(): LabelledDataset {
  const columns = unpackColumns(iris);
  return labelledDataset({
    features: columns.slice(0, 4),
    target: columns[4] ?? new Float64Array(),
    targetDType: 'int32',
    featureNames: [
      'sepal length (cm)',
      'sepal width (cm)',
      'petal length (cm)',
      'petal width (cm)',
    ],
    targetNames: ['setosa', 'versicolor', 'virginica'],
    description:
      'Iris: four measures of 50 flowers of each of three species, with the values of R. A. ' +
      "Fisher's paper, where UCI's copy differs in two rows. R. A. Fisher, 1936, UCI Machine " +
      'Learning Repository, https://doi.org/10.24432/C56C76, CC BY 4.0.',
  });
}

/** Chemical analyses of wines, as scikit-learn's `load_wine` gives them. */

import { type LabelledDataset, labelledDataset } from './labelled-dataset.js';
import { unpackColumns } from './tables/packed-table.js';
import { wine } from './tables/wine.js';

/**
 * 178 wines: x float32 `[13]`, results of a chemical analysis in very different units (scale them),
 * y int32, the grower 0 to 2 (59, 71 and 48 wines, in order).
 * @example
 * console.log(loadWine().featureNames.length); // 13
 */
export function loadWine(): LabelledDataset {
  const columns = unpackColumns(wine);
  return labelledDataset({
    features: columns.slice(0, 13),
    target: columns[13] ?? new Float64Array(),
    targetDType: 'int32',
    featureNames: [
      'alcohol',
      'malic_acid',
      'ash',
      'alcalinity_of_ash',
      'magnesium',
      'total_phenols',
      'flavanoids',
      'nonflavanoid_phenols',
      'proanthocyanins',
      'color_intensity',
      'hue',
      'od280/od315_of_diluted_wines',
      'proline',
    ],
    targetNames: ['class_0', 'class_1', 'class_2'],
    description:
      'Wine recognition: thirteen measures of wines of one Italian region from three growers. ' +
      'S. Aeberhard and M. Forina, 1992, UCI Machine Learning Repository, ' +
      'https://doi.org/10.24432/C5PC7J, CC BY 4.0.',
  });
}

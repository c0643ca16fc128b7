/** The handwritten digits of UCI, 8x8, as scikit-learn's `load_digits` gives them. */

import type { Tensor } from '../../tensor/index.js';
import { type LabelledDataset, labelledDataset } from './labelled-dataset.js';
import { digits } from './tables/digits.js';
import { unpackColumns } from './tables/packed-table.js';

const side = 8;

/** The digits with their pictures. */
export type DigitsDataset = LabelledDataset & {
  /** The same numbers as pictures, float32 `[1797, 8, 8]`. */
  readonly images: Tensor;
};

/**
 * 1,797 handwritten digits: x float32 `[64]`, an 8x8 grey picture row by row from 0 (paper) to 16
 * (ink), y int32, the digit 0 to 9. The values are scikit-learn's, not scaled to 0..1.
 * @example
 * console.log(loadDigits().data.shape); // [ 1797, 64 ]
 */
export function loadDigits(): DigitsDataset {
  const columns = unpackColumns(digits);
  const features = columns.slice(0, side * side);
  const dataset = labelledDataset({
    features,
    target: columns[side * side] ?? new Float64Array(),
    targetDType: 'int32',
    featureNames: features.map((_, pixel) => `pixel_${Math.floor(pixel / side)}_${pixel % side}`),
    targetNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    description:
      'Optical recognition of handwritten digits: 1,797 pictures by 13 people, reduced from 32x32 ' +
      'bits to 8x8 counts from 0 to 16. The test part of the set by E. Alpaydin and C. Kaynak, ' +
      '1998, UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0.',
  });
  return Object.assign(dataset, { images: dataset.data.reshape([dataset.length, side, side]) });
}

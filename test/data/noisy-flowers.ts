/** A data set whose samples differ by epoch: flowers, with a little more or less of everything. */

import { DataError, type Tensor } from 'chainrule';
import {
  loadIris,
  type Picture,
  TensorDataset,
  TransformedDataset,
  type TransformRandom,
} from 'chainrule/data';

function noisy(picture: Picture, random: TransformRandom): Picture {
  const values = picture.values.map((value) => value + 0.1 * random.uniform(-1, 1));
  return { ...picture, values };
}

/** The first flowers. @throws DataError for none. */
export function noisyFlowers({
  samples,
}: {
  samples: number;
}): TransformedDataset<[x: Tensor, y: Tensor]> {
  if (!(samples > 0)) throw new DataError(`no flowers, got ${samples} samples`);
  const [x, y] = loadIris().gather(Int32Array.from({ length: samples }, (_, i) => i));
  return new TransformedDataset(new TensorDataset(x.reshape([samples, 1, 2, 2]), y), noisy);
}

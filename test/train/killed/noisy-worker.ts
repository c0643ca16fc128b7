/** What a worker runs: flowers whose four sizes are another picture in each epoch. */

import {
  loadIris,
  type Picture,
  serveDataset,
  TensorDataset,
  TransformedDataset,
  type TransformRandom,
  trainTestSplit,
} from 'chainrule/data';

/** A little more or less of everything. */
function noisy(picture: Picture, random: TransformRandom): Picture {
  const values = picture.values.map((value) => value + 0.1 * random.uniform(-1, 1));
  return { ...picture, values };
}

serveDataset(({ seed }: { seed: number }) => {
  const [rows] = trainTestSplit(loadIris(), { testSize: 0.2, seed: 0 });
  const [x, y] = rows.tensors;
  return new TransformedDataset(new TensorDataset(x.reshape([-1, 1, 2, 2]), y), noisy, { seed });
});

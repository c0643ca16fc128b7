/**
 * What a trained model says of rows: probabilities of classes, or numbers in the units of the
 * target.
 */

import { noGrad } from '../../autodiff/index.js';
import { tensor } from '../../tensor/index.js';
import type { TableModel } from '../model/table-model.js';
import type { Target } from '../prepare/target.js';

/** Rows that go through the model at once. */
const rowsAtOnce = 4096;

/**
 * Predictions for `count` rows of encoded inputs, the mean over all members: `[count, classes]` of
 * probabilities, or `[count]` of numbers.
 */
export function predictEncoded(
  model: TableModel,
  target: Target,
  inputs: Float32Array,
  count: number,
): Float32Array {
  const width = count === 0 ? 0 : inputs.length / count;
  const outputs = target.kind === 'classes' ? target.labels.length : 1;
  const all = new Float32Array(count * outputs);
  model.eval();
  for (let start = 0; start < count; start += rowsAtOnce) {
    const end = Math.min(count, start + rowsAtOnce);
    const part = noGrad(() => {
      const x = tensor(inputs.slice(start * width, end * width), { shape: [end - start, width] });
      const raw = model.forward(x);
      const mean = target.kind === 'classes' ? raw.softmax(2).mean(0) : raw.mean(0);
      const scaled = target.kind === 'classes' ? mean : mean.mul(target.std).add(target.mean);
      return scaled.toTypedArray();
    });
    all.set(part, start * outputs);
  }
  return all;
}

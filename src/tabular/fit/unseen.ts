/** What models say of rows that they have not learned from: those that choose between models. */

import { noGrad } from '../../autodiff/index.js';
import { tensor } from '../../tensor/index.js';
import type { TableModel } from '../model/table-model.js';
import type { TableTraining } from './table-training.js';

const rowsAtOnce = 4096;

/** Logits or standardised numbers of rows, and what is true of them. */
export interface Unseen {
  /** `[N * width]`: of each row the outputs of the member that has not learned from it. */
  readonly outputs: Float32Array;
  /** Classes, or 1 for a number. */
  readonly width: number;
  /** `[N]`: a class, or a standardised number. */
  readonly truths: Float64Array;
}

/** The outputs of `model` for the rows that were kept from learning. */
export function unseenOutputs(model: TableModel, training: TableTraining): Unseen {
  const { encoder, samples, split, fitted } = training;
  const rows = split.validation;
  const width = fitted.target.kind === 'classes' ? fitted.target.labels.length : 1;
  const outputs = new Float32Array(rows.length * width);
  model.eval();
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const part = rows.subarray(start, start + rowsAtOnce);
    const all = noGrad(() => {
      const x = tensor(encoder.encode(part), { shape: [part.length, encoder.width] });
      const raw = model.forward(x);
      return (split.folds === null ? raw.mean(0, true) : raw).toTypedArray();
    });
    part.forEach((_, i) => {
      const member = split.folds?.[start + i] ?? 0;
      const from = (member * part.length + i) * width;
      outputs.set(all.subarray(from, from + width), (start + i) * width);
    });
  }
  const truths = Float64Array.from(rows, (row) => samples.targets[row] ?? Number.NaN);
  return { outputs, width, truths };
}

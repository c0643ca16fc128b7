/**
 * Batches of a table for a `Trainer`: inputs encoded as they are needed, and targets `[N, 4]` of
 * value, weight, fold and side, by which each member of a model learns from its own rows.
 */

import type { Dataset } from '../../data/index.js';
import { type Tensor, tensor } from '../../tensor/index.js';
import type { RowEncoder } from '../prepare/encode.js';

/** On which side a row is used. */
export const side = { train: 0, validation: 1 } as const;

/** Columns of a target. */
export const targetWidth = 4;

/** Rows of a table as samples. */
export interface TableSamples {
  readonly encoder: RowEncoder;
  /** Rows of the table. */
  readonly rows: Int32Array;
  /** By row of the table: a class, or a standardised number. */
  readonly targets: Float32Array;
  /** Weight of each class; null when all weigh 1. */
  readonly classWeights: readonly number[] | null;
  /** For each of `rows` the member that must not learn from it; null for none. */
  readonly folds: Int32Array | null;
  readonly side: keyof typeof side;
}

/** `[x, y]` of the rows, x `[N, inputs]` and y `[N, 4]`. */
export class TableDataset implements Dataset<[x: Tensor, y: Tensor]> {
  readonly length: number;
  readonly #samples: TableSamples;

  constructor(samples: TableSamples) {
    this.length = samples.rows.length;
    this.#samples = samples;
  }

  /** One sample. */
  get(index: number): [x: Tensor, y: Tensor] {
    const [x, y] = this.gather(Int32Array.of(index));
    return [x.at(0), y.at(0)];
  }

  /** The samples at `indices`. */
  gather(indices: Int32Array): [x: Tensor, y: Tensor] {
    const { encoder, rows, targets, classWeights, folds, side: where } = this.#samples;
    const chosen = indices.map((index) => rows[index] ?? 0);
    const x = tensor(encoder.encode(chosen), { shape: [indices.length, encoder.width] });
    const y = new Float32Array(targetWidth * indices.length);
    indices.forEach((index, i) => {
      const value = targets[chosen[i] ?? 0] ?? 0;
      const at = targetWidth * i;
      y[at] = value;
      y[at + 1] = classWeights?.[value] ?? 1;
      // Without folds every member learns from each row to learn from.
      y[at + 2] = folds?.[index] ?? (where === 'train' ? -1 : 0);
      y[at + 3] = side[where];
    });
    return [x, tensor(y, { shape: [indices.length, targetWidth] })];
  }
}

/**
 * Rows of doubles on the way from a sample generator to tensors: shuffling them as scikit-learn
 * does, and the conversion at the end.
 */

import { type GeneratorOption, type Tensor, tensor } from '../../tensor/index.js';
import type { NumpyRandom } from '../random/numpy-random.js';

/** What all sample generators take. */
export interface SampleOptions extends GeneratorOption {
  /** Put the samples in random order; default true. */
  readonly shuffle?: boolean;
  /** Seed from 0 to 2^32 - 1; default: drawn from `generator`. */
  readonly seed?: number;
  /** Dtype of the float results; default `'float32'`. */
  readonly dtype?: 'float32' | 'float64';
}

/** The rows in an order drawn from `random`. */
export function shuffled<Row>(rows: readonly Row[], random: NumpyRandom): readonly Row[] {
  return Array.from(random.permutation(rows.length), (index) => rows[index]).filter(
    (row) => row !== undefined,
  );
}

/** A float tensor of `shape` with the row-major `values`. */
export function floats(
  values: readonly number[],
  shape: readonly number[],
  dtype: 'float32' | 'float64',
): Tensor {
  return tensor(Float64Array.from(values), { dtype, shape: [...shape] });
}

/** An int32 tensor `[n]` of classes. */
export function classes(labels: readonly number[]): Tensor {
  return tensor(Int32Array.from(labels), { dtype: 'int32' });
}

/**
 * What a data set is, and how rows of any data set become one batch. Rows are copied between host
 * arrays; no graph is built.
 */

import { ShapeError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { sameShape, show } from '../graph/shape.js';
import { type Tensor, tensor } from '../tensor/index.js';

/**
 * Numbered samples, each a list of tensors such as `[x, y]`. `TensorDataset` is one; so is any
 * object of your own with `length` and `get`.
 */
export interface Dataset<Sample extends readonly Tensor[]> {
  /** Number of samples. */
  readonly length: number;
  /** Sample `index`, from 0 to `length - 1`; every sample has the same shapes and dtypes. */
  get(index: number): Sample;
  /**
   * The samples at `indices` as one batch, each tensor with a new first dim. Default: `get` each.
   */
  gather?(indices: Int32Array): Sample;
  /** Told by a `DataLoader` before each epoch, from 0; for samples that differ by epoch. */
  setEpoch?(epoch: number): void;
}

/**
 * A data set whose batches come later, from a worker or over a network; `for await` over a loader.
 */
export interface AsyncDataset<Sample extends readonly Tensor[]> {
  /** Number of samples. */
  readonly length: number;
  /** The samples at `indices` as one batch, each tensor with a new first dim. */
  gatherLater(indices: Int32Array): Promise<Sample>;
  /** Told by a `DataLoader` before each epoch, from 0. */
  setEpoch?(epoch: number): void;
}

/** The samples of `dataset` at `indices`, stacked along a new first dim. */
export function gatherSamples<Sample extends readonly Tensor[]>(
  dataset: Dataset<Sample>,
  indices: Int32Array,
): Sample {
  if (dataset.gather !== undefined) {
    const batch = dataset.gather(indices);
    for (const each of batch) refuseForeign('DataLoader', each);
    return batch;
  }
  const samples = Array.from(indices, (index) => dataset.get(index));
  const fields = samples[0]?.length ?? 0;
  const batch = Array.from({ length: fields }, (_, field) =>
    stackRows(samples.map((sample) => sample[field])),
  );
  return asSample<Sample>(batch);
}

/** A list of tensors as the tuple that its data set declares; TypeScript loses tuples in `map`. */
export function asSample<Sample extends readonly Tensor[]>(tensors: readonly Tensor[]): Sample {
  return tensors as readonly Tensor[] as Sample;
}

function stackRows(rows: readonly (Tensor | undefined)[]): Tensor {
  const [first] = rows;
  if (first === undefined) throw new ShapeError('DataLoader: a batch needs at least one sample');
  for (const row of rows) refuseForeign('DataLoader', row);
  const values = first.toTypedArray();
  const stacked = allocateLike(values, values.length * rows.length);
  rows.forEach((row, at) => {
    if (row === undefined || row.dtype !== first.dtype || !sameShape(row.shape, first.shape)) {
      throw new ShapeError(
        `DataLoader: samples of one batch must be alike, got ${first.dtype} ${show(first.shape)} ` +
          `and ${row === undefined ? 'none' : `${row.dtype} ${show(row.shape)}`}; ` +
          'pad or crop them in get()',
      );
    }
    stacked.set(row.toTypedArray(), at * values.length);
  });
  return tensor(stacked, { dtype: first.dtype, shape: [rows.length, ...first.shape] });
}

/** The typed arrays in which a tensor's values come to the host; a bool is a byte. */
export type HostArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A zeroed array of the same kind as `values`. */
export function allocateLike(values: HostArray, length: number): HostArray {
  if (values instanceof Float32Array) return new Float32Array(length);
  if (values instanceof Float64Array) return new Float64Array(length);
  if (values instanceof Int32Array) return new Int32Array(length);
  return new Uint8Array(length);
}

/** Tensors side by side as a data set: sample `i` is row `i` of each. */

import { IndexError, ShapeError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { numel, show } from '../graph/shape.js';
import * as signatures from '../signatures/data.js';
import { type Tensor, tensor } from '../tensor/index.js';
import { allocateLike, asSample, type Dataset, type HostArray } from './dataset.js';

/** One tensor's values on the host, ready for rows to be copied out of it. */
interface Column {
  readonly values: HostArray;
  readonly dtype: Tensor['dtype'];
  readonly rowShape: readonly number[];
  readonly rowSize: number;
}

/**
 * Samples from tensors of equal first size: `new TensorDataset(x, y)` with x `[n, ...]` and y `[n,
 * ...]` gives `[x[i], y[i]]`. Any dtypes. The values are copied once, so a later `assign` to one of
 * the tensors does not reach the data set. PyTorch's `torch.utils.data.TensorDataset`.
 *
 * Throws `ShapeError` without a tensor, for a 0-d tensor, and for different first sizes.
 * @example
 * const data = new TensorDataset(arange(4), arange(4).mul(2));
 * console.log(data.get(3).map((each) => each.item())); // [ 3, 6 ]
 */
export class TensorDataset<Sample extends readonly Tensor[]> implements Dataset<Sample> {
  /** Number of samples: the first size of every tensor. */
  readonly length: number;
  /** The tensors themselves. */
  readonly tensors: Sample;
  readonly #columns: readonly Column[];

  constructor(...tensors: Sample) {
    signatures.TensorDataset.check(arguments);
    for (const each of tensors) refuseForeign('TensorDataset', each);
    const [length] = tensors[0]?.shape ?? [];
    if (length === undefined || tensors.some((each) => each.shape[0] !== length)) {
      const shapes = tensors.map((each) => show(each.shape)).join(' and ');
      throw new ShapeError(
        'TensorDataset: needs at least one tensor, and tensors of equal first size, got ' +
          `${shapes || 'none'}`,
      );
    }
    this.length = length;
    this.tensors = tensors;
    this.#columns = tensors.map(toColumn);
  }

  /**
   * Row `index` of each tensor, without its first dim. Throws `IndexError` outside 0..length - 1.
   */
  get(index: number): Sample {
    signatures.TensorDataset$get.check(arguments);
    this.#checkIndex('get', index);
    return asSample(
      this.#columns.map(({ values, dtype, rowShape, rowSize }) => {
        const row = values.slice(index * rowSize, (index + 1) * rowSize);
        return tensor(row, { dtype, shape: [...rowShape] });
      }),
    );
  }

  /**
   * The rows at `indices` of each tensor, in that order, `[indices.length, ...]`; an index may
   * repeat. Throws `IndexError` for an index outside 0..length - 1.
   */
  gather(indices: Int32Array): Sample {
    signatures.TensorDataset$gather.check(arguments);
    for (const index of indices) this.#checkIndex('gather', index);
    return asSample(this.#columns.map((column) => gatherColumn(column, indices)));
  }

  #checkIndex(method: string, index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw new IndexError(
      `TensorDataset.${method}: no sample ${index}, there are ${this.length} (0 to ${this.length - 1})`,
    );
  }
}

function toColumn(source: Tensor): Column {
  const rowShape = source.shape.slice(1);
  const { dtype } = source;
  return { values: source.toTypedArray(), dtype, rowShape, rowSize: numel(rowShape) };
}

function gatherColumn(column: Column, indices: Int32Array): Tensor {
  const { values, dtype, rowShape, rowSize } = column;
  const rows = allocateLike(values, indices.length * rowSize);
  indices.forEach((index, at) => {
    // One number a row, as class labels are: a view per row would cost more than the copy.
    if (rowSize === 1) rows[at] = values[index] ?? 0;
    else rows.set(values.subarray(index * rowSize, (index + 1) * rowSize), at * rowSize);
  });
  return tensor(rows, { dtype, shape: [indices.length, ...rowShape] });
}

/**
 * What elements there are and how often: the shapes of these results depend on values, so the
 * functions read their tensor.
 */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { isFloat } from '../../../graph/dtype.js';
import { normalizeDim, numel, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { ones, tensor, zeros } from '../../make/create.js';
import { indexSelect, scatterAdd } from '../movement/lookup.js';
import { reshape, transpose } from '../movement/shape.js';

/** Options of `unique`. */
export interface UniqueOptions {
  /** The elements are always sorted here; PyTorch's option is taken for its sake. */
  readonly sorted?: boolean;
  /** Whether to say which of them each element is. Default false. */
  readonly returnInverse?: boolean;
  /** Whether to count them. Default false. */
  readonly returnCounts?: boolean;
  /** The dim whose slices are compared; null (default) for single elements. */
  readonly dim?: number | null;
}

/** What is compared: rows of `width` numbers. */
interface Rows {
  readonly values: ArrayLike<number>;
  readonly count: number;
  readonly width: number;
}

function compareRows({ values, width }: Rows, a: number, b: number): number {
  for (let i = 0; i < width; i++) {
    const [x = 0, y = 0] = [values[a * width + i], values[b * width + i]];
    if (x < y) return -1;
    if (x > y) return 1;
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    // NaN differs from all, itself included, so each stays.
    if (Number.isNaN(x)) return a - b;
  }
  return 0;
}

/** The first row of each group, which group each row is in, and the sizes of groups. */
interface Groups {
  readonly first: number[];
  readonly inverse: Int32Array;
  readonly counts: number[];
}

/** Groups of equal neighbours in an order of rows. */
function groupsOf(rows: Rows, order: readonly number[]): Groups {
  const groups: Groups = { first: [], inverse: new Int32Array(rows.count), counts: [] };
  let last: number | null = null;
  for (const row of order) {
    if (last === null || compareRows(rows, last, row) !== 0) {
      groups.first.push(row);
      groups.counts.push(0);
    }
    const group = groups.first.length - 1;
    groups.counts[group] = (groups.counts[group] ?? 0) + 1;
    groups.inverse[row] = group;
    last = row;
  }
  return groups;
}

function indices(list: ArrayLike<number>, shape?: readonly number[]): Tensor {
  return tensor(Int32Array.from(list), { shape: shape ?? [list.length] });
}

function grouped(name: string, x: TensorLike, options: UniqueOptions, isSorted: boolean): unknown {
  const { returnInverse = false, returnCounts = false, dim = null } = options;
  const value = new Tensor(toNode(name, x)).detach();
  const flat = dim === null ? reshape(value, [-1]) : value;
  const d = dim === null ? 0 : normalizeDim(name, dim, value.ndim);
  const moved = flat.ndim > 1 ? transpose(flat, 0, d) : reshape(flat, [-1]);
  const count = moved.shape[0] ?? 0;
  const rows: Rows = {
    values: moved.toTypedArray(),
    count,
    width: numel(moved.shape.slice(1)),
  };
  const order = Array.from({ length: count }, (_, i) => i);
  if (isSorted) order.sort((a, b) => compareRows(rows, a, b));
  const { first, inverse, counts } = groupsOf(rows, order);
  const picked = indexSelect(moved, 0, indices(first));
  const output = flat.ndim > 1 ? transpose(picked, 0, d) : picked;
  const inverseShape = dim === null ? value.shape : [count];
  const results = [
    output,
    ...(returnInverse ? [indices(inverse, inverseShape)] : []),
    ...(returnCounts ? [indices(counts)] : []),
  ];
  return results.length === 1 ? output : results;
}

/**
 * The elements of x, each once, in order: 1-d, or slices of `dim`. Reads x.
 * @example
 * console.log(unique(tensor([3, 1, 3])).toArray()); // [ 1, 3 ]
 */
export function unique(
  x: TensorLike,
  options?: UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false },
): Tensor;
/**
 * The elements of x, each once, in order; with `returnInverse` the place of each element among them
 * (int32, in the shape of x), with `returnCounts` how often each occurs (int32): a list of two or
 * three. Reads x. Source: https://pytorch.org/docs/stable/generated/torch.unique.html
 * @throws IndexError for a dim that does not exist.
 */
export function unique(x: TensorLike, options: UniqueOptions): Tensor[];
export function unique(x: TensorLike, options: UniqueOptions = {}): unknown {
  signatures.unique.check(arguments);
  return grouped('unique', x, options, true);
}

/**
 * The elements of x without repetitions of a neighbour: 1-d, or slices of `dim`. Reads x.
 * @example
 * console.log(uniqueConsecutive(tensor([1, 1, 2, 1])).toArray()); // [ 1, 2, 1 ]
 */
export function uniqueConsecutive(
  x: TensorLike,
  options?: UniqueOptions & { readonly returnInverse?: false; readonly returnCounts?: false },
): Tensor;
/**
 * The elements of x without repetitions of a neighbour; else as `unique`. Source:
 * https://pytorch.org/docs/stable/generated/torch.unique_consecutive.html
 * @throws IndexError for a dim that does not exist.
 */
export function uniqueConsecutive(x: TensorLike, options: UniqueOptions): Tensor[];
export function uniqueConsecutive(x: TensorLike, options: UniqueOptions = {}): unknown {
  signatures.uniqueConsecutive.check(arguments);
  return grouped('uniqueConsecutive', x, options, false);
}

/**
 * How often each number from 0 on occurs in an int32 `[n]`: int32, or sums of `weights`, as long as
 * the largest number asks for and at least `minlength`. Reads x.
 * Source: https://pytorch.org/docs/stable/generated/torch.bincount.html
 * @throws DTypeError unless x is int32; ShapeError unless it is 1-d; ValueError for a negative
 *   number.
 * @example
 * console.log(bincount(tensor([0, 2, 2], { dtype: 'int32' })).toArray()); // [ 1, 0, 2 ]
 */
export function bincount(x: TensorLike, weights: Tensor | null = null, minlength = 0): Tensor {
  signatures.bincount.check(arguments);
  const value = new Tensor(toNode('bincount', x));
  if (value.dtype !== 'int32') {
    throw new DTypeError(`bincount: needs int32, got ${value.dtype}. Use x.to('int32')`);
  }
  if (value.ndim !== 1 || (weights !== null && weights.numel !== value.numel)) {
    throw new ShapeError(
      `bincount: needs one dim (and as many weights), got shape ${show(value.shape)}` +
        (weights === null ? '' : ` and ${show(weights.shape)}`),
    );
  }
  const numbers = value.toTypedArray();
  let length = minlength;
  for (const number of numbers) {
    if (number < 0) throw new ValueError(`bincount: counts no negative numbers, got ${number}`);
    length = Math.max(length, number + 1);
  }
  const source = weights ?? ones(value.shape, { dtype: 'int32' });
  const added = isFloat(source.dtype) ? source : source.to(weights === null ? 'int32' : 'float64');
  return scatterAdd(zeros([length], { dtype: added.dtype }), 0, value, added);
}

/**
 * How many elements are in each of `bins` equal intervals from `min` to `max`, in the dtype of x;
 * both 0 (the default) stand for the smallest and largest element. Elements outside and NaN do not
 * count. Reads x. Source: https://pytorch.org/docs/stable/generated/torch.histc.html
 * @throws DTypeError unless x is a float; ValueError unless `bins` is a positive integer and min is
 *   not above max.
 * @example
 * console.log(histc(tensor([0, 1, 1, 2]), 2).toArray()); // [ 1, 3 ]
 */
export function histc(x: TensorLike, bins = 100, min = 0, max = 0): Tensor {
  signatures.histc.check(arguments);
  const value = new Tensor(toNode('histc', x));
  if (!isFloat(value.dtype)) {
    throw new DTypeError(`histc: needs a float, got ${value.dtype}. Use x.to('float32')`);
  }
  if (!Number.isInteger(bins) || bins < 1 || min > max) {
    throw new ValueError(`histc: needs positive bins and min <= max, got ${bins}, ${min}, ${max}`);
  }
  const numbers = value.toTypedArray();
  let [low, high] = [min, max];
  if (low === high) {
    low = Infinity;
    high = -Infinity;
    for (const number of numbers) {
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
  }
  if (low === high) [low, high] = [low - 1, high + 1];
  const counts = new Float64Array(bins);
  for (const number of numbers) {
    if (!(number >= low && number <= high)) continue;
    const bin = Math.min(bins - 1, Math.floor(((number - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return tensor(counts, { dtype: value.dtype });
}

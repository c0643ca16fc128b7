/**
 * Sums, means and maxima of rows of a table.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html
 */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { normalizeDim, sameShape, show } from '../../graph/shape.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { arange, type Tensor, where, zeros } from '../../tensor/index.js';
import { embedding } from './embedding.js';

/** What becomes of the rows of a bag. */
export type EmbeddingBagMode = 'sum' | 'mean' | 'max';

/** Options of `embeddingBag`. */
export interface EmbeddingBagOptions {
  /** `'mean'` by default. */
  readonly mode?: EmbeddingBagMode;
  /** Factors of the rows, of the shape of the index; with mode `'sum'` only. */
  readonly perSampleWeights?: Tensor | null;
  /** Whether the last offset is the end of the last bag. Default false. */
  readonly includeLastOffset?: boolean;
  /** A row that counts in no bag and receives no gradient, from the end if negative. */
  readonly paddingIdx?: number | null;
}

/** Rows of bags, and which bag each belongs to. */
interface Bags {
  /** `[n, D]` */
  readonly rows: Tensor;
  /** Which rows count, bool `[n]`, or null if all do. */
  readonly counted: Tensor | null;
  /** The number of each row's bag, int32 `[n]`. */
  readonly bag: Tensor;
  readonly count: number;
}

/** The number of the bag of each of `n` rows, of bags that begin at `offsets`. */
function bagsAt(offsets: Tensor, n: number): Tensor {
  return internally(() => offsets.searchsorted(arange(n), { right: true }).sub(1));
}

function readBags(
  index: Tensor,
  weight: Tensor,
  offsets: Tensor | null,
  { includeLastOffset = false, paddingIdx = null }: EmbeddingBagOptions,
): Bags {
  const flat = index.reshape([-1]);
  const rows = embedding(flat, weight, paddingIdx === null ? {} : { paddingIdx });
  const padding =
    paddingIdx === null ? null : normalizeDim('embeddingBag', paddingIdx, weight.shape[0] ?? 0);
  const counted = padding === null ? null : flat.ne(padding);
  if (index.ndim === 2 && offsets === null) {
    const [count = 0, length = 0] = index.shape;
    const bag = internally(() => arange(count).unsqueeze(1).expand([count, length]).reshape([-1]));
    return { rows, counted, bag, count };
  }
  if (index.ndim !== 1 || offsets?.ndim !== 1) {
    const given = offsets === null ? 'no offsets' : `offsets ${show(offsets.shape)}`;
    throw new ShapeError(
      'embeddingBag: needs an index [B, L] without offsets, or [n] with offsets [B], got ' +
        `${show(index.shape)} and ${given}`,
    );
  }
  if (offsets.dtype !== 'int32') {
    throw new DTypeError(
      `embeddingBag: offsets must be int32, got ${offsets.dtype}. Use offsets.to('int32')`,
    );
  }
  const count = offsets.numel - (includeLastOffset ? 1 : 0);
  return { rows, counted, bag: bagsAt(offsets, flat.numel), count };
}

function sums({ rows, counted, bag, count }: Bags): Tensor {
  const kept = counted === null ? rows : where(counted.unsqueeze(1), rows, 0);
  const nothing = zeros([count, rows.shape[1] ?? 0], { dtype: rows.dtype });
  return nothing.indexAdd(0, bag, kept);
}

/** How many rows each bag counts, `[count, 1]`. */
function sizes({ rows, counted, bag, count }: Bags): Tensor {
  return internally(() => {
    const ones = counted === null ? bag.mul(0).add(1) : counted.to('int32');
    const found = zeros([count], { dtype: 'int32' }).indexAdd(0, bag, ones);
    return found.to(rows.dtype).unsqueeze(1);
  });
}

function maxima(bags: Bags): Tensor {
  const { rows, counted, bag, count } = bags;
  const width = rows.shape[1] ?? 0;
  const kept = counted === null ? rows : where(counted.unsqueeze(1), rows, -Infinity);
  const places = bag.unsqueeze(1).expand([bag.numel, width]);
  const nothing = zeros([count, width], { dtype: rows.dtype });
  const most = nothing.scatterReduce(0, places, kept, 'amax', { includeSelf: false });
  return where(
    internally(() => sizes(bags).gt(0)),
    most,
    0,
  );
}

/**
 * The sum, mean or maximum of rows of a table, bag by bag: int32 `[B, L]`, or `[n]` with offsets
 * int32 `[B]`, where the bags begin, and weight `[num, D]` -> `[B, D]`. An empty bag is 0.
 * @throws ShapeError for other shapes; DTypeError for an index or offsets that are not int32;
 *   ValueError for `perSampleWeights` with another mode; IndexError, when computed, for an index
 *   out of range or a first offset other than 0.
 * @example
 * const [index, table] = [tensor([[0, 2]], { dtype: 'int32' }), tensor([[1, 2], [0, 0], [3, 4]])];
 * console.log(nn.functional.embeddingBag(index, table).toArray()); // [ [ 2, 3 ] ]
 */
export function embeddingBag(
  index: Tensor,
  weight: Tensor,
  offsets: Tensor | null = null,
  options: EmbeddingBagOptions = {},
): Tensor {
  signatures.embeddingBag.check(arguments);
  const { mode = 'mean', perSampleWeights = null } = options;
  const bags = readBags(index, weight, offsets, options);
  if (perSampleWeights === null) {
    if (mode === 'max') return maxima(bags);
    return mode === 'sum' ? sums(bags) : sums(bags).div(sizes(bags).clamp(1));
  }
  if (mode !== 'sum') {
    throw new ValueError(`embeddingBag: perSampleWeights need mode 'sum', got '${mode}'`);
  }
  if (!sameShape(perSampleWeights.shape, index.shape)) {
    throw new ShapeError(
      `embeddingBag: perSampleWeights must have the shape of the index ${show(index.shape)}, got ` +
        show(perSampleWeights.shape),
    );
  }
  const factors = perSampleWeights.reshape([-1, 1]);
  return sums({ ...bags, rows: bags.rows.mul(factors) });
}

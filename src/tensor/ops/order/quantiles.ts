/** Quantiles. */

import { oneOf, ShapeError, ValueError } from '../../../errors.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { tensor } from '../../make/create.js';
import { add, mul, sub } from '../elementwise/arithmetic.js';
import { eq, lt, ne } from '../elementwise/comparison.js';
import { floor } from '../elementwise/elementary.js';
import { ceil, round } from '../elementwise/rounding.js';
import { where } from '../elementwise/where.js';
import { gather } from '../movement/lookup.js';
import { permute, reshape, unsqueeze } from '../movement/shape.js';
import { sum } from '../reduction/reduce.js';
import { sort } from './order.js';

/** How a quantile between two elements is found. */
export type Interpolation = 'linear' | 'lower' | 'higher' | 'nearest' | 'midpoint';

/** Options of `quantile` and `nanquantile`. */
export interface QuantileOptions {
  /** Default `'linear'`. */
  readonly interpolation?: Interpolation;
}

const interpolations: { readonly [I in Interpolation]: (rank: Tensor) => [Tensor, Tensor] } = {
  linear: (rank) => [floor(rank), sub(rank, floor(rank))],
  lower: (rank) => [floor(rank), mul(rank, 0)],
  higher: (rank) => [ceil(rank), mul(rank, 0)],
  nearest: (rank) => [round(rank), mul(rank, 0)],
  midpoint: (rank) => [floor(rank), where(eq(rank, floor(rank)), 0, 0.5).to(rank.dtype)],
};

function quantilesOf(
  name: 'quantile' | 'nanquantile',
  x: TensorLike,
  q: Tensor | number,
  dim: number | null,
  keepdim: boolean,
  options: QuantileOptions,
): Tensor {
  const { interpolation = 'linear' } = options;
  if (!Object.hasOwn(interpolations, interpolation)) {
    const known = oneOf(Object.keys(interpolations));
    throw new ValueError(`${name}: interpolation must be ${known}, got '${interpolation}'`);
  }
  const given = new Tensor(toFloatNode(name, x));
  const isWhole = dim === null || given.ndim === 0;
  const flat = isWhole ? reshape(given, [-1]) : given;
  const d = dim === null ? 0 : normalizeDim(name, dim, given.ndim);
  const size = flat.shape[d] ?? 1;
  if (size === 0) throw new ShapeError(`${name}: no element in dim ${d} of ${show(given.shape)}`);
  if (typeof q === 'number' && !(q >= 0 && q <= 1)) {
    throw new ValueError(`${name}: q must be between 0 and 1, got ${q}`);
  }
  const shares = typeof q === 'number' ? tensor([q], { dtype: flat.dtype }) : q.reshape([-1]);
  const last = permute(flat, [...flat.shape.flatMap((_, i) => (i === d ? [] : [i])), d]);
  const lead = last.shape.slice(0, -1);
  const [ordered] = sort(last, -1);
  const [place, weight] = internally(() => {
    const count = sub(size, sum(ne(last.detach(), last.detach()), -1, true)).to(flat.dtype);
    const isAll = eq(count, size);
    const most = sub(count, 1).clamp(0);
    const rank = mul(shares.to(flat.dtype).reshape([...lead.map(() => 1), -1]), most);
    // The last in order is NaN, if there is one.
    const ranks = name === 'quantile' ? where(isAll, rank, size - 1) : rank;
    const [low, share] = interpolations[interpolation](ranks);
    return [low.to('int32'), share];
  });
  const lower = gather(ordered, -1, place);
  const next = internally(() => place.add(1).minimum(size - 1));
  // From the nearer neighbour: between an infinite and a finite one the quantile is infinite.
  const upper = gather(ordered, -1, next);
  const span = sub(upper, lower);
  const isLow = internally(() => lt(weight, 0.5));
  const between = where(
    isLow,
    add(lower, mul(span, weight)),
    sub(upper, mul(span, sub(1, weight))),
  );
  const isPlain = internally(() => eq(weight, 0));
  const values = where(isPlain, lower, between);
  const front = permute(values, [lead.length, ...lead.map((_, i) => i)]);
  const isOne = typeof q === 'number' || q.ndim === 0;
  const shaped = keepdim ? unsqueezeAt(front, isWhole ? given.ndim : d, isWhole) : front;
  return isOne ? reshape(shaped, shaped.shape.slice(1)) : shaped;
}

/** The reduced dim back, behind that of the quantiles; of all dims, one each. */
function unsqueezeAt(x: Tensor, at: number, isAll: boolean): Tensor {
  if (!isAll) return unsqueeze(x, at + 1);
  return reshape(x, [...x.shape, ...Array.from({ length: at }, () => 1)]);
}

/**
 * Quantiles over `dim` (or of all elements): the value below which a share `q` of the elements is,
 * `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. With a 1-d tensor of shares, one more
 * dim in front. NaN if there is one. An int32 or bool becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.quantile.html
 * @throws ValueError for a share outside [0, 1] or another interpolation; ShapeError when there is
 *   no element; IndexError for a dim that does not exist.
 * @example
 * console.log(quantile(tensor([1, 2, 3, 4, 5]), 0.5).item()); // 3
 */
export function quantile(
  x: TensorLike,
  q: Tensor | number,
  dim: number | null = null,
  keepdim = false,
  options: QuantileOptions = {},
): Tensor {
  signatures.quantile.check(arguments);
  return quantilesOf('quantile', x, q, dim, keepdim, options);
}

/**
 * Quantiles of what is not NaN; else as `quantile`. Source:
 * https://pytorch.org/docs/stable/generated/torch.nanquantile.html
 * @throws ValueError, ShapeError, IndexError as `quantile`.
 * @example
 * console.log(nanquantile(tensor([1, NaN, 3]), 0.5).item()); // 2
 */
export function nanquantile(
  x: TensorLike,
  q: Tensor | number,
  dim: number | null = null,
  keepdim = false,
  options: QuantileOptions = {},
): Tensor {
  signatures.nanquantile.check(arguments);
  return quantilesOf('nanquantile', x, q, dim, keepdim, options);
}

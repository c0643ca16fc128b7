/** Elements put or combined at the places that an index names along a dim. */

import { oneOf, ValueError } from '../../../errors.js';
import { cast } from '../../../graph/builders/index.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { customOp } from '../../handle/custom-op.js';
import { Tensor } from '../../handle/tensor.js';
import { arange, full, zeros } from '../../make/create.js';
import { add, maximum, minimum, mul } from '../elementwise/arithmetic.js';
import { eq, ne } from '../elementwise/comparison.js';
import { floor } from '../elementwise/elementary.js';
import { trueQuotient as div } from '../elementwise/quotient.js';
import { where } from '../elementwise/where.js';
import { cat } from '../movement/join.js';
import { gather, scatterAdd } from '../movement/lookup.js';
import { reshape } from '../movement/shape.js';
import { slice } from '../movement/slicing.js';
import { sort } from '../order/order.js';
import { putPlaces } from './put-places.js';
import { type Scattered, scattered } from './scattered.js';

/** Options of `scatter`. */
export interface ScatterOptions {
  /** `'add'` or `'multiply'` instead of putting. */
  readonly reduce?: 'add' | 'multiply' | null;
}

/**
 * x with each element of `source` (or a number) put at its index (int32) along `dim`: for dim 0 of
 * a matrix, out[index[i][j]][j] = source[i][j]. Of several for one place, the last. The index may
 * be smaller than source and x.
 * Source: https://pytorch.org/docs/stable/generated/torch.scatter.html
 * @throws DTypeError for an index that is not int32, or a source of another dtype; ShapeError for
 *   shapes that do not fit; IndexError for a dim that does not exist and, when the values are read,
 *   ValueError for an index out of range.
 * @example
 * const places = tensor([2], { dtype: 'int32' });
 * console.log(zeros([3]).scatter(0, places, tensor([5])).toArray()); // [ 0, 0, 5 ]
 */
export function scatter(
  x: TensorLike,
  dim: number,
  index: Tensor,
  source: Tensor | number,
  options: ScatterOptions = {},
): Tensor {
  signatures.scatter.check(arguments);
  const { reduce = null } = options;
  const value = new Tensor(toNode('scatter', x));
  if (reduce === 'add')
    return scatterReduce(value, dim, index, filled(value, index, source), 'sum');
  if (reduce === 'multiply') {
    return scatterReduce(value, dim, index, filled(value, index, source), 'prod');
  }
  const { list, places, values } = scattered('scatter', value, dim, index, source);
  return reshape(putPlaces(list, places, values, true), value.shape);
}

function filled(x: Tensor, index: Tensor, source: Tensor | number): Tensor {
  return source instanceof Tensor ? source : full(index.shape, source, { dtype: x.dtype });
}

/** How elements for one place are combined. */
export type ScatterReduction = 'sum' | 'prod' | 'mean' | 'amax' | 'amin';

/** Options of `scatterReduce`. */
export interface ScatterReduceOptions {
  /** Whether the element that is there takes part. Default true. */
  readonly includeSelf?: boolean;
}

/** What a place starts from where its own element does not take part. */
const neutral: { readonly [R in ScatterReduction]: number } = {
  sum: 0,
  prod: 1,
  mean: 0,
  amax: -Infinity,
  amin: Infinity,
};

/** Combines neighbours of one place, in order of places, in log2(n) steps; the last has all. */
function joined(
  values: Tensor,
  places: Tensor,
  join: (a: Tensor, b: Tensor) => Tensor,
  start: number,
): Tensor {
  const count = values.numel;
  let result = values;
  for (let step = 1; step < count; step *= 2) {
    const back = (each: Tensor, fill: number): Tensor =>
      cat([full([step], fill, { dtype: each.dtype }), slice(each, 0, 0, count - step)]);
    const isSame = internally(() => eq(back(places, -1), places));
    const before = where(isSame, back(result, start), start);
    result = join(result, before.to(values.dtype));
  }
  return result;
}

function combined(kind: 'prod' | 'amax' | 'amin', scatteredIn: Scattered): Tensor {
  const { list, places, values } = scatteredIn;
  if (places.numel === 0) return list;
  const join = { prod: mul, amax: maximum, amin: minimum }[kind];
  const start =
    list.dtype === 'int32' ? { prod: 1, amax: -(2 ** 31), amin: 2 ** 31 - 1 }[kind] : neutral[kind];
  const [ordered, order] = internally(() => sort(places));
  const sorted = gather(values, 0, order);
  const runs = joined(sorted, ordered, join, start);
  const found = internally(() => {
    const count = places.numel;
    const next = gather(ordered, 0, minimum(add(arange(count), 1), count - 1));
    return maximum(eq(arange(count), count - 1), ne(ordered, next));
  });
  const put = scatterAdd(
    zeros([list.numel], { dtype: list.dtype }),
    0,
    ordered,
    where(found, runs, 0).to(list.dtype),
  );
  const isTaken = internally(() =>
    scatterAdd(zeros([list.numel], { dtype: 'int32' }), 0, ordered, found.to('int32')).to('bool'),
  );
  return where(isTaken, join(list, put), list);
}

/** Those that are equal to the extreme share its gradient. */
function extremes(kind: 'amax' | 'amin', scatteredIn: Scattered): Tensor {
  const { places } = scatteredIn;
  const op = customOp({
    name: 'scatterReduce',
    forward: (list: Tensor, values: Tensor) => combined(kind, { list, places, values }),
    backward: (gradient: Tensor, [list, values]: readonly [Tensor, Tensor], result: Tensor) => {
      const { isSelf, isValue, count } = internally(() => {
        const own = eq(list, result);
        const other = eq(values, gather(result, 0, places));
        return {
          isSelf: own,
          isValue: other,
          count: scatterAdd(own.to('int32'), 0, places, other.to('int32')),
        };
      });
      const share = div(gradient, maximum(count, 1));
      return [where(isSelf, share, 0), where(isValue, gather(share, 0, places), 0)];
    },
  });
  return op(scatteredIn.list, scatteredIn.values);
}

/**
 * x with each element of `source` combined at its index (int32) along `dim`, as `reduce` says: for
 * dim 0 of a matrix into out[index[i][j]][j]. The index may be smaller than source and x.
 * Source: https://pytorch.org/docs/stable/generated/torch.Tensor.scatter_reduce.html
 * @throws ValueError for an unknown reduction; else as `scatter`.
 * @example
 * const places = tensor([0, 0], { dtype: 'int32' });
 * const y = ones([2]).scatterReduce(0, places, tensor([2, 3]), 'prod');
 * console.log(y.toArray()); // [ 6, 1 ]
 */
export function scatterReduce(
  x: TensorLike,
  dim: number,
  index: Tensor,
  source: Tensor,
  reduce: ScatterReduction,
  options: ScatterReduceOptions = {},
): Tensor {
  signatures.scatterReduce.check(arguments);
  const { includeSelf = true } = options;
  if (!Object.hasOwn(neutral, reduce)) {
    const known = oneOf(Object.keys(neutral));
    throw new ValueError(`scatterReduce: reduce must be ${known}, got '${String(reduce)}'`);
  }
  const value = new Tensor(toNode('scatterReduce', x));
  if (value.dtype === 'bool' && reduce !== 'mean') {
    const from = source.to('int32');
    return scatterReduce(value.to('int32'), dim, index, from, reduce, options).to('bool');
  }
  const all = scattered('scatterReduce', value, dim, index, source);
  const { list, places, values } = all;
  const count = internally(() =>
    scatterAdd(
      zeros([list.numel], { dtype: 'int32' }),
      0,
      places,
      full(places.shape, 1, { dtype: 'int32' }),
    ),
  );
  const isTaken = internally(() => count.to('bool'));
  const start = neutral[reduce];
  const isInteger = list.dtype === 'int32';
  const from = isInteger && !Number.isFinite(start) ? Math.sign(start) * (2 ** 31 - 1) : start;
  const own = includeSelf ? list : where(isTaken, from, list).to(list.dtype);
  const base = { list: own, places, values };
  const results = {
    sum: () => scatterAdd(own, 0, places, values),
    mean: () => meanOf(scatterAdd(own, 0, places, values), add(count, includeSelf ? 1 : 0)),
    prod: () => combined('prod', base),
    amax: () => extremes('amax', base),
    amin: () => extremes('amin', base),
  } satisfies { readonly [R in ScatterReduction]: () => Tensor };
  return reshape(results[reduce](), value.shape);
}

/** Means of sums; of integers rounded down. */
function meanOf(total: Tensor, count: Tensor): Tensor {
  const divisor = maximum(count, 1);
  if (total.dtype !== 'int32') return div(total, divisor);
  const exact = div(new Tensor(cast(total.node, 'float64')), divisor);
  return new Tensor(cast(floor(exact).node, 'int32'));
}

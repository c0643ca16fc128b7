/** Values put into a list at numbered places: what assignments are made of. */

import { internally } from '../../../runtime/values/held.js';
import { Tensor } from '../../handle/tensor.js';
import { arange, full, zeros } from '../../make/create.js';
import { add, mul, sub } from '../elementwise/arithmetic.js';
import { eq, ne } from '../elementwise/comparison.js';
import { where } from '../elementwise/where.js';
import { gather, scatterAdd } from '../movement/lookup.js';
import { reshape } from '../movement/shape.js';
import { argsort } from '../order/order.js';

/** Which of several values for one place is the last: a bool for each value. */
function isLastAt(places: Tensor): Tensor {
  const count = places.numel;
  const order = argsort(places);
  const ordered = gather(places, 0, order);
  const next = gather(
    ordered,
    0,
    arange(count)
      .add(1)
      .minimum(count - 1),
  );
  const isLast = eq(arange(count), count - 1).maximum(ne(ordered, next));
  // Back from the order of places to that of values.
  const back = scatterAdd(zeros([count], { dtype: 'int32' }), 0, order, isLast.to('int32'));
  return back.to('bool');
}

/**
 * `list` with `values` at `places` (int32, all 1-d); of several values for one place the last, as
 * in NumPy. Without `mayRepeat` no place is named twice.
 */
export function putPlaces(
  list: Tensor,
  places: Tensor,
  values: Tensor,
  mayRepeat: boolean,
): Tensor {
  if (places.numel === 0) return new Tensor(list.node);
  const marks = internally(() => {
    const isLast = mayRepeat ? isLastAt(places) : full(places.shape, 1, { dtype: 'bool' });
    const none = zeros([list.numel], { dtype: 'int32' });
    return { isLast, isTaken: scatterAdd(none, 0, places, isLast.to('int32')).to('bool') };
  });
  const isNumber = values.dtype !== 'bool';
  const numbers = isNumber ? values : values.to('int32');
  const kept = mayRepeat ? where(marks.isLast, numbers, 0) : numbers;
  const put = scatterAdd(zeros([list.numel], { dtype: numbers.dtype }), 0, places, kept);
  return where(marks.isTaken, isNumber ? put : put.to('bool'), list);
}

/** `list` with `values` added at `places`. */
export function addAtPlaces(list: Tensor, places: Tensor, values: Tensor): Tensor {
  return scatterAdd(list, 0, places, values);
}

/**
 * The number of each element that an index along `d` names, counted in row-major order: for dim 0
 * of a matrix with n columns, index[i][j] * n + j.
 */
export function numbersAlong(shape: readonly number[], d: number, index: Tensor): Tensor {
  let stride = 1;
  let total: Tensor | null = null;
  for (let i = shape.length - 1; i >= 0; i--) {
    const along = index.shape.map((n, k) => (k === i ? n : 1));
    const place = i === d ? index : reshape(arange(index.shape[i] ?? 1), along);
    const part = mul(place, stride);
    total = total === null ? part : add(total, part);
    stride *= shape[i] ?? 1;
  }
  return total === null ? sub(index, index) : total.expand(index.shape);
}

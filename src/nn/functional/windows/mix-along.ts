/**
 * A dim whose new elements are sums of few old ones with weights: the product with a matrix that is
 * almost all zeros, without the zeros, so that an infinity stays where it is. Its gradient is one
 * of these again.
 */

import { customOp } from '../../../autodiff/index.js';
import { numel } from '../../../graph/shape.js';
import { type Tensor, tensor, where } from '../../../tensor/index.js';

/** What one new element is made of. */
export type Mix = readonly (readonly [place: number, weight: number])[];

/** Sums of more elements than this are one reduction. */
const MOST_TERMS = 8;

/** What each of `count` old elements gives to new ones. */
function transposed(rows: readonly Mix[], count: number): Mix[] {
  const columns = Array.from({ length: count }, (): [number, number][] => []);
  rows.forEach((row, i) => {
    for (const [place, weight] of row) columns[place]?.push([i, weight]);
  });
  return columns;
}

/** Term k of all rows, then term k + 1: places, weights, and whether there is one. */
function termsOf(rows: readonly Mix[], length: number) {
  const count = rows.length;
  const places = new Int32Array(length * count);
  const weights = new Float64Array(length * count);
  const isThere = new Uint8Array(length * count);
  rows.forEach((row, i) => {
    row.forEach(([place, weight], k) => {
      places[k * count + i] = place;
      weights[k * count + i] = weight;
      isThere[k * count + i] = 1;
    });
  });
  return { places, weights, isThere };
}

function mix(x: Tensor, dim: number, rows: readonly Mix[]): Tensor {
  const length = Math.max(1, ...rows.map((row) => row.length));
  const { places, weights, isThere } = termsOf(rows, length);
  const isFull = isThere.every((n) => n === 1);
  const [before, after] = [x.shape.slice(0, dim), x.shape.slice(dim + 1)];
  /** The terms from k on, as many as `sizes` has. */
  const terms = (k: number, sizes: readonly number[]): Tensor => {
    const [start, end] = [k * rows.length, k * rows.length + numel(sizes)];
    const shape = [...sizes, ...after.map(() => 1)];
    const picked = x.indexSelect(dim, tensor(places.subarray(start, end)));
    const weighed = picked
      .reshape([...before, ...sizes, ...after])
      .mul(tensor(weights.subarray(start, end), { shape, dtype: x.dtype }));
    if (isFull) return weighed;
    const known = tensor(isThere.subarray(start, end), { shape, dtype: 'bool' });
    return where(known, weighed, 0);
  };
  if (length > MOST_TERMS) return terms(0, [length, rows.length]).sum(dim);
  return Array.from({ length }, (_, k) => terms(k, [rows.length])).reduce((a, b) => a.add(b));
}

/** `x` with dim `dim` replaced by what `rows` make of it, one element for each row. */
export function mixAlong(x: Tensor, dim: number, rows: readonly Mix[]): Tensor {
  const count = x.shape[dim] ?? 1;
  const op = customOp({
    name: 'mix',
    forward: (input: Tensor) => mix(input, dim, rows),
    backward: (gradient: Tensor) => [mixAlong(gradient, dim, transposed(rows, count))],
  });
  return op(x);
}

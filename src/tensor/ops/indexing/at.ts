/** Indexing as in PyTorch and NumPy: places, ranges, tensors of places, and masks. */

import { DTypeError, IndexError } from '../../../errors.js';
import { expandTo, gather, permute, reshape } from '../../../graph/builders/index.js';
import { refuseForeign } from '../../../graph/copy.js';
import { broadcastShapes, numel, type Shape, show } from '../../../graph/shape.js';
import { at as itemAt } from '../../../list.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { select } from '../arrange/parts.js';
import { add, mul } from '../elementwise/arithmetic.js';
import { lt } from '../elementwise/comparison.js';
import { where } from '../elementwise/where.js';
import { unsqueeze } from '../movement/shape.js';
import { slice } from '../movement/slicing.js';
import { placesOf } from './places.js';

/**
 * What `at` takes: a place, a range `[start, end]` or `[start, end, step]`, null for a whole dim,
 * an int32 tensor of places, a bool mask of one dim or several, `'...'` for all dims between, or
 * `'newaxis'` for a new dim.
 */
export type Index =
  | number
  | readonly [start: number | null, end: number | null, step?: number]
  | null
  | Tensor
  | '...'
  | 'newaxis';

/** How many dims of the tensor an item takes up. */
function dimsOf(item: Index): number {
  if (item === 'newaxis' || item === '...') return 0;
  return item instanceof Tensor && item.dtype === 'bool' ? item.ndim : 1;
}

/** `'...'` as so many nulls. */
function spelled(x: Tensor, index: readonly Index[]): readonly Index[] {
  const used = index.reduce<number>((count, item) => count + dimsOf(item), 0);
  if (used > x.ndim) {
    throw new IndexError(`at: ${used} indices for a tensor of shape ${show(x.shape)}`);
  }
  const dots = index.indexOf('...');
  if (dots < 0) return index;
  if (index.lastIndexOf('...') !== dots) throw new IndexError("at: only one '...' can be filled");
  const rest = Array.from({ length: x.ndim - used }, () => null);
  return [...index.slice(0, dots), ...rest, ...index.slice(dots + 1)];
}

/** Dims that tensors pick from, beside the tensors, in order. */
interface Picks {
  readonly dims: number[];
  readonly places: Tensor[];
}

function checkTensor(item: Tensor, x: Tensor, d: number): void {
  refuseForeign('at', item);
  if (item.dtype === 'int32') return;
  if (item.dtype !== 'bool') {
    throw new DTypeError(
      `at: an index is int32 or bool, got ${item.dtype}. Use index.to('int32'), or a comparison`,
    );
  }
  item.shape.forEach((n, i) => {
    if (n !== x.shape[d + i]) {
      throw new IndexError(
        `at: the mask of shape ${show(item.shape)} does not fit shape ${show(x.shape)} at dim ${d}`,
      );
    }
  });
}

/** Notes what a tensor picks; returns how many dims it takes. */
function notePicks(picks: Picks, item: Tensor, x: Tensor, d: number): number {
  checkTensor(item, x, d);
  const places = item.dtype === 'bool' ? placesOf(item) : [item];
  // A mask of no dims is a new dim, of one element or none.
  if (places.length === 0) throw new IndexError('at: a 0-d mask picks no dim; use where()');
  places.forEach((place, i) => {
    picks.dims.push(d + i);
    picks.places.push(place);
  });
  return places.length;
}

/**
 * Indexing, one item for each dim from the first: a number picks a place and drops the dim, a pair
 * [start, end] cuts (see `slice`), null keeps all; dims without an item are whole. `x.at(0, null,
 * [1, 3])` is what PyTorch writes x[0, :, 1:3]. A tensor of places (int32, of any shape) puts its
 * shape in place of the dim, several broadcast and pick together; a bool mask picks where it is
 * true, and is read for that. Negative places count from the end. Gradients of what is picked twice
 * add up. Source: https://numpy.org/doc/stable/user/basics.indexing.html
 * @throws IndexError for a place that does not exist (in a tensor, when the values are read), more
 *   items than dims, or a mask that does not fit; DTypeError for another kind of tensor.
 * @example
 * console.log(tensor([[1, 2], [3, 4]]).at(1).toArray()); // [ 3, 4 ]
 */
export function at(x: TensorLike, ...index: Index[]): Tensor {
  signatures.at.check(arguments);
  const given = new Tensor(toNode('at', x));
  const picks: Picks = { dims: [], places: [] };
  let [result, d] = [given, 0];
  for (const item of spelled(given, index)) {
    if (item instanceof Tensor) {
      d += notePicks(picks, item, result, d);
    } else if (typeof item === 'number') {
      result = pickOne(given, result, d, item);
    } else {
      result = item === 'newaxis' ? unsqueeze(result, d) : cutOut(result, d, item);
      d += 1;
    }
  }
  return picks.dims.length === 0 ? result : pickTogether(result, picks);
}

function pickOne(given: Tensor, x: Tensor, d: number, place: number): Tensor {
  const length = x.shape[d] ?? 0;
  if (!Number.isInteger(place) || place < -length || place >= length) {
    throw new IndexError(`at: index ${place} is out of range for dim ${d} of ${show(given.shape)}`);
  }
  return select(x, d, place);
}

function cutOut(x: Tensor, d: number, item: unknown): Tensor {
  // What Python leaves out may be undefined here.
  if (item === null || item === undefined || item === '...') return x;
  if (!Array.isArray(item)) {
    throw new DTypeError(
      `at: an index is a number, a range [start, end], null or a tensor, got ${typeof item}`,
    );
  }
  const [start = null, end = null, step = 1]: readonly (number | null)[] = item;
  return slice(x, d, start, end, step ?? 1);
}

/** The broadcast places of all dims, without negative ones. */
function wholePlaces(x: Tensor, { dims, places }: Picks): { all: Tensor[]; shape: Shape } {
  const shape = places.reduce<Shape>(
    (common, place) => broadcastShapes('at', common, place.shape),
    [],
  );
  const all = places.map((place, i) => {
    const length = x.shape[itemAt(dims, i)] ?? 1;
    const counted = internally(() => where(lt(place, 0), add(place, length), place));
    return new Tensor(expandTo(counted.node, shape));
  });
  return { all, shape };
}

/** Looks up along the picked dims, which become one. */
function pickTogether(x: Tensor, picks: Picks): Tensor {
  const { dims } = picks;
  const { all, shape } = wholePlaces(x, picks);
  const rest = x.shape.flatMap((_, d) => (dims.includes(d) ? [] : [d]));
  const sizes = dims.map((d) => x.shape[d] ?? 1);
  const restShape = rest.map((d) => x.shape[d] ?? 1);
  const width = numel(restShape);
  const rows = reshape(permute(x.node, [...dims, ...rest]), [numel(sizes), width]);
  const places = internally(() => inOneDim(all, sizes));
  const count = numel(shape);
  const wide = expandTo(reshape(places.node, [count, 1]), [count, width]);
  const picked = reshape(gather(rows, 0, wide, 'at'), [...shape, ...restShape]);
  return new Tensor(inPlace(picked.shape.length, shape.length, dims, rest, picked));
}

/** The number of a row, from the places in each dim; one that is out of range stays so. */
function inOneDim(all: readonly Tensor[], sizes: Shape): Tensor {
  const [first, ...others] = all;
  let total = first ?? itemAt(all, 0);
  others.forEach((place, i) => {
    const size = sizes[i + 1] ?? 1;
    const isInside = mul(lt(-1, place), lt(place, size));
    // What is outside of its dim must not become another row.
    total = where(isInside, add(mul(total, size), place), -(2 ** 30));
  });
  return total;
}

/** The dims of the index where the picked ones were, if these stood together, else in front. */
function inPlace(
  ndim: number,
  indexDims: number,
  dims: readonly number[],
  rest: readonly number[],
  picked: ReturnType<typeof reshape>,
): ReturnType<typeof reshape> {
  const first = itemAt(dims, 0);
  const isTogether = dims.every((d, i) => d === first + i);
  const before = isTogether ? rest.filter((d) => d < first).length : 0;
  const order = Array.from({ length: ndim }, (_, d) => {
    if (d < before) return indexDims + d;
    return d < before + indexDims ? d - before : d;
  });
  return permute(picked, order);
}

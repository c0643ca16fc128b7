/** Parts of a tensor at places that are known without computing anything; nothing is copied. */

import { IndexError, ValueError } from '../../../errors.js';
import { reshape } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { dropDims, normalizeDim, show } from '../../../graph/shape.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { needsDims, sliceDim } from './slice-dim.js';

/**
 * Elements `start` to `end` (exclusive) of `dim`, every `step`-th: `[.., n, ..] -> [.., m, ..]`.
 * Places below 0 count from the end, null is the end itself, and places beyond the ends are cut
 * off, so that a slice may be empty. PyTorch writes it x[start:end:step].
 * @throws ShapeError for a 0-d tensor; IndexError for a dim that does not exist; ValueError unless
 *   the step is a positive integer and the places are integers.
 */
export function slice(
  x: TensorLike,
  dim = 0,
  start: number | null = null,
  end: number | null = null,
  step = 1,
): Tensor {
  const node = toNode('slice', x);
  needsDims('slice', node);
  const d = normalizeDim('slice', dim, node.shape.length);
  if (!Number.isInteger(step) || step < 1) {
    throw new ValueError(
      `slice: step must be a positive integer, got ${step}. To reverse, use flip()`,
    );
  }
  const length = node.shape[d] ?? 0;
  const place = (value: number): number => {
    if (Number.isNaN(value) || (Number.isFinite(value) && !Number.isInteger(value))) {
      throw new ValueError(`slice: start and end must be integers, got ${value}`);
    }
    return Math.min(length, Math.max(0, value < 0 ? value + length : value));
  };
  const from = place(start ?? 0);
  const count = Math.max(0, Math.ceil((place(end ?? length) - from) / step));
  return new Tensor(sliceDim(node, d, from, step, count));
}

/** What `at` takes for one dim: a place, a range, or null for all. */
export type Index = number | readonly [start: number | null, end: number | null] | null;

/**
 * Indexing, one item for each dim from the first: a number picks a place and drops the dim, a pair
 * [start, end] cuts (see `slice`), null keeps all; dims without an item are whole. `x.at(0, null,
 * [1, 3])` is what PyTorch writes x[0, :, 1:3].
 * @throws IndexError for a place that does not exist, or more items than dims.
 */
export function at(x: TensorLike, ...index: Index[]): Tensor {
  let result = new Tensor(toNode('at', x));
  if (index.length > result.ndim) {
    throw new IndexError(`at: ${index.length} indices for a tensor of shape ${show(result.shape)}`);
  }
  let d = 0;
  for (const item of index) {
    if (typeof item === 'number') {
      result = pick(result.node, d, item);
      continue;
    }
    if (item !== null) result = slice(result, d, item[0], item[1]);
    d += 1;
  }
  return result;
}

function pick(node: Node, d: number, place: number): Tensor {
  const length = node.shape[d] ?? 0;
  if (!Number.isInteger(place) || place < -length || place >= length) {
    throw new IndexError(`at: index ${place} is out of range for dim ${d} of ${show(node.shape)}`);
  }
  const part = sliceDim(node, d, place < 0 ? place + length : place, 1, 1);
  return new Tensor(reshape(part, dropDims(part.shape, [d])));
}

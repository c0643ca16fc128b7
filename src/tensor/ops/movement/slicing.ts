/** Parts of a tensor at places that are known without computing anything; nothing is copied. */

import { ValueError } from '../../../errors.js';
import { normalizeDim } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { needsDims, sliceDim } from './slice-dim.js';

/**
 * Elements `start` to `end` (exclusive) of `dim`, every `step`-th: `[.., n, ..] -> [.., m, ..]`.
 * Places below 0 count from the end, null is the end itself, and places beyond the ends are cut
 * off, so that a slice may be empty. PyTorch writes it x[start:end:step].
 * @throws ShapeError for a 0-d tensor; IndexError for a dim that does not exist; ValueError unless
 *   the step is a positive integer and the places are integers.
 * @example
 * console.log(arange(6).slice(0, 1, 4).toArray()); // [ 1, 2, 3 ]
 */
export function slice(
  x: TensorLike,
  dim = 0,
  start: number | null = null,
  end: number | null = null,
  step = 1,
): Tensor {
  signatures.slice.check(arguments);
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

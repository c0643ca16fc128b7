/** A tensor cut into several along one dim; nothing is copied. */

import { ValueError } from '../../../errors.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { needsDims, sliceDim } from './slice-dim.js';

/**
 * Parts along `dim`: all of `size`, where the last may be smaller, or of the listed sizes. Nothing
 * is copied. Source: https://pytorch.org/docs/stable/generated/torch.split.html
 * @throws ValueError when the sizes do not add up to that of the dim; ShapeError for a 0-d tensor;
 *   IndexError for a dim that does not exist.
 * @example
 * console.log(arange(5).split(2).map((part) => part.toArray())); // [ [ 0, 1 ], [ 2, 3 ], [ 4 ] ]
 */
export function split(x: TensorLike, size: number | readonly number[], dim = 0): Tensor[] {
  signatures.split.check(arguments);
  const node = toNode('split', x);
  needsDims('split', node);
  const d = normalizeDim('split', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  const sizes = typeof size === 'number' ? evenSizes(length, size) : size;
  const total = sizes.reduce((sum, n) => sum + n, 0);
  if (total !== length || sizes.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new ValueError(
      `split: sizes ${show(sizes)} do not add up to the ${length} of dim ${dim}`,
    );
  }
  let start = 0;
  return sizes.map((count) => {
    const part = sliceDim(node, d, start, 1, count);
    start += count;
    return new Tensor(part);
  });
}

function evenSizes(length: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new ValueError(`split: the size of a part must be a positive integer, got ${size}`);
  }
  const count = Math.max(1, Math.ceil(length / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
}

/**
 * At most `chunks` parts of one size along `dim`, where the last may be smaller. An empty dim gives
 * `chunks` empty parts. Nothing is copied.
 * Source: https://pytorch.org/docs/stable/generated/torch.chunk.html
 * @throws ValueError unless `chunks` is a positive integer; ShapeError for a 0-d tensor; IndexError
 *   for a dim that does not exist.
 * @example
 * const parts = arange(6).chunk(3);
 * console.log(parts.map((part) => part.toArray())); // [ [ 0, 1 ], [ 2, 3 ], [ 4, 5 ] ]
 */
export function chunk(x: TensorLike, chunks: number, dim = 0): Tensor[] {
  signatures.chunk.check(arguments);
  const node = toNode('chunk', x);
  needsDims('chunk', node);
  if (!Number.isInteger(chunks) || chunks < 1) {
    throw new ValueError(`chunk: the number of parts must be a positive integer, got ${chunks}`);
  }
  const length = node.shape[normalizeDim('chunk', dim, node.shape.length)] ?? 0;
  if (length === 0) return Array.from({ length: chunks }, () => new Tensor(node));
  return split(x, Math.ceil(length / chunks), dim);
}

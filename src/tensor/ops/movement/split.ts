/** A tensor cut into several along one dim; nothing is copied. */

import { ValueError } from '../../../errors.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import type { TupleOf } from './dims.js';
import { needsDims, sliceDim } from './slice-dim.js';

/** A tensor for each of the sizes, where they are listed in the call. */
export type PartsOf<Sizes extends number | readonly number[]> = Sizes extends readonly number[]
  ? { -readonly [Index in keyof Sizes]: Tensor }
  : Tensor[];

/**
 * Parts along `dim`: all of `size`, where the last may be smaller, or of the listed sizes. Nothing
 * is copied. Source: https://pytorch.org/docs/stable/generated/torch.split.html
 * @throws ValueError when the sizes do not add up to that of the dim; ShapeError for a 0-d tensor;
 *   IndexError for a dim that does not exist.
 * @example
 * console.log(arange(5).split(2).map((part) => part.toArray())); // [ [ 0, 1 ], [ 2, 3 ], [ 4 ] ]
 */
export function split<const Sizes extends number | readonly number[]>(
  x: TensorLike,
  size: Sizes,
  dim = 0,
): PartsOf<Sizes> {
  signatures.split.check(arguments);
  const node = toNode('split', x);
  needsDims('split', node);
  const d = normalizeDim('split', dim, node.shape.length);
  const length = node.shape[d] ?? 0;
  const sizes: readonly number[] = typeof size === 'number' ? evenSizes(length, size) : size;
  const total = sizes.reduce((sum, n) => sum + n, 0);
  if (total !== length || sizes.some((n) => !Number.isInteger(n) || n < 0)) {
    throw new ValueError(
      `split: sizes ${show(sizes)} do not add up to the ${length} of dim ${dim}`,
    );
  }
  let start = 0;
  const parts = sizes.map((count) => {
    const part = sliceDim(node, d, start, 1, count);
    start += count;
    return new Tensor(part);
  });
  return parts as PartsOf<Sizes>;
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
 * `chunks` empty parts. Nothing is copied. The type counts on as many parts as asked for, which a
 * dim of fewer elements, or one that does not divide well (5 in 4 parts is 3), does not give.
 * Source: https://pytorch.org/docs/stable/generated/torch.chunk.html
 * @throws ValueError unless `chunks` is a positive integer; ShapeError for a 0-d tensor; IndexError
 *   for a dim that does not exist.
 * @example
 * const parts = arange(6).chunk(3);
 * console.log(parts.map((part) => part.toArray())); // [ [ 0, 1 ], [ 2, 3 ], [ 4, 5 ] ]
 */
export function chunk<const Count extends number>(
  x: TensorLike,
  chunks: Count,
  dim = 0,
): TupleOf<Tensor, Count> {
  signatures.chunk.check(arguments);
  const node = toNode('chunk', x);
  needsDims('chunk', node);
  if (!Number.isInteger(chunks) || chunks < 1) {
    throw new ValueError(`chunk: the number of parts must be a positive integer, got ${chunks}`);
  }
  const length = node.shape[normalizeDim('chunk', dim, node.shape.length)] ?? 0;
  const parts: Tensor[] =
    length === 0
      ? Array.from({ length: chunks }, () => new Tensor(node))
      : split<number>(x, Math.ceil(length / chunks), dim);
  return parts as TupleOf<Tensor, Count>;
}

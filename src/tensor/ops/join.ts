/** Tensors joined into one, and one cut into several. */

import { ShapeError, ValueError } from '../../errors.js';
import { cat as catNode } from '../../graph/build/index.js';
import type { Node } from '../../graph/node.js';
import { normalizeDim, sameShape, show } from '../../graph/shape.js';
import { type TensorLike, toNode, toNodes } from '../convert.js';
import { Tensor } from '../tensor.js';
import { unsqueeze } from './shape.js';
import { needsDims, sliceDim } from './slicing.js';

function checkFits(first: Node, part: Node, d: number, dim: number): void {
  needsDims('cat', part);
  const fits =
    part.shape.length === first.shape.length &&
    part.shape.every((n, i) => i === d || n === first.shape[i]);
  if (fits) return;
  throw new ShapeError(
    `cat: shapes ${show(first.shape)} and ${show(part.shape)} differ in more than dim ${dim}`,
  );
}

/**
 * Tensors joined along an existing dim: `[.., n, ..], [.., m, ..] -> [.., n + m, ..]`. Dtypes
 * promote. Unlike in PyTorch, an empty 1-d tensor does not fit everywhere.
 * Source: https://pytorch.org/docs/stable/generated/torch.cat.html
 * @throws ValueError for an empty list; ShapeError for 0-d tensors, or shapes that differ in another
 *   dim; IndexError for a dim that does not exist.
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const parts = toNodes('cat', tensors);
  const [first] = parts;
  if (first === undefined) throw new ValueError('cat: needs at least one tensor');
  needsDims('cat', first);
  const d = normalizeDim('cat', dim, first.shape.length);
  for (const part of parts) checkFits(first, part, d, dim);
  return new Tensor(catNode(parts, d));
}

/**
 * Tensors of one shape joined along a new dim: k times `[.., ..] -> [.., k, ..]`. Dtypes promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.stack.html
 * @throws ValueError for an empty list; ShapeError for shapes that differ; IndexError for a dim that
 *   the result would not have.
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const [first] = tensors;
  if (first === undefined) throw new ValueError('stack: needs at least one tensor');
  for (const other of tensors) {
    if (!sameShape(first.shape, other.shape)) {
      throw new ShapeError(
        `stack: shapes ${show(first.shape)} and ${show(other.shape)} differ. ` +
          'To join along a dim that is there, use cat()',
      );
    }
  }
  const d = normalizeDim('stack', dim, first.ndim + 1);
  return cat(
    tensors.map((tensor) => unsqueeze(tensor, d)),
    d,
  );
}

/**
 * Parts along `dim`: all of `size`, where the last may be smaller, or of the listed sizes. Nothing is
 * copied.
 * Source: https://pytorch.org/docs/stable/generated/torch.split.html
 * @throws ValueError when the sizes do not add up to that of the dim; ShapeError for a 0-d tensor;
 *   IndexError for a dim that does not exist.
 */
export function split(x: TensorLike, size: number | readonly number[], dim = 0): Tensor[] {
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
 */
export function chunk(x: TensorLike, chunks: number, dim = 0): Tensor[] {
  const node = toNode('chunk', x);
  needsDims('chunk', node);
  if (!Number.isInteger(chunks) || chunks < 1) {
    throw new ValueError(`chunk: the number of parts must be a positive integer, got ${chunks}`);
  }
  const length = node.shape[normalizeDim('chunk', dim, node.shape.length)] ?? 0;
  if (length === 0) return Array.from({ length: chunks }, () => new Tensor(node));
  return split(x, Math.ceil(length / chunks), dim);
}

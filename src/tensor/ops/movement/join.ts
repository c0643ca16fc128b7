/** Tensors joined into one. */

import { DTypeError, ShapeError, ValueError } from '../../../errors.js';
import { cat as catNode } from '../../../graph/builders/index.js';
import { refuseForeign } from '../../../graph/copy.js';
import type { Node } from '../../../graph/node.js';
import { normalizeDim, sameShape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { toNodes } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { unsqueeze } from './shape.js';
import { needsDims } from './slice-dim.js';

/** The first of the tensors, after a look at what was given for them. */
function firstOf(op: string, tensors: readonly Tensor[]): Tensor {
  if (!Array.isArray(tensors) || !tensors.every((x) => x instanceof Tensor)) {
    if (Array.isArray(tensors)) for (const x of tensors) refuseForeign(op, x);
    throw new DTypeError(`${op}: expected a list of tensors: ${op}([a, b], dim)`);
  }
  const [first] = tensors;
  if (first === undefined) throw new ValueError(`${op}: needs at least one tensor`);
  return first;
}

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
 * @throws ValueError for an empty list; ShapeError for 0-d tensors, or shapes that differ in
 *   another dim; IndexError for a dim that does not exist; DTypeError for what is no list of
 *   tensors.
 * @example
 * console.log(cat([tensor([1]), tensor([2, 3])]).toArray()); // [ 1, 2, 3 ]
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  signatures.cat.check(arguments);
  const first = firstOf('cat', tensors);
  needsDims('cat', first.node);
  const d = normalizeDim('cat', dim, first.ndim);
  const parts = toNodes('cat', tensors);
  for (const part of parts) checkFits(first.node, part, d, dim);
  return new Tensor(catNode(parts, d));
}

/**
 * Tensors of one shape joined along a new dim: k times `[.., ..] -> [.., k, ..]`. Dtypes promote.
 * Source: https://pytorch.org/docs/stable/generated/torch.stack.html
 * @throws ValueError for an empty list; ShapeError for shapes that differ; IndexError for a dim
 *   that the result would not have; DTypeError for what is no list of tensors.
 * @example
 * console.log(stack([tensor([1, 2]), tensor([3, 4])]).toArray()); // [ [ 1, 2 ], [ 3, 4 ] ]
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  signatures.stack.check(arguments);
  const first = firstOf('stack', tensors);
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

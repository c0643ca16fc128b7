/** Rows of a table by index. Source: https://pytorch.org/docs/stable/nn.functional.html */

import { DTypeError, ShapeError } from '../../errors.js';
import { gather } from '../../graph/builders/index.js';
import { refuseForeign } from '../../graph/copy.js';
import { normalizeDim, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { constantOf } from '../../tensor/handle/constant-of.js';
import { Tensor, where } from '../../tensor/index.js';

/** Options of `embedding`. */
export interface EmbeddingOptions {
  /** A row that receives no gradient; counted from the end if negative. None by default. */
  readonly paddingIdx?: number | null;
}

/**
 * `weight[index]`: int32 `[...]` and `[num, dim]` -> `[..., dim]`. The gradients of an index that
 * occurs more than once add up.
 * @throws DTypeError for an index that is not int32; IndexError, when computed, for an index out of
 * range.
 * @example
 * const table = tensor([[1, 2], [3, 4]]);
 * const words = tensor([1, 0], { dtype: 'int32' });
 * console.log(nn.functional.embedding(words, table).toArray()); // [ [ 3, 4 ], [ 1, 2 ] ]
 */
export function embedding(index: Tensor, weight: Tensor, options: EmbeddingOptions = {}): Tensor {
  signatures.embedding.check(arguments);
  refuseForeign('embedding', index);
  refuseForeign('embedding', weight);
  if (index.dtype !== 'int32') {
    throw new DTypeError(
      `embedding: indices must be int32, got ${index.dtype}. Did you mean index.to('int32')?`,
    );
  }
  const [rows = 0, width = 0] = weight.shape;
  if (weight.ndim !== 2) {
    throw new ShapeError(`embedding: the weight must be [num, dim], got ${show(weight.shape)}`);
  }
  const places = index.reshape([index.numel, 1]).expand([index.numel, width]);
  const picked = new Tensor(gather(weight.node, 0, places.node, 'embedding'));
  const result = picked.reshape([...index.shape, width]);
  const { paddingIdx = null } = options;
  if (paddingIdx === null) return result;
  const padding = normalizeDim('embedding', paddingIdx, rows);
  return where(index.ne(padding).unsqueeze(-1), result, constantOf(result));
}

/**
 * Scaled dot-product attention. Source: Vaswani et al., "Attention Is All You Need", 2017.
 */

import { DTypeError, ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { ones, type Tensor, where } from '../../tensor/index.js';
import { dropout } from './dropout.js';
import { checkBroadcasts } from './operand-checks.js';

/** Options of `scaledDotProductAttention`. */
export interface AttentionOptions {
  /**
   * Broadcasts to `[..., L, S]`. A bool mask is true where a key takes part; a float mask is added
   * to the scores.
   */
  readonly attnMask?: Tensor | null;
  /** Chance of an attention weight to be dropped, 0 by default. */
  readonly dropoutP?: number;
  /** Whether query i sees keys 0 to i only, false by default. */
  readonly isCausal?: boolean;
  /** Factor of the scores, `1 / sqrt(E)` by default. */
  readonly scale?: number | null;
}

/** Scores with everything that is masked away at minus infinity. */
function masked(scores: Tensor, mask: Tensor): Tensor {
  if (mask.dtype === 'bool') return where(mask, scores, Number.NEGATIVE_INFINITY);
  if (mask.dtype === 'int32') {
    throw new DTypeError(
      'scaledDotProductAttention: attnMask must be bool or float, got int32. ' +
        "Did you mean attnMask.to('bool')?",
    );
  }
  return scores.add(mask);
}

/** `[L, S]`, true where the key does not come after the query. */
export function causalMask(length: number, keys: number): Tensor {
  return ones([length, keys], { dtype: 'bool' }).tril();
}

/** Softmax of the masked scores, `[..., L, S]`. */
export function attentionWeights(query: Tensor, key: Tensor, options: AttentionOptions): Tensor {
  const { attnMask = null, isCausal = false } = options;
  const width = query.shape[query.ndim - 1] ?? 1;
  const scale = options.scale ?? 1 / Math.sqrt(width);
  let scores = query.mul(scale).matmul(key.transpose(-2, -1));
  if (isCausal) {
    const [length = 0, keys = 0] = scores.shape.slice(-2);
    scores = masked(scores, causalMask(length, keys));
  }
  checkBroadcasts('scaledDotProductAttention', 'attnMask', attnMask, scores.shape);
  if (attnMask !== null) scores = masked(scores, attnMask);
  return scores.softmax(-1);
}

/**
 * `softmax(query key^T scale + mask) value`: `[..., L, E]`, `[..., S, E]`, `[..., S, V]` ->
 * `[..., L, V]`. A query whose keys are all masked gives NaN, as in PyTorch.
 * @throws ShapeError when the sizes E or S differ, or the mask is larger than the scores.
 * @example
 * const [q, k, v] = [zeros([1, 1, 4]), zeros([1, 3, 4]), arange(3).reshape([1, 3, 1])];
 * console.log(nn.functional.scaledDotProductAttention(q, k, v.to('float32')).item()); // 1
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  signatures.scaledDotProductAttention.check(arguments);
  const hasRows = query.ndim > 1 && key.ndim > 1 && value.ndim > 1;
  const sameWidth = query.shape.at(-1) === key.shape.at(-1);
  if (!hasRows || !sameWidth || key.shape.at(-2) !== value.shape.at(-2)) {
    throw new ShapeError(
      'scaledDotProductAttention: expected query [..., L, E], key [..., S, E], value [..., S, V], ' +
        `got ${show(query.shape)}, ${show(key.shape)} and ${show(value.shape)}`,
    );
  }
  const weights = attentionWeights(query, key, options);
  return dropout(weights, { p: options.dropoutP ?? 0 }).matmul(value);
}

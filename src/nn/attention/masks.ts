/** The masks of attention: true means "do not look"; all are added to the scores. */

import { type Tensor, where, zeros } from '../../tensor/index.js';
import { causalMask } from '../functional/attention.js';
import { checkParameter } from '../functional/operand-checks.js';

/** Masks as `MultiheadAttention.forward` takes them. */
export interface AttentionMasks {
  /** `[N, S]`: true (or minus infinity) at keys that are padding; `[S]` without a batch. */
  readonly keyPaddingMask?: Tensor | null;
  /** `[L, S]` or `[N * heads, L, S]`: true where a query may not see a key, or numbers to add. */
  readonly attnMask?: Tensor | null;
  /** Whether query i sees keys 0 to i only, false by default. */
  readonly isCausal?: boolean;
}

/** Sizes of the scores. */
export interface ScoreSizes {
  readonly batch: number;
  readonly heads: number;
  /** Queries. */
  readonly length: number;
  /** Keys, without those that are added to every sequence. */
  readonly keys: number;
  /** Keys that are added to every sequence, which all queries see. */
  readonly extra: number;
}

/** A mask in the form that is added to scores. */
function additive(mask: Tensor, like: Tensor): Tensor {
  if (mask.dtype !== 'bool') return mask.to(like.dtype);
  return where(mask, Number.NEGATIVE_INFINITY, zeros([], { dtype: like.dtype }));
}

/** The sum of all masks, to add to scores `[N, heads, L, S + extra]`, or null. */
export function joinMasks(
  options: AttentionMasks,
  { batch, heads, length, keys, extra }: ScoreSizes,
  like: Tensor,
): Tensor | null {
  const { attnMask = null, keyPaddingMask = null, isCausal = false } = options;
  const perHead = attnMask?.ndim === 3 ? [batch * heads, length, keys] : [length, keys];
  checkParameter('MultiheadAttention', 'attnMask', attnMask, perHead);
  checkParameter('MultiheadAttention', 'keyPaddingMask', keyPaddingMask, [batch, keys]);
  const masks: Tensor[] = [];
  if (isCausal) masks.push(additive(causalMask(length, keys).eq(false), like));
  if (attnMask !== null) {
    const mask = additive(attnMask, like);
    masks.push(mask.ndim === 3 ? mask.reshape([batch, heads, length, keys]) : mask);
  }
  if (keyPaddingMask !== null) {
    masks.push(additive(keyPaddingMask, like).reshape([batch, 1, 1, keys]));
  }
  const [first, ...others] = masks;
  if (first === undefined) return null;
  const sum = others.reduce((total, mask) => total.add(mask), first);
  if (extra === 0) return sum;
  const sides = (last: number): number[] => sum.shape.map((_, d) => (d < sum.ndim - 1 ? 0 : last));
  return sum.pad(sides(0), sides(extra));
}

/**
 * Multi-head attention. Source: Vaswani et al., "Attention Is All You Need", 2017;
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, where, zeros } from '../../tensor/index.js';
import { attentionWeights, causalMask } from '../functional/attention.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { linear } from '../functional/linear.js';
import { checkParameter } from '../functional/operand-checks.js';
import { zeros as fillZeros, xavierUniform } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { Linear } from './linear.js';
import { checkCount } from './sizes.js';

/** Options of `MultiheadAttention`. */
export interface MultiheadAttentionOptions {
  /** Chance of an attention weight to be dropped when training, 0 by default. */
  readonly dropout?: number;
  /** Whether the projections have biases, true by default. */
  readonly bias?: boolean;
  /** Whether sequences are `[N, L, E]` rather than `[L, N, E]`, false by default. */
  readonly batchFirst?: boolean;
}

/** Options of `MultiheadAttention.forward`. Masks are as in PyTorch: true means "do not look". */
export interface AttentionForwardOptions {
  /** `[N, S]`: true (or minus infinity) at keys that are padding. */
  readonly keyPaddingMask?: Tensor;
  /** `[L, S]` or `[N * heads, L, S]`: true where a query may not see a key, or numbers to add. */
  readonly attnMask?: Tensor;
  /** Whether query i sees keys 0 to i only, false by default. */
  readonly isCausal?: boolean;
  /** Whether the weights are returned, true by default. */
  readonly needWeights?: boolean;
  /** Whether the returned weights are the mean over heads, true by default. */
  readonly averageAttnWeights?: boolean;
}

/** A mask in the form that is added to scores. */
function additive(mask: Tensor, like: Tensor): Tensor {
  if (mask.dtype !== 'bool') return mask.to(like.dtype);
  return where(mask, Number.NEGATIVE_INFINITY, zeros([], { dtype: like.dtype }));
}

/**
 * Attention by several heads at once, each of which sees `embedDim / numHeads` features.
 * @example
 * const attention = new nn.MultiheadAttention(8, 2, { batchFirst: true });
 * const x = randn([3, 5, 8]);
 * const [output, weights] = attention.forward(x, x, x);
 * console.log(output.shape, weights.shape); // [ 3, 5, 8 ] [ 3, 5, 5 ]
 */
export class MultiheadAttention extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  /** `[3 embedDim, embedDim]`: the projections of query, key and value, on top of each other. */
  inProjWeight: Parameter;
  inProjBias: Parameter | null;
  readonly outProj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    signatures.MultiheadAttention.check(arguments);
    super();
    const { dropout: p = 0, bias = true, batchFirst = false } = options;
    checkCount('MultiheadAttention', 'embedDim', embedDim);
    checkCount('MultiheadAttention', 'numHeads', numHeads);
    checkDropProbability('MultiheadAttention', p);
    if (embedDim % numHeads !== 0) {
      throw new ValueError(
        `MultiheadAttention: numHeads must divide embedDim ${embedDim}, got ${numHeads}`,
      );
    }
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.dropout = p;
    this.batchFirst = batchFirst;
    this.inProjWeight = new Parameter(zeros([3 * embedDim, embedDim]));
    this.inProjBias = bias ? new Parameter(zeros([3 * embedDim])) : null;
    this.outProj = new Linear(embedDim, embedDim, { bias });
    xavierUniform(this.inProjWeight);
    if (this.outProj.bias !== null) fillZeros(this.outProj.bias);
  }

  /**
   * `query` `[L, N, E]`, `key` and `value` `[S, N, E]` (batch first if so constructed) to `[L, N,
   * E]` and the weights `[N, L, S]` (`[N, heads, L, S]` if not averaged; null if not needed).
   * @throws ShapeError
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionForwardOptions = {},
  ): [output: Tensor, weights: Tensor | null] {
    signatures.MultiheadAttention$forward.check(arguments);
    const { needWeights = true, averageAttnWeights = true } = options;
    this.check(query, key, value);
    const [q, k, v] = this.project(query, key, value);
    const attnMask = this.mask(q, k, options);
    const scores = attentionWeights(q, k, attnMask === null ? {} : { attnMask });
    const weights = dropout(scores, { p: this.dropout, training: this.training });
    const output = this.outProj.forward(this.joinHeads(weights.matmul(v)));
    if (!needWeights) return [output, null];
    return [output, averageAttnWeights ? weights.mean(1) : weights];
  }

  private check(query: Tensor, key: Tensor, value: Tensor): void {
    const isFit = (x: Tensor): boolean => x.ndim === 3 && x.shape[2] === this.embedDim;
    const batch = this.batchFirst ? 0 : 1;
    const isOneBatch = query.shape[batch] === key.shape[batch];
    const areAlike = sameShape(key.shape, value.shape);
    if ([query, key, value].every(isFit) && isOneBatch && areAlike) return;
    const layout = this.batchFirst ? 'N, L' : 'L, N';
    throw new ShapeError(
      `MultiheadAttention(${this.embedDim}, ${this.numHeads}): query, key and value must be ` +
        `[${layout}, ${this.embedDim}], key and value alike, of one batch, got ${show(query.shape)}, ` +
        `${show(key.shape)} and ${show(value.shape)}`,
    );
  }

  /** Query, key and value as `[N, heads, L, E / heads]`; one product where they are one tensor. */
  private project(query: Tensor, key: Tensor, value: Tensor): [Tensor, Tensor, Tensor] {
    const { inProjWeight: weight, inProjBias: bias } = this;
    const third = (x: Tensor, dim: number, i: number): Tensor =>
      x.slice(dim, i * this.embedDim, (i + 1) * this.embedDim);
    if (query === key && key === value) {
      const all = linear(query, weight, bias);
      const part = (i: number): Tensor => this.splitHeads(third(all, 2, i));
      return [part(0), part(1), part(2)];
    }
    const project = (x: Tensor, i: number): Tensor =>
      this.splitHeads(linear(x, third(weight, 0, i), bias && third(bias, 0, i)));
    return [project(query, 0), project(key, 1), project(value, 2)];
  }

  private splitHeads(x: Tensor): Tensor {
    const [a = 0, b = 0] = x.shape;
    const heads = x.reshape([a, b, this.numHeads, this.embedDim / this.numHeads]);
    return heads.permute(this.batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
  }

  private joinHeads(x: Tensor): Tensor {
    const ordered = x.permute(this.batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3]);
    const [a = 0, b = 0] = ordered.shape;
    return ordered.reshape([a, b, this.embedDim]);
  }

  /** The sum of all masks, to add to scores `[N, heads, L, S]`. */
  private mask(q: Tensor, k: Tensor, options: AttentionForwardOptions): Tensor | null {
    const { attnMask, keyPaddingMask, isCausal = false } = options;
    const batch = q.shape[0] ?? 0;
    const [length = 0, keys = 0] = [q.shape[2], k.shape[2]];
    const [op, heads] = ['MultiheadAttention', batch * this.numHeads];
    const perHead = attnMask?.ndim === 3 ? [heads, length, keys] : [length, keys];
    checkParameter(op, 'attnMask', attnMask, perHead);
    checkParameter(op, 'keyPaddingMask', keyPaddingMask, [batch, keys]);
    const masks: Tensor[] = [];
    if (isCausal) masks.push(additive(causalMask(length, keys).eq(false), q));
    if (attnMask !== undefined) {
      const mask = additive(attnMask, q);
      masks.push(mask.ndim === 3 ? mask.reshape([batch, this.numHeads, length, keys]) : mask);
    }
    if (keyPaddingMask !== undefined) {
      masks.push(additive(keyPaddingMask, q).reshape([batch, 1, 1, keys]));
    }
    const [first, ...others] = masks;
    if (first === undefined) return null;
    return others.reduce((total, mask) => total.add(mask), first);
  }
}

/**
 * Multi-head attention. Source: Vaswani et al., "Attention Is All You Need", 2017;
 * https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { sameShape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { cat, type Tensor, zeros } from '../../tensor/index.js';
import { attentionWeights } from '../functional/attention.js';
import { checkDropProbability, dropout } from '../functional/dropout.js';
import { linear } from '../functional/linear.js';
import { zeros as fillZeros, xavierNormal, xavierUniform } from '../init.js';
import { Linear } from '../layers/linear.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { joinMasks } from './masks.js';

/** Options of `MultiheadAttention`. */
export interface MultiheadAttentionOptions {
  /** Chance of an attention weight to be dropped when training, 0 by default. */
  readonly dropout?: number;
  /** Whether the projections have biases, true by default. */
  readonly bias?: boolean;
  /** Whether a learned key and value are added to every sequence, false by default. */
  readonly addBiasKv?: boolean;
  /** Whether a key and a value of zeros are added to every sequence, false by default. */
  readonly addZeroAttn?: boolean;
  /** Features of the keys, `embedDim` by default. */
  readonly kdim?: number | null;
  /** Features of the values, `embedDim` by default. */
  readonly vdim?: number | null;
  /** Whether sequences are `[N, L, E]` rather than `[L, N, E]`, false by default. */
  readonly batchFirst?: boolean;
}

/** Options of `MultiheadAttention.forward`. Masks are as in PyTorch: true means "do not look". */
export interface AttentionForwardOptions {
  /** `[N, S]`: true (or minus infinity) at keys that are padding; `[S]` without a batch. */
  readonly keyPaddingMask?: Tensor | null;
  /** `[L, S]` or `[N * heads, L, S]`: true where a query may not see a key, or numbers to add. */
  readonly attnMask?: Tensor | null;
  /** Whether query i sees keys 0 to i only, false by default. */
  readonly isCausal?: boolean;
  /** Whether the weights are returned, true by default. */
  readonly needWeights?: boolean;
  /** Whether the returned weights are the mean over heads, true by default. */
  readonly averageAttnWeights?: boolean;
}

/** Query, key and value. */
type Operands = readonly [query: Tensor, key: Tensor, value: Tensor];

/** The same for all three; tensors that are one stay one. */
function forEachOperand([query, key, value]: Operands, f: (x: Tensor) => Tensor): Operands {
  const first = f(query);
  const second = key === query ? first : f(key);
  return [first, second, value === key ? second : f(value)];
}

function newWeight(shape: readonly number[], fill: (weight: Parameter) => void): Parameter {
  const weight = new Parameter(zeros(shape));
  fill(weight);
  return weight;
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
  /** Features of queries and outputs. */
  readonly embedDim: number;
  /** Heads, each of which sees `headDim` features. */
  readonly numHeads: number;
  /** `embedDim / numHeads` */
  readonly headDim: number;
  /** Chance of an attention weight to be dropped when training. */
  readonly dropout: number;
  /** Whether sequences are `[N, L, E]` rather than `[L, N, E]`. */
  readonly batchFirst: boolean;
  /** Whether a key and a value of zeros are added to every sequence. */
  readonly addZeroAttn: boolean;
  /** Features of the keys. */
  readonly kdim: number;
  /** Features of the values. */
  readonly vdim: number;
  /** `[embedDim, embedDim]`, `[embedDim, kdim]`, `[embedDim, vdim]`, if these sizes differ. */
  readonly qProjWeight: Parameter | null = null;
  readonly kProjWeight: Parameter | null = null;
  readonly vProjWeight: Parameter | null = null;
  /** `[3 embedDim, embedDim]`: the projections on top of each other, if the sizes are one. */
  readonly inProjWeight: Parameter | null = null;
  inProjBias: Parameter | null;
  /** `[1, 1, embedDim]`, a key and a value for every sequence. */
  biasK: Parameter | null;
  biasV: Parameter | null;
  readonly outProj: Linear;

  constructor(embedDim: number, numHeads: number, options: MultiheadAttentionOptions = {}) {
    signatures.MultiheadAttention.check(arguments);
    super();
    const { dropout: p = 0, bias = true, batchFirst = false, addBiasKv = false } = options;
    const [kdim, vdim] = [options.kdim ?? embedDim, options.vdim ?? embedDim];
    checkSizes({ embedDim, numHeads, kdim, vdim });
    checkDropProbability('MultiheadAttention', p);
    this.embedDim = embedDim;
    this.numHeads = numHeads;
    this.headDim = embedDim / numHeads;
    this.dropout = p;
    this.batchFirst = batchFirst;
    this.addZeroAttn = options.addZeroAttn ?? false;
    this.kdim = kdim;
    this.vdim = vdim;
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = newWeight([3 * embedDim, embedDim], xavierUniform);
    } else {
      this.qProjWeight = newWeight([embedDim, embedDim], xavierUniform);
      this.kProjWeight = newWeight([embedDim, kdim], xavierUniform);
      this.vProjWeight = newWeight([embedDim, vdim], xavierUniform);
    }
    this.inProjBias = bias ? new Parameter(zeros([3 * embedDim])) : null;
    this.biasK = addBiasKv ? newWeight([1, 1, embedDim], xavierNormal) : null;
    this.biasV = addBiasKv ? newWeight([1, 1, embedDim], xavierNormal) : null;
    this.outProj = new Linear(embedDim, embedDim, { bias });
    if (this.outProj.bias !== null) fillZeros(this.outProj.bias);
  }

  /**
   * `query` `[L, N, E]`, `key` `[S, N, kdim]` and `value` `[S, N, vdim]` (batch first if so
   * constructed, or all without N) to `[L, N, E]` and the weights `[N, L, S]` (`[N, heads, L, S]`
   * if not averaged; null if not needed).
   * @throws ShapeError
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionForwardOptions = {},
  ): [output: Tensor, weights: Tensor | null] {
    signatures.MultiheadAttention$forward.check(arguments);
    this.check(query, key, value);
    if (query.ndim === 3) return this.attend([query, key, value], options);
    const dim = this.batchFirst ? 0 : 1;
    const operands = forEachOperand([query, key, value], (x) => x.unsqueeze(dim));
    const keyPaddingMask = options.keyPaddingMask?.unsqueeze(0) ?? null;
    const [output, weights] = this.attend(operands, { ...options, keyPaddingMask });
    return [output.squeeze(dim), weights === null ? null : weights.squeeze(0)];
  }

  private attend(
    operands: Operands,
    options: AttentionForwardOptions,
  ): [output: Tensor, weights: Tensor | null] {
    const { needWeights = true, averageAttnWeights = true } = options;
    const [q, k, v] = this.project(operands);
    const [batch = 0, heads = 0, length = 0] = q.shape;
    const extra = (this.biasK === null ? 0 : 1) + (this.addZeroAttn ? 1 : 0);
    const keys = (k.shape[2] ?? 0) - extra;
    const attnMask = joinMasks(options, { batch, heads, length, keys, extra }, q);
    const scores = attentionWeights(q, k, { attnMask });
    const weights = dropout(scores, { p: this.dropout, training: this.training });
    const output = this.outProj.forward(this.joinHeads(weights.matmul(v)));
    if (!needWeights) return [output, null];
    return [output, averageAttnWeights ? weights.mean(1) : weights];
  }

  private check(query: Tensor, key: Tensor, value: Tensor): void {
    const { embedDim, kdim, vdim } = this;
    const { ndim } = query;
    const isFit = (x: Tensor, width: number): boolean =>
      x.ndim === ndim && x.shape.at(-1) === width;
    const batch = this.batchFirst ? 0 : 1;
    const isOneBatch = ndim === 2 || query.shape[batch] === key.shape[batch];
    const areAlike = sameShape(key.shape.slice(0, -1), value.shape.slice(0, -1));
    const fits = isFit(query, embedDim) && isFit(key, kdim) && isFit(value, vdim);
    if ((ndim === 2 || ndim === 3) && fits && isOneBatch && areAlike) return;
    const layout = this.batchFirst ? 'N, L' : 'L, N';
    const widths = [...new Set([embedDim, kdim, vdim])].join(', ');
    throw new ShapeError(
      `MultiheadAttention(${embedDim}, ${this.numHeads}): query, key and value must be ` +
        `[${layout}, E] or [L, E] with E = ${widths}, key and value alike, of one batch, got ` +
        `${show(query.shape)}, ${show(key.shape)} and ${show(value.shape)}`,
    );
  }

  /** Query, key and value as `[N, heads, L, E / heads]`; one product where they are one tensor. */
  private project([query, key, value]: Operands): Operands {
    const { inProjWeight: weight, inProjBias: bias } = this;
    const third = (x: Tensor, dim: number, i: number): Tensor =>
      x.slice(dim, i * this.embedDim, (i + 1) * this.embedDim);
    if (weight !== null && query === key && key === value) {
      const all = linear(query, weight, bias);
      return this.withHeads([third(all, 2, 0), third(all, 2, 1), third(all, 2, 2)]);
    }
    const own = [this.qProjWeight, this.kProjWeight, this.vProjWeight];
    const project = (x: Tensor, i: number): Tensor => {
      const rows = weight === null ? own[i] : third(weight, 0, i);
      return linear(x, rows ?? x, bias && third(bias, 0, i));
    };
    return this.withHeads([project(query, 0), project(key, 1), project(value, 2)]);
  }

  private withHeads([q, k, v]: Operands): Operands {
    return [
      this.splitHeads(q),
      this.splitHeads(this.extended(k, this.biasK)),
      this.splitHeads(this.extended(v, this.biasV)),
    ];
  }

  /** With what is added to every sequence. */
  private extended(x: Tensor, bias: Tensor | null): Tensor {
    const length = this.batchFirst ? 1 : 0;
    const shape = x.shape.map((n, d) => (d === length ? 1 : n));
    const parts = [x];
    if (bias !== null) parts.push(bias.expand(shape));
    if (this.addZeroAttn) parts.push(zeros(shape, { dtype: x.dtype }));
    return parts.length === 1 ? x : cat(parts, length);
  }

  private splitHeads(x: Tensor): Tensor {
    const [a = 0, b = 0] = x.shape;
    const heads = x.reshape([a, b, this.numHeads, this.headDim]);
    return heads.permute(this.batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
  }

  private joinHeads(x: Tensor): Tensor {
    const ordered = x.permute(this.batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3]);
    const [a = 0, b = 0] = ordered.shape;
    return ordered.reshape([a, b, this.embedDim]);
  }
}

function checkSizes(sizes: Readonly<Record<'embedDim' | 'numHeads' | 'kdim' | 'vdim', number>>) {
  for (const [name, size] of Object.entries(sizes)) checkCount('MultiheadAttention', name, size);
  const { embedDim, numHeads } = sizes;
  if (embedDim % numHeads === 0) return;
  throw new ValueError(
    `MultiheadAttention: numHeads must divide embedDim ${embedDim}, got ${numHeads}`,
  );
}

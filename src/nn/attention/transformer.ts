/**
 * Encoder and decoder together. Source: Vaswani et al., "Attention Is All You Need", 2017;
 * https://pytorch.org/docs/stable/generated/torch.nn.Transformer.html
 */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { full, type Tensor } from '../../tensor/index.js';
import { xavierUniform } from '../init.js';
import { LayerNorm } from '../layers/normalization.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import {
  type DecoderForwardOptions,
  TransformerDecoder,
  TransformerDecoderLayer,
} from './decoder.js';
import {
  type EncoderForwardOptions,
  TransformerEncoder,
  TransformerEncoderLayer,
} from './encoder.js';
import type { TransformerLayerOptions } from './feed-forward.js';

/** An encoder of one's own. */
export interface EncoderLike extends Module {
  forward(src: Tensor, options?: EncoderForwardOptions): Tensor;
}

/** A decoder of one's own. */
export interface DecoderLike extends Module {
  forward(tgt: Tensor, memory: Tensor, options?: DecoderForwardOptions): Tensor;
}

/** Options of `Transformer`. */
export interface TransformerOptions extends TransformerLayerOptions {
  /** Layers of the encoder, 6 by default. */
  readonly numEncoderLayers?: number;
  /** Layers of the decoder, 6 by default. */
  readonly numDecoderLayers?: number;
  /** Instead of the encoder. */
  readonly customEncoder?: EncoderLike | null;
  /** Instead of the decoder. */
  readonly customDecoder?: DecoderLike | null;
}

/** Options of `Transformer.forward`; see `AttentionForwardOptions` for the masks. */
export interface TransformerForwardOptions extends DecoderForwardOptions {
  /** `[S, S]` or `[N * heads, S, S]`: true where a place may not see another. */
  readonly srcMask?: Tensor | null;
  /** `[N, S]`: true at places that are padding; `[S]` without a batch. */
  readonly srcKeyPaddingMask?: Tensor | null;
  /** Whether a place of the source sees none after it, false by default. */
  readonly srcIsCausal?: boolean;
}

/**
 * An encoder of the source and a decoder that looks at what the encoder made of it. All matrices
 * start as `xavierUniform` has them.
 * @example
 * const options = { numEncoderLayers: 1, numDecoderLayers: 1, batchFirst: true };
 * const model = new nn.Transformer(8, 2, options);
 * const tgtMask = nn.Transformer.generateSquareSubsequentMask(4);
 * console.log(model.forward(randn([2, 5, 8]), randn([2, 4, 8]), { tgtMask }).shape); // [ 2, 4, 8 ]
 */
export class Transformer extends Module {
  readonly encoder: EncoderLike;
  readonly decoder: DecoderLike;
  /** Features of sources, targets and outputs. */
  readonly dModel: number;
  /** Heads of each attention. */
  readonly nhead: number;
  /** Whether sequences are `[N, L, E]` rather than `[L, N, E]`. */
  readonly batchFirst: boolean;

  /** Width 512 and 8 heads by default. */
  constructor(dModel = 512, nhead = 8, options: TransformerOptions = {}) {
    signatures.Transformer.check(arguments);
    super();
    const { numEncoderLayers = 6, numDecoderLayers = 6, customEncoder, customDecoder } = options;
    const { layerNormEps: eps = 1e-5, batchFirst = false, bias = true } = options;
    checkCount('Transformer', 'dModel', dModel);
    const norm = (): LayerNorm => new LayerNorm(dModel, { eps, bias });
    const {
      dimFeedforward = 2048,
      dropout = 0.1,
      activation = 'relu',
      normFirst = false,
    } = options;
    const shared = {
      dimFeedforward,
      dropout,
      activation,
      layerNormEps: eps,
      batchFirst,
      normFirst,
    };
    const layer = { ...shared, bias };
    this.encoder =
      customEncoder ??
      new TransformerEncoder(
        () => new TransformerEncoderLayer(dModel, nhead, layer),
        numEncoderLayers,
        { norm: norm() },
      );
    this.decoder =
      customDecoder ??
      new TransformerDecoder(
        () => new TransformerDecoderLayer(dModel, nhead, layer),
        numDecoderLayers,
        { norm: norm() },
      );
    for (const parameter of this.parameters()) {
      if (parameter.ndim > 1) xavierUniform(parameter);
    }
    this.dModel = dModel;
    this.nhead = nhead;
    this.batchFirst = batchFirst;
  }

  /**
   * A mask `[size, size]` for `tgtMask`: 0 where a place may look, minus infinity at those after.
   * @throws ShapeError for a size that is none.
   */
  static generateSquareSubsequentMask(size: number): Tensor {
    signatures.Transformer$generateSquareSubsequentMask.check(arguments);
    return full([size, size], Number.NEGATIVE_INFINITY).triu(1);
  }

  /**
   * `src` `[S, N, E]` and `tgt` `[T, N, E]` (batch first if so constructed, or both without N) to
   * `[T, N, E]`. @throws ShapeError for another width, or for two batch sizes.
   */
  forward(src: Tensor, tgt: Tensor, options: TransformerForwardOptions = {}): Tensor {
    signatures.Transformer$forward.check(arguments);
    this.check(src, tgt);
    const { srcMask = null, srcKeyPaddingMask = null, srcIsCausal = false, ...masks } = options;
    const own = { srcMask, srcKeyPaddingMask, isCausal: srcIsCausal };
    const memory = this.encoder.forward(src, own);
    return this.decoder.forward(tgt, memory, masks);
  }

  private check(src: Tensor, tgt: Tensor): void {
    const { dModel, batchFirst } = this;
    const batch = batchFirst ? 0 : 1;
    const isOneBatch = src.ndim === 2 || src.shape[batch] === tgt.shape[batch];
    const areWide = src.shape.at(-1) === dModel && tgt.shape.at(-1) === dModel;
    const haveDims = (src.ndim === 2 || src.ndim === 3) && src.ndim === tgt.ndim;
    if (isOneBatch && areWide && haveDims) return;
    const layout = batchFirst ? '[N, L, E]' : '[L, N, E]';
    throw new ShapeError(
      `Transformer: src and tgt must be ${layout} of one batch, or [L, E], with E = ${dModel}, got ` +
        `${show(src.shape)} and ${show(tgt.shape)}`,
    );
  }
}

/**
 * The encoder of the Transformer. Source: Vaswani et al., "Attention Is All You Need", 2017;
 * https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { type Layer, ModuleList } from '../layers/containers.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { LayerNorm } from '../layers/normalization.js';
import { checkCount } from '../layers/sizes.js';
import { Module } from '../module.js';
import { MultiheadAttention } from './attention.js';
import {
  activate,
  type TransformerActivation,
  type TransformerLayerOptions,
} from './feed-forward.js';

/** Options of `TransformerEncoderLayer`. */
export type TransformerEncoderLayerOptions = TransformerLayerOptions;

/** @throws ValueError for what is no layer, as a function that forgets to return one gives. */
function layerOf(makeLayer: () => TransformerEncoderLayer): TransformerEncoderLayer {
  const layer: unknown = makeLayer();
  if (layer instanceof TransformerEncoderLayer) return layer;
  throw new ValueError(
    'TransformerEncoder: makeLayer must return a new TransformerEncoderLayer each time: ' +
      'new TransformerEncoder(() => new TransformerEncoderLayer(dModel, nhead), numLayers)',
  );
}

/** Options of the `forward` of the encoder; see `AttentionForwardOptions` for the masks. */
export interface EncoderForwardOptions {
  /** `[L, L]` or `[N * heads, L, L]`: true where a place may not see another. */
  readonly srcMask?: Tensor | null;
  /** `[N, L]`: true at places that are padding; `[L]` without a batch. */
  readonly srcKeyPaddingMask?: Tensor | null;
  /** Whether a place sees none after it, false by default. */
  readonly isCausal?: boolean;
}

/**
 * Self-attention, then two linear layers, each with a shortcut around it and a norm.
 * @example
 * const layer = new nn.TransformerEncoderLayer(8, 2, { batchFirst: true });
 * console.log(layer.forward(randn([2, 5, 8])).shape); // [ 2, 5, 8 ]
 */
export class TransformerEncoderLayer extends Module {
  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  /** Whether each part normalises its input rather than its output. */
  readonly normFirst: boolean;
  /** What is between the two linear layers. */
  readonly activation: TransformerActivation;

  constructor(dModel: number, nhead: number, options: TransformerEncoderLayerOptions = {}) {
    signatures.TransformerEncoderLayer.check(arguments);
    super();
    const { dimFeedforward = 2048, dropout = 0.1, layerNormEps: eps = 1e-5 } = options;
    const { activation = 'relu', batchFirst = false, normFirst = false, bias = true } = options;
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps, bias });
    this.norm2 = new LayerNorm(dModel, { eps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.normFirst = normFirst;
    this.activation = activation;
  }

  /** `[L, N, E]` (or batch first, or `[L, E]`), kept. @throws ShapeError */
  forward(src: Tensor, options: EncoderForwardOptions = {}): Tensor {
    signatures.TransformerEncoderLayer$forward.check(arguments);
    if (this.normFirst) {
      const attended = src.add(this.attend(this.norm1.forward(src), options));
      return attended.add(this.feed(this.norm2.forward(attended)));
    }
    const attended = this.norm1.forward(src.add(this.attend(src, options)));
    return this.norm2.forward(attended.add(this.feed(attended)));
  }

  private attend(x: Tensor, options: EncoderForwardOptions): Tensor {
    const { srcMask = null, srcKeyPaddingMask = null, isCausal = false } = options;
    const [output] = this.selfAttn.forward(x, x, x, {
      attnMask: srcMask,
      keyPaddingMask: srcKeyPaddingMask,
      isCausal,
      needWeights: false,
    });
    return this.dropout1.forward(output);
  }

  private feed(x: Tensor): Tensor {
    const hidden = activate(this.activation, this.linear1.forward(x));
    return this.dropout2.forward(this.linear2.forward(this.dropout.forward(hidden)));
  }
}

/** Options of the `forward` of `TransformerEncoder`, which calls the mask so. */
export interface EncoderStackForwardOptions extends EncoderForwardOptions {
  /** The same as `srcMask`. */
  readonly mask?: Tensor | null;
}

/** Options of `TransformerEncoder`. */
export interface TransformerEncoderOptions {
  /** A norm at the end, none by default; its key is `norm`. */
  readonly norm?: Layer | null;
}

/**
 * A stack of encoder layers, with keys `layers.0.self_attn.in_proj_weight`. Takes a function that
 * makes a layer where PyTorch takes a layer to copy, so that the layers do not start equal.
 *
 * @example
 * const encoder = new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(8, 2), 3);
 * console.log(encoder.forward(ones([5, 1, 8])).shape); // [ 5, 1, 8 ]
 */
export class TransformerEncoder extends Module {
  readonly layers: ModuleList<TransformerEncoderLayer>;
  /** How many layers there are. */
  readonly numLayers: number;
  readonly norm: Layer | null;

  constructor(
    makeLayer: () => TransformerEncoderLayer,
    numLayers: number,
    options: TransformerEncoderOptions = {},
  ) {
    signatures.TransformerEncoder.check(arguments);
    super();
    checkCount('TransformerEncoder', 'numLayers', numLayers);
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => layerOf(makeLayer)));
    this.numLayers = numLayers;
    this.norm = options.norm ?? null;
  }

  /** `[L, N, E]` (or batch first, or `[L, E]`), kept. @throws ShapeError */
  forward(src: Tensor, options: EncoderStackForwardOptions = {}): Tensor {
    signatures.TransformerEncoder$forward.check(arguments);
    const { mask = null, ...rest } = options;
    const own = mask === null ? rest : { ...rest, srcMask: mask };
    let x = src;
    for (const layer of this.layers) x = layer.forward(x, own);
    return this.norm === null ? x : this.norm.forward(x);
  }
}

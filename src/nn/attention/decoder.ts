/**
 * The decoder of the Transformer. Source: Vaswani et al., "Attention Is All You Need", 2017;
 * https://pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html
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

/** Options of `TransformerDecoderLayer`. */
export type TransformerDecoderLayerOptions = TransformerLayerOptions;

/** Options of the `forward` of the decoder; see `AttentionForwardOptions` for the masks. */
export interface DecoderForwardOptions {
  /** `[L, L]` or `[N * heads, L, L]`: true where a place may not see another. */
  readonly tgtMask?: Tensor | null;
  /** `[L, S]` or `[N * heads, L, S]`: true where a place may not see one of the memory. */
  readonly memoryMask?: Tensor | null;
  /** `[N, L]`: true at places that are padding; `[L]` without a batch. */
  readonly tgtKeyPaddingMask?: Tensor | null;
  /** `[N, S]`: true at places of the memory that are padding; `[S]` without a batch. */
  readonly memoryKeyPaddingMask?: Tensor | null;
  /** Whether a place sees none after it, false by default. */
  readonly tgtIsCausal?: boolean;
  /** Whether place i sees places 0 to i of the memory only, false by default. */
  readonly memoryIsCausal?: boolean;
}

/**
 * Self-attention, attention to a memory, then two linear layers, each with a shortcut around it and
 * a norm.
 * @example
 * const layer = new nn.TransformerDecoderLayer(8, 2, { batchFirst: true });
 * console.log(layer.forward(randn([2, 5, 8]), randn([2, 3, 8])).shape); // [ 2, 5, 8 ]
 */
export class TransformerDecoderLayer extends Module {
  readonly selfAttn: MultiheadAttention;
  readonly multiheadAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  /** Whether each part normalises its input rather than its output. */
  readonly normFirst: boolean;
  /** What is between the two linear layers. */
  readonly activation: TransformerActivation;

  constructor(dModel: number, nhead: number, options: TransformerDecoderLayerOptions = {}) {
    signatures.TransformerDecoderLayer.check(arguments);
    super();
    const { dimFeedforward = 2048, dropout = 0.1, layerNormEps: eps = 1e-5 } = options;
    const { activation = 'relu', batchFirst = false, normFirst = false, bias = true } = options;
    this.selfAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.multiheadAttn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps, bias });
    this.norm2 = new LayerNorm(dModel, { eps, bias });
    this.norm3 = new LayerNorm(dModel, { eps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.dropout3 = new Dropout(dropout);
    this.normFirst = normFirst;
    this.activation = activation;
  }

  /**
   * `tgt` `[L, N, E]` and `memory` `[S, N, E]` (batch first if so constructed, or both without N)
   * to `[L, N, E]`. @throws ShapeError
   */
  forward(tgt: Tensor, memory: Tensor, options: DecoderForwardOptions = {}): Tensor {
    signatures.TransformerDecoderLayer$forward.check(arguments);
    if (this.normFirst) {
      const own = tgt.add(this.attend(this.norm1.forward(tgt), options));
      const seen = own.add(this.look(this.norm2.forward(own), memory, options));
      return seen.add(this.feed(this.norm3.forward(seen)));
    }
    const own = this.norm1.forward(tgt.add(this.attend(tgt, options)));
    const seen = this.norm2.forward(own.add(this.look(own, memory, options)));
    return this.norm3.forward(seen.add(this.feed(seen)));
  }

  private attend(x: Tensor, options: DecoderForwardOptions): Tensor {
    const { tgtMask = null, tgtKeyPaddingMask = null, tgtIsCausal = false } = options;
    const [output] = this.selfAttn.forward(x, x, x, {
      attnMask: tgtMask,
      keyPaddingMask: tgtKeyPaddingMask,
      isCausal: tgtIsCausal,
      needWeights: false,
    });
    return this.dropout1.forward(output);
  }

  private look(x: Tensor, memory: Tensor, options: DecoderForwardOptions): Tensor {
    const { memoryMask = null, memoryKeyPaddingMask = null, memoryIsCausal = false } = options;
    const [output] = this.multiheadAttn.forward(x, memory, memory, {
      attnMask: memoryMask,
      keyPaddingMask: memoryKeyPaddingMask,
      isCausal: memoryIsCausal,
      needWeights: false,
    });
    return this.dropout2.forward(output);
  }

  private feed(x: Tensor): Tensor {
    const hidden = activate(this.activation, this.linear1.forward(x));
    return this.dropout3.forward(this.linear2.forward(this.dropout.forward(hidden)));
  }
}

/** @throws ValueError for what is no layer, as a function that forgets to return one gives. */
function layerOf(makeLayer: () => TransformerDecoderLayer): TransformerDecoderLayer {
  const layer: unknown = makeLayer();
  if (layer instanceof TransformerDecoderLayer) return layer;
  throw new ValueError(
    'TransformerDecoder: makeLayer must return a new TransformerDecoderLayer each time: ' +
      'new TransformerDecoder(() => new TransformerDecoderLayer(dModel, nhead), numLayers)',
  );
}

/** Options of `TransformerDecoder`. */
export interface TransformerDecoderOptions {
  /** A norm at the end, none by default; its key is `norm`. */
  readonly norm?: Layer | null;
}

/**
 * A stack of decoder layers, with keys `layers.0.self_attn.in_proj_weight`. Takes a function that
 * makes a layer where PyTorch takes a layer to copy, so that the layers do not start equal.
 * @example
 * const decoder = new nn.TransformerDecoder(() => new nn.TransformerDecoderLayer(8, 2), 2);
 * console.log(decoder.forward(randn([5, 1, 8]), randn([3, 1, 8])).shape); // [ 5, 1, 8 ]
 */
export class TransformerDecoder extends Module {
  readonly layers: ModuleList<TransformerDecoderLayer>;
  /** How many layers there are. */
  readonly numLayers: number;
  readonly norm: Layer | null;

  constructor(
    makeLayer: () => TransformerDecoderLayer,
    numLayers: number,
    options: TransformerDecoderOptions = {},
  ) {
    signatures.TransformerDecoder.check(arguments);
    super();
    checkCount('TransformerDecoder', 'numLayers', numLayers);
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => layerOf(makeLayer)));
    this.numLayers = numLayers;
    this.norm = options.norm ?? null;
  }

  /** As `TransformerDecoderLayer.forward`. @throws ShapeError */
  forward(tgt: Tensor, memory: Tensor, options: DecoderForwardOptions = {}): Tensor {
    signatures.TransformerDecoder$forward.check(arguments);
    let x = tgt;
    for (const layer of this.layers) x = layer.forward(x, memory, options);
    return this.norm === null ? x : this.norm.forward(x);
  }
}

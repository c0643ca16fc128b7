/** What the layers of encoders and decoders share: their options and their activation. */

import type { Tensor } from '../../tensor/index.js';

/** What is between the two linear layers: a name or a function. */
export type TransformerActivation = 'relu' | 'gelu' | ((x: Tensor) => Tensor);

/** Options of `TransformerEncoderLayer` and `TransformerDecoderLayer`. */
export interface TransformerLayerOptions {
  /** Width of the hidden layer, 2048 by default. */
  readonly dimFeedforward?: number;
  /** Chance to drop, in all places, 0.1 by default. */
  readonly dropout?: number;
  /** `'relu'` (default), `'gelu'`, or a function. */
  readonly activation?: TransformerActivation;
  /** Epsilon of all norms, 1e-5 by default. */
  readonly layerNormEps?: number;
  /** Whether sequences are `[N, L, E]` rather than `[L, N, E]`, false by default. */
  readonly batchFirst?: boolean;
  /** Whether each part normalises its input rather than its output, false by default. */
  readonly normFirst?: boolean;
  /** Whether linear layers and norms have biases, true by default. */
  readonly bias?: boolean;
}

const activations: { readonly [name: string]: (x: Tensor) => Tensor } = {
  relu: (x) => x.relu(),
  gelu: (x) => x.gelu(),
};

/** Applies an activation. */
export function activate(activation: TransformerActivation, x: Tensor): Tensor {
  if (typeof activation === 'function') return activation(x);
  return activations[activation]?.(x) ?? x;
}

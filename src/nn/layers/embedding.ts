/** A table of vectors. Source: https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html */

import { normalizeDim } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { arange, type Tensor, where, zeros } from '../../tensor/index.js';
import { type EmbeddingOptions, embedding } from '../functional/embedding.js';
import { normal } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { checkCount } from './sizes.js';

/**
 * One vector for each of `numEmbeddings` things: int32 `[...] -> [..., embeddingDim]`. The weight
 * `[num, dim]` starts standard normal; the row `paddingIdx`, if given, starts at 0 and stays.
 * @example
 * const words = tensor([1, 2, 1], { dtype: 'int32' });
 * console.log(new nn.Embedding(10, 4).forward(words).shape); // [ 3, 4 ]
 */
export class Embedding extends Module {
  weight: Parameter;
  readonly options: EmbeddingOptions;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    signatures.Embedding.check(arguments);
    super();
    checkCount('Embedding', 'numEmbeddings', numEmbeddings);
    checkCount('Embedding', 'embeddingDim', embeddingDim);
    this.options = options;
    this.weight = new Parameter(zeros([numEmbeddings, embeddingDim]));
    normal(this.weight);
    clearPaddingRow('Embedding', this.weight, options.paddingIdx ?? null);
  }

  /** int32 `[...] -> [..., embeddingDim]`. @throws IndexError, when computed, out of range. */
  forward(index: Tensor): Tensor {
    signatures.Embedding$forward.check(arguments);
    return embedding(index, this.weight, this.options);
  }

  override extraRepr(): string {
    const [rows, columns] = this.weight.shape;
    const { paddingIdx } = this.options;
    return `${rows}, ${columns}${paddingIdx === undefined ? '' : `, padding_idx=${paddingIdx}`}`;
  }
}

/** Sets the row `paddingIdx`, if there is one, to 0. */
export function clearPaddingRow(layer: string, weight: Parameter, paddingIdx: number | null): void {
  if (paddingIdx === null) return;
  const rows = weight.shape[0] ?? 0;
  const padding = normalizeDim(layer, paddingIdx, rows);
  const isPadding = arange(rows).eq(padding).unsqueeze(1);
  weight.assign(where(isPadding, 0, weight.detach()));
}

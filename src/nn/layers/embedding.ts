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
  /** Rows of the table. */
  readonly numEmbeddings: number;
  /** Width of a row. */
  readonly embeddingDim: number;
  /** The row that starts at 0 and is not trained, counted from the start; null for none. */
  readonly paddingIdx: number | null;
  /** `[numEmbeddings, embeddingDim]` */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    signatures.Embedding.check(arguments);
    super();
    checkCount('Embedding', 'numEmbeddings', numEmbeddings);
    checkCount('Embedding', 'embeddingDim', embeddingDim);
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingRow('Embedding', numEmbeddings, options.paddingIdx ?? null);
    this.weight = new Parameter(zeros([numEmbeddings, embeddingDim]));
    normal(this.weight);
    clearRow(this.weight, this.paddingIdx);
  }

  /** int32 `[...] -> [..., embeddingDim]`. @throws IndexError, when computed, out of range. */
  forward(index: Tensor): Tensor {
    signatures.Embedding$forward.check(arguments);
    return embedding(index, this.weight, this);
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx } = this;
    return `${numEmbeddings}, ${embeddingDim}${paddingIdx === null ? '' : `, padding_idx=${paddingIdx}`}`;
  }
}

/** The row of a padding, counted from the start. @throws IndexError for one that is not there. */
export function paddingRow(layer: string, rows: number, paddingIdx: number | null): number | null {
  return paddingIdx === null ? null : normalizeDim(layer, paddingIdx, rows);
}

/** Sets a row, if there is one, to 0. */
export function clearRow(weight: Parameter, row: number | null): void {
  if (row === null) return;
  const isRow = arange(weight.shape[0] ?? 0)
    .eq(row)
    .unsqueeze(1);
  weight.assign(where(isRow, 0, weight.detach()));
}

/**
 * Bags of rows of a table. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.EmbeddingBag.html
 */

import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import { type EmbeddingBagMode, embeddingBag } from '../functional/embedding-bag.js';
import { normal } from '../init.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { facts } from '../text/python-text.js';
import { clearRow, paddingRow } from './embedding.js';
import { checkCount } from './sizes.js';

/** Options of `EmbeddingBag`. */
export interface EmbeddingBagLayerOptions {
  /** `'mean'` by default. */
  readonly mode?: EmbeddingBagMode;
  /** Whether the last offset is the end of the last bag. Default false. */
  readonly includeLastOffset?: boolean;
  /** A row that starts at 0, counts in no bag and is not trained, from the end if negative. */
  readonly paddingIdx?: number | null;
}

/**
 * The mean, sum or maximum of the vectors of bags of things; see `embeddingBag`. The weight
 * `[numEmbeddings, embeddingDim]` starts standard normal.
 * @example
 * const words = tensor([1, 2, 4, 5], { dtype: 'int32' });
 * const bags = new nn.EmbeddingBag(10, 3, { mode: 'sum' });
 * console.log(bags.forward(words, tensor([0, 1], { dtype: 'int32' })).shape); // [ 2, 3 ]
 */
export class EmbeddingBag extends Module {
  /** Rows of the table. */
  readonly numEmbeddings: number;
  /** Width of a row. */
  readonly embeddingDim: number;
  /** What a bag becomes. */
  readonly mode: EmbeddingBagMode;
  /** Whether the last offset is the end of the last bag. */
  readonly includeLastOffset: boolean;
  /** The row that starts at 0, counts in no bag and is not trained, from the start; or null. */
  readonly paddingIdx: number | null;
  /** `[numEmbeddings, embeddingDim]` */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingBagLayerOptions = {}) {
    signatures.EmbeddingBag.check(arguments);
    super();
    checkCount('EmbeddingBag', 'numEmbeddings', numEmbeddings);
    checkCount('EmbeddingBag', 'embeddingDim', embeddingDim);
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.mode = options.mode ?? 'mean';
    this.includeLastOffset = options.includeLastOffset ?? false;
    this.paddingIdx = paddingRow('EmbeddingBag', numEmbeddings, options.paddingIdx ?? null);
    this.weight = new Parameter(zeros([numEmbeddings, embeddingDim]));
    normal(this.weight);
    clearRow(this.weight, this.paddingIdx);
  }

  /**
   * int32 `[B, L]`, or `[n]` with offsets int32 `[B]` -> `[B, embeddingDim]`; factors of the rows
   * with mode `'sum'` only. @throws ShapeError, DTypeError, ValueError
   */
  forward(
    index: Tensor,
    offsets: Tensor | null = null,
    perSampleWeights: Tensor | null = null,
  ): Tensor {
    signatures.EmbeddingBag$forward.check(arguments);
    const { weight, mode, includeLastOffset, paddingIdx } = this;
    const options = { mode, includeLastOffset, paddingIdx, perSampleWeights };
    return embeddingBag(index, weight, offsets, options);
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, mode, paddingIdx } = this;
    return `${numEmbeddings}, ${embeddingDim}, ${facts({ mode, padding_idx: paddingIdx ?? undefined })}`;
  }
}

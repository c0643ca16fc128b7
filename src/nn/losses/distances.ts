/** Distances and angles as layers. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  type CosineSimilarityOptions,
  cosineSimilarity,
  type PairwiseDistanceOptions,
  pairwiseDistance,
} from '../functional/distance.js';
import { Module } from '../module.js';

/**
 * Cosine of the angle between vectors; see `cosineSimilarity`.
 *
 * Formula: `sum_i a_i b_i / (max(norm(a), eps) max(norm(b), eps))`.
 *
 * @example
 * const result = new nn.CosineSimilarity().forward(tensor([[1, 0]]), tensor([[3, 0]]));
 * console.log(result.toArray()); // [ 1 ]
 */
export class CosineSimilarity extends Module {
  /** The dim of the vectors. */
  readonly dim: number;
  /** Least length to divide by. */
  readonly eps: number;

  constructor(options: CosineSimilarityOptions = {}) {
    signatures.CosineSimilarity.check(arguments);
    super();
    this.dim = options.dim ?? 1;
    this.eps = options.eps ?? 1e-8;
  }

  /** Two tensors whose shapes broadcast. */
  forward(x1: Tensor, x2: Tensor): Tensor {
    signatures.CosineSimilarity$forward.check(arguments);
    return cosineSimilarity(x1, x2, this);
  }
}

/**
 * Norm of the difference of vectors; see `pairwiseDistance`.
 *
 * Formula: `(sum_i |a_i - b_i + eps|^p)^(1/p)`.
 *
 * @example
 * const result = new nn.PairwiseDistance().forward(tensor([[0, 0]]), tensor([[3, 4]]));
 * console.log(result.toString()); // tensor([5.0000])
 */
export class PairwiseDistance extends Module {
  /** Order of the norm, the option `p`. */
  readonly norm: number;
  /** Added to each difference. */
  readonly eps: number;
  /** Whether the last dim stays, with size 1. */
  readonly keepdim: boolean;

  constructor(options: PairwiseDistanceOptions = {}) {
    signatures.PairwiseDistance.check(arguments);
    super();
    this.norm = options.p ?? 2;
    this.eps = options.eps ?? 1e-6;
    this.keepdim = options.keepdim ?? false;
  }

  /** `[N, D]` or `[D]` each. */
  forward(x1: Tensor, x2: Tensor): Tensor {
    signatures.PairwiseDistance$forward.check(arguments);
    const { norm: p, eps, keepdim } = this;
    return pairwiseDistance(x1, x2, { p, eps, keepdim });
  }
}

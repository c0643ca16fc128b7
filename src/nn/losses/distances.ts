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
  readonly options: CosineSimilarityOptions | undefined;

  constructor(options?: CosineSimilarityOptions) {
    signatures.CosineSimilarity.check(arguments);
    super();
    this.options = options;
  }

  /** Two tensors whose shapes broadcast. */
  forward(x1: Tensor, x2: Tensor): Tensor {
    signatures.CosineSimilarity$forward.check(arguments);
    return cosineSimilarity(x1, x2, this.options);
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
  readonly options: PairwiseDistanceOptions | undefined;

  constructor(options?: PairwiseDistanceOptions) {
    signatures.PairwiseDistance.check(arguments);
    super();
    this.options = options;
  }

  /** `[N, D]` or `[D]` each. */
  forward(x1: Tensor, x2: Tensor): Tensor {
    signatures.PairwiseDistance$forward.check(arguments);
    return pairwiseDistance(x1, x2, this.options);
  }
}

/** Distances and angles of vectors. */

import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, where } from '../../tensor/index.js';

/** Options of `cosineSimilarity`. */
export interface CosineSimilarityOptions {
  /** The dim of the vectors, 1 by default. */
  readonly dim?: number;
  /** Least length to divide by, 1e-8 by default. */
  readonly eps?: number;
}

/**
 * Cosine of the angle between vectors along a dim, which goes. Shapes broadcast. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * const result = nn.functional.cosineSimilarity(tensor([[1, 0]]), tensor([[0, 2]]));
 * console.log(result.toArray()); // [ 0 ]
 */
export function cosineSimilarity(
  x1: Tensor,
  x2: Tensor,
  options: CosineSimilarityOptions = {},
): Tensor {
  signatures.cosineSimilarity.check(arguments);
  const { dim = 1, eps = 1e-8 } = options;
  const [a, b] = [x1.add(x2.mul(0)), x2.add(x1.mul(0))];
  const length = (x: Tensor): Tensor => {
    const norm = x.norm(2, dim, true);
    return where(
      internally(() => norm.gt(eps)),
      norm,
      eps,
    );
  };
  return a
    .div(length(a))
    .mul(b.div(length(b)))
    .sum(dim);
}

/** Options of `pairwiseDistance`. */
export interface PairwiseDistanceOptions {
  /** Order of the norm, 2 by default. */
  readonly p?: number;
  /** Added to each difference, 1e-6 by default. */
  readonly eps?: number;
  /** Whether the last dim stays, with size 1. Default false. */
  readonly keepdim?: boolean;
}

/**
 * Norm of x1 - x2 + eps along the last dim, which goes. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
 * @example
 * const result = nn.functional.pairwiseDistance(tensor([[0, 0]]), tensor([[3, 4]]));
 * console.log(result.toString()); // tensor([5.0000])
 */
export function pairwiseDistance(
  x1: Tensor,
  x2: Tensor,
  options: PairwiseDistanceOptions = {},
): Tensor {
  signatures.pairwiseDistance.check(arguments);
  const { p = 2, eps = 1e-6, keepdim = false } = options;
  return x1.sub(x2).add(eps).norm(p, -1, keepdim);
}

/** The divergence of one distribution from another, as PyTorch calls it. */

import * as signatures from '../signatures/distributions.js';
import type { Tensor } from '../tensor/index.js';
import type { Distribution } from './distribution.js';

/**
 * `p.kl(q)`: the divergence of Kullback and Leibler from `p` to `q`, in nats.
 * @throws ValueError for distributions of different classes.
 * @example
 * console.log(klDivergence(new Normal(0, 1), new Normal(1, 1)).item()); // 0.5
 */
export function klDivergence(p: Distribution, q: Distribution): Tensor {
  signatures.klDivergence.check(arguments);
  return p.kl(q);
}

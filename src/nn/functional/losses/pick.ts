/** Looking up one element per place along a dim, blaming the caller for an index out of range. */

import { gather } from '../../../graph/builders/index.js';
import { Tensor } from '../../../tensor/index.js';

/**
 * The element of `x` at `index` along `dim`: `x` without `dim` has the shape of `index` (int32).
 * @throws IndexError naming `op`, when computed, for an index out of range.
 */
export function pick(op: string, x: Tensor, dim: number, index: Tensor): Tensor {
  const places = index.unsqueeze(dim);
  return new Tensor(gather(x.node, dim, places.node, op)).squeeze(dim);
}

/** What all reductions share: the dims that they take, and the shape that they give. */

import { restoreDims } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { Tensor } from '../../handle/tensor.js';

/** Which dims to reduce, negative ones counted from the end: one, several, or (null, []) all. */
export type Dim = number | readonly number[] | null;

/** The tensor of a reduced node, with the reduced dims of `like` put back if asked. */
export function reducedTensor(
  reduced: Node,
  like: Node,
  dims: readonly number[],
  keepdim: boolean,
): Tensor {
  return new Tensor(keepdim ? restoreDims(reduced, like, dims) : reduced);
}

/** Number of elements that each element of the result is made of. */
export function countOf(x: Node, dims: readonly number[]): number {
  let count = 1;
  for (const d of dims) count *= x.shape[d] ?? 1;
  return count;
}

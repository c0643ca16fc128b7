/** The tensors that a function is differentiated at, in the tuple or list that it takes them in. */

import { mapTuple } from '../list.js';
import type { Tensor } from '../tensor/handle/tensor.js';
import { detach } from '../tensor/ops/movement/copy.js';

function asLeaf(input: Tensor): Tensor {
  if (input.requiresGrad) return input;
  const leaf = detach(input);
  leaf.requiresGrad = true;
  return leaf;
}

/** Leaves with the values of `inputs`: themselves, if they require a gradient. */
export function asLeaves<T extends readonly Tensor[]>(inputs: T): T {
  return mapTuple(inputs, asLeaf) as unknown as T;
}

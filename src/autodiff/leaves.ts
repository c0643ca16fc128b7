/** The tensors that a function is differentiated at, in the tuple or list that it takes them in. */

import { mapTuple } from '../list.js';
import { detach, type Tensor } from '../tensor/index.js';

/** A tensor for each element of the tuple or list `T`. */
export type Tensors<T extends readonly Tensor[]> = { -readonly [I in keyof T]: Tensor };

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

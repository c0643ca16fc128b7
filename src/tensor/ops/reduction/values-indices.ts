/** Values with the places that they come from, which destructures both ways. */

import type { Tensor } from '../../handle/tensor.js';

/** `const { values, indices } = x.max(1)`, or `const [values, indices] = x.max(1)`. */
export type ValuesIndices = [values: Tensor, indices: Tensor] & {
  /** The elements. */
  readonly values: Tensor;
  /** Where they are along the dim, int32. */
  readonly indices: Tensor;
};

/** Both, under their names and in order. */
export function valuesIndices(values: Tensor, indices: Tensor): ValuesIndices {
  return Object.assign<[Tensor, Tensor], { values: Tensor; indices: Tensor }>([values, indices], {
    values,
    indices,
  });
}

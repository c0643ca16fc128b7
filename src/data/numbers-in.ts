/** Numbers that a user gives as a tensor or as a list. */

import { refuseForeign } from '../graph/copy.js';
import type { Tensor } from '../tensor/index.js';

/** The numbers of `values`; `op` is named where they are of another copy of the package. */
export function numbersIn(op: string, values: Tensor | ArrayLike<number>): ArrayLike<number> {
  refuseForeign(op, values);
  return 'toTypedArray' in values ? values.toTypedArray() : values;
}

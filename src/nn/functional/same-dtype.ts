/** The check that a layer and its input agree on a dtype. */

import { DTypeError } from '../../errors.js';
import type { Tensor } from '../../tensor/index.js';

/** @throws DTypeError naming `op`, both dtypes and the conversion, when they differ. */
export function checkSameDType(op: string, x: Tensor, weight: Tensor): void {
  if (x.dtype === weight.dtype) return;
  throw new DTypeError(
    `${op}: the input is ${x.dtype}, the weight ${weight.dtype}. ` +
      `Did you mean input.to('${weight.dtype}')?`,
  );
}

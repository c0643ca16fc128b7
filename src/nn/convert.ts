/** Changing the dtype of a leaf that modules hold, so that it stays the same tensor. */

import { alias, cast } from '../graph/builders/index.js';
import type { DType } from '../graph/dtype.js';
import { withGradMode } from '../graph/grad-mode.js';
import { tiesOf } from '../graph/node.js';
import type { Tensor } from '../tensor/index.js';

/** Points a leaf at its own values in another dtype, and forgets its gradient. */
export function convertInPlace(tensor: Tensor, dtype: DType): void {
  if (tensor.dtype === dtype) return;
  const { requiresGrad } = tensor;
  tensor.grad = null;
  tiesOf(tensor.node).rebindCount += 1;
  tensor.node = withGradMode(false, () => alias(cast(tensor.node, dtype)));
  tensor.requiresGrad = requiresGrad;
}

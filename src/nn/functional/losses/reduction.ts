/** How a loss of many elements becomes one number. Owns the option that all losses share. */

import { oneOf, ValueError } from '../../../errors.js';
import type { Tensor } from '../../../tensor/index.js';

/** `'mean'` over all elements (the default), their `'sum'`, or `'none'`: one loss per element. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The option that all losses share. */
export interface LossOptions {
  /** `'mean'` by default. */
  readonly reduction?: Reduction;
}

const reductions: { readonly [R in Reduction]: (loss: Tensor) => Tensor } = {
  mean: (loss) => loss.mean(),
  sum: (loss) => loss.sum(),
  none: (loss) => loss,
};

const allReductions: readonly string[] = Object.keys(reductions);

/**
 * Checks a reduction that came from the user.
 * @throws ValueError naming `op` and listing what is allowed.
 */
export function checkReduction(op: string, reduction: string, allowed: readonly string[]): void {
  if (allowed.includes(reduction)) return;
  throw new ValueError(`${op}: unknown reduction '${reduction}', expected ${oneOf(allowed)}`);
}

/**
 * Reduces a loss per element, of any shape, as the options say.
 * @throws ValueError for an unknown reduction.
 */
export function reduceLoss(op: string, loss: Tensor, reduction: Reduction = 'mean'): Tensor {
  checkReduction(op, reduction, allReductions);
  return reductions[reduction](loss);
}

/** What the losses share: how elements become one number, and factors. */

import type { Tensor } from '../../tensor/index.js';
import type { Reduction } from '../functional/losses/reduction.js';
import { Module } from '../module.js';

/** The base of the losses. */
export abstract class Loss<How extends string = Reduction> extends Module {
  /** What the losses of the elements become. */
  readonly reduction: How | 'mean';

  protected constructor({ reduction = 'mean' }: { readonly reduction?: How | 'mean' }) {
    super();
    this.reduction = reduction;
  }

  abstract override forward(...inputs: never[]): Tensor;
}

/** Options of a loss with factors. */
interface WeightedLossOptions {
  readonly reduction?: Reduction;
  readonly weight?: Tensor | null | undefined;
}

/** The base of the losses with factors, which are a buffer: part of the state, as in PyTorch. */
export abstract class WeightedLoss extends Module {
  /** What the losses of the elements become. */
  readonly reduction: Reduction;
  /** A factor for each class or element, as the function says; null for none. A buffer. */
  weight: Tensor | null;

  protected constructor(options: WeightedLossOptions) {
    super();
    this.reduction = options.reduction ?? 'mean';
    this.weight = this.registerBuffer('weight', options.weight ?? null);
  }

  abstract override forward(input: Tensor, target: Tensor): Tensor;
}

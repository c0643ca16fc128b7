/** Pools by a norm, which only hold the arguments of the functions of the same names. */

import { owned } from '../../list.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { type LPPoolOptions, lpPool1d, lpPool2d } from '../functional/pools/lp.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { facts } from '../text/python-text.js';

/** What they share. */
abstract class NormPooling extends Module {
  /** The power of the norm. */
  readonly normType: number;
  /** Elements of a window. */
  readonly kernelSize: SizePerDim;
  /** Elements from one window to the next; null for the kernel size. */
  readonly stride: SizePerDim | null;
  /** Whether a last window may reach beyond the end. */
  readonly ceilMode: boolean;

  protected constructor(normType: number, kernelSize: SizePerDim, options: LPPoolOptions) {
    super();
    this.normType = normType;
    this.kernelSize = owned(kernelSize);
    this.stride = owned(options.stride ?? null);
    this.ceilMode = options.ceilMode ?? false;
  }

  override extraRepr(): string {
    const { normType, kernelSize, stride, ceilMode } = this;
    return facts({ norm_type: normType, kernel_size: kernelSize, stride, ceil_mode: ceilMode });
  }
}

/**
 * Norm of the elements of each window, `[N, C, L] -> [N, C, L']`; see `lpPool1d`.
 * @example
 * console.log(new nn.LPPool1d(2, 2).forward(tensor([[[3, 4]]])).item()); // 5
 */
export class LPPool1d extends NormPooling {
  constructor(normType: number, kernelSize: SizePerDim, options: LPPoolOptions = {}) {
    signatures.LPPool1d.check(arguments);
    super(normType, kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.LPPool1d$forward.check(arguments);
    return lpPool1d(x, this.normType, this.kernelSize, this);
  }
}

/**
 * Norm of the elements of each window, `[N, C, H, W] -> [N, C, H', W']`; see `lpPool2d`.
 * @example
 * console.log(new nn.LPPool2d(1, 2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 10
 */
export class LPPool2d extends NormPooling {
  constructor(normType: number, kernelSize: SizePerDim, options: LPPoolOptions = {}) {
    signatures.LPPool2d.check(arguments);
    super(normType, kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.LPPool2d$forward.check(arguments);
    return lpPool2d(x, this.normType, this.kernelSize, this);
  }
}

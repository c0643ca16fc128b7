/** Average pooling layers, which only hold the arguments of the functions of the same names. */

import { owned } from '../../list.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
} from '../functional/pools/adaptive-average.js';
import type { AdaptiveSize } from '../functional/pools/adaptive-sizes.js';
import {
  type AvgPool1dOptions,
  type AvgPoolOptions,
  avgPool1d,
  avgPool2d,
  avgPool3d,
} from '../functional/pools/average.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { python } from '../text/python-text.js';
import { poolText } from '../text/window-text.js';
import { type PoolSizes, sizesAsGiven, sizesPerDim } from './sizes.js';

/** What the average pools share. */
abstract class AvgPooling<Size extends SizePerDim> extends Module {
  /** Elements of a window. */
  readonly kernelSize: Size;
  /** Elements from one window to the next. */
  readonly stride: Size;
  /** Margin on each side. */
  readonly padding: Size;
  /** Whether a last window may reach beyond the end. */
  readonly ceilMode: boolean;
  /** Whether the zeros of the margin count in the mean. */
  readonly countIncludePad: boolean;

  protected constructor(sizes: PoolSizes<Size>, options: AvgPool1dOptions) {
    super();
    this.kernelSize = sizes.kernelSize;
    this.stride = sizes.stride;
    this.padding = sizes.padding;
    this.ceilMode = options.ceilMode ?? false;
    this.countIncludePad = options.countIncludePad ?? true;
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return poolText(this);
  }
}

/** What the adaptive average pools share. */
abstract class AdaptiveAvgPooling extends Module {
  /** Cells along each dim, or one number for all; null for as many as the input has places. */
  readonly outputSize: AdaptiveSize;

  protected constructor(outputSize: AdaptiveSize) {
    super();
    this.outputSize = owned(outputSize);
  }

  abstract override forward(x: Tensor): Tensor;

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/**
 * Mean of each window, `[N, C, L] -> [N, C, L']`; see `avgPool1d`.
 * @example
 * const pool = new nn.AvgPool1d(2);
 * console.log(pool.forward(tensor([[[1, 3, 2, 5]]])).toArray()); // [ [ [ 2, 3.5 ] ] ]
 */
export class AvgPool1d extends AvgPooling<readonly number[]> {
  constructor(kernelSize: SizePerDim, options: AvgPool1dOptions = {}) {
    signatures.AvgPool1d.check(arguments);
    super(sizesPerDim('AvgPool1d', 1, kernelSize, options), options);
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool1d$forward.check(arguments);
    return avgPool1d(x, this.kernelSize, this);
  }
}

/**
 * Mean of each window, `[N, C, H, W] -> [N, C, H', W']`; see `avgPool2d`.
 * @example
 * console.log(new nn.AvgPool2d(2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 2.5
 */
export class AvgPool2d extends AvgPooling<SizePerDim> {
  /** What the sums are divided by instead of the number of elements, or null. */
  readonly divisorOverride: number | null;

  constructor(kernelSize: SizePerDim, options: AvgPoolOptions = {}) {
    signatures.AvgPool2d.check(arguments);
    super(sizesAsGiven(kernelSize, options), options);
    this.divisorOverride = options.divisorOverride ?? null;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool2d$forward.check(arguments);
    return avgPool2d(x, this.kernelSize, this);
  }
}

/**
 * Mean of each window, `[N, C, D, H, W] -> [N, C, D', H', W']`; see `avgPool3d`.
 * @example
 * const pool = new nn.AvgPool3d(2, { ceilMode: true });
 * console.log(pool.forward(zeros([1, 2, 4, 5, 6])).shape); // [ 1, 2, 2, 3, 3 ]
 */
export class AvgPool3d extends AvgPooling<SizePerDim> {
  /** What the sums are divided by instead of the number of elements, or null. */
  readonly divisorOverride: number | null;

  constructor(kernelSize: SizePerDim, options: AvgPoolOptions = {}) {
    signatures.AvgPool3d.check(arguments);
    super(sizesAsGiven(kernelSize, options), options);
    this.divisorOverride = options.divisorOverride ?? null;
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool3d$forward.check(arguments);
    return avgPool3d(x, this.kernelSize, this);
  }
}

/**
 * Mean over a grid of cells, `[N, C, L] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool1d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool1d(1);
 * console.log(pool.forward(zeros([2, 3, 8])).shape); // [ 2, 3, 1 ]
 */
export class AdaptiveAvgPool1d extends AdaptiveAvgPooling {
  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool1d.check(arguments);
    super(outputSize);
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool1d$forward.check(arguments);
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}

/**
 * Mean over a grid of cells, `[N, C, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool2d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool2d([3, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8])).shape); // [ 2, 3, 3, 8 ]
 */
export class AdaptiveAvgPool2d extends AdaptiveAvgPooling {
  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool2d.check(arguments);
    super(outputSize);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool2d$forward.check(arguments);
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

/**
 * Mean over a grid of cells, `[N, C, D, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool3d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool3d([1, 2, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8, 8])).shape); // [ 2, 3, 1, 2, 8 ]
 */
export class AdaptiveAvgPool3d extends AdaptiveAvgPooling {
  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool3d.check(arguments);
    super(outputSize);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool3d$forward.check(arguments);
    return adaptiveAvgPool3d(x, this.outputSize);
  }
}

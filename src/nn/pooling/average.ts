/** Average pooling layers, which only hold the arguments of the functions of the same names. */

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
import { type LPPoolOptions, lpPool1d, lpPool2d } from '../functional/pools/lp.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { facts, python } from '../text/python-text.js';
import { poolText } from '../text/window-text.js';

/** The facts of a pool by a norm. */
function lpText(layer: LPPool1d | LPPool2d): string {
  const { kernelSize, options } = layer;
  const { stride = null, ceilMode = false } = options;
  const norm_type = layer.normType;
  return facts({ norm_type, kernel_size: kernelSize, stride, ceil_mode: ceilMode });
}

/**
 * Mean of each window, `[N, C, L] -> [N, C, L']`; see `avgPool1d`.
 * @example
 * const pool = new nn.AvgPool1d(2);
 * console.log(pool.forward(tensor([[[1, 3, 2, 5]]])).toArray()); // [ [ [ 2, 3.5 ] ] ]
 */
export class AvgPool1d extends Module {
  readonly kernelSize: SizePerDim;
  readonly options: AvgPool1dOptions;

  constructor(kernelSize: SizePerDim, options: AvgPool1dOptions = {}) {
    signatures.AvgPool1d.check(arguments);
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool1d$forward.check(arguments);
    return avgPool1d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return poolText(this, 1);
  }
}

/**
 * Mean of each window, `[N, C, H, W] -> [N, C, H', W']`; see `avgPool2d`.
 * @example
 * console.log(new nn.AvgPool2d(2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 2.5
 */
export class AvgPool2d extends Module {
  readonly kernelSize: SizePerDim;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: SizePerDim, options: AvgPoolOptions = {}) {
    signatures.AvgPool2d.check(arguments);
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool2d$forward.check(arguments);
    return avgPool2d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return poolText(this);
  }
}

/**
 * Mean of each window, `[N, C, D, H, W] -> [N, C, D', H', W']`; see `avgPool3d`.
 * @example
 * const pool = new nn.AvgPool3d(2, { ceilMode: true });
 * console.log(pool.forward(zeros([1, 2, 4, 5, 6])).shape); // [ 1, 2, 2, 3, 3 ]
 */
export class AvgPool3d extends Module {
  readonly kernelSize: SizePerDim;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: SizePerDim, options: AvgPoolOptions = {}) {
    signatures.AvgPool3d.check(arguments);
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool3d$forward.check(arguments);
    return avgPool3d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return poolText(this);
  }
}

/**
 * Mean over a grid of cells, `[N, C, L] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool1d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool1d(1);
 * console.log(pool.forward(zeros([2, 3, 8])).shape); // [ 2, 3, 1 ]
 */
export class AdaptiveAvgPool1d extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool1d.check(arguments);
    super();
    this.outputSize = outputSize;
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool1d$forward.check(arguments);
    return adaptiveAvgPool1d(x, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/**
 * Mean over a grid of cells, `[N, C, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool2d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool2d([3, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8])).shape); // [ 2, 3, 3, 8 ]
 */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool2d.check(arguments);
    super();
    this.outputSize = outputSize;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool2d$forward.check(arguments);
    return adaptiveAvgPool2d(x, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/**
 * Mean over a grid of cells, `[N, C, D, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveAvgPool3d`.
 * @example
 * const pool = new nn.AdaptiveAvgPool3d([1, 2, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8, 8])).shape); // [ 2, 3, 1, 2, 8 ]
 */
export class AdaptiveAvgPool3d extends Module {
  readonly outputSize: AdaptiveSize;

  constructor(outputSize: AdaptiveSize) {
    signatures.AdaptiveAvgPool3d.check(arguments);
    super();
    this.outputSize = outputSize;
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool3d$forward.check(arguments);
    return adaptiveAvgPool3d(x, this.outputSize);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/**
 * Norm of the elements of each window, `[N, C, L] -> [N, C, L']`; see `lpPool1d`.
 * @example
 * console.log(new nn.LPPool1d(2, 2).forward(tensor([[[3, 4]]])).item()); // 5
 */
export class LPPool1d extends Module {
  readonly normType: number;
  readonly kernelSize: SizePerDim;
  readonly options: LPPoolOptions;

  constructor(normType: number, kernelSize: SizePerDim, options: LPPoolOptions = {}) {
    signatures.LPPool1d.check(arguments);
    super();
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.LPPool1d$forward.check(arguments);
    return lpPool1d(x, this.normType, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return lpText(this);
  }
}

/**
 * Norm of the elements of each window, `[N, C, H, W] -> [N, C, H', W']`; see `lpPool2d`.
 * @example
 * console.log(new nn.LPPool2d(1, 2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 10
 */
export class LPPool2d extends Module {
  readonly normType: number;
  readonly kernelSize: SizePerDim;
  readonly options: LPPoolOptions;

  constructor(normType: number, kernelSize: SizePerDim, options: LPPoolOptions = {}) {
    signatures.LPPool2d.check(arguments);
    super();
    this.normType = normType;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.LPPool2d$forward.check(arguments);
    return lpPool2d(x, this.normType, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return lpText(this);
  }
}

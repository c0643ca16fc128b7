/** Max pooling layers, which only hold the arguments of the functions of the same names. */

import { owned } from '../../list.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
} from '../functional/pools/adaptive-max.js';
import type { AdaptiveSize } from '../functional/pools/adaptive-sizes.js';
import {
  type MaxPoolWindowOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  type ValuesAndIndices,
} from '../functional/pools/max.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { facts, python } from '../text/python-text.js';
import { poolText } from '../text/window-text.js';
import { sizesAsGiven } from './sizes.js';

/** What a pool returns: maxima, and with `returnIndices` their places. */
export type MaxPoolResult<Indices extends boolean> = Indices extends true
  ? ValuesAndIndices
  : Tensor;

/** Options of the max pooling layers. */
export interface MaxPoolLayerOptions<Indices extends boolean> extends MaxPoolWindowOptions {
  /** Whether `forward` returns the places of the maxima, too, false by default. */
  readonly returnIndices?: Indices;
}

/** A pooling of windows of `kernelSize`. */
abstract class MaxPooling<Indices extends boolean> extends Module {
  /** Elements of a window. */
  readonly kernelSize: SizePerDim;
  /** Elements from one window to the next. */
  readonly stride: SizePerDim;
  /** Margin on each side. */
  readonly padding: SizePerDim;
  /** Elements from one place of a window to the next. */
  readonly dilation: SizePerDim;
  /** Whether `forward` returns the places of the maxima, too. */
  readonly returnIndices: boolean;
  /** Whether a last window may reach beyond the end. */
  readonly ceilMode: boolean;

  protected constructor(kernelSize: SizePerDim, options: MaxPoolLayerOptions<Indices>) {
    const sizes = sizesAsGiven(kernelSize, options);
    super();
    this.kernelSize = sizes.kernelSize;
    this.stride = sizes.stride;
    this.padding = sizes.padding;
    this.dilation = owned(options.dilation ?? 1);
    this.returnIndices = options.returnIndices ?? false;
    this.ceilMode = options.ceilMode ?? false;
  }

  abstract override forward(x: Tensor): MaxPoolResult<Indices>;

  protected run(pool: typeof maxPool1d, x: Tensor): MaxPoolResult<Indices> {
    return pool(x, this.kernelSize, this) as MaxPoolResult<Indices>;
  }

  override extraRepr(): string {
    const { dilation, ceilMode } = this;
    return `${poolText(this)}, ${facts({ dilation, ceil_mode: ceilMode })}`;
  }
}

/**
 * Largest element of each window, `[N, C, L] -> [N, C, L']`; see `maxPool1d`.
 * @example
 * console.log(new nn.MaxPool1d(2).forward(tensor([[[1, 3, 2, 5]]])).toArray()); // [ [ [ 3, 5 ] ] ]
 */
export class MaxPool1d<Indices extends boolean = false> extends MaxPooling<Indices> {
  constructor(kernelSize: SizePerDim, options: MaxPoolLayerOptions<Indices> = {}) {
    signatures.MaxPool1d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.MaxPool1d$forward.check(arguments);
    return this.run(maxPool1d, x);
  }
}

/**
 * Largest element of each window, `[N, C, H, W] -> [N, C, H', W']`; see `maxPool2d`.
 * @example
 * console.log(new nn.MaxPool2d(2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 4
 */
export class MaxPool2d<Indices extends boolean = false> extends MaxPooling<Indices> {
  constructor(kernelSize: SizePerDim, options: MaxPoolLayerOptions<Indices> = {}) {
    signatures.MaxPool2d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.MaxPool2d$forward.check(arguments);
    return this.run(maxPool2d, x);
  }
}

/**
 * Largest element of each window, `[N, C, D, H, W] -> [N, C, D', H', W']`; see `maxPool3d`.
 * @example
 * const pool = new nn.MaxPool3d(2, { returnIndices: true });
 * const [most, places] = pool.forward(ones([1, 2, 4, 4, 4]));
 * console.log(most.shape, places.dtype); // [ 1, 2, 2, 2, 2 ] int32
 */
export class MaxPool3d<Indices extends boolean = false> extends MaxPooling<Indices> {
  constructor(kernelSize: SizePerDim, options: MaxPoolLayerOptions<Indices> = {}) {
    signatures.MaxPool3d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.MaxPool3d$forward.check(arguments);
    return this.run(maxPool3d, x);
  }
}

/** Options of the adaptive max pooling layers. */
export interface AdaptiveMaxPoolLayerOptions<Indices extends boolean> {
  /** Whether `forward` returns the places of the maxima, too, false by default. */
  readonly returnIndices?: Indices;
}

/** A pooling of a grid of cells. */
abstract class AdaptiveMaxPooling<Indices extends boolean> extends Module {
  /** Cells along each dim, or one number for all; null for as many as the input has places. */
  readonly outputSize: AdaptiveSize;
  /** Whether `forward` returns the places of the maxima, too. */
  readonly returnIndices: boolean;

  protected constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolLayerOptions<Indices>) {
    super();
    this.outputSize = owned(outputSize);
    this.returnIndices = options.returnIndices ?? false;
  }

  abstract override forward(x: Tensor): MaxPoolResult<Indices>;

  protected run(pool: typeof adaptiveMaxPool1d, x: Tensor): MaxPoolResult<Indices> {
    return pool(x, this.outputSize, this) as MaxPoolResult<Indices>;
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}`;
  }
}

/**
 * Largest element of each cell of a grid, `[N, C, L] -> [N, C, ...outputSize]`; see
 * `adaptiveMaxPool1d`.
 * @example
 * const pool = new nn.AdaptiveMaxPool1d(3);
 * console.log(pool.forward(zeros([2, 3, 8])).shape); // [ 2, 3, 3 ]
 */
export class AdaptiveMaxPool1d<
  Indices extends boolean = false,
> extends AdaptiveMaxPooling<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolLayerOptions<Indices> = {}) {
    signatures.AdaptiveMaxPool1d.check(arguments);
    super(outputSize, options);
  }

  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.AdaptiveMaxPool1d$forward.check(arguments);
    return this.run(adaptiveMaxPool1d, x);
  }
}

/**
 * Largest element of each cell of a grid, `[N, C, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveMaxPool2d`.
 * @example
 * const pool = new nn.AdaptiveMaxPool2d([3, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8])).shape); // [ 2, 3, 3, 8 ]
 */
export class AdaptiveMaxPool2d<
  Indices extends boolean = false,
> extends AdaptiveMaxPooling<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolLayerOptions<Indices> = {}) {
    signatures.AdaptiveMaxPool2d.check(arguments);
    super(outputSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.AdaptiveMaxPool2d$forward.check(arguments);
    return this.run(adaptiveMaxPool2d, x);
  }
}

/**
 * Largest element of each cell of a grid, `[N, C, D, H, W] -> [N, C, ...outputSize]`; see
 * `adaptiveMaxPool3d`.
 * @example
 * const pool = new nn.AdaptiveMaxPool3d([1, 2, null]);
 * console.log(pool.forward(zeros([2, 3, 8, 8, 8])).shape); // [ 2, 3, 1, 2, 8 ]
 */
export class AdaptiveMaxPool3d<
  Indices extends boolean = false,
> extends AdaptiveMaxPooling<Indices> {
  constructor(outputSize: AdaptiveSize, options: AdaptiveMaxPoolLayerOptions<Indices> = {}) {
    signatures.AdaptiveMaxPool3d.check(arguments);
    super(outputSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`. */
  forward(x: Tensor): MaxPoolResult<Indices> {
    signatures.AdaptiveMaxPool3d$forward.check(arguments);
    return this.run(adaptiveMaxPool3d, x);
  }
}

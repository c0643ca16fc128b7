/** Pooling layers, which only hold the arguments of the functions of the same names. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import {
  type AvgPoolOptions,
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
} from '../functional/windows/pooling.js';
import { Module } from '../module.js';

/** A pooling of windows of `kernelSize`. */
abstract class WindowPooling<Options> extends Module {
  readonly kernelSize: SizePerDim;
  readonly options: Options | undefined;

  constructor(kernelSize: SizePerDim, options?: Options) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  abstract override forward(x: Tensor): Tensor;
}

/**
 * Largest element of each window, `[N, C, L] -> [N, C, L']`; see `maxPool1d`.
 * @example
 * console.log(new nn.MaxPool1d(2).forward(tensor([[[1, 3, 2, 5]]])).toArray()); // [ [ [ 3, 5 ] ] ]
 */
export class MaxPool1d extends WindowPooling<MaxPoolOptions> {
  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.MaxPool1d$forward.check(arguments);
    return maxPool1d(x, this.kernelSize, this.options);
  }
}

/**
 * Largest element of each window, `[N, C, H, W] -> [N, C, H', W']`; see `maxPool2d`.
 * @example
 * console.log(new nn.MaxPool2d(2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 4
 */
export class MaxPool2d extends WindowPooling<MaxPoolOptions> {
  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.MaxPool2d$forward.check(arguments);
    return maxPool2d(x, this.kernelSize, this.options);
  }
}

/**
 * Mean of each window, `[N, C, L] -> [N, C, L']`; see `avgPool1d`.
 * @example
 * const pool = new nn.AvgPool1d(2);
 * console.log(pool.forward(tensor([[[1, 3, 2, 5]]])).toArray()); // [ [ [ 2, 3.5 ] ] ]
 */
export class AvgPool1d extends WindowPooling<AvgPoolOptions> {
  /** `[N, C, L]` or `[C, L]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool1d$forward.check(arguments);
    return avgPool1d(x, this.kernelSize, this.options);
  }
}

/**
 * Mean of each window, `[N, C, H, W] -> [N, C, H', W']`; see `avgPool2d`.
 * @example
 * console.log(new nn.AvgPool2d(2).forward(tensor([[[[1, 2], [3, 4]]]])).item()); // 2.5
 */
export class AvgPool2d extends WindowPooling<AvgPoolOptions> {
  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AvgPool2d$forward.check(arguments);
    return avgPool2d(x, this.kernelSize, this.options);
  }
}

/**
 * Mean over a grid of cells, `[N, C, H, W] -> [N, C, ...outputSize]`; see `adaptiveAvgPool2d`.
 * @example
 * console.log(new nn.AdaptiveAvgPool2d(1).forward(zeros([2, 3, 7, 5])).shape); // [ 2, 3, 1, 1 ]
 */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: SizePerDim;

  constructor(outputSize: SizePerDim) {
    signatures.AdaptiveAvgPool2d.check(arguments);
    super();
    this.outputSize = outputSize;
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.AdaptiveAvgPool2d$forward.check(arguments);
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}

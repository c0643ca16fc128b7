/** Unpooling layers, which only hold the arguments of the functions of the same names. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  type MaxUnpoolOptions,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
} from '../functional/pools/unpool.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { poolText } from '../text/window-text.js';

/** Options of the unpooling layers: those of the pool that gave the indices. */
export interface MaxUnpoolLayerOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim;
  /** Margin on each side of the pool, 0 by default. */
  readonly padding?: SizePerDim;
}

/** An unpooling of windows of `kernelSize`. */
abstract class MaxUnpooling extends Module {
  readonly kernelSize: SizePerDim;
  readonly options: MaxUnpoolLayerOptions;

  protected constructor(kernelSize: SizePerDim, options: MaxUnpoolLayerOptions) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  abstract override forward(
    x: Tensor,
    indices: Tensor,
    outputSize?: readonly number[] | null,
  ): Tensor;

  protected run(
    unpool: typeof maxUnpool1d,
    x: Tensor,
    indices: Tensor,
    outputSize: readonly number[] | null,
  ): Tensor {
    const options: MaxUnpoolOptions = { ...this.options, outputSize };
    return unpool(x, indices, this.kernelSize, options);
  }
}

/**
 * Maxima put back where they came from, `[N, C, L] -> [N, C, L']`; see `maxUnpool1d`.
 * @example
 * const pool = new nn.MaxPool1d(2, { returnIndices: true });
 * const [most, places] = pool.forward(randn([1, 1, 4]));
 * console.log(new nn.MaxUnpool1d(2).forward(most, places).shape); // [ 1, 1, 4 ]
 */
export class MaxUnpool1d extends MaxUnpooling {
  constructor(kernelSize: SizePerDim, options: MaxUnpoolLayerOptions = {}) {
    signatures.MaxUnpool1d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool1d$forward.check(arguments);
    return this.run(maxUnpool1d, x, indices, outputSize);
  }

  override extraRepr(): string {
    return poolText(this, 1);
  }
}

/**
 * Maxima put back where they came from, `[N, C, H, W] -> [N, C, H', W']`; see `maxUnpool2d`.
 * @example
 * const pool = new nn.MaxPool2d(2, { returnIndices: true });
 * const [most, places] = pool.forward(randn([1, 1, 4, 4]));
 * console.log(new nn.MaxUnpool2d(2).forward(most, places).shape); // [ 1, 1, 4, 4 ]
 */
export class MaxUnpool2d extends MaxUnpooling {
  constructor(kernelSize: SizePerDim, options: MaxUnpoolLayerOptions = {}) {
    signatures.MaxUnpool2d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool2d$forward.check(arguments);
    return this.run(maxUnpool2d, x, indices, outputSize);
  }

  override extraRepr(): string {
    return poolText(this, 2);
  }
}

/**
 * Maxima put back where they came from, `[N, C, D, H, W] -> [N, C, D', H', W']`; see `maxUnpool3d`.
 * @example
 * const pool = new nn.MaxPool3d(2, { returnIndices: true });
 * const [most, places] = pool.forward(randn([1, 1, 4, 4, 4]));
 * console.log(new nn.MaxUnpool3d(2).forward(most, places).shape); // [ 1, 1, 4, 4, 4 ]
 */
export class MaxUnpool3d extends MaxUnpooling {
  constructor(kernelSize: SizePerDim, options: MaxUnpoolLayerOptions = {}) {
    signatures.MaxUnpool3d.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool3d$forward.check(arguments);
    return this.run(maxUnpool3d, x, indices, outputSize);
  }

  override extraRepr(): string {
    return poolText(this, 3);
  }
}

/** Unpooling layers, which only hold the arguments of the functions of the same names. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { maxUnpool1d, maxUnpool2d, maxUnpool3d } from '../functional/pools/unpool.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import { Module } from '../module.js';
import { poolText } from '../text/window-text.js';
import { sizesPerDim } from './sizes.js';

/** Options of the unpooling layers: those of the pool that gave the indices. */
export interface MaxUnpoolLayerOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim | null;
  /** Margin on each side of the pool, 0 by default. */
  readonly padding?: SizePerDim;
}

/** An unpooling of windows of `kernelSize`. */
abstract class MaxUnpooling extends Module {
  /** Elements of a window. */
  readonly kernelSize: readonly number[];
  /** Elements from one window to the next. */
  readonly stride: readonly number[];
  /** Margin on each side. */
  readonly padding: readonly number[];

  protected constructor(dims: number, kernelSize: SizePerDim, options: MaxUnpoolLayerOptions) {
    const sizes = sizesPerDim(new.target.name, dims, kernelSize, options);
    super();
    this.kernelSize = sizes.kernelSize;
    this.stride = sizes.stride;
    this.padding = sizes.padding;
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
    const { kernelSize, stride, padding } = this;
    return unpool(x, indices, kernelSize, { stride, padding, outputSize });
  }

  override extraRepr(): string {
    return poolText(this);
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
    super(1, kernelSize, options);
  }

  /** `[N, C, L]` or `[C, L]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool1d$forward.check(arguments);
    return this.run(maxUnpool1d, x, indices, outputSize);
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
    super(2, kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool2d$forward.check(arguments);
    return this.run(maxUnpool2d, x, indices, outputSize);
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
    super(3, kernelSize, options);
  }

  /** `[N, C, D, H, W]` or `[C, D, H, W]`, with the indices of the pool. @throws ShapeError */
  forward(x: Tensor, indices: Tensor, outputSize: readonly number[] | null = null): Tensor {
    signatures.MaxUnpool3d$forward.check(arguments);
    return this.run(maxUnpool3d, x, indices, outputSize);
  }
}

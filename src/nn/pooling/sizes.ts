/** The sizes of pools and unpools. */

import { owned } from '../../list.js';
import { perDim, type SizePerDim } from '../functional/windows/geometry.js';

/** The sizes of the windows of a pool. */
export interface PoolSizes<Size extends SizePerDim> {
  readonly kernelSize: Size;
  readonly stride: Size;
  readonly padding: Size;
}

/** Those that its options say. */
interface PoolSizeOptions {
  readonly stride?: SizePerDim | null;
  readonly padding?: SizePerDim;
}

/** Sizes as they are given; the stride is the kernel size by default. */
export function sizesAsGiven(
  kernelSize: SizePerDim,
  { stride, padding = 0 }: PoolSizeOptions,
): PoolSizes<SizePerDim> {
  return {
    kernelSize: owned(kernelSize),
    stride: owned(stride ?? kernelSize),
    padding: owned(padding),
  };
}

/** The same, as lists of one size per dim. @throws ValueError naming the layer, for others. */
export function sizesPerDim(
  layer: string,
  dims: number,
  kernelSize: SizePerDim,
  options: PoolSizeOptions,
): PoolSizes<readonly number[]> {
  const given = sizesAsGiven(kernelSize, options);
  return {
    kernelSize: perDim(layer, 'kernelSize', given.kernelSize, dims, 1),
    stride: perDim(layer, 'stride', given.stride, dims, 1),
    padding: perDim(layer, 'padding', given.padding, dims, 0),
  };
}

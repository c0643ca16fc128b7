/**
 * Norm of the elements of sliding windows.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.lp_pool2d.html
 */

import * as signatures from '../../../signatures/nn.js';
import type { Tensor } from '../../../tensor/index.js';
import { perDim, type SizePerDim } from '../windows/geometry.js';
import { avgPool1d, avgPool2d } from './average.js';

/** Options of `lpPool1d` and `lpPool2d`. */
export interface LPPoolOptions {
  /** Elements from one window to the next, the kernel size by default. */
  readonly stride?: SizePerDim | null;
  /** Whether a last window may reach beyond the end, false by default. */
  readonly ceilMode?: boolean;
}

/** The root of the sum that a mean of `count` powers stands for; of a negative sum 0. */
function rootOf(mean: Tensor, normType: number, count: number): Tensor {
  return mean
    .sign()
    .mul(mean.abs().relu())
    .mul(count)
    .pow(1 / normType);
}

/**
 * `(sum of x ^ p)^(1 / p)` over each window, `[N, C, L]` or `[C, L]` -> `[N, C, L']`; sizes as in
 * `maxPool1d`. As in PyTorch odd p keep signs, so a negative sum has no root, and a window that
 * `ceilMode` cuts off counts as if it were whole.
 * @example
 * console.log(nn.functional.lpPool1d(tensor([[[3, 4]]]), 2, 2).item()); // 5
 */
export function lpPool1d(
  x: Tensor,
  normType: number,
  kernelSize: SizePerDim,
  options: LPPoolOptions = {},
): Tensor {
  signatures.lpPool1d.check(arguments);
  const [count = 1] = perDim('lpPool1d', 'kernelSize', kernelSize, 1, 1);
  return rootOf(avgPool1d(x.pow(normType), kernelSize, options), normType, count);
}

/**
 * `(sum of x ^ p)^(1 / p)` over each window, `[N, C, H, W]` or `[C, H, W]`; see `lpPool1d`.
 * @example
 * console.log(nn.functional.lpPool2d(tensor([[[[1, 2], [3, 4]]]]), 1, 2).item()); // 10
 */
export function lpPool2d(
  x: Tensor,
  normType: number,
  kernelSize: SizePerDim,
  options: LPPoolOptions = {},
): Tensor {
  signatures.lpPool2d.check(arguments);
  const sizes = perDim('lpPool2d', 'kernelSize', kernelSize, 2, 1);
  const count = sizes.reduce((product, n) => product * n, 1);
  return rootOf(avgPool2d(x.pow(normType), kernelSize, options), normType, count);
}

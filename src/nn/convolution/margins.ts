/** `paddingMode` of the convolution layers: what stands beyond the edges, added before. */

import type { Tensor } from '../../tensor/index.js';
import { pad } from '../functional/padding.js';
import type { ConvOptions } from '../functional/windows/convolution.js';
import { perDim, readPadding } from '../functional/windows/geometry.js';

/** What stands beyond the edges of the input. */
export type ConvPaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** The input with its margins, and the options of the convolution that is left to do. */
export function withMargins(
  layer: string,
  x: Tensor,
  kernel: readonly number[],
  options: ConvOptions,
  mode: ConvPaddingMode,
): [x: Tensor, options: ConvOptions] {
  if (mode === 'zeros') return [x, options];
  const stride = perDim(layer, 'stride', options.stride ?? 1, kernel.length, 1);
  const dilation = perDim(layer, 'dilation', options.dilation ?? 1, kernel.length, 1);
  const { low, high } = readPadding(layer, options.padding ?? 0, kernel, stride, dilation);
  const sides = low.flatMap((n, d) => [[n, high[d] ?? 0]]).toReversed();
  return [pad(x, sides.flat(), { mode }), { ...options, padding: 0 }];
}

/** `paddingMode` of the convolution layers: what stands beyond the edges, added before. */

import type { Tensor } from '../../tensor/index.js';
import { pad } from '../functional/padding.js';
import { type Padding, readPadding } from '../functional/windows/geometry.js';

/** What stands beyond the edges of the input. */
export type ConvPaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

/** What a layer says of its windows. */
interface PaddedWindows {
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: Padding;
}

/** The input with its margins, after which nothing is left to be padded. */
export function withMargins(
  layer: PaddedWindows,
  x: Tensor,
  mode: Exclude<ConvPaddingMode, 'zeros'>,
): Tensor {
  const { name } = layer.constructor;
  const { low, high } = readPadding(
    name,
    layer.padding,
    layer.kernelSize,
    layer.stride,
    layer.dilation,
  );
  const sides = low.flatMap((n, d) => [[n, high[d] ?? 0]]).toReversed();
  return pad(x, sides.flat(), { mode });
}

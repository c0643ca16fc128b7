/** Facts of layers that move windows, as PyTorch prints them. */

import { facts, python } from './python-text.js';

type SizePerDim = number | readonly number[];

/** The facts of a convolution, transposed or not. */
export interface WindowFacts {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | string;
  readonly outputPadding?: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  readonly bias: unknown;
  readonly paddingMode: string;
}

/** A size, unless it is what it is by default along all dims. */
function unless(size: readonly number[] | string, usual: number): unknown {
  return typeof size !== 'string' && size.every((n) => n === usual) ? undefined : size;
}

/** `3, 8, kernel_size=(3, 3), stride=(1, 1)` and what is not as it is by default. */
export function convolutionText(layer: WindowFacts): string {
  const { groups, paddingMode } = layer;
  const said = facts({
    kernel_size: layer.kernelSize,
    stride: layer.stride,
    padding: unless(layer.padding, 0),
    dilation: unless(layer.dilation, 1),
    output_padding: unless(layer.outputPadding ?? [], 0),
    groups: groups === 1 ? undefined : groups,
    bias: layer.bias === null ? false : undefined,
    padding_mode: paddingMode === 'zeros' ? undefined : paddingMode,
  });
  return `${python(layer.inChannels)}, ${python(layer.outChannels)}, ${said}`;
}

/** The facts of a pool. */
export interface PoolFacts {
  readonly kernelSize: SizePerDim;
  readonly stride: SizePerDim;
  readonly padding: SizePerDim;
}

/** `kernel_size=2, stride=2, padding=0`. */
export function poolText({ kernelSize, stride, padding }: PoolFacts): string {
  return facts({ kernel_size: kernelSize, stride, padding });
}

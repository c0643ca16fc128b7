/** Facts of layers that move windows, as PyTorch prints them. */

import { facts, python } from './python-text.js';

type SizePerDim = number | readonly number[];

/** The facts of a convolution, transposed or not. */
export interface WindowFacts {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly bias: unknown;
  readonly paddingMode?: string;
  readonly options: {
    readonly stride?: SizePerDim;
    readonly padding?: SizePerDim | string;
    readonly outputPadding?: SizePerDim;
    readonly dilation?: SizePerDim;
    readonly groups?: number;
  };
}

/** One size for each of `dims` dims; a word stays what it is. */
function tuple(size: SizePerDim | string, dims: number): readonly number[] | string {
  return typeof size === 'number' ? new Array<number>(dims).fill(size) : size;
}

/** `3, 8, kernel_size=(3, 3), stride=(1, 1)` and what is not as it is by default. */
export function convolutionText(layer: WindowFacts): string {
  const { kernelSize, paddingMode } = layer;
  const { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = layer.options;
  const dims = kernelSize.length;
  const unless = (size: SizePerDim | string, usual: number): unknown => {
    const list = tuple(size, dims);
    return Array.isArray(list) && list.every((n) => n === usual) ? undefined : list;
  };
  const said = facts({
    kernel_size: kernelSize,
    stride: tuple(stride, dims),
    padding: unless(padding, 0),
    dilation: unless(dilation, 1),
    output_padding: unless(outputPadding, 0),
    groups: groups === 1 ? undefined : groups,
    bias: layer.bias === null ? false : undefined,
    padding_mode: paddingMode === 'zeros' ? undefined : paddingMode,
  });
  return `${python(layer.inChannels)}, ${python(layer.outChannels)}, ${said}`;
}

/** The facts of a pool. */
export interface PoolFacts {
  readonly kernelSize: SizePerDim;
  readonly options: { readonly stride?: SizePerDim; readonly padding?: SizePerDim };
}

/** `kernel_size=2, stride=2, padding=0`; as tuples of `dims` numbers, if that is given. */
export function poolText({ kernelSize, options }: PoolFacts, dims: number | null = null): string {
  const { stride = kernelSize, padding = 0 } = options;
  const size = (given: SizePerDim): unknown => (dims === null ? given : tuple(given, dims));
  return facts({ kernel_size: size(kernelSize), stride: size(stride), padding: size(padding) });
}

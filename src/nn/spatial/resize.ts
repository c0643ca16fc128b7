/** Layers that change sizes: upsampling, pixel shuffles, windows as columns, unflattening. */

import { owned } from '../../list.js';
import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import {
  type InterpolateOptions,
  type InterpolationMode,
  interpolate,
} from '../functional/images/interpolate.js';
import type { SizePerDim } from '../functional/windows/geometry.js';
import {
  channelShuffle,
  type FoldOptions,
  fold,
  pixelShuffle,
  pixelUnshuffle,
  unfold,
} from '../functional/windows/shuffle.js';
import { Module } from '../module.js';
import { facts, float, python } from '../text/python-text.js';

/**
 * Images of another size; see `interpolate`.
 * @example
 * const x = tensor([[[1, 2]]]);
 * console.log(new nn.Upsample({ scaleFactor: 2 }).forward(x).toArray()); // [ [ [ 1, 1, 2, 2 ] ] ]
 */
export class Upsample extends Module {
  /** The sizes of the result, one for all, or null where factors say. */
  readonly size: number | readonly number[] | null;
  /** Factors of the sizes, one for all, or null where sizes say. */
  readonly scaleFactor: number | readonly number[] | null;
  /** How places in between are filled. */
  readonly mode: InterpolationMode;
  /** Whether the centres of the corners stay where they are; null for no. */
  readonly alignCorners: boolean | null;
  /** Whether places are computed from the sizes rather than from the factor; null for no. */
  readonly recomputeScaleFactor: boolean | null;

  constructor(options: InterpolateOptions = {}) {
    signatures.Upsample.check(arguments);
    super();
    this.size = owned(options.size ?? null);
    this.scaleFactor = owned(options.scaleFactor ?? null);
    this.mode = options.mode ?? 'nearest';
    this.alignCorners = options.alignCorners ?? null;
    this.recomputeScaleFactor = options.recomputeScaleFactor ?? null;
  }

  /** `[N, C, ...]`. */
  forward(x: Tensor): Tensor {
    signatures.Upsample$forward.check(arguments);
    return interpolate(x, this);
  }

  override extraRepr(): string {
    const { size, scaleFactor, mode } = this;
    const given = scaleFactor ?? undefined;
    const scale = Array.isArray(given) ? `(${given.map(float).join(', ')})` : given;
    const scale_factor = typeof scale === 'number' ? float(scale) : scale;
    return facts({ size: size ?? undefined, scale_factor, mode });
  }
}

/**
 * Channels become places, `[.., C r^2, H, W] -> [.., C, H r, W r]`; see `pixelShuffle`.
 * @example
 * const x = tensor([[[[1]], [[2]], [[3]], [[4]]]]);
 * const result = new nn.PixelShuffle(2).forward(x);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export class PixelShuffle extends Module {
  /** How many places a channel becomes, along each dim. */
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    signatures.PixelShuffle.check(arguments);
    super();
    this.upscaleFactor = upscaleFactor;
  }

  /** `[.., C r^2, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.PixelShuffle$forward.check(arguments);
    return pixelShuffle(x, this.upscaleFactor);
  }

  override extraRepr(): string {
    return `upscale_factor=${this.upscaleFactor}`;
  }
}

/**
 * Places become channels, `[.., C, H r, W r] -> [.., C r^2, H, W]`; see `pixelUnshuffle`.
 * @example
 * const x = tensor([[[[1, 2], [3, 4]]]]);
 * const result = new nn.PixelUnshuffle(2).forward(x);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export class PixelUnshuffle extends Module {
  /** How many places become one, along each dim. */
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    signatures.PixelUnshuffle.check(arguments);
    super();
    this.downscaleFactor = downscaleFactor;
  }

  /** `[.., C, H r, W r]`. */
  forward(x: Tensor): Tensor {
    signatures.PixelUnshuffle$forward.check(arguments);
    return pixelUnshuffle(x, this.downscaleFactor);
  }

  override extraRepr(): string {
    return `downscale_factor=${this.downscaleFactor}`;
  }
}

/**
 * Channels of groups dealt out in turns; see `channelShuffle`.
 * @example
 * const x = tensor([[[[1]], [[2]], [[3]], [[4]]]]);
 * console.log(new nn.ChannelShuffle(2).forward(x).flatten().toArray()); // [ 1, 3, 2, 4 ]
 */
export class ChannelShuffle extends Module {
  /** Groups of channels. */
  readonly groups: number;

  constructor(groups: number) {
    signatures.ChannelShuffle.check(arguments);
    super();
    this.groups = groups;
  }

  /** `[N, C, ...]`, kept. */
  forward(x: Tensor): Tensor {
    signatures.ChannelShuffle$forward.check(arguments);
    return channelShuffle(x, this.groups);
  }

  override extraRepr(): string {
    return `groups=${this.groups}`;
  }
}

/** What `Unfold` and `Fold` share. */
abstract class Columns extends Module {
  /** Elements of a window. */
  readonly kernelSize: SizePerDim;
  /** Elements from one place of the kernel to the next. */
  readonly dilation: SizePerDim;
  /** Zeros on each side. */
  readonly padding: SizePerDim;
  /** Elements from one window to the next. */
  readonly stride: SizePerDim;

  protected constructor(kernelSize: SizePerDim, options: FoldOptions) {
    super();
    this.kernelSize = owned(kernelSize);
    this.dilation = owned(options.dilation ?? 1);
    this.padding = owned(options.padding ?? 0);
    this.stride = owned(options.stride ?? 1);
  }

  override extraRepr(): string {
    const { kernelSize, dilation, padding, stride } = this;
    return facts({ kernel_size: kernelSize, dilation, padding, stride });
  }
}

/**
 * Windows as columns, `[N, C, H, W] -> [N, C kH kW, L]`; see `unfold`.
 * @example
 * const image = tensor([[[[1, 2, 3], [4, 5, 6]]]]);
 * const result = new nn.Unfold([2, 2]).forward(image);
 * console.log(result.toArray()); // [ [ [ 1, 2 ], [ 2, 3 ], [ 4, 5 ], [ 5, 6 ] ] ]
 */
export class Unfold extends Columns {
  constructor(kernelSize: SizePerDim, options: FoldOptions = {}) {
    signatures.Unfold.check(arguments);
    super(kernelSize, options);
  }

  /** `[N, C, H, W]` or `[C, H, W]`. */
  forward(x: Tensor): Tensor {
    signatures.Unfold$forward.check(arguments);
    return unfold(x, this.kernelSize, this);
  }
}

/**
 * Columns put back as windows, `[N, C kH kW, L] -> [N, C, H, W]`; see `fold`.
 * @example
 * // Every place of a 2x2 image is in one window of 2x2.
 * const columns = tensor([[[1], [2], [3], [4]]]);
 * const result = new nn.Fold([2, 2], [2, 2]).forward(columns);
 * console.log(result.flatten().toArray()); // [ 1, 2, 3, 4 ]
 */
export class Fold extends Columns {
  /** Sizes of the result. */
  readonly outputSize: SizePerDim;

  constructor(outputSize: SizePerDim, kernelSize: SizePerDim, options: FoldOptions = {}) {
    signatures.Fold.check(arguments);
    super(kernelSize, options);
    this.outputSize = owned(outputSize);
  }

  /** `[N, C kH kW, L]` or `[C kH kW, L]`. */
  forward(x: Tensor): Tensor {
    signatures.Fold$forward.check(arguments);
    return fold(x, this.outputSize, this.kernelSize, this);
  }

  override extraRepr(): string {
    return `output_size=${python(this.outputSize)}, ${super.extraRepr()}`;
  }
}

/**
 * One dim cut into several; see `unflatten`.
 * @example
 * const result = new nn.Unflatten(1, [2, 2]).forward(tensor([[1, 2, 3, 4]]));
 * console.log(result.toArray()); // [ [ [ 1, 2 ], [ 3, 4 ] ] ]
 */
export class Unflatten extends Module {
  /** The dim that is cut. */
  readonly dim: number;
  /** What it is cut into. */
  readonly unflattenedSize: readonly number[];

  constructor(dim: number, unflattenedSize: readonly number[]) {
    signatures.Unflatten.check(arguments);
    super();
    this.dim = dim;
    this.unflattenedSize = owned(unflattenedSize);
  }

  /** Any shape that has the dim. */
  forward(x: Tensor): Tensor {
    signatures.Unflatten$forward.check(arguments);
    return x.unflatten(this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${python(this.unflattenedSize)}`;
  }
}

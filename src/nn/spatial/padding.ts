/** Padding layers: `pad` of the last one, two or three dims. */

import * as signatures from '../../signatures/nn.js';
import type { Tensor } from '../../tensor/index.js';
import { type PadMode, pad } from '../functional/padding.js';
import { Module } from '../module.js';
import { python } from '../text/python-text.js';

/** One number for all sides, or [before, after] of each dim from the last. */
export type PadSizes = number | readonly number[];

/** One number for each side of the last `dims` dims. */
function perSide(dims: number, padding: PadSizes): readonly number[] {
  return typeof padding === 'number' ? new Array<number>(2 * dims).fill(padding) : padding.slice();
}

/** The layers that fill from the input: so many dims from the last, filled in one way. */
abstract class Padding extends Module {
  /** [before, after] of each dim from the last. */
  readonly padding: readonly number[];
  private readonly mode: PadMode;

  protected constructor(dims: number, padding: PadSizes, mode: PadMode) {
    super();
    this.padding = perSide(dims, padding);
    this.mode = mode;
  }

  /** `[N, C, ...]` or `[C, ...]`, larger. @throws ShapeError for more than a mode can add. */
  forward(x: Tensor): Tensor {
    return pad(x, this.padding, { mode: this.mode });
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/** The layers that fill with a value. */
abstract class ConstantPadding extends Module {
  /** [before, after] of each dim from the last. */
  readonly padding: readonly number[];
  /** What is put around the input. */
  readonly value: number;

  protected constructor(dims: number, padding: PadSizes, value: number) {
    super();
    this.padding = perSide(dims, padding);
    this.value = value;
  }

  /** `[N, C, ...]` or `[C, ...]`, larger. @throws ShapeError */
  forward(x: Tensor): Tensor {
    return pad(x, this.padding, this);
  }

  override extraRepr(): string {
    return `padding=${python(this.padding)}, value=${python(this.value)}`;
  }
}

/**
 * Zeros around sequences, `[.., L]`.
 * @example
 * console.log(new nn.ZeroPad1d(1).forward(tensor([[1, 2, 3]])).toArray()); // [ [ 0, 1, 2, 3, 0 ] ]
 */
export class ZeroPad1d extends ConstantPadding {
  constructor(padding: PadSizes) {
    signatures.ZeroPad1d.check(arguments);
    super(1, padding, 0);
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/**
 * Zeros around images, `[.., H, W]`: [left, right, top, bottom].
 * @example
 * const image = tensor([[[1, 2], [3, 4]]]);
 * const result = new nn.ZeroPad2d([1, 0, 0, 0]).forward(image);
 * console.log(result.toArray()); // [ [ [ 0, 1, 2 ], [ 0, 3, 4 ] ] ]
 */
export class ZeroPad2d extends ConstantPadding {
  constructor(padding: PadSizes) {
    signatures.ZeroPad2d.check(arguments);
    super(2, padding, 0);
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/**
 * Zeros around volumes, `[.., D, H, W]`.
 * @example
 * const volume = tensor([[[[1, 2]], [[3, 4]]]]);
 * const result = new nn.ZeroPad3d([0, 1, 0, 0, 0, 0]).forward(volume);
 * console.log(result.flatten().toArray()); // [ 1, 2, 0, 3, 4, 0 ]
 */
export class ZeroPad3d extends ConstantPadding {
  constructor(padding: PadSizes) {
    signatures.ZeroPad3d.check(arguments);
    super(3, padding, 0);
  }

  override extraRepr(): string {
    return python(this.padding);
  }
}

/**
 * A value around sequences, `[.., L]`.
 * @example
 * const result = new nn.ConstantPad1d(1, 9).forward(tensor([[1, 2, 3]]));
 * console.log(result.toArray()); // [ [ 9, 1, 2, 3, 9 ] ]
 */
export class ConstantPad1d extends ConstantPadding {
  constructor(padding: PadSizes, value: number) {
    signatures.ConstantPad1d.check(arguments);
    super(1, padding, value);
  }
}

/**
 * A value around images, `[.., H, W]`: [left, right, top, bottom].
 * @example
 * const image = tensor([[[1, 2], [3, 4]]]);
 * const result = new nn.ConstantPad2d([1, 0, 0, 0], 9).forward(image);
 * console.log(result.toArray()); // [ [ [ 9, 1, 2 ], [ 9, 3, 4 ] ] ]
 */
export class ConstantPad2d extends ConstantPadding {
  constructor(padding: PadSizes, value: number) {
    signatures.ConstantPad2d.check(arguments);
    super(2, padding, value);
  }
}

/**
 * A value around volumes, `[.., D, H, W]`.
 * @example
 * const volume = tensor([[[[1, 2]], [[3, 4]]]]);
 * const result = new nn.ConstantPad3d([0, 1, 0, 0, 0, 0], 9).forward(volume);
 * console.log(result.flatten().toArray()); // [ 1, 2, 9, 3, 4, 9 ]
 */
export class ConstantPad3d extends ConstantPadding {
  constructor(padding: PadSizes, value: number) {
    signatures.ConstantPad3d.check(arguments);
    super(3, padding, value);
  }
}

/**
 * Mirrors, without repeating the edge: sequences, `[.., L]`.
 * @example
 * const result = new nn.ReflectionPad1d(1).forward(tensor([[1, 2, 3]]));
 * console.log(result.toArray()); // [ [ 2, 1, 2, 3, 2 ] ]
 */
export class ReflectionPad1d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReflectionPad1d.check(arguments);
    super(1, padding, 'reflect');
  }
}

/**
 * Mirrors, without repeating the edge: images, `[.., H, W]`: [left, right, top, bottom].
 * @example
 * const image = tensor([[[1, 2], [3, 4]]]);
 * const result = new nn.ReflectionPad2d([1, 0, 0, 0]).forward(image);
 * console.log(result.toArray()); // [ [ [ 2, 1, 2 ], [ 4, 3, 4 ] ] ]
 */
export class ReflectionPad2d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReflectionPad2d.check(arguments);
    super(2, padding, 'reflect');
  }
}

/**
 * Mirrors, without repeating the edge: volumes, `[.., D, H, W]`.
 * @example
 * const volume = tensor([[[[1, 2]], [[3, 4]]]]);
 * const result = new nn.ReflectionPad3d([0, 1, 0, 0, 0, 0]).forward(volume);
 * console.log(result.flatten().toArray()); // [ 1, 2, 1, 3, 4, 3 ]
 */
export class ReflectionPad3d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReflectionPad3d.check(arguments);
    super(3, padding, 'reflect');
  }
}

/**
 * Repeats the edges of sequences, `[.., L]`.
 * @example
 * const result = new nn.ReplicationPad1d(1).forward(tensor([[1, 2, 3]]));
 * console.log(result.toArray()); // [ [ 1, 1, 2, 3, 3 ] ]
 */
export class ReplicationPad1d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReplicationPad1d.check(arguments);
    super(1, padding, 'replicate');
  }
}

/**
 * Repeats the edges of images, `[.., H, W]`: [left, right, top, bottom].
 * @example
 * const image = tensor([[[1, 2], [3, 4]]]);
 * const result = new nn.ReplicationPad2d([1, 0, 0, 0]).forward(image);
 * console.log(result.toArray()); // [ [ [ 1, 1, 2 ], [ 3, 3, 4 ] ] ]
 */
export class ReplicationPad2d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReplicationPad2d.check(arguments);
    super(2, padding, 'replicate');
  }
}

/**
 * Repeats the edges of volumes, `[.., D, H, W]`.
 * @example
 * const volume = tensor([[[[1, 2]], [[3, 4]]]]);
 * const result = new nn.ReplicationPad3d([0, 1, 0, 0, 0, 0]).forward(volume);
 * console.log(result.flatten().toArray()); // [ 1, 2, 2, 3, 4, 4 ]
 */
export class ReplicationPad3d extends Padding {
  constructor(padding: PadSizes) {
    signatures.ReplicationPad3d.check(arguments);
    super(3, padding, 'replicate');
  }
}

/**
 * Goes on at the other end of sequences, `[.., L]`.
 * @example
 * const result = new nn.CircularPad1d(1).forward(tensor([[1, 2, 3]]));
 * console.log(result.toArray()); // [ [ 3, 1, 2, 3, 1 ] ]
 */
export class CircularPad1d extends Padding {
  constructor(padding: PadSizes) {
    signatures.CircularPad1d.check(arguments);
    super(1, padding, 'circular');
  }
}

/**
 * Goes on at the other end of images, `[.., H, W]`: [left, right, top, bottom].
 * @example
 * const image = tensor([[[1, 2], [3, 4]]]);
 * const result = new nn.CircularPad2d([1, 0, 0, 0]).forward(image);
 * console.log(result.toArray()); // [ [ [ 2, 1, 2 ], [ 4, 3, 4 ] ] ]
 */
export class CircularPad2d extends Padding {
  constructor(padding: PadSizes) {
    signatures.CircularPad2d.check(arguments);
    super(2, padding, 'circular');
  }
}

/**
 * Goes on at the other end of volumes, `[.., D, H, W]`.
 * @example
 * const volume = tensor([[[[1, 2]], [[3, 4]]]]);
 * const result = new nn.CircularPad3d([0, 1, 0, 0, 0, 0]).forward(volume);
 * console.log(result.flatten().toArray()); // [ 1, 2, 1, 3, 4, 3 ]
 */
export class CircularPad3d extends Padding {
  constructor(padding: PadSizes) {
    signatures.CircularPad3d.check(arguments);
    super(3, padding, 'circular');
  }
}

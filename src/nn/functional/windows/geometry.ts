/**
 * Sizes of sliding windows: reads the options that convolution and pooling share, one entry per
 * spatial dim. Knows nothing of tensors.
 * Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016.
 */

import { oneOf, ShapeError, ValueError } from '../../../errors.js';
import { type Shape, show } from '../../../graph/shape.js';

/** One size for every spatial dim, or a list with one per dim. */
export type SizePerDim = number | readonly number[];

/** A `SizePerDim`, or `'same'` (output as large as input) or `'valid'` (no padding). */
export type Padding = SizePerDim | 'same' | 'valid';

/** The spatial dims of an input, as messages write them. */
export const spatialLetters: readonly string[] = ['', 'L', 'H, W', 'D, H, W'];

/** A number for every spatial dim. @throws ValueError naming `op` and the option `name`. */
export function perDim(
  op: string,
  name: string,
  value: SizePerDim,
  dims: number,
  least: number,
): readonly number[] {
  const list = typeof value === 'number' ? new Array<number>(dims).fill(value) : value.slice();
  const ok = list.length === dims && list.every((n) => Number.isInteger(n) && n >= least);
  if (ok) return list;
  const wanted = dims === 1 ? 'an integer' : `an integer, or a list of ${dims},`;
  throw new ValueError(
    `${op}: ${name} must be ${wanted} of at least ${least}, got ${JSON.stringify(value)}`,
  );
}

/** Zeros before and after, for each spatial dim. */
export interface Margins {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/**
 * Reads a padding. `'same'` keeps the size (stride 1 only); an odd total puts the extra zero last.
 * @throws ValueError for an unknown word, a negative number, or `'same'` with a stride.
 */
export function readPadding(
  op: string,
  padding: Padding,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): Margins {
  if (padding === 'same') {
    if (stride.some((s) => s !== 1)) {
      throw new ValueError(`${op}: padding 'same' needs stride 1, got ${JSON.stringify(stride)}`);
    }
    const total = kernel.map((k, d) => (k - 1) * (dilation[d] ?? 1));
    const low = total.map((n) => Math.floor(n / 2));
    return { low, high: total.map((n, d) => n - (low[d] ?? 0)) };
  }
  if (typeof padding === 'string' && padding !== 'valid') {
    throw new ValueError(
      `${op}: padding must be a number, a list, ${oneOf(['same', 'valid'])}, got '${padding}'`,
    );
  }
  const both = perDim(op, 'padding', padding === 'valid' ? 0 : padding, kernel.length, 0);
  return { low: both, high: both };
}

/**
 * Checks that a window fits into the padded input.
 * @throws ShapeError naming `op`, the sizes and the fix.
 */
export function checkFits(
  op: string,
  spatial: Shape,
  kernel: readonly number[],
  dilation: readonly number[],
  margins: Margins,
): void {
  spatial.forEach((size, d) => {
    const reach = ((kernel[d] ?? 1) - 1) * (dilation[d] ?? 1) + 1;
    const room = size + (margins.low[d] ?? 0) + (margins.high[d] ?? 0);
    if (reach <= room) return;
    throw new ShapeError(
      `${op}: a window of ${reach} does not fit into spatial dim ${d} of ${show(spatial)}, ` +
        `which is ${room} with its padding. Use a smaller kernel, or more padding`,
    );
  });
}

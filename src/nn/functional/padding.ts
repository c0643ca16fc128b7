/** Padding of the last dims, in PyTorch's four ways. */

import { oneOf, ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { cat, fullLike, type Tensor, tensor, zeros } from '../../tensor/index.js';

/** What stands beyond the edge. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** Options of `pad`. */
export interface PadOptions {
  /** `'constant'` by default. */
  readonly mode?: PadMode;
  /** What to fill with in mode `'constant'`, 0 by default. */
  readonly value?: number;
}

/** The place inside of n elements that stands at place i, which may be outside. */
const places: { readonly [M in Exclude<PadMode, 'constant'>]: (i: number, n: number) => number } = {
  reflect: (i, n) => {
    const turned = i < 0 ? -i : i;
    return turned >= n ? 2 * (n - 1) - turned : turned;
  },
  replicate: (i, n) => Math.min(n - 1, Math.max(0, i)),
  circular: (i, n) => ((i % n) + n) % n,
};

/** The most that a mode can add on a side of n elements. */
const room: { readonly [M in Exclude<PadMode, 'constant'>]: (n: number) => number } = {
  reflect: (n) => n - 1,
  replicate: (n) => (n > 0 ? Number.POSITIVE_INFINITY : 0),
  circular: (n) => n,
};

function padByPlaces(
  x: Tensor,
  dim: number,
  low: number,
  high: number,
  mode: Exclude<PadMode, 'constant'>,
): Tensor {
  const n = x.shape[dim] ?? 0;
  if (low > room[mode](n) || high > room[mode](n)) {
    throw new ShapeError(
      `pad: mode '${mode}' adds at most ${room[mode](n)} on a side of dim ${dim} of ` +
        `${show(x.shape)}, got ${low} and ${high}`,
    );
  }
  const index = Array.from({ length: n + low + high }, (_, i) => places[mode](i - low, n));
  return x.indexSelect(dim, tensor(Int32Array.from(index)));
}

function fill(x: Tensor, dim: number, count: number, value: number): Tensor {
  const shape = x.shape.map((n, d) => (d === dim ? count : n));
  return fullLike(zeros(shape, { dtype: x.dtype }), value);
}

function padWithValue(x: Tensor, dim: number, low: number, high: number, value: number): Tensor {
  const n = x.shape[dim] ?? 0;
  const [start, end] = [Math.max(0, -low), n - Math.max(0, -high)];
  if (start > end) {
    throw new ShapeError(
      `pad: ${low} and ${high} cut off more than dim ${dim} of ${show(x.shape)}`,
    );
  }
  const kept = x.slice(dim, start, end);
  const parts = [
    ...(low > 0 ? [fill(x, dim, low, value)] : []),
    kept,
    ...(high > 0 ? [fill(x, dim, high, value)] : []),
  ];
  return parts.length === 1 ? kept : cat(parts, dim);
}

/**
 * x with more elements on the sides of its last dims: `pad` is [before, after] of the last dim,
 * then of the one before, as in PyTorch. Negative numbers cut off. `'reflect'` mirrors without
 * repeating the edge, `'replicate'` repeats it, `'circular'` goes on at the other end.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 * @throws ValueError for an odd list or an unknown mode; ShapeError for more dims than there are,
 *   or more than a mode can add.
 * @example
 * const x = tensor([[1, 2, 3]]);
 * console.log(nn.functional.pad(x, [1, 0]).toArray()); // [ [ 0, 1, 2, 3 ] ]
 * console.log(nn.functional.pad(x, [1, 1], 'reflect').toArray()); // [ [ 2, 1, 2, 3, 2 ] ]
 */
export function pad(
  x: Tensor,
  pad: readonly number[],
  options: PadOptions | PadMode = {},
  value = 0,
): Tensor {
  signatures.pad.check(arguments);
  const { mode = 'constant', value: filler = value } =
    typeof options === 'string' ? { mode: options } : options;
  if (!Array.isArray(pad) || pad.length % 2 !== 0 || !pad.every(Number.isInteger)) {
    throw new ValueError(
      `pad: needs a list of two integers for each dim, got ${JSON.stringify(pad)}. ` +
        'The last dim comes first: [left, right, top, bottom]',
    );
  }
  if (mode !== 'constant' && !Object.hasOwn(places, mode)) {
    const known = oneOf(['constant', ...Object.keys(places)]);
    throw new ValueError(`pad: mode must be ${known}, got '${String(mode)}'`);
  }
  if (pad.length / 2 > x.ndim) {
    throw new ShapeError(`pad: ${pad.length / 2} pairs for the dims of shape ${show(x.shape)}`);
  }
  let result = x;
  for (let i = 0; i < pad.length / 2; i++) {
    const dim = x.ndim - 1 - i;
    const [low, high] = [pad[2 * i] ?? 0, pad[2 * i + 1] ?? 0];
    if (low === 0 && high === 0) continue;
    result =
      mode === 'constant'
        ? padWithValue(result, dim, low, high, filler)
        : padByPlaces(result, dim, low, high, mode);
  }
  return result;
}

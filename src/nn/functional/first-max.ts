/**
 * The largest element of each window, with a gradient that goes to the first of equal elements, as
 * PyTorch's pools have it. Small windows are compared place by place: each place of all windows is
 * one strided slice, and slices are elementwise work, several times faster than reducing windows.
 */

import { customOp } from '../../autodiff/index.js';
import { add, pad, slice } from '../../graph/build/index.js';
import type { Node } from '../../graph/node.js';
import type { Shape } from '../../graph/shape.js';
import { arange, full, maximum, Tensor, tensor, where } from '../../tensor/index.js';
import { countWindows, isTiling, viewWindows, type Windows } from './windows.js';

/** Windows of more places than this are reduced as views. */
const MOST_PLACES = 32;

/** Indices of all places of a window, row-major: [0, 0], [0, 1], [1, 0] ... */
function placesOf(kernel: readonly number[]): number[][] {
  let places: number[][] = [[]];
  for (const size of kernel) {
    places = places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i]));
  }
  return places;
}

/** Where a place lies within `x`, and how far it is to that of the next window. */
function placeOf(x: Shape, place: readonly number[], windows: Windows) {
  const first = x.length - place.length;
  const at = <T>(leading: T, spatial: (d: number) => T): T[] =>
    x.map((_, d) => (d < first ? leading : spatial(d - first)));
  const start = at(0, (d) => (place[d] ?? 0) * (windows.dilation[d] ?? 1));
  const step = at(1, (d) => windows.stride[d] ?? 1);
  const counts = countWindows(x.slice(first), windows);
  return { start, step, size: x.map((n, d) => counts[d - first] ?? n) };
}

/** One place of all windows, `[..., counts]`. */
function slicesOf(x: Tensor, windows: Windows): Tensor[] {
  return placesOf(windows.kernel).map(
    (place) => new Tensor(slice(x.node, placeOf(x.shape, place, windows))),
  );
}

/** The number of the first place that holds the maximum, int32. */
function firstPlace(slices: readonly Tensor[], output: Tensor): Tensor {
  let first = full(output.shape, slices.length - 1, { dtype: 'int32' });
  for (let k = slices.length - 2; k >= 0; k--) {
    first = where(slices[k]?.eq(output) ?? false, k, first);
  }
  return first;
}

/** Gradient for windows side by side: every element looks up whether it is the first. */
function spreadTiles(gradient: Tensor, first: Tensor, x: Shape, windows: Windows): Tensor {
  const dims = windows.kernel.length;
  const leading = x.slice(0, x.length - dims);
  const counts = gradient.shape.slice(-dims);
  const perTile = [...leading, ...counts.flatMap((count) => [count, 1])];
  const places = windows.kernel.reduce((product, k) => product * k, 1);
  const numbers = tensor(
    Int32Array.from({ length: places }, (_, i) => i),
    {
      shape: windows.kernel.flatMap((k) => [1, k]),
    },
  );
  const isFirst = numbers.eq(first.reshape(perTile));
  const tiles = where(isFirst, gradient.reshape(perTile), 0);
  const whole = tiles.reshape([
    ...leading,
    ...counts.map((count, d) => count * (windows.kernel[d] ?? 1)),
  ]);
  const zeros = x.map(() => 0);
  return whole.pad(
    zeros,
    x.map((n, d) => n - (whole.shape[d] ?? n)),
  );
}

/** Gradient for windows that overlap: the shares of all places, each put back where it came from. */
function spreadPlaces(gradient: Tensor, first: Tensor, x: Shape, windows: Windows): Tensor {
  let total: Node | null = null;
  placesOf(windows.kernel).forEach((place, k) => {
    const share = where(first.eq(k), gradient, 0).node;
    const { start, step, size } = placeOf(x, place, windows);
    const interior = step.map((n) => n - 1);
    const used = size.map((n, d) => (n - 1) * (step[d] ?? 1) + 1 + (start[d] ?? 0));
    const high = x.map((n, d) => n - (used[d] ?? n));
    const part = pad(share, { low: start, high, interior });
    total = total === null ? part : add(total, part);
  });
  return new Tensor(total ?? gradient.node);
}

function maxByPlaces(x: Tensor, windows: Windows): Tensor {
  const op = customOp({
    name: 'maxPool',
    forward: (input: Tensor) => slicesOf(input, windows).reduce((a, b) => maximum(a, b)),
    backward: (gradient: Tensor, [input]: readonly [Tensor], output: Tensor) => {
      const first = firstPlace(slicesOf(input, windows), output);
      const spread = isTiling(windows) ? spreadTiles : spreadPlaces;
      return [spread(gradient, first, input.shape, windows)];
    },
  });
  return op(x);
}

function maxByReduction(x: Tensor, windows: Windows): Tensor {
  const { view, dims } = viewWindows(x, windows);
  const op = customOp({
    name: 'maxPool',
    forward: (input: Tensor) => input.max(dims),
    backward: (gradient: Tensor, [input]: readonly [Tensor], output: Tensor) => {
      const kept = input.shape.map((n, d) => (dims.includes(d) ? 1 : n));
      const sizes = input.shape.map((n, d) => (dims.includes(d) ? n : 1));
      const count = sizes.reduce((product, n) => product * n, 1);
      const number = arange(count).reshape(sizes);
      const isMax = input.eq(output.reshape(kept));
      const first = where(isMax, number, count).min(dims, true);
      return [where(number.eq(first), gradient.reshape(kept), 0)];
    },
  });
  return op(view);
}

/** Maximum of each window over the last dims, `[..., spatial] -> [..., counts]`. NaN wins. */
export function maxOfWindows(x: Tensor, windows: Windows): Tensor {
  const places = windows.kernel.reduce((product, k) => product * k, 1);
  return places <= MOST_PLACES ? maxByPlaces(x, windows) : maxByReduction(x, windows);
}

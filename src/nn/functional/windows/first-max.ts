/**
 * The largest element of each window, with a gradient that goes to the first of equal elements, as
 * PyTorch's pools have it. Small windows are compared place by place: each place of all windows is
 * one strided slice, and slices are elementwise work, several times faster than reducing windows.
 * The gradient of windows side by side is a choice at each element, that of others a scatter-add.
 */

import { customOp } from '../../../autodiff/index.js';
import { add as addNodes, full, iota, mul, slice } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { numel, type Shape } from '../../../graph/shape.js';
import { arange, maximum, Tensor, tensor, where, zeros } from '../../../tensor/index.js';
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

/**
 * The number, of `numbers`, of the first place that holds the maximum, int32; the last one beside
 * NaN, since a look for NaN would take as long as all else. The margin is -Infinity, and never the
 * place even if all else is, too.
 */
function firstPlace(
  slices: readonly Tensor[],
  output: Tensor,
  numbers: readonly number[],
  windows: Windows,
): Tensor {
  let first = new Tensor(full(output.shape, numbers.at(-1) ?? 0, 'int32'));
  for (let k = slices.length - 2; k >= 0; k--) {
    first = where(slices[k]?.eq(output) ?? false, numbers[k] ?? 0, first);
  }
  return inside(first, output, windows, numbers);
}

/**
 * The places, by their `numbers` or row by row, except where all is -Infinity: there the first that
 * is not in the margin.
 */
function inside(
  first: Tensor,
  output: Tensor,
  windows: Windows,
  numbers: readonly number[] = [],
): Tensor {
  if (windows.padding.every((n) => n === 0)) return first;
  const shape = output.shape.slice(-windows.kernel.length);
  const places = Int32Array.from(firstInside(shape, windows), (place) => numbers[place] ?? place);
  return where(output.eq(-Infinity), tensor(places, { shape }), first);
}

/** For each window, row by row, which of its places is the first that is not in the margin. */
function firstInside(counts: Shape, { kernel, stride, padding, dilation }: Windows): number[] {
  const steps = gridSteps(kernel);
  return placesOf(counts).map((window) =>
    window.reduce((place, i, d) => {
      const missing = Math.max(0, (padding[d] ?? 0) - i * (stride[d] ?? 1));
      return place + Math.ceil(missing / (dilation[d] ?? 1)) * (steps[d] ?? 1);
    }, 0),
  );
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

/** Distance of neighbours along each dim of a row-major grid. */
function gridSteps(sizes: Shape): number[] {
  return sizes.map((_, d) => sizes.slice(d + 1).reduce((product, n) => product * n, 1));
}

/** Place of the first element of each window in the grid of all elements, `counts`, int32. */
function windowStarts(counts: Shape, windows: Windows, steps: readonly number[]): Node {
  const along = counts.map((count, d) => {
    const places = iota(counts.map((_, other) => (other === d ? count : 1)));
    const step = (windows.stride[d] ?? 1) * (steps[d] ?? 1);
    return mul(places, full([], step, 'int32'));
  });
  return along.reduce((sum, places) => addNodes(sum, places));
}

/** Gradient for windows that overlap: each share is added where its maximum came from. */
function spreadPlaces(gradient: Tensor, input: Tensor, output: Tensor, windows: Windows): Tensor {
  const first = input.ndim - windows.kernel.length;
  const [sizes, counts] = [input.shape.slice(first), gradient.shape.slice(first)];
  const steps = gridSteps(sizes);
  const offsets = placesOf(windows.kernel).map((place) =>
    place.reduce((sum, i, d) => sum + i * (windows.dilation[d] ?? 1) * (steps[d] ?? 1), 0),
  );
  const from = firstPlace(slicesOf(input, windows), output, offsets, windows);
  const places = new Tensor(addNodes(from.node, windowStarts(counts, windows, steps)));
  const flat = [gradient.numel / numel(counts), numel(counts)];
  return zeros([flat[0] ?? 1, numel(sizes)], { dtype: gradient.dtype })
    .scatterAdd(1, places.reshape(flat), gradient.reshape(flat))
    .reshape(input.shape);
}

function maxByPlaces(x: Tensor, windows: Windows): Tensor {
  const op = customOp({
    name: 'maxPool',
    forward: (input: Tensor) => slicesOf(input, windows).reduce((a, b) => maximum(a, b)),
    backward: (gradient: Tensor, [input]: readonly [Tensor], output: Tensor) => {
      if (!isTiling(windows)) return [spreadPlaces(gradient, input, output, windows)];
      const slices = slicesOf(input, windows);
      const first = firstPlace(
        slices,
        output,
        slices.map((_, k) => k),
        windows,
      );
      return [spreadTiles(gradient, first, input.shape, windows)];
    },
  });
  return op(x);
}

function maxByReduction(x: Tensor, windows: Windows): Tensor {
  const { view, dims } = viewWindows(x, windows);
  const op = customOp({
    name: 'maxPool',
    forward: (input: Tensor) => input.amax(dims),
    backward: (gradient: Tensor, [input]: readonly [Tensor], output: Tensor) => {
      const kept = input.shape.map((n, d) => (dims.includes(d) ? 1 : n));
      const sizes = input.shape.map((n, d) => (dims.includes(d) ? n : 1));
      const count = sizes.reduce((product, n) => product * n, 1);
      const number = arange(count).reshape(sizes);
      const isMax = input.eq(output.reshape(kept));
      const first = where(isMax, number, count).amin(dims);
      const lastNaN = where(input.ne(input), number, -1).amax(dims);
      const place = inside(where(lastNaN.ge(0), lastNaN, first), output, windows);
      return [where(number.eq(place.reshape(kept)), gradient.reshape(kept), 0)];
    },
  });
  return op(view);
}

/** Maximum of each window over the last dims, `[..., spatial] -> [..., counts]`. NaN wins. */
export function maxOfWindows(x: Tensor, windows: Windows): Tensor {
  const places = windows.kernel.reduce((product, k) => product * k, 1);
  return places <= MOST_PLACES ? maxByPlaces(x, windows) : maxByReduction(x, windows);
}

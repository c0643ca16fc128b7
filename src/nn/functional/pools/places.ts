/**
 * The places of windows in the grid of elements: their slices, their numbers, and which of them
 * holds the maximum.
 */

import { add as addNodes, full, iota, mul, slice } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { numel, type Shape } from '../../../graph/shape.js';
import { arange, Tensor, tensor, where } from '../../../tensor/index.js';
import { countWindows, type Windows } from '../windows/windows.js';

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
export function slicesOf(x: Tensor, windows: Windows): Tensor[] {
  return placesOf(windows.kernel).map(
    (place) => new Tensor(slice(x.node, placeOf(x.shape, place, windows))),
  );
}

/** Distance of neighbours along each dim of a row-major grid. */
export function gridSteps(sizes: Shape): number[] {
  return sizes.map((_, d) => sizes.slice(d + 1).reduce((product, n) => product * n, 1));
}

/** Distance of each place of a window from its first, in the grid with these steps. */
export function offsetsOf(windows: Windows, steps: readonly number[]): number[] {
  return placesOf(windows.kernel).map((place) =>
    place.reduce((sum, i, d) => sum + i * (windows.dilation[d] ?? 1) * (steps[d] ?? 1), 0),
  );
}

/** Place of the first element of each window in the grid of all elements, `counts`, int32. */
export function windowStarts(counts: Shape, windows: Windows, steps: readonly number[]): Node {
  const along = counts.map((count, d) => {
    const places = iota(counts.map((_, other) => (other === d ? count : 1)));
    const step = (windows.stride[d] ?? 1) * (steps[d] ?? 1);
    return mul(places, full([], step, 'int32'));
  });
  return along.reduce((sum, places) => addNodes(sum, places));
}

/**
 * The places, by their `numbers` or row by row, except where all is -Infinity: there the first that
 * is not in the margin.
 */
export function inside(
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

/** The number of the first place of each window, of a view, that holds the maximum, int32. */
export function firstOfView(
  view: Tensor,
  dims: readonly number[],
  output: Tensor,
  windows: Windows,
): { readonly place: Tensor; readonly numbers: Tensor; readonly kept: Shape } {
  const kept = view.shape.map((n, d) => (dims.includes(d) ? 1 : n));
  const sizes = view.shape.map((n, d) => (dims.includes(d) ? n : 1));
  const count = numel(sizes);
  const numbers = arange(count).reshape(sizes);
  const isMax = view.eq(output.reshape(kept));
  const first = where(isMax, numbers, count).amin(dims);
  const lastNaN = where(view.ne(view), numbers, -1).amax(dims);
  const place = inside(where(lastNaN.ge(0), lastNaN, first), output, windows);
  return { place, numbers, kept };
}

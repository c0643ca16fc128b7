/** Where the maximum of each window lies, as `returnIndices` and unpooling have it. */

import { add as addNodes, full } from '../../../graph/builders/index.js';
import type { Shape } from '../../../graph/shape.js';
import { maximum, Tensor, tensor, where } from '../../../tensor/index.js';
import { viewWindows, type Windows } from '../windows/windows.js';
import { MOST_PLACES } from './first-max.js';
import { firstOfView, gridSteps, inside, offsetsOf, slicesOf, windowStarts } from './places.js';

/** Which place, by its number of `numbers`, holds the maximum; of several the first, or a NaN. */
function byPlaces(x: Tensor, windows: Windows, numbers: readonly number[]): Tensor {
  const [first, ...others] = slicesOf(x, windows);
  if (first === undefined) throw new Error('internal: a window without places');
  let best = first;
  let place = new Tensor(full(first.shape, numbers[0] ?? 0, 'int32'));
  others.forEach((one, k) => {
    const isMore = one.gt(best).maximum(one.ne(one));
    place = where(isMore, numbers[k + 1] ?? 0, place);
    best = maximum(best, one);
  });
  return inside(place, best, windows, numbers);
}

/**
 * The number of the maximum of each window in the grid of `sizes`, row by row, int32: `padded` is
 * the input with the margins of `windows`, which never win. Of equal elements the first; NaN wins.
 */
export function placesOfMax(padded: Tensor, windows: Windows, sizes: Shape): Tensor {
  const steps = gridSteps(sizes);
  const offsets = offsetsOf(windows, steps);
  const { view, dims } = viewWindows(padded, windows);
  const counts = view.shape.filter((_, d) => !dims.includes(d)).slice(-sizes.length);
  const margin = windows.padding.reduce((sum, n, d) => sum + n * (steps[d] ?? 1), 0);
  const from =
    offsets.length <= MOST_PLACES
      ? byPlaces(padded, windows, offsets)
      : tensor(Int32Array.from(offsets)).take(
          firstOfView(view, dims, view.amax(dims), windows).place,
        );
  const starts = addNodes(windowStarts(counts, windows, steps), full([], -margin, 'int32'));
  return new Tensor(addNodes(from.node, starts));
}

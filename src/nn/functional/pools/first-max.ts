/**
 * The largest element of each window, with a gradient that goes to the first of equal elements, as
 * PyTorch's pools have it. Small windows are compared place by place: each place of all windows is
 * one strided slice, and slices are elementwise work, several times faster than reducing windows.
 * The gradient of windows side by side is a choice at each element, that of others a scatter-add.
 */

import { customOp } from '../../../autodiff/index.js';
import { add as addNodes, full } from '../../../graph/builders/index.js';
import { numel, type Shape } from '../../../graph/shape.js';
import { maximum, Tensor, tensor, where, zeros } from '../../../tensor/index.js';
import { isTiling, viewWindows, type Windows } from '../windows/windows.js';
import { firstOfView, gridSteps, inside, offsetsOf, slicesOf, windowStarts } from './places.js';

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

/** Windows of more places than this are reduced as views. */
export const MOST_PLACES = 32;

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

/** Gradient for windows that overlap: each share is added where its maximum came from. */
function spreadPlaces(gradient: Tensor, input: Tensor, output: Tensor, windows: Windows): Tensor {
  const first = input.ndim - windows.kernel.length;
  const [sizes, counts] = [input.shape.slice(first), gradient.shape.slice(first)];
  const steps = gridSteps(sizes);
  const offsets = offsetsOf(windows, steps);
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

/** Maximum over `dims` of a view of windows, which go. */
export function maxOfView(view: Tensor, dims: readonly number[], windows: Windows): Tensor {
  const op = customOp({
    name: 'maxPool',
    forward: (input: Tensor) => input.amax(dims),
    backward: (gradient: Tensor, [input]: readonly [Tensor], output: Tensor) => {
      const { place, numbers, kept } = firstOfView(input, dims, output, windows);
      return [where(numbers.eq(place.reshape(kept)), gradient.reshape(kept), 0)];
    },
  });
  return op(view);
}

/** Maximum of each window over the last dims, `[..., spatial] -> [..., counts]`. NaN wins. */
export function maxOfWindows(x: Tensor, windows: Windows): Tensor {
  const places = windows.kernel.reduce((product, k) => product * k, 1);
  if (places <= MOST_PLACES) return maxByPlaces(x, windows);
  const { view, dims } = viewWindows(x, windows);
  return maxOfView(view, dims, windows);
}

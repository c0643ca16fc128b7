/**
 * Curves for a picture: of the points that fall into one column of pixels, the lowest and the
 * highest stay. Where no column has more than two, all points stay as they are.
 */

/** Points of a curve. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Whether points were left out. */
  readonly decimated: boolean;
}

/** The part of the x axis that is shown, and how many columns of pixels it has. */
export interface View {
  readonly from: number;
  readonly to: number;
  readonly pixels: number;
}

/** Points within the view, and one on either side, so that lines reach its edges. */
function within(x: ArrayLike<number>, length: number, { from, to }: View): [number, number] {
  let first = 0;
  let end = length;
  while (first + 1 < length && (x[first + 1] ?? 0) < from) first++;
  while (end > first + 1 && (x[end - 2] ?? 0) > to) end--;
  return [first, end];
}

function allPoints(x: ArrayLike<number>, y: ArrayLike<number>, from: number, to: number): Curve {
  const xs = new Float64Array(to - from);
  const ys = new Float64Array(to - from);
  let count = 0;
  for (let i = from; i < to; i++) {
    const [a, b] = [x[i] ?? Number.NaN, y[i] ?? Number.NaN];
    if (!(Number.isFinite(a) && Number.isFinite(b))) continue;
    xs[count] = a;
    ys[count++] = b;
  }
  return { x: xs.subarray(0, count), y: ys.subarray(0, count), decimated: false };
}

/** Lowest and highest of the column at hand, with the order in which they came. */
interface Extremes {
  low: number;
  lowAt: number;
  high: number;
  highAt: number;
}

/**
 * The curve of `y` over `x`, whose points are in order, as it is to be drawn. Points that are not
 * finite are left out. What is reduced stands at a quarter and at three quarters of its column, so
 * that curves of one view share their x.
 */
export function decimate(x: ArrayLike<number>, y: ArrayLike<number>, view: View): Curve {
  const length = Math.min(x.length, y.length);
  const [first, end] = within(x, length, view);
  if (end - first <= 2 * view.pixels) return allPoints(x, y, first, end);
  const width = (view.to - view.from) / view.pixels || 1;
  const xs = new Float64Array(2 * view.pixels + 4);
  const ys = new Float64Array(2 * view.pixels + 4);
  let count = 0;
  let column = Number.NaN;
  const now: Extremes = { low: 0, lowAt: 0, high: 0, highAt: 0 };
  const flush = (): void => {
    if (Number.isNaN(column)) return;
    const left = view.from + column * width;
    const rising = now.lowAt <= now.highAt;
    xs[count] = left + 0.25 * width;
    ys[count++] = rising ? now.low : now.high;
    if (now.lowAt === now.highAt) return;
    xs[count] = left + 0.75 * width;
    ys[count++] = rising ? now.high : now.low;
  };
  for (let i = first; i < end; i++) {
    const value = y[i] ?? Number.NaN;
    const place = Math.floor(((x[i] ?? Number.NaN) - view.from) / width);
    if (!(Number.isFinite(value) && Number.isFinite(place))) continue;
    // The neighbours outside share the columns next to the edges.
    const inside = Math.max(-1, Math.min(view.pixels, place));
    if (inside !== column) {
      flush();
      column = inside;
      now.low = value;
      now.high = value;
      now.lowAt = i;
      now.highAt = i;
    } else if (value < now.low) {
      now.low = value;
      now.lowAt = i;
    } else if (value > now.high) {
      now.high = value;
      now.highAt = i;
    }
  }
  flush();
  return { x: xs.subarray(0, count), y: ys.subarray(0, count), decimated: true };
}

/**
 * The exponential moving average of `y` with `weight` on the past, from 0 up to below 1, free of
 * the bias to its beginning. Values that are not finite keep their place. Returns the smoothed
 * values, and the state to go on from. Source: https://arxiv.org/abs/1412.6980 (section 3).
 */
export function smooth(
  y: ArrayLike<number>,
  weight: number,
): { readonly values: Float64Array; readonly state: readonly [mean: number, weight: number] } {
  const values = new Float64Array(y.length);
  let mean = 0;
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const value = y[i] ?? Number.NaN;
    if (Number.isFinite(value)) {
      mean = weight * mean + (1 - weight) * value;
      total = weight * total + (1 - weight);
      values[i] = mean / total;
    } else values[i] = Number.NaN;
  }
  return { values, state: [mean, total] };
}

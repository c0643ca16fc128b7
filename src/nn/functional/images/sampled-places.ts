/** Places between elements along one dim: which elements they are near, and how near. */

import { internally } from '../../../runtime/values/held.js';
import { type Tensor, where } from '../../../tensor/index.js';

/** How elements between others are found. */
export type GridSampleMode = 'bilinear' | 'nearest' | 'bicubic';

/** What stands beyond the edges. */
export type GridSamplePadding = 'zeros' | 'border' | 'reflection';

/** A dim that is sampled. */
export interface SampledDim {
  readonly size: number;
  readonly padding: GridSamplePadding;
  readonly alignCorners: boolean;
  /** Whether it is one of three dims, where PyTorch rounds halves away from 0. */
  readonly isOfVolume: boolean;
}

/** Elements near the places: their index (0 where there is none), and their weight. */
export interface Tap {
  /** int32 */
  readonly index: Tensor;
  /** bool */
  readonly isInside: Tensor;
  /** Null for 1. */
  readonly weight: Tensor | null;
}

/** Kept inside, with no gradient at the edges and beyond. */
function clipped(x: Tensor, size: number): Tensor {
  const isInside = internally(() => x.gt(0).logicalAnd(x.lt(size - 1)));
  return where(
    isInside,
    x,
    internally(() => x.detach().clamp(0, size - 1)),
  );
}

/** Turned back at `low` and at `high`, as often as needed. */
function reflected(x: Tensor, low: number, high: number): Tensor {
  if (low === high) return x.mul(0);
  const span = high - low;
  const from = x.sub(low);
  const distance = where(
    internally(() => from.lt(0)),
    from.neg(),
    from,
  );
  const turns = internally(() => distance.detach().div(span).floor());
  const extra = distance.sub(turns.mul(span));
  const isBack = internally(() => turns.sub(turns.div(2).floor().mul(2)).gt(0.5));
  return where(isBack, extra.neg().add(span + low), extra.add(low));
}

/** Places as the padding has them. */
function padded(x: Tensor, { size, padding, alignCorners }: SampledDim): Tensor {
  if (padding === 'zeros') return x;
  if (padding === 'border') return clipped(x, size);
  const [low, high] = alignCorners ? [0, size - 1] : [-0.5, size - 0.5];
  return clipped(reflected(x, low, high), size);
}

function tapAt(place: Tensor, weight: Tensor | null, { size }: SampledDim): Tap {
  return internally(() => {
    const known = place.detach();
    const isInside = known.ge(0).logicalAnd(known.le(size - 1));
    return { index: where(isInside, known, 0).to('int32'), isInside, weight };
  });
}

/** The four weights of cubic convolution with a = -0.75, of elements at -1, 0, 1 and 2. */
function cubicWeights(t: Tensor): Tensor[] {
  const a = -0.75;
  const near = (d: Tensor): Tensor =>
    d
      .mul(a + 2)
      .sub(a + 3)
      .mul(d)
      .mul(d)
      .add(1);
  const far = (d: Tensor): Tensor =>
    d
      .mul(a)
      .sub(5 * a)
      .mul(d)
      .add(8 * a)
      .mul(d)
      .sub(4 * a);
  const back = t.neg().add(1);
  return [far(t.add(1)), near(t), near(back), far(back.add(1))];
}

/** Coordinates from -1 to 1 as places counted from 0. */
function placesOf(x: Tensor, { size, alignCorners }: SampledDim): Tensor {
  if (alignCorners)
    return x
      .add(1)
      .div(2)
      .mul(size - 1);
  return x.add(1).mul(size).sub(1).div(2);
}

/** The nearest whole number; of two the even one, or in volumes that farther from 0. */
function nearest(place: Tensor, { isOfVolume }: SampledDim): Tensor {
  const known = place.detach();
  return isOfVolume ? known.sign().mul(known.abs().add(0.5).floor()) : known.round();
}

/** The elements that count at each coordinate. */
export function tapsAlong(coordinate: Tensor, mode: GridSampleMode, dim: SampledDim): Tap[] {
  const x = placesOf(coordinate, dim);
  if (mode === 'bicubic') {
    const low = internally(() => x.detach().floor());
    const weights = cubicWeights(x.sub(low));
    return weights.map((weight, k) => tapAt(padded(low.add(k - 1), dim), weight, dim));
  }
  const place = padded(x, dim);
  if (mode === 'nearest') {
    return [
      tapAt(
        internally(() => nearest(place, dim)),
        null,
        dim,
      ),
    ];
  }
  const low = internally(() => place.detach().floor());
  const high = internally(() => low.add(1));
  return [tapAt(low, high.sub(place), dim), tapAt(high, place.sub(low), dim)];
}

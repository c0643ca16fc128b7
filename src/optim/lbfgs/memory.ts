/**
 * What L-BFGS remembers: the last steps and how the gradient changed along them, from which the
 * direction of the next step follows. Source: Nocedal and Wright, "Numerical Optimization", 2006,
 * algorithm 7.4.
 */

import { at } from '../../list.js';
import { addScaled, dot, type Flat, scaled } from './flat.js';

/** A step, the change of the gradient along it, and one divided by their product. */
export interface Pair {
  readonly step: Flat;
  readonly change: Flat;
  readonly inverse: number;
}

/** Curvature below which a pair says nothing. */
const leastCurvature = 1e-10;

/** The last pairs, oldest first. */
export class Memory {
  pairs: Pair[] = [];
  /** The guess of the inverse curvature that the direction begins with. */
  scale = 1;

  /** Takes in a step, unless the curvature along it is not positive; the oldest makes room. */
  remember(step: Flat, change: Flat, most: number): void {
    const curvature = dot(change, step);
    if (!(curvature > leastCurvature)) return;
    if (this.pairs.length === most) this.pairs.shift();
    this.pairs.push({ step, change, inverse: 1 / curvature });
    this.scale = curvature / dot(change, change);
  }

  /** The gradient times the inverse of what is known of the curvature, downhill. */
  direction(gradient: Flat): Flat {
    const left = scaled(gradient, -1);
    const shares: number[] = [];
    for (const { step, change, inverse } of this.pairs.toReversed()) {
      const share = dot(step, left) * inverse;
      shares.push(share);
      addScaled(left, -share, change);
    }
    const found = scaled(left, this.scale);
    this.pairs.forEach(({ step, change, inverse }, i) => {
      const share = at(shares, shares.length - 1 - i);
      addScaled(found, share - dot(change, found) * inverse, step);
    });
    return found;
  }
}

/**
 * The learning rate range test: the rate grows from step to step, and the loss tells where it
 * begins to learn and where it breaks. Source: Smith, "Cyclical Learning Rates for Training Neural
 * Networks", 2017, section 3.3.
 */

import { ValueError } from '../../../errors.js';
import type { Module } from '../../../nn/index.js';
import type { Optimizer } from '../../../optim/index.js';
import * as signatures from '../../../signatures/train.js';
import type { Tensor } from '../../../tensor/index.js';
import { untouched } from './untouched.js';

/** Options of `lrFinder`. */
export interface LrFinderOptions {
  /** The first learning rate, 1e-7 by default. */
  readonly from?: number;
  /** The last one, 10 by default. */
  readonly to?: number;
  /** Steps between them, in a geometric row; 100 by default, at least 10. */
  readonly steps?: number;
}

/** One step of the test. */
export interface LrPoint {
  readonly lr: number;
  readonly loss: number;
  /** The losses so far, averaged with weights that fall off, and freed of the bias of the start. */
  readonly smoothed: number;
}

/** What the test gave. */
export interface LrFinderResult {
  /** Every step up to where the loss broke. */
  readonly curve: readonly LrPoint[];
  /**
   * Where the smoothed loss falls fastest over the logarithm of the rate; null where it never
   * falls.
   */
  readonly suggestion: number | null;
  /** The rate of the smallest smoothed loss, an upper end; a tenth of it is a common choice. */
  readonly minimum: number;
}

/** Weight of the losses before: about the last twenty count. */
const SMOOTHING = 0.95;
/** The loss has broken when it is this many times its best, as in the usual implementations. */
const BROKEN = 4;
/** Steps before which the mean is of too few losses to be a best one. */
const FIRST_STEPS = 5;
const FEWEST_STEPS = 10;

function checkRange(from: number, to: number, steps: number): void {
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    throw new ValueError(`lrFinder: from and to must be 0 < from < to, got ${from} and ${to}`);
  }
  if (!Number.isInteger(steps) || steps < FEWEST_STEPS) {
    throw new ValueError(
      `lrFinder: steps must be an integer of at least ${FEWEST_STEPS}, got ${steps}`,
    );
  }
}

/** The rate at which the smoothed loss falls fastest, up to the smallest one. */
function steepest(curve: readonly LrPoint[], lowest: number): number | null {
  let best: number | null = null;
  let slope = 0;
  for (let i = 1; i <= lowest; i++) {
    const [before, here] = [curve[i - 1], curve[i]];
    if (before === undefined || here === undefined || i < FIRST_STEPS) continue;
    const change = (here.smoothed - before.smoothed) / Math.log(here.lr / before.lr);
    if (change >= slope) continue;
    slope = change;
    best = here.lr;
  }
  return best;
}

/** Makes the point of a step from those before. */
class Smoother {
  #mean = 0;
  #weight = 1;

  next(lr: number, loss: number): LrPoint {
    this.#mean = SMOOTHING * this.#mean + (1 - SMOOTHING) * loss;
    this.#weight *= SMOOTHING;
    return { lr, loss, smoothed: this.#mean / (1 - this.#weight) };
  }
}

/**
 * Looks for a learning rate before a training: takes steps with rates from very small to very
 * large, and puts model, optimizer and random numbers back. `lossOf` gives the loss, 0-d, of the
 * step with that number (from 0), on a batch of its choice.
 *
 * @throws ValueError for a bad range, or fewer than ten steps.
 * @example
 * const model = new nn.Linear(1, 1);
 * const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
 * const lossOf = () => nn.functional.mseLoss(model.forward(ones([4, 1])), zeros([4, 1]));
 * const { curve, suggestion } = lrFinder(model, optimizer, lossOf, { steps: 20 });
 * console.log(curve.length, suggestion !== null); // 20 true
 */
export function lrFinder(
  model: Module,
  optimizer: Optimizer,
  lossOf: (step: number) => Tensor,
  options: LrFinderOptions = {},
): LrFinderResult {
  signatures.lrFinder.check(arguments);
  const { from = 1e-7, to = 10, steps = 100 } = options;
  checkRange(from, to, steps);
  const curve: LrPoint[] = [];
  const smoother = new Smoother();
  let best = Number.POSITIVE_INFINITY;
  let lowest = 0;
  untouched(model, optimizer, () => {
    for (let step = 0; step < steps; step++) {
      const lr = from * (to / from) ** (step / (steps - 1));
      optimizer.lr = lr;
      optimizer.zeroGrad();
      const loss = lossOf(step);
      loss.backward();
      optimizer.step();
      const point = smoother.next(lr, loss.item());
      if (!Number.isFinite(point.loss)) return;
      curve.push(point);
      if (point.smoothed < best) {
        best = point.smoothed;
        lowest = step;
      }
      if (step >= FIRST_STEPS && point.smoothed > BROKEN * Math.abs(best)) return;
    }
  });
  const minimum = curve[lowest]?.lr ?? from;
  return { curve, suggestion: steepest(curve, lowest), minimum };
}

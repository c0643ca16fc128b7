/**
 * A line search for a step that lowers the loss enough and where the slope has flattened enough:
 * the strong Wolfe conditions, by brackets and cubic interpolation.
 * Source: Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.5 and 3.6. The order of
 * evaluations and the safeguards are those of `torch.optim.LBFGS`.
 */

import { at } from '../../list.js';
import { dot, type Flat, largest } from './flat.js';

/** The loss somewhere along the line. */
export interface Point {
  /** The place. */
  readonly t: number;
  readonly loss: number;
  readonly gradient: Flat;
  /** Of the loss along the line. */
  readonly slope: number;
}

/** Evaluates the loss and its gradient at a place of the line. */
export type Evaluate = (t: number) => { readonly loss: number; readonly gradient: Flat };

/** The line that is searched. */
export interface Line {
  readonly direction: Flat;
  /** Where it begins, `t` = 0. */
  readonly start: Point;
  readonly evaluate: Evaluate;
  /** Smallest change of a parameter that is worth an evaluation. */
  readonly toleranceChange: number;
}

/** How much of the expected descent is enough. */
const enoughDescent = 1e-4;
/** Share of the first slope that may be left. */
const flatEnough = 0.9;
const mostSteps = 25;

/** The lowest place of the cubic through two points with their slopes, kept within bounds. */
function cubicMinimum(a: Point, b: Point, bounds: readonly [number, number]): number {
  const [low, high] = bounds;
  const inner = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.t - b.t);
  const square = inner ** 2 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const root = Math.sqrt(square);
  const [left, right] = a.t <= b.t ? [a, b] : [b, a];
  const share = (right.slope + root - inner) / (right.slope - left.slope + 2 * root);
  const place = right.t - (right.t - left.t) * share;
  // NaN stays NaN, as in PyTorch, whose min and max keep their first argument then.
  return Number.isNaN(place) ? place : Math.min(Math.max(place, low), high);
}

function ends(bracket: readonly Point[]): [number, number] {
  const places = bracket.map(({ t }) => t);
  return [Math.min(...places), Math.max(...places)];
}

/** The state of a search: its line, and how often it has gone on. */
class Search {
  readonly #line: Line;
  steps = 0;
  evaluations = 0;

  constructor(line: Line) {
    this.#line = line;
  }

  at(t: number): Point {
    const { loss, gradient } = this.#line.evaluate(t);
    this.evaluations += 1;
    return { t, loss, gradient, slope: dot(gradient, this.#line.direction) };
  }

  isTooHigh({ t, loss }: Point): boolean {
    const { start } = this.#line;
    return loss > start.loss + enoughDescent * t * start.slope;
  }

  isFlat({ slope }: Point): boolean {
    return Math.abs(slope) <= -flatEnough * this.#line.start.slope;
  }

  /** Goes out until a good place is passed: that place alone, or the two that it is between. */
  bracket(first: number): Point[] {
    let before = this.#line.start;
    let here = this.at(first);
    while (this.steps < mostSteps) {
      const hasRisen = this.steps > 1 && here.loss >= before.loss;
      if (this.isTooHigh(here) || hasRisen) return [before, here];
      if (this.isFlat(here)) return [here];
      if (here.slope >= 0) return [before, here];
      const bounds = [here.t + 0.01 * (here.t - before.t), here.t * 10] as const;
      const next = cubicMinimum(before, here, bounds);
      before = here;
      here = this.at(next);
      this.steps += 1;
    }
    return [this.#line.start, here];
  }

  /** Narrows two places down to a good one between them. */
  narrow(bracket: Point[]): void {
    const { direction, toleranceChange } = this.#line;
    const size = largest(direction);
    let hasStalled = false;
    let [low, high] = lowFirst(bracket);
    while (this.steps < mostSteps) {
      const [least, most] = ends(bracket);
      if ((most - least) * size < toleranceChange) return;
      const guess = cubicMinimum(at(bracket, 0), at(bracket, 1), [least, most]);
      const [t, stalls] = awayFromEnds(guess, least, most, hasStalled);
      hasStalled = stalls;
      const here = this.at(t);
      this.steps += 1;
      if (this.isTooHigh(here) || here.loss >= at(bracket, low).loss) {
        bracket[high] = here;
        [low, high] = lowFirst(bracket);
        continue;
      }
      const isDone = this.isFlat(here);
      const turns = here.slope * (at(bracket, high).t - at(bracket, low).t) >= 0;
      if (!isDone && turns) bracket[high] = at(bracket, low);
      bracket[low] = here;
      if (isDone) return;
    }
  }
}

/** Which of the two is the lower, and which the other. */
function lowFirst(bracket: readonly Point[]): [low: number, high: number] {
  return at(bracket, 0).loss <= at(bracket, bracket.length - 1).loss ? [0, 1] : [1, 0];
}

/** A place that makes progress: not twice in a row next to an end. */
function awayFromEnds(
  t: number,
  least: number,
  most: number,
  hasStalled: boolean,
): [t: number, stalls: boolean] {
  const margin = 0.1 * (most - least);
  if (!(Math.min(most - t, t - least) < margin)) return [t, false];
  if (!hasStalled && t < most && t > least) return [t, true];
  return [Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin, false];
}

/** The place that was found, beginning with `first`, and how many evaluations it took. */
export function strongWolfe(line: Line, first: number): { found: Point; evaluations: number } {
  const search = new Search(line);
  const bracket = search.bracket(first);
  if (bracket.length === 2) search.narrow(bracket);
  const [low] = lowFirst(bracket);
  return { found: at(bracket, low), evaluations: search.evaluations };
}

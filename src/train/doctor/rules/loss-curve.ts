/** Mistakes that show in how the losses go, of training and of validation. */

import type { Report } from '../findings/finding.js';
import type { Vitals } from './vitals.js';

/**
 * Steps after which a training that works has moved. Karpathy's recipe asks for the same early
 * look.
 */
const EARLY = 200;
/** Losses at the start and at the end that are compared. */
const FIRST = 10;
const LAST = 50;
/** A change of less than this share of the first losses is none: batches differ by as much. */
const FLAT = 0.02;
/** A fall that a learning rate of the right size exceeds within `EARLY` steps. */
const SLOW = 0.2;
/** Updates below a tenth of Karpathy's 1e-3 of the weights. */
const SMALL_UPDATE = 1e-4;
/**
 * Growth, of medians, that is no noise. Smith, "Cyclical learning rates", 2017, stops at such a
 * rise.
 */
const GROWN = 2;
const GROWN_AFTER = 30;
const RECENT = 20;
/** Steps from one comparison to the next. */
const GROWN_EVERY = 5;
/** A jump in the first steps, and how near the start a loss has to come that recovers from it. */
const JUMP = 5;
const RECOVERED = 0.9;
/** Rises of the validation loss above its best, and how often in a row, as in early stopping. */
const RISEN = 1.1;
const VALIDATIONS = 3;
/** A loss this far below ln C has been learned already, as that of a network that is tuned on. */
const LEARNED = 0.5;

const mean = (list: readonly number[]): number =>
  list.reduce((sum, value) => sum + value, 0) / list.length;

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** The training losses so far: the first few, and the last. */
export class LossCurve {
  readonly #vitals: Vitals;
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  constructor(vitals: Vitals) {
    this.#vitals = vitals;
  }

  /**
   * Takes the loss of a step.
   * @param chance the loss of a model that knows nothing, null where it is not known.
   */
  note(step: number, loss: number, chance: number | null, report: Report): void {
    if (this.#first.length < FIRST) this.#first.push(loss);
    this.#last.push(loss);
    if (this.#last.length > LAST) this.#last.shift();
    if (step >= GROWN_AFTER && step % GROWN_EVERY === 0) this.#judgeGrowth(report);
    if (step === EARLY) this.#judgeStart(chance, report);
  }

  /** Mean of the last losses; NaN before the first. */
  get recent(): number {
    return mean(this.#last);
  }

  #judgeGrowth(report: Report): void {
    const [before, now] = [median(this.#first), median(this.#last.slice(-RECENT))];
    const [start = 0] = this.#first;
    const peak = Math.max(...this.#first);
    if (start > 0 && peak > JUMP * start && now > RECOVERED * start) {
      const numbers = [start, peak, now].map((loss) => loss.toPrecision(3));
      report('lr-too-high', `from ${numbers[0]} to ${numbers[1]}, and no lower than ${numbers[2]}`);
    }
    if (before <= 0 || now <= GROWN * before) return;
    report('lr-too-high', `from ${before.toPrecision(3)} to ${now.toPrecision(3)}`);
  }

  #judgeStart(chance: number | null, report: Report): void {
    const [before, now] = [mean(this.#first), mean(this.#last)];
    const isLearned = chance !== null && now < LEARNED * chance;
    if (before === 0 || isLearned) return;
    const fall = (before - now) / Math.abs(before);
    const detail = `${before.toPrecision(4)} at first, ${now.toPrecision(4)} after ${EARLY} steps`;
    const { updateRatio } = this.#vitals;
    const isSlow = updateRatio !== null && updateRatio > 0 && updateRatio < SMALL_UPDATE;
    if (isSlow && fall < SLOW) {
      const ratio = `; updates are ${updateRatio.toExponential(1)} of the weights`;
      report('lr-too-low', detail + ratio);
    } else if (Math.abs(fall) < FLAT) report('loss-flat', detail);
  }
}

/** Validation losses beside those of the training. */
export class ValidationCurve {
  #best = Number.POSITIVE_INFINITY;
  /** The training loss when the best one was measured. */
  #training = Number.POSITIVE_INFINITY;
  #worse = 0;

  /** Takes a validation loss, and the training loss of that time. */
  note(loss: number, training: number, report: Report): void {
    if (loss < this.#best) {
      this.#best = loss;
      this.#training = training;
      this.#worse = 0;
      return;
    }
    const isApart = loss > this.#best + (RISEN - 1) * Math.abs(this.#best);
    this.#worse = isApart && training < this.#training ? this.#worse + 1 : 0;
    if (this.#worse < VALIDATIONS) return;
    const detail = `it was ${this.#best.toPrecision(3)} and is ${loss.toPrecision(3)}, while the`;
    report('overfitting', `${detail} training loss fell to ${training.toPrecision(3)}`);
  }
}

/** What the doctor is told: its options, the parts of a step, and which steps it looks into. */

import type { Tensor } from '../../tensor/index.js';
import type { Code } from './findings/codes.js';
import type { Finding } from './findings/finding.js';

/** Options of `doctor`. */
export interface DoctorOptions {
  /**
   * Every how many steps the values inside the network are looked at, a positive integer, 100 by
   * default; some of the first 50 steps are, too. Losses and targets are looked at in every step.
   */
  readonly every?: number;
  /** Codes that are not reported. */
  readonly silence?: readonly Code[];
  /** Called with each finding when it is made. */
  readonly onFinding?: (finding: Finding) => void;
}

/** What a step was about, as far as the loop knows it. */
export interface DoctorBatch {
  /** What went into the model: a tensor, or several. */
  readonly input?: Tensor | readonly Tensor[];
  /** What came out. */
  readonly output?: Tensor;
  /** What should have come out. */
  readonly target?: Tensor;
}

/** Steps that are looked at whatever `every` says: most mistakes show at once. */
const EARLY_STEPS: readonly number[] = [1, 2, 5, 10, 20, 30, 40, 50];

/**
 * Values are looked at so rarely that it costs a few hundredths of a training; see
 * `bench/doctor.ts`.
 */
export const DEFAULT_EVERY = 100;

/** Whether a step is looked at closely. */
export function isSampled(step: number, every: number): boolean {
  return step % every === 0 || EARLY_STEPS.includes(step);
}

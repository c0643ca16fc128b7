/**
 * How much else goes on in the machine while the bench runs. A loop of additions over an array in
 * the first-level cache always does the same work, needs no memory, and uses most of what a core
 * can issue. Where it takes longer than at its best, something else has a share of the core,
 * another process, or another guest of the host on the core's second hardware thread, or the core
 * runs at a lower clock. Measured between rounds, when the threads of all contestants have gone to
 * sleep.
 */

import { setTimeout } from 'node:timers/promises';
import { type Summary, summarize } from './statistics.js';

const elements = 2048;
const passes = 350;
/** Looks before the first that counts, for the engine to optimise the loop. */
const warmUps = 300;
/** Milliseconds after which idle threads no longer look for work. */
const untilAsleep = 20;

const values = new Float64Array(elements).fill(1);

/** Four sums at a time, so that none waits for another. */
function addUp(): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < elements; i += 4) {
      a += values[i] ?? 0;
      b += values[i + 1] ?? 0;
      c += values[i + 2] ?? 0;
      d += values[i + 3] ?? 0;
    }
  }
  return a + b + c + d;
}

/** Times of the loop during a run. */
export class Disturbance {
  readonly #seconds: number[] = [];

  /** Takes one more time, of a quarter of a millisecond or so. */
  async look(): Promise<void> {
    await setTimeout(untilAsleep);
    if (this.#seconds.length === 0) for (let i = 0; i < warmUps; i++) addUp();
    const start = performance.now();
    if (addUp() !== elements * passes) throw new RangeError('the sum is wrong');
    this.#seconds.push((performance.now() - start) / 1000);
  }

  /** Times relative to the best one; null if none was taken. */
  summary(): Summary | null {
    if (this.#seconds.length === 0) return null;
    const { min } = summarize(this.#seconds);
    return summarize(this.#seconds.map((seconds) => seconds / min));
  }
}

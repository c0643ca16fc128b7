/** A training step of many ranks, drawn again and again: who waits for whom, and for how long. */

import { summarize } from '../../statistics.js';
import { type Network, reductionSeconds } from './reduction.js';

/** What each rank computes in a step, and sends. */
export interface Work {
  /** Seconds of a step without the reduction. */
  readonly compute: number;
  /** Bytes of all gradients. */
  readonly bytes: number;
}

/** What is assumed beside what was measured. */
export interface Assumptions {
  /** Spread of a rank's time from step to step: standard deviation by mean. */
  readonly jitter: number;
  /** Part of a step after which the backward pass begins, and after which it ends. */
  readonly backwardFrom: number;
  readonly backwardTo: number;
  /** Bytes that are reduced together, about. */
  readonly bucketBytes: number;
}

/** The assumptions of docs/distributed.md. */
export const usual: Assumptions = {
  jitter: 0.03,
  // Forward one third, backward two thirds of the arithmetic, the update next to nothing.
  backwardFrom: 1 / 3,
  backwardTo: 1,
  // Large layers are reduced each for itself.
  bucketBytes: 4 * 2 ** 20,
};

/** When reductions begin: after the backward pass, or as soon as a bucket is full. */
export type Schedule = 'blocking' | 'overlapped';

/** Bytes of a call in which ranks agree on what comes. */
const agreementBytes = 24;
const steps = 200;

/** The median seconds of a step. Draws follow from `seed`. */
export function stepSeconds(
  { compute, bytes }: Work,
  network: Network,
  ranks: number,
  schedule: Schedule,
  { jitter, backwardFrom, backwardTo, bucketBytes }: Assumptions = usual,
  seed = 1,
): number {
  const uniform = uniformFrom(seed);
  const buckets = Math.ceil(bytes / bucketBytes);
  const agreement = ranks === 1 ? 0 : reductionSeconds(network, ranks, agreementBytes);
  const times = Array.from({ length: steps }, () => {
    // A reduction needs everybody's gradients, so the slowest rank decides.
    const slowest = compute * (1 + jitter * largestOf(ranks, uniform));
    if (ranks === 1) return slowest;
    let end = agreement;
    for (let i = 0; i < buckets; i++) {
      const size = Math.min(bucketBytes, bytes - i * bucketBytes);
      const share = Math.min(1, ((i + 1) * bucketBytes) / bytes);
      const full = schedule === 'blocking' ? 1 : share;
      const ready = slowest * (backwardFrom + (backwardTo - backwardFrom) * full);
      const start = schedule === 'blocking' ? Math.max(end, slowest + agreement) : ready;
      end = Math.max(end, start) + reductionSeconds(network, ranks, size);
    }
    return Math.max(slowest, end);
  });
  return summarize(times).median;
}

/** The largest of `count` normal numbers, by the inverse of its distribution. */
function largestOf(count: number, uniform: () => number): number {
  return normalQuantile(uniform() ** (1 / count));
}

/** Source: Abramowitz and Stegun, 26.2.23; the error is below 4.5e-4. */
function normalQuantile(share: number): number {
  const tail = Math.min(Math.max(Math.min(share, 1 - share), 1e-12), 0.5);
  const t = Math.sqrt(-2 * Math.log(tail));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  const size = t - above / below;
  return share < 0.5 ? -size : size;
}

/** Numbers from 0 to 1. Source: the generator "mulberry32" of Tommy Ettinger, public domain. */
function uniformFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The model by which steps on more ranks than there are here are predicted. */

import { describe, expect, it } from 'vitest';
import {
  fitConstants,
  reductionSeconds,
  withLink,
} from '../../bench/distributed/model/reduction.js';
import { stepSeconds, usual } from '../../bench/distributed/model/step.js';

const gigabit = { latency: 50e-6, perByte: 9e-9 };
const exact = { ...usual, jitter: 0, bucketBytes: 25 * 2 ** 20 };

describe('a reduction', () => {
  it('finds the constants that times were made with', () => {
    const sizes = [0, 65_536, 16_777_216];
    const rows = [2, 3, 4].map((ranks) => ({
      ranks,
      mbit: 1000,
      times: sizes.map((bytes) => ({ bytes, seconds: reductionSeconds(gigabit, ranks, bytes) })),
    }));
    const { latency, perByte } = fitConstants(rows);
    expect(latency / gigabit.latency).toBeCloseTo(1, 6);
    expect(perByte / gigabit.perByte).toBeCloseTo(1, 6);
  });

  it('sends each byte nearly twice on many ranks, whose messages are few', () => {
    const large = reductionSeconds({ latency: 0, perByte: 1e-9 }, 512, 1e9);
    expect(large).toBeCloseTo(2, 2);
    expect(reductionSeconds({ latency: 1, perByte: 0 }, 512, 1e9)).toBe(18);
  });

  it('on a faster link takes what the hosts take, and the rest by its speed', () => {
    const faster = withLink(gigabit, 1000, { latency: 0, perByte: 1e-9 }, 10_000);
    expect(faster.perByte).toBeCloseTo(1.8e-9, 12);
    expect(faster.latency).toBe(gigabit.latency);
  });
});

describe('a step', () => {
  const work = { compute: 0.2, bytes: 50 * 2 ** 20 };

  it('of one rank is what it computes', () => {
    expect(stepSeconds(work, gigabit, 1, 'blocking', exact)).toBe(0.2);
  });

  it('computes first and reduces then', () => {
    const seconds = stepSeconds(work, { latency: 0, perByte: 1e-9 }, 2, 'blocking', exact);
    expect(seconds).toBeCloseTo(0.2 + 50 * 2 ** 20 * 1e-9, 6);
  });

  it('hides what it can behind the backward pass', () => {
    // The second bucket is full when the pass ends.
    const seconds = stepSeconds(work, { latency: 0, perByte: 1e-9 }, 2, 'overlapped', exact);
    expect(seconds).toBeCloseTo(0.2 + 25 * 2 ** 20 * 1e-9, 6);
  });

  it('waits for the slowest of all', () => {
    const free = { latency: 0, perByte: 0 };
    const [few, many] = [8, 512].map((ranks) => stepSeconds(work, free, ranks, 'blocking'));
    expect(few).toBeGreaterThan(0.2 * 1.03);
    // The largest of 512 normal numbers is 3.0 in the median, that of 8 is 1.4.
    expect(many).toBeCloseTo(0.2 * (1 + 0.03 * 3.0), 2);
    expect(few).toBeCloseTo(0.2 * (1 + 0.03 * 1.4), 2);
  });
});

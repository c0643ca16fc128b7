/** Buffers, advantages and running moments, against their definitions. */

import {
  gae,
  NStepCollector,
  PrioritizedReplayBuffer,
  RandomGenerator,
  ReplayBuffer,
  RolloutBuffer,
  RunningMoments,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

/** The advantage by its definition: the weighted sum of all later errors of the same episode. */
function slowAdvantages(
  input: Parameters<typeof gae>[0],
  gamma: number,
  lambda: number,
  numEnvs: number,
): number[] {
  const { rewards, values, nextValues, terminated, truncated } = input;
  return Array.from({ length: rewards.length }, (_, start) => {
    let [sum, weight] = [0, 1];
    for (let i = start; i < rewards.length; i += numEnvs) {
      const later = terminated[i] === 1 ? 0 : gamma * (nextValues[i] ?? 0);
      sum += weight * ((rewards[i] ?? 0) + later - (values[i] ?? 0));
      if (terminated[i] === 1 || truncated[i] === 1) break;
      weight *= gamma * lambda;
    }
    return sum;
  });
}

describe('gae', () => {
  it.each([1, 3])('is the weighted sum of later errors, with %i environments', (numEnvs) => {
    const random = new RandomGenerator(1);
    const list = (): Float64Array => Float64Array.from({ length: 60 }, () => random.normal());
    const flags = (odds: number): Uint8Array =>
      Uint8Array.from({ length: 60 }, () => Number(random.random() < odds));
    const terminated = flags(0.1);
    const truncated = flags(0.1).map((flag, i) => flag & (1 - (terminated[i] ?? 0)));
    const input = { rewards: list(), values: list(), nextValues: list(), terminated, truncated };
    const fast = gae(input, { gamma: 0.9, lambda: 0.8, numEnvs });
    slowAdvantages(input, 0.9, 0.8, numEnvs).forEach((advantage, i) => {
      expect(fast[i]).toBeCloseTo(advantage, 5);
    });
  });

  it('refuses arrays that do not fit together', () => {
    const [two, one] = [[1, 2], [1]];
    const input = { rewards: two, values: two, nextValues: one, terminated: two, truncated: two };
    expect(() => gae(input)).toThrow(/arrays of one length, a multiple of 1, got 2, 2, 1, 2, 2/);
  });
});

describe('ReplayBuffer', () => {
  it('forgets the oldest, and gathers rows', () => {
    const buffer = new ReplayBuffer({ capacity: 3, obsSize: 2 });
    for (let i = 0; i < 5; i++) {
      buffer.add({ obs: [i, -i], action: [i], reward: i, nextObs: [i + 1, 0], discount: 0.9 });
    }
    expect(buffer.size).toBe(3);
    const { obs, rewards } = buffer.gather(new Int32Array([0, 1, 2]));
    expect([...rewards]).toEqual([3, 4, 2]);
    expect([...obs]).toEqual([3, -3, 4, -4, 2, -2]);
    const seen = buffer.sample(200, new RandomGenerator(0)).rewards;
    expect(new Set(seen)).toEqual(new Set([2, 3, 4]));
  });

  it('says what is wrong', () => {
    expect(() => new ReplayBuffer({ capacity: 0, obsSize: 1 })).toThrow(/integer from 1, got 0/);
    const empty = new ReplayBuffer({ capacity: 4, obsSize: 1 });
    expect(() => empty.sample(1, new RandomGenerator(0))).toThrow(/buffer is empty/);
  });
});

describe('PrioritizedReplayBuffer', () => {
  it('draws in proportion to priorities, and weighs against it', () => {
    const buffer = new PrioritizedReplayBuffer({ capacity: 8, obsSize: 1, alpha: 1 });
    for (let i = 0; i < 4; i++) {
      buffer.add({ obs: [i], action: [0], reward: i, nextObs: [i], discount: 1 });
    }
    buffer.updatePriorities(new Int32Array([0, 1, 2, 3]), [1, 2, 3, 4]);
    const { rewards, weights } = buffer.sample(10_000, new RandomGenerator(3), 1);
    for (const place of [0, 1, 2, 3]) {
      const share = rewards.filter((reward) => reward === place).length / 10_000;
      expect(Math.abs(share - (place + 1) / 10)).toBeLessThan(0.001);
      const at = rewards.indexOf(place);
      expect(weights[at]).toBeCloseTo(1 / (place + 1), 4);
    }
  });
});

describe('NStepCollector', () => {
  it('sums discounted rewards, and ends rightly in both ways', () => {
    const step = (reward: number, terminated = false, truncated = false) => ({
      obs: [reward],
      action: [0],
      reward,
      nextObs: [reward + 1],
      terminated,
      truncated,
    });
    const collector = new NStepCollector(3, 0.5);
    expect(collector.add(step(1))).toEqual([]);
    expect(collector.add(step(2))).toEqual([]);
    expect(collector.add(step(4))).toMatchObject([{ obs: [1], reward: 3, discount: 0.125 }]);
    const cut = collector.add(step(8, false, true));
    expect(cut.map(({ reward, discount }) => [reward, discount])).toEqual([
      [6, 0.125],
      [8, 0.25],
      [8, 0.5],
    ]);
    expect(collector.add(step(1, true)).map(({ discount }) => discount)).toEqual([0]);
  });
});

describe('RolloutBuffer', () => {
  it('knows the next value of each step, and gives all rows once', () => {
    const rollout = new RolloutBuffer({ steps: 2, numEnvs: 2, obsSize: 1, actionSize: 1 });
    const step = { actions: new Float32Array(2), logProbs: [0, 0], terminated: [0, 0] };
    const first = { obs: new Float32Array([0, 1]), rewards: [1, 1], values: [0, 0] };
    rollout.add({ ...step, ...first, truncated: [0, 1], finalValues: [99, 7] });
    const second = { obs: new Float32Array([2, 3]), rewards: [1, 1], values: [5, 5] };
    rollout.add({ ...step, ...second, truncated: [0, 0], finalValues: [0, 0] });
    rollout.finish([10, 20], { gamma: 1, lambda: 0 });
    expect([...rollout.advantages]).toEqual([6, 8, 6, 16]);
    expect([...rollout.returns]).toEqual([6, 8, 11, 21]);
    const rows = [...rollout.batches(2, new RandomGenerator(0))].flatMap(({ obs }) => [...obs]);
    expect(rows.sort()).toEqual([0, 1, 2, 3]);
    expect(() =>
      rollout.add({ ...step, ...first, truncated: [0, 0], finalValues: [0, 0] }),
    ).toThrow(/the buffer is full/);
  });
});

describe('RunningMoments', () => {
  it('has mean and variance of all vectors', () => {
    const moments = new RunningMoments(1);
    const values = [1, 2, 3, 4, 10];
    for (const value of values) moments.add([value]);
    expect(moments.mean[0]).toBeCloseTo(4, 3);
    expect(moments.variance[0]).toBeCloseTo(10, 2);
    expect(moments.normalize([4])[0]).toBeCloseTo(0, 3);
  });
});

/** The random streams and the samples of spaces are NumPy's and Gymnasium's. */

import { Box, Discrete, RandomGenerator } from 'chainrule/rl';
import { describe, expect, it } from 'vitest';
import { storedDraws } from './gymnasium.js';

const { draws, spaces } = storedDraws();

describe('RandomGenerator', () => {
  it.each(draws)('draws as NumPy does with seed $seed', (stored) => {
    const random = new RandomGenerator(BigInt(stored.seed), stored.key);
    expect(stored.random.map(() => random.random())).toEqual(stored.random);
    expect(stored.uniform.map(() => random.uniform(-0.05, 0.05))).toEqual(stored.uniform);
    const ends = [13, 2, 1, 1000, 3_000_000_000];
    expect(ends.map((end) => random.integer(end))).toEqual(stored.integers);
    const cards = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10, 10];
    expect(stored.choice.map(() => cards[random.integer(13)])).toEqual(stored.choice);
    const normals = Array.from({ length: 1000 }, () => random.normal());
    stored.normal.forEach((value, i) => {
      expect(normals[50 * i]).toBeCloseTo(value, 12);
    });
    expect(random.random()).toBe(stored.last);
  });

  it('goes on from a saved state, in the middle of a 64-bit number too', () => {
    const random = new RandomGenerator(3);
    random.integer(10);
    const saved = JSON.parse(JSON.stringify(random.stateDict()));
    const expected = [random.integer(10), random.random()];
    const other = new RandomGenerator(4);
    other.loadStateDict(saved);
    expect([other.integer(10), other.random()]).toEqual(expected);
  });

  it('refuses seeds that are no integers from 0', () => {
    expect(() => new RandomGenerator(-1)).toThrow(/seed must be an integer from 0, got -1/);
    expect(() => new RandomGenerator(0.5)).toThrow(/got 0.5/);
  });
});

describe('samples of spaces', () => {
  it('are those of Gymnasium', () => {
    const discrete = new Discrete(7, { start: 2 });
    discrete.seed(5);
    expect(spaces.discrete?.map(() => [discrete.sample()])).toEqual(spaces.discrete);
    const box = new Box(-2, 3, [3]);
    box.seed(5);
    expect(spaces.box?.map(() => [...box.sample()])).toEqual(spaces.box);
    const open = new Box(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, [3]);
    open.seed(5);
    expect(spaces.open?.map(() => [...open.sample()])).toEqual(spaces.open);
  });
});

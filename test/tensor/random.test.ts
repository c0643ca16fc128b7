/**
 * Random tensors have no stored values: what they promise is repetition, range and distribution.
 */

import {
  getRandomState,
  manualSeed,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  setRandomState,
  type Tensor,
  zeros,
} from 'chainrule';
import { beforeEach, describe, expect, test } from 'vitest';

beforeEach(() => manualSeed(7));

const draws: { readonly [name: string]: () => Tensor } = {
  rand: () => rand([3, 5]),
  randn: () => randn([3, 5]),
  randint: () => randint(-4, 9, [3, 5]),
  randperm: () => randperm(15),
  randLike: () => randLike(zeros([3, 5], { dtype: 'float64' })),
  randnLike: () => randnLike(zeros([3, 5], { dtype: 'float64' })),
};

describe.each(Object.entries(draws))('%s', (_, draw) => {
  test('repeats after the same seed, and not otherwise', () => {
    const first = draw().toArray();
    expect(draw().toArray()).not.toEqual(first);
    manualSeed(7);
    expect(draw().toArray()).toEqual(first);
    manualSeed(8);
    expect(draw().toArray()).not.toEqual(first);
  });

  test('continues from a saved state', () => {
    draw();
    const state = getRandomState();
    const next = draw().toArray();
    setRandomState(state);
    expect(draw().toArray()).toEqual(next);
  });

  test('is one value, however often it is read', () => {
    const x = draw();
    const doubled = x.mul(2).toTypedArray();
    expect(Array.from(x.toTypedArray(), (value) => value * 2)).toEqual(Array.from(doubled));
  });
});

/** Sample moments of 100,000 numbers; their standard errors are below 0.004. */
function moments(x: Tensor): { mean: number; std: number } {
  const wide = x.to('float64');
  return { mean: wide.mean().item(), std: wide.std().item() };
}

test('rand is uniform on [0, 1)', () => {
  const x = rand([100_000]);
  const { mean, std } = moments(x);
  expect(mean).toBeCloseTo(0.5, 2);
  expect(std).toBeCloseTo(Math.sqrt(1 / 12), 2);
  expect(x.min().item()).toBeGreaterThanOrEqual(0);
  expect(x.max().item()).toBeLessThan(1);
});

test('randn is standard normal', () => {
  const x = randn([100_000]);
  const { mean, std } = moments(x);
  expect(Math.abs(mean)).toBeLessThan(0.015);
  expect(Math.abs(std - 1)).toBeLessThan(0.01);
  const within = x.abs().lt(1.96).to('float32').mean().item();
  expect(Math.abs(within - 0.95)).toBeLessThan(0.005);
});

test('neighbouring draws do not follow each other', () => {
  const x = randn([100_000], { dtype: 'float64' });
  const y = randn([100_000], { dtype: 'float64' });
  const shifted = x
    .slice(0, 1)
    .mul(x.slice(0, 0, -1))
    .mean()
    .item();
  expect(Math.abs(shifted)).toBeLessThan(0.015);
  expect(Math.abs(x.mul(y).mean().item())).toBeLessThan(0.015);
});

test('randint reaches every integer of its range about equally often', () => {
  const x = randint(-2, 3, [50_000]);
  expect(x.dtype).toBe('int32');
  for (const value of [-2, -1, 0, 1, 2]) {
    const share = x.eq(value).to('float32').mean().item();
    expect(Math.abs(share - 0.2)).toBeLessThan(0.01);
  }
});

test('randperm is a permutation', () => {
  const x = randperm(100);
  expect(Array.from(x.toTypedArray()).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test('float64 numbers use more than the bits of float32', () => {
  const x = rand([100], { dtype: 'float64' }).toTypedArray();
  expect(Array.from(x).some((value) => Math.fround(value) !== value)).toBe(true);
});

test('empty and 0-d shapes', () => {
  expect(rand([0, 3]).toArray()).toEqual([]);
  expect(randn([]).shape).toEqual([]);
  expect(randperm(0).shape).toEqual([0]);
});

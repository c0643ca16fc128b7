/** What spaces contain, how they sample, and the numbers that values become. */

import { Box, Dict, Discrete, MultiBinary, MultiDiscrete, type Space, Tuple } from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

const spaces: readonly (readonly [Space<unknown>, string])[] = [
  [new Discrete(4), 'Discrete(4)'],
  [new Discrete(3, { start: -1 }), 'Discrete(3, start -1)'],
  [new Box([-1, 0], [1, 2]), 'Box([-1..0], [1..2], [2])'],
  [new Box(0, Number.POSITIVE_INFINITY, [2, 2]), 'Box(0, Infinity, [2, 2])'],
  [new MultiDiscrete([2, 3]), 'MultiDiscrete([2, 3])'],
  [new MultiBinary(3), 'MultiBinary(3)'],
  [new Tuple([new Discrete(2), new Box(0, 1, [2])]), 'Tuple(Discrete(2), Box(0, 1, [2]))'],
  [
    new Dict({ b: new Discrete(2), a: new MultiBinary(1) }),
    'Dict(a: MultiBinary(1), b: Discrete(2))',
  ],
];

describe.each(spaces)('$1', (space, text) => {
  it('holds its samples, and the same ones for the same seed', () => {
    expect(String(space)).toBe(text);
    space.seed(9);
    const values = Array.from({ length: 20 }, () => space.sample());
    expect(values.every((value) => space.contains(value))).toBe(true);
    space.seed(9);
    expect(Array.from({ length: 20 }, () => space.sample())).toEqual(values);
    const flat = new Float32Array(space.flatSize + 1).fill(7);
    space.flatten(values[0], flat);
    expect(flat[space.flatSize]).toBe(7);
  });

  it('refuses what is of another kind', () => {
    for (const value of [undefined, null, '1', 99, 0.5, [], new Float64Array(2), { a: 1 }]) {
      expect(space.contains(value)).toBe(false);
    }
  });
});

describe('flatten', () => {
  it('writes choices as one among zeros and boxes as they are', () => {
    const space = new Dict({ where: new Box(0, 9, [2]), act: new Discrete(3, { start: 1 }) });
    const flat = new Float32Array(5);
    space.flatten({ where: new Float32Array([4, 5]), act: 3 }, flat);
    expect([...flat]).toEqual([0, 0, 1, 4, 5]);
    const choices = new Float32Array(5);
    new MultiDiscrete([2, 3]).flatten(new Int32Array([1, 0]), choices);
    expect([...choices]).toEqual([0, 1, 1, 0, 0]);
  });
});

describe('bounds', () => {
  it('are checked', () => {
    expect(() => new Box(1, 0, [2])).toThrow(/needs low <= high, element 0 has 1 and 0/);
    expect(() => new Box([0], [1], [2])).toThrow(/low has 1 elements, the shape asks for 2/);
    expect(() => new Discrete(0)).toThrow(/integer n from 1/);
    expect(() => new MultiDiscrete([0])).toThrow(/integers from 1/);
    expect(() => new MultiBinary(1.5)).toThrow(/integer n from 1/);
    expect(new Box(-1, 1, [2]).contains(new Float32Array([0, Number.NaN]))).toBe(false);
    expect(new Box(-1, 1).isBounded).toBe(true);
  });
});

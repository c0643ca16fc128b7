/** The host's random stream against NumPy's legacy RandomState. */

import { ValueError } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { NumpyRandom } from '../../src/data/random/numpy-random.js';
import { expectClose, sklearn } from './sklearn.js';

describe('NumpyRandom', () => {
  it.each(sklearn.streams)('equals RandomState($seed)', (expected) => {
    const random = new NumpyRandom('test', expected.seed);
    const draw = (count: number, next: () => number) => Array.from({ length: count }, next);
    expect(draw(4, () => random.random())).toEqual(expected.random);
    const normals = draw(5, () => random.normal(2, 3));
    expectClose(normals, expected.normal, 1e-15);
    expect([...random.permutation(11)]).toEqual(expected.permutation);
    const uniforms = draw(700, () => random.uniform(-1, 1));
    expect(uniforms.slice(-2)).toEqual(expected.uniform);
    expect([...random.permutation(100)]).toEqual(expected.last_permutation);
  });

  it('draws integers up to and with the largest', () => {
    const random = new NumpyRandom('test', 1);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 5000; draw++) {
      const value = random.integer(4);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
    expect(random.integer(0)).toBe(0);
    expect(random.integer(0xffffffff)).toBeGreaterThanOrEqual(0);
  });

  it('permutes nothing and one thing', () => {
    expect([...new NumpyRandom('test', 1).permutation(0)]).toEqual([]);
    expect([...new NumpyRandom('test', 1).permutation(1)]).toEqual([0]);
  });

  it.each([-1, 0.5, 2 ** 32, Number.NaN, Infinity])('refuses the seed %s', (seed) => {
    expect(() => new NumpyRandom('makeMoons', seed)).toThrow(ValueError);
    expect(() => new NumpyRandom('makeMoons', [1, seed])).toThrow(
      `makeMoons: seed must be an integer from 0 to 2^32 - 1, got ${seed}`,
    );
  });
});

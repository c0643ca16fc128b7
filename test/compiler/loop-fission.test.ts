/**
 * Kernels of several sub-loops: a chain of operations that is cut gives the bits of its parts
 * computed one by one, and later stages of a row find what earlier ones have left, whatever the
 * lengths.
 */

import { realize, setNumThreads, type Tensor, tensor, where } from 'chainrule';
import { afterAll, describe, expect, it } from 'vitest';
import { handsRowsOver } from '../../src/compiler/fuse/hand-over.js';
import { loopScratchBytes } from '../../src/kernel/ir.js';
import { getNumThreads } from '../../src/runtime/devices.js';

const threads = getNumThreads();
afterAll(() => setNumThreads(threads));

function numbers(count: number, scale = 3): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(1.7 * i));
}

/** Steps that are cut into several sub-loops; `between` sees each value. */
function chain(x: Tensor, y: Tensor, between: (value: Tensor) => Tensor): Tensor {
  const isWarm = between(x.exp().lt(y.tanh().add(1)));
  const wave = between(x.mul(1.5).sin());
  const power = between(wave.exp().mul(y));
  const ratio = between(power.tanh().div(wave.abs().add(1)));
  const chosen = between(where(isWarm, ratio, power));
  return chosen.square().add(1).log().sub(wave).mul(x.exp());
}

const realized = (value: Tensor): Tensor => {
  realize([value]);
  return value;
};

describe('a long chain', () => {
  it.each([1, 3, 63, 64, 67, 256, 259, 1000, 70_003])('over %i elements', (count) => {
    const [x, y] = [tensor(numbers(count)), tensor(numbers(count, 2))];
    const whole = chain(x, y, (value) => value).toTypedArray();
    expect(whole).toEqual(chain(x, y, realized).toTypedArray());
  });

  it.each([
    [5, 7],
    [9, 130],
    [130, 3],
  ])('over %i rows of %i, each with a number of its own', (rows, columns) => {
    const x = tensor(numbers(rows * columns), { shape: [rows, columns] });
    const y = tensor(numbers(rows), { shape: [rows, 1] }).expand([rows, columns]);
    const whole = chain(x, y, (value) => value).toTypedArray();
    expect(whole).toEqual(chain(x, y, realized).toTypedArray());
  });

  it('gives the same bits on any number of threads', () => {
    const [x, y] = [tensor(numbers(300_000)), tensor(numbers(300_000, 2))];
    const results = [1, 2, 3].map((count) => {
      setNumThreads(count);
      for (let i = 0; i < 3; i++)
        chain(x, y, (value) => value)
          .sum()
          .item();
      return chain(x, y, (value) => value).toTypedArray();
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

describe('rows of several stages', () => {
  const longest = loopScratchBytes / 4;

  it.each([3, 64, 100, 1001, longest, longest + 4])('of %i elements', (length) => {
    const values = numbers(20 * length);
    const rows = tensor(values, { shape: [20, length] })
      .softmax(1)
      .toTypedArray();
    for (const row of [0, 7, 19]) {
      const x = [...values.subarray(row * length, (row + 1) * length)];
      const top = Math.max(...x);
      const powers = x.map((value) => Math.exp(value - top));
      const sum = powers.reduce((a, b) => a + b);
      powers.forEach((power, i) => {
        expect(rows[row * length + i]).toBeCloseTo(power / sum, 6);
      });
    }
  });

  it('hand over what fits into scratch memory', () => {
    expect(handsRowsOver([20, longest], [false, true])).toBe(true);
    expect(handsRowsOver([20, longest + 1], [false, true])).toBe(false);
    expect(handsRowsOver([20, 10], [true, false])).toBe(false);
    expect(handsRowsOver([20, 10, 1], [false, true, false])).toBe(true);
  });
});

describe('a maximum', () => {
  const { NaN: nan, NEGATIVE_INFINITY: least } = Number;

  it.each([1, 5, 16, 37, 20_000])('of %i elements is NaN when any of them is', (length) => {
    for (const place of [0, Math.floor(length / 2), length - 1]) {
      const values = numbers(3 * length);
      values[length + place] = nan;
      const rows = tensor(values, { shape: [3, length] })
        .amax(1)
        .toTypedArray();
      expect([...rows].map(Number.isNaN)).toEqual([false, true, false]);
      const columns = tensor(values, { shape: [3, length] })
        .amax(0)
        .toTypedArray();
      expect([...columns].map(Number.isNaN)).toEqual(Array.from({ length }, (_, i) => i === place));
    }
  });

  it('of nothing but -Infinity is -Infinity', () => {
    expect(tensor([least, least, least, least, least]).max().item()).toBe(least);
  });
});

/** Floors and growth as the bench computes them, from peaks and times that are made up. */

import { describe, expect, it } from 'vitest';
import { floorSeconds, type Peaks, productWork, workOf } from '../../bench/floors.js';
import { rows } from '../../bench/rows.js';
import { growthOf, type Measurement, points } from '../../bench/scaling.js';

const sizes = [1024, 1_048_576];
const peaks: Peaks = {
  threads: 2,
  flops: [50e9, 100e9],
  sizes,
  rates: {
    read: [
      [80e9, 40e9],
      [160e9, 80e9],
    ],
    copy: [
      [100e9, 20e9],
      [200e9, 40e9],
    ],
    add: [
      [90e9, 30e9],
      [180e9, 60e9],
    ],
    update: [
      [110e9, 55e9],
      [220e9, 110e9],
    ],
  },
};

const rowOf = (group: string): (typeof rows)[number] => {
  const row = rows.find((one) => one.group === group);
  if (row === undefined) throw new Error(`no row of ${group}`);
  return row;
};

describe('floors', () => {
  it('count the products of a step, the first without the gradient of its input', () => {
    const [first, second, third] = [784 * 512, 512 * 512, 512 * 10];
    expect(workOf(rowOf('mnist')).flops).toBe(2 * 128 * (2 * first + 3 * (second + third)));
  });

  it('are the arithmetic of a product in the cache, and the traffic of a long sum', () => {
    const cube = productWork(2 * 1024 ** 3, [1024, 1024, 1024]);
    expect(floorSeconds(cube, peaks)).toEqual([(2 * 1024 ** 3) / 50e9, (2 * 1024 ** 3) / 100e9]);
    const [one, all] = floorSeconds(productWork(1, [2_000_000]), peaks);
    expect(one).toBeCloseTo(8e6 / 40e9, 12);
    expect(all).toBeCloseTo(8e6 / 80e9, 12);
  });

  it('take rates between the measured sizes by the logarithm', () => {
    // Half way between 2^10 and 2^20.
    const [one] = floorSeconds(productWork(0, [2 ** 15]), peaks);
    expect(one).toBeCloseTo((4 * 2 ** 15) / 60e9, 12);
  });

  it('exist for every row', () => {
    for (const row of [...rows, ...points.map((point) => point.row)]) {
      const [one, all] = floorSeconds(workOf(row), peaks);
      expect(all, row.name).toBeGreaterThan(0);
      expect(one, row.name).toBeGreaterThanOrEqual(all);
    }
  });
});

describe('growth', () => {
  const works = [10e-6, 20e-6, 50e-6, 100e-6, 200e-6];
  const measurements = works.map((work, i): Measurement => {
    // Fixed costs first; then as the work, but for the last doubling.
    const time = i < 2 ? 1 : (i === 4 ? 1.5 : 1) * 3 * work;
    return { sweep: 'batch', value: 2 ** i, work, times: { ours: time } };
  });

  it('begins where there is work enough, and puts the worst doubling first', () => {
    const growth = growthOf(measurements, 'batch', 'ours');
    expect(growth.from).toBe(4);
    expect(growth.doublings.map(({ value }) => value)).toEqual([16, 8]);
    expect(growth.doublings[0]?.growth).toBeCloseTo(1.5, 12);
    expect(growth.exponent).toBeGreaterThan(1.05);
  });

  it('is 1 for times in proportion to the work', () => {
    const growth = growthOf(measurements.slice(0, 4), 'batch', 'ours');
    expect(growth.exponent).toBeCloseTo(1, 12);
    expect(growth.doublings[0]?.growth).toBeCloseTo(1, 12);
  });
});

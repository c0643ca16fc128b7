/** Chunks of a batch: they cover it once, at whole grains, and share the work. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutsOf } from '../../src/backend/cpu/cuts.js';
import type { Batch } from '../../src/compiler/lower/launch.js';
import { addKernel, launch } from './kernels.js';

const kernel = addKernel();
const part = fc.record({
  range: fc.integer({ min: 1, max: 5000 }),
  grain: fc.constantFrom(1, 4, 64),
  work: fc.integer({ min: 0, max: 200_000 }),
});
const batches = fc.tuple(part, fc.array(part, { maxLength: 20 })).map(([first, rest]): Batch => {
  const of = ({ range, ...options }: typeof first) => launch(kernel, [], range, options);
  return [of(first), ...rest.map(of)];
});

describe('cutsOf', () => {
  it('goes forward from the start to the end, at whole grains', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const cuts = cutsOf(batch, false);
        expect(cuts.at(0)).toEqual({ part: 0, unit: 0 });
        expect(cuts.at(-1)).toEqual({ part: batch.length, unit: 0 });
        cuts.slice(1).forEach(({ part, unit }, i) => {
          const before = cuts[i] ?? { part: -1, unit: -1 };
          expect(part > before.part || unit > before.unit).toBe(true);
          expect(unit % (batch[part]?.grain ?? 1)).toBe(0);
          expect(unit).toBeLessThan(batch[part]?.range ?? 1);
        });
      }),
    );
  });

  it('gives each chunk its share of the work, but for a grain', () => {
    const batch: Batch = [
      launch(kernel, [], 1000, { work: 10_000 }),
      launch(kernel, [], 10, { work: 20_000 }),
      launch(kernel, [], 64, { work: 30_000, grain: 64 }),
    ];
    const cuts = cutsOf(batch, false).map(({ part, unit }) => `${part}:${unit}`);
    expect(cuts.join(' ')).toBe('0:0 0:300 0:600 0:900 1:1 1:3 1:5 1:7 1:9 3:0');
  });

  it('leaves little work, and what no other thread may run, in one piece', () => {
    const little = launch(kernel, [], 1000, { work: 5000 });
    const ends = [
      { part: 0, unit: 0 },
      { part: 1, unit: 0 },
    ];
    expect(cutsOf([little], false)).toEqual(ends);
    expect(cutsOf([launch(kernel, [], 1000, { work: 1e6 })], true)).toEqual(ends);
  });
});

/** Metrics as columns: what the quick reader reads is what JSON says, and extremes stay. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate, smooth } from '../../src/studio/series/decimate.js';
import { flatNumbers, MetricsTable } from '../../src/studio/series/metrics-table.js';

const encoder = new TextEncoder();

function tableOf(text: string): MetricsTable {
  const table = new MetricsTable();
  table.add(encoder.encode(text));
  return table;
}

const exactNames = new Set(['step', 'time']);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

function isNear(read: number | undefined, wanted: number): boolean {
  return Math.abs((read ?? Number.NaN) - wanted) <= 1e-6 * Math.abs(wanted);
}

describe('metrics', () => {
  it('are what JSON.parse reads, to the last but one digit', () => {
    const line = fc.record({
      step: fc.nat(),
      train: fc.record({ loss: finite, accuracy: fc.option(finite) }),
      time: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      name: fc.string(),
      ok: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (records) => {
        const texts = records.map((record) => JSON.stringify(record));
        const table = tableOf(`${texts.join('\n')}\n`);
        expect(table.rows).toBe(records.length);
        texts.forEach((text, row) => {
          for (const [path, value] of flatNumbers(JSON.parse(text))) {
            const read = table.column(path)?.at(row);
            const wanted = exactNames.has(path) ? value : Math.fround(value);
            if (Number.isFinite(wanted)) expect(isNear(read, wanted)).toBe(true);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('stay in line when metrics come and go, and damaged lines are counted', () => {
    const table = tableOf(
      '{"step":1,"a":1}\n{"step":2,"b":2}\nnot json\n\n{"step":3,"a":3,"b":[1,2]}\n{"step":4,"a":',
    );
    expect(table.rows).toBe(3);
    expect(table.damaged).toBe(1);
    expect([0, 1, 2].map((row) => table.column('a')?.at(row))).toEqual([1, Number.NaN, 3]);
    expect([0, 1, 2].map((row) => table.column('b')?.at(row))).toEqual([Number.NaN, 2, Number.NaN]);
  });
});

it('what is null in every line is no metric', () => {
  const table = tableOf('{"loss":1,"validation":null}\n{"loss":2,"validation":null}\n');
  expect(table.names).toEqual(['loss']);
});

describe('decimate', () => {
  it('keeps the lowest and the highest of every column of pixels', () => {
    const ys = fc.array(finite, { minLength: 1000, maxLength: 3000 });
    fc.assert(
      fc.property(ys, fc.integer({ min: 16, max: 200 }), (y, pixels) => {
        const x = Float64Array.from(y, (_, i) => i);
        const view = { from: 0, to: y.length - 1, pixels };
        const curve = decimate(x, y, view);
        expect(curve.x.length).toBeLessThanOrEqual(2 * pixels + 4);
        const width = view.to / pixels;
        for (let column = 0; column < pixels; column++) {
          const inside = (place: number): boolean => Math.floor(place / width) === column;
          const mine = y.filter((_, i) => inside(i));
          const kept = [...curve.y].filter((_, i) => inside(curve.x[i] ?? 0));
          if (mine.length === 0) continue;
          // The same number, whichever sign a zero has.
          expect(Math.min(...kept) + 0).toBe(Math.min(...mine) + 0);
          expect(Math.max(...kept) + 0).toBe(Math.max(...mine) + 0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives all points where there are few, without those that are not finite', () => {
    const curve = decimate([0, 1, 2], [5, Number.NaN, 7], { from: 0, to: 2, pixels: 100 });
    expect([...curve.x]).toEqual([0, 2]);
    expect([...curve.y]).toEqual([5, 7]);
    expect(curve.decimated).toBe(false);
  });
});

it('smooths without a bias to the beginning', () => {
  const { values, state } = smooth([2, 2, Number.NaN, 2], 0.9);
  expect(values[0]).toBeCloseTo(2, 12);
  expect(values[3]).toBeCloseTo(2, 12);
  expect(state[0] / state[1]).toBeCloseTo(2, 12);
});

/** Long metrics: what is kept of them, samples of them, and curves that grow on one list of x. */

import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../../src/studio/runs/file-parts.js';
import { keepMetrics, keptMetrics } from '../../src/studio/runs/kept-metrics.js';
import { Run } from '../../src/studio/runs/run.js';
import { MetricsTable } from '../../src/studio/series/metrics-table.js';
import { decodeTable, encodeTable } from '../../src/studio/series/table-file.js';
import { Aligned } from '../../studio/runs/charts/aligned.js';
import { lines, runsFolder, writeRun } from './pages.js';

const runs = runsFolder();
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const long = lines(0, 60_000);

function tableOf(text: string): MetricsTable {
  const table = new MetricsTable();
  table.add(Buffer.from(text));
  return table;
}

describe('kept metrics', () => {
  it('are the same columns, or nothing at all', () => {
    const table = tableOf('{"step":1,"a":1.5}\n{"step":2,"b":-2}\nno\n{"step":3,"a":null}\n');
    const mark = Uint8Array.of(1, 2, 3);
    const bytes = encodeTable({ table, offset: 60, mark });
    const back = decodeTable(bytes);
    expect(back?.offset).toBe(60);
    expect([...(back?.mark ?? [])]).toEqual([1, 2, 3]);
    expect(back?.table.rows).toBe(3);
    expect(back?.table.damaged).toBe(1);
    for (const name of ['step', 'a', 'b']) {
      for (const row of [0, 1, 2]) {
        expect(back?.table.column(name)?.at(row)).toBe(table.column(name)?.at(row));
      }
    }
    for (const at of [0, 5, 30, bytes.length - 1]) {
      const damaged = bytes.slice();
      damaged[at] = 255 - (damaged[at] ?? 0);
      expect(decodeTable(damaged)).toBeNull();
    }
    expect(decodeTable(bytes.subarray(0, 40))).toBeNull();
  });

  it('spare the second reading, and are passed over when the lines are others', async () => {
    const folder = writeRun(runs, 'long-1', 3);
    const path = join(folder, 'metrics.jsonl');
    writeFileSync(path, long);
    const first = new Run('long-1', folder);
    first.look();
    await first.readMetrics();
    expect(existsSync(join(folder, '.studio-metrics'))).toBe(true);
    expect(keptMetrics(folder)?.offset).toBe(long.length);
    appendFileSync(path, lines(60_000, 60_010));
    const second = new Run('long-1', folder);
    second.look();
    await second.readMetrics();
    expect(second.table?.rows).toBe(60_010);
    expect(second.table?.column('step')?.at(60_009)).toBe(60_009);
    expect(second.table?.column('train/loss')?.at(5)).toBe(Math.fround(1 / 6));
    expect(second.row?.best).toEqual([{ metric: 'train/loss', value: expect.closeTo(1 / 60_010) }]);
    writeFileSync(path, `${lines(7, 60_007)}`);
    expect(keptMetrics(folder)).toBeNull();
  });

  it('are not kept of short files, nor where nobody may write', async () => {
    const folder = writeRun(runs, 'short-1', 30);
    await keepMetrics(folder, tableOf(lines(0, 30)), 1000);
    expect(keptMetrics(folder)).toBeNull();
    await keepMetrics(join(runs, 'nowhere'), tableOf(''), 5_000_000);
  });

  it('stand by samples of all the file until it is read', () => {
    const folder = writeRun(runs, 'long-2', 3);
    writeFileSync(join(folder, 'metrics.jsonl'), long);
    const sample = sampleOf(join(folder, 'metrics.jsonl'));
    expect(sample.names).toEqual(tableOf(long.slice(0, 2000)).names);
    expect(sample.column('step')?.at(0)).toBe(0);
    expect(sample.last.step).toBe(59_999);
    const steps = [...(sample.column('step')?.values ?? [])];
    const gaps = steps.map((step, i) => step - (steps[i - 1] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...gaps)).toBeLessThan(500);
    const run = new Run('long-2', folder);
    run.look();
    expect(run.unread).toBe(readFileSync(join(folder, 'metrics.jsonl')).length);
    expect(run.sample.rows).toBe(sample.rows);
  });
});

describe('curves on one list of x', () => {
  const curve = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 });
  it('are where they would be if they had come at once', () => {
    fc.assert(
      fc.property(fc.array(curve, { minLength: 1, maxLength: 4 }), fc.nat(20), (all, first) => {
        const curves = all.map((xs, k) => {
          const x = xs.toSorted((a, b) => a - b);
          return { x, y: x.map((one) => 100 * k + one) };
        });
        const grown = new Aligned(
          curves.map(({ x, y }) => ({ x: x.slice(0, first), y: y.slice(0, first) })),
        );
        curves.forEach(({ x, y }, k) => {
          for (let i = first; i < x.length; i++) grown.put(k, x[i] ?? 0, y[i] ?? 0);
        });
        expect(grown.lists).toEqual(new Aligned(curves).lists);
      }),
    );
  });
});

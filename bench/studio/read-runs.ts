/**
 * `tsx bench/studio/read-runs.ts <folder>`: processor time that the studio's server takes to list
 * the runs of a folder, to read the metrics of fifty of them, and to answer for a chart.
 */

import { RunStore } from '../../src/studio/runs/run-store.js';
import { encodeSeries, seriesOf } from '../../src/studio/series/answer-series.js';

const store = new RunStore(process.argv[2] ?? 'runs');

async function measured(what: string, work: () => Promise<number>): Promise<void> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const count = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = ((user + system) / 1e6).toFixed(2);
  const wall = ((performance.now() - start) / 1000).toFixed(2);
  console.log(`${what}: ${count}, ${seconds} s of processor time, ${wall} s`);
}

await measured('runs listed', async () => {
  await store.list();
  await store.look();
  return store.runs.length;
});
const names = store.runs.slice(0, 50).map(({ name }) => name);
const all = { from: null, to: null, pixels: 800, smoothing: 0 } as const;
const wish = { ...all, metrics: ['train/loss', 'validation/loss'], x: 'step' } as const;
await measured('lines read', async () => {
  const runs = await Promise.all(names.map((name) => store.withMetrics(name)));
  return runs.reduce((sum, { table }) => sum + (table?.rows ?? 0), 0);
});
await measured('bytes for a chart', async () => {
  const tables = names.flatMap((run) => {
    const { table } = store.get(run);
    return table === null ? [] : [{ run, table, isRough: false }];
  });
  const { headers, curves } = seriesOf(tables, wish);
  return encodeSeries(headers, curves).length;
});

/**
 * `tsx bench/studio/make-runs.ts <folder> [<runs> <points>]...`: a folder of made-up runs, as large
 * as one likes: `1000 10000 50 100000` makes what the studio is measured with.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = 'runs', ...sizes] = process.argv.slice(2);

/** Lines of metrics whose loss falls, with noise, from a start that depends on the run. */
function metricsOf(run: number, points: number): string {
  const lines: string[] = [];
  let state = run + 1;
  const noise = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const start = Date.UTC(2026, 0, 1) + 3_600_000 * run;
  const rate = (3 + (run % 7)) / points;
  for (let step = 1; step <= points; step++) {
    const loss = 2.3 * Math.exp(-rate * step) + 0.05 + 0.02 * noise();
    const validation = step % 10 === 0 ? { loss: loss * 1.1, accuracy: 1 - loss / 3 } : null;
    const time = new Date(start + 50 * step).toISOString();
    const train = { loss, accuracy: 1 - loss / 3 + 0.01 * noise() };
    lines.push(JSON.stringify({ step, lr: 0.001, train, validation, time }));
  }
  return `${lines.join('\n')}\n`;
}

let made = 0;
for (let i = 0; i + 1 < sizes.length; i += 2) {
  const [runs, points] = [Number(sizes[i]), Number(sizes[i + 1])];
  for (let run = 0; run < runs; run++) {
    const path = join(folder, `made-${String(points)}-${run + 1}`);
    mkdirSync(path, { recursive: true });
    const settings = { lr: [0.1, 0.01, 0.001][run % 3], hidden: 32 << (run % 4), seed: run };
    const description = { source: 'made-up', started: '2026-01-01T00:00:00.000Z', settings };
    writeFileSync(join(path, 'run.json'), JSON.stringify(description));
    writeFileSync(join(path, 'metrics.jsonl'), metricsOf(run, points));
    const end = { time: '2026-01-01T12:00:00.000Z', event: 'end' };
    writeFileSync(join(path, 'events.jsonl'), `${JSON.stringify(end)}\n`);
    made++;
  }
}
console.log(`${made} runs in ${folder}`);

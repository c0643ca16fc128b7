/** One step of `million.ts` in its own process: `million-step.ts <out.json> <step> <args>`. */

import { writeFileSync } from 'node:fs';
import { runCommandLine } from '../../src/cli/command-line.js';
import type { Terminal } from '../../src/cli/screen/terminal.js';
import { defaultWishes } from '../../src/tabular/fit/settings.js';
import { prepareTraining } from '../../src/tabular/fit/table-training.js';
import { readTable } from '../../src/tabular/read/read-table.js';

const [, , out = '', step = '', ...args] = process.argv;

/** Takes everything and keeps nothing. */
const nowhere: Terminal = {
  write: () => undefined,
  writeAll: async () => undefined,
  error: (line) => console.error(line),
  live: false,
  columns: 80,
  style: (_, text) => text,
};

const began = performance.now();
const seconds = (): number => (performance.now() - began) / 1000;
const times: Record<string, number> = {};
if (step === 'read') {
  const table = await readTable(args[0] ?? '');
  times.read = seconds();
  times.rows = table.rows;
  times.features = prepareTraining(table, defaultWishes('y')).preparation.features.length;
} else {
  const code = await runCommandLine([step, ...args], nowhere);
  if (code !== 0) throw new Error(`${step} ended with ${code}`);
}
times.seconds = seconds();
// Kilobytes on Linux.
times.peak = Math.round(process.resourceUsage().maxRSS / 1024);
writeFileSync(out, JSON.stringify(times));

/**
 * One program of ours alone, for a look or a profile: `npx tsx bench/programs/run.ts lstm [--steps
 * 50] [--compile] [--threads 1] [--json]`. Prints the first losses, the first steps' times, the
 * median of the rest, and what memory is in use; `run.py` does the same for its twin.
 */

import { parseArgs } from 'node:util';
import { setNumThreads } from 'chainrule';
import { summarize } from '../statistics.js';
import { compiled, plainly } from '../wrap.js';
import { programs } from './index.js';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string', default: '50' },
    compile: { type: 'boolean', default: false },
    threads: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (options.threads !== undefined) setNumThreads(Number(options.threads));
const name = positionals[0] ?? '';
const program = programs[name];
if (program === undefined) {
  throw new RangeError(`no program ${name}, only ${Object.keys(programs).join(', ')}`);
}
const step = program(options.compile ? compiled : plainly);
const losses: number[] = [];
const times: number[] = [];
for (let i = 0; i < Number(options.steps); i++) {
  const start = performance.now();
  losses.push(step().item());
  times.push(performance.now() - start);
}

/** For people. */
function describe(): string {
  const list = (numbers: readonly number[], digits: number): string =>
    numbers.map((x) => x.toPrecision(digits)).join(' ');
  const { median, min } = summarize(times.slice(Math.floor(times.length / 3)));
  const { rss, heapUsed } = process.memoryUsage();
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return [
    `losses       ${list(losses.slice(0, 6), 7)} ... ${list(losses.slice(-1), 7)}`,
    `first steps  ${list(times.slice(0, 6), 3)} ms`,
    `later steps  median ${median.toPrecision(3)} ms, best ${min.toPrecision(3)} ms`,
    `memory       ${mebibytes(rss)}, of which V8's heap ${mebibytes(heapUsed)}`,
  ].join('\n');
}

console.log(options.json ? JSON.stringify({ losses, times }) : describe());
process.exit(0);

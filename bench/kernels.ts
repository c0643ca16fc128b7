/**
 * The kernels of a row or of a point of the scaling, one by one on one thread: `npm run bench --
 * --kernels <group or name of the point>`. Shows the fastest of many calls, as `profile()` lists
 * it, and writes it as a trace that the performance panel of browsers opens.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Profile, profile, setNumThreads } from 'chainrule';
import { writeInputs } from './inputs.js';
import { rows } from './rows.js';
import { points } from './scaling.js';
import { inputsOf } from './serve.js';
import { workloads } from './workloads.js';

const measuredMilliseconds = 2000;

/** Best milliseconds of a call. */
function repeat(call: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + measuredMilliseconds;
  while (performance.now() < end) {
    const start = performance.now();
    call();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function fastestProfile(call: () => unknown): Profile<unknown> {
  let best = profile(call);
  const end = performance.now() + measuredMilliseconds;
  while (performance.now() < end) {
    const next = profile(call);
    if (next.milliseconds < best.milliseconds) best = next;
  }
  return best;
}

async function main(group: string): Promise<void> {
  setNumThreads(1);
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-kernels-'));
  const all = [...rows, ...points.map(({ row }) => row)];
  for (const row of all.filter((one) => one.group === group || one.name === group)) {
    const inputs = inputsOf(writeInputs(folder, row));
    const work = await workloads[row.kind]?.(inputs, row.params);
    if (work === undefined) continue;
    const whole = repeat(work.call);
    console.log(`${row.name}: ${(1000 * whole).toFixed(1)} µs`);
    const fastest = fastestProfile(work.call);
    console.log(String(fastest));
    const trace = join(tmpdir(), `chainrule-${row.name.replaceAll(/[^a-zA-Z0-9]+/g, '-')}.json`);
    writeFileSync(trace, fastest.toTrace());
    console.log(`trace: ${trace}\n`);
  }
  rmSync(folder, { recursive: true });
  process.exit(0);
}

await main(process.argv[2] ?? 'small');

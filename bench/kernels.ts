/**
 * The kernels of a row, each timed alone on one thread: `npm run bench -- --kernels <group>`. Shows
 * the best time of each, in microseconds, in the order in which they run.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setNumThreads } from 'chainrule';
import { internals } from './built-package.js';
import { writeInputs } from './inputs.js';
import { rows } from './rows.js';
import { inputsOf } from './serve.js';
import { workloads } from './workloads.js';

const measuredMilliseconds = 2000;

const { command, commandBytes, device } = await internals();

/** The best time of each command of the current call, once `isOn`. */
interface Clock {
  isOn: boolean;
  readonly best: Map<number, { readonly name: string; microseconds: number }>;
}

/** Learns the names of kernels as they are compiled. */
function nameKernels(): Map<number, string> {
  const { kernels } = device();
  const names = new Map<number, string>();
  const get = kernels.get.bind(kernels);
  kernels.get = (kernel) => {
    const entry = get(kernel);
    names.set(entry.index, kernel.name);
    return entry;
  };
  return names;
}

/** Runs commands one by one while the clock is on. */
function timeCommands(names: ReadonlyMap<number, string>): Clock {
  const clock: Clock = { isOn: false, best: new Map() };
  const current = device();
  const { run } = current;
  const timed: typeof run = (commands, count, parallel) => {
    if (!clock.isOn) return run(commands, count, parallel);
    for (let i = 0; i < count; i++) {
      const at = commands + i * commandBytes;
      const start = performance.now();
      run(at, 1, 0);
      const microseconds = (performance.now() - start) * 1000;
      const { i32 } = current.memory.views;
      const name = names.get(i32[(at + command.kernel) / 4] ?? -1) ?? 'unknown';
      const range = i32[(at + command.range) / 4];
      const known = clock.best.get(at);
      if (known === undefined) clock.best.set(at, { name: `${name} over ${range}`, microseconds });
      else known.microseconds = Math.min(known.microseconds, microseconds);
    }
  };
  Object.assign(current, { run: timed });
  return clock;
}

/** Best and last milliseconds of calls over some time. */
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

async function main(group: string): Promise<void> {
  setNumThreads(1);
  const clock = timeCommands(nameKernels());
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-kernels-'));
  for (const row of rows.filter((one) => one.group === group)) {
    const inputs = inputsOf(writeInputs(folder, row));
    const start = performance.now();
    const work = await workloads[row.kind]?.(inputs, row.params);
    if (work === undefined) continue;
    const first = performance.now() - start;
    const whole = repeat(work.call);
    clock.isOn = true;
    repeat(work.call);
    clock.isOn = false;
    const kernels = [...clock.best.values()];
    clock.best.clear();
    const sum = kernels.reduce((total, { microseconds }) => total + microseconds, 0);
    console.log(
      `${row.name}: prepared in ${first.toFixed(0)} ms, then ${(1000 * whole).toFixed(1)} µs, ` +
        `of which ${kernels.length} kernels ${sum.toFixed(1)} µs`,
    );
    for (const { name, microseconds } of kernels) {
      console.log(`${microseconds.toFixed(2).padStart(10)}  ${name}`);
    }
  }
  rmSync(folder, { recursive: true });
  process.exit(0);
}

await main(process.argv[2] ?? 'small');

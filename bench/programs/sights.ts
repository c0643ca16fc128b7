/**
 * What a step costs when something is new, beside the same step when it is known: in a process of
 * its own, `npx tsx bench/programs/sights.ts <name>` prints one JSON object, `Sight`, in
 * milliseconds.
 */

import { summarize } from '../statistics.js';
import { plainly } from '../wrap.js';
import { programs } from './index.js';
import type { Step } from './program.js';
import { sized } from './sizes.js';
import { sliceSteps } from './slices.js';

/** Milliseconds of both: medians, or sums of the same number of steps. */
export interface Sight {
  readonly fresh: number;
  readonly known: number;
}

function timeOf(call: () => unknown): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

const medianOf = (times: readonly number[]): number => summarize(times).median;

/** Sizes that were never seen, beside the same sizes a few calls later. */
function newSizes(name: string): Sight {
  const make = sized[name];
  if (make === undefined) throw new RangeError(`no sizes of ${name}`);
  const { step, known, fresh } = make();
  const timed = (size: number): number => timeOf(() => step(size).item());
  // Long enough for V8 to have optimised the code that plans and builds graphs.
  const end = performance.now() + 3000;
  do for (const size of known) timed(size);
  while (performance.now() < end);
  const pairs = fresh.map((size) => {
    const first = timed(size);
    const later = Array.from({ length: 7 }, () => timed(size));
    return { first, later: medianOf(later) };
  });
  return {
    fresh: medianOf(pairs.map(({ first }) => first)),
    known: medianOf(pairs.map(({ later }) => later)),
  };
}

/** The first 200 steps of the smallest network, after the one that compiles it. */
function firstSteps(): Sight {
  const step = programs.small?.(plainly);
  if (step === undefined) throw new RangeError('no program small');
  const times = Array.from({ length: 20_000 }, () => timeOf(() => step().item()));
  const sum = times.slice(1, 201).reduce((all, time) => all + time, 0);
  return { fresh: sum, known: 200 * medianOf(times.slice(-5000)) };
}

/** A batch at a moving offset, beside one that is ready. */
function moving(way: 'slice' | 'at'): Sight {
  const steps = sliceSteps();
  const read = (step: Step): number => timeOf(() => step().item());
  for (let i = 0; i < 2000; i++) read(steps.ready);
  for (let i = 0; i < 300; i++) read(steps[way]);
  const times = Array.from({ length: 1000 }, () => [read(steps[way]), read(steps.ready)] as const);
  return {
    fresh: medianOf(times.map(([moved]) => moved)),
    known: medianOf(times.map(([, ready]) => ready)),
  };
}

/** Every figure, by name. */
const sights: Readonly<Record<string, () => Sight>> = {
  ...Object.fromEntries(Object.keys(sized).map((name) => [name, () => newSizes(name)])),
  small: firstSteps,
  slice: () => moving('slice'),
  at: () => moving('at'),
};

const name = process.argv[2] ?? '';
const sight = sights[name];
if (sight === undefined) {
  throw new RangeError(`no sight ${name}, only ${Object.keys(sights).join(', ')}`);
}
console.log(JSON.stringify(sight()));
process.exit(0);

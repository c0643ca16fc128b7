/** The parts of the page that concern Chainrule alone. */

import type { Accuracy, ColdStart, GraphOverhead, StepMemory } from '../fresh-processes.js';
import {
  type Growth,
  growthOf,
  largestExponent,
  largestGrowth,
  type Measurement,
  sweepNames,
} from '../scaling.js';
import { type Bar, barCell, type Section } from './bars.js';
import { duration, factor, table } from './format.js';

/** From `import` to the first result. */
export function coldStartSection(coldStarts: readonly ColdStart[]): Section {
  const bars: Bar[] = [];
  const lines = coldStarts.map(({ name, total, import: load, bar: most }) => {
    const bar: Bar = {
      row: `first ${name} step`,
      what: 'import to result',
      measured: duration(total.median / 1000),
      bar: `≤ ${most} ms`,
      isMet: total.median <= most,
    };
    bars.push(bar);
    return [name, duration(load.median / 1000), barCell(bar), duration(total.min / 1000)];
  });
  const text = table(['first step of', 'import', 'import to result', 'best'], lines);
  return { title: 'Cold start', text, bars };
}

/** The arena may be so many times as large as the peak of what lives in it. */
const mostTimesPeak = 1.2;

/** What steps plan for temporaries. */
export function memorySection(steps: readonly StepMemory[]): Section {
  const bars: Bar[] = [];
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);
  const lines = steps.map(({ name, arenaBytes, peakBytes }) => {
    const bar: Bar = {
      row: name,
      what: 'arena / peak of live temporaries',
      measured: factor(arenaBytes / peakBytes),
      bar: `≤ ${mostTimesPeak}`,
      isMet: arenaBytes <= mostTimesPeak * peakBytes,
    };
    bars.push(bar);
    return [name, mebibytes(arenaBytes), mebibytes(peakBytes), barCell(bar)];
  });
  const header = ['', 'arena, MiB', 'needed at once, MiB', 'ratio'];
  return { title: 'Memory of temporaries', text: table(header, lines), bars };
}

const mostPerOp = 0.15;

/** Graph building, key and run of a step that is compiled already. */
export function overheadSection({ ops, step, graph, run }: GraphOverhead): Section {
  const perOp = (step - run) / ops;
  const bar: Bar = {
    row: '2-16-16-1 step',
    what: 'µs per op beside the kernels',
    measured: perOp.toFixed(2),
    bar: `≤ ${mostPerOp}`,
    isMet: perOp <= mostPerOp,
  };
  const text =
    `The 2-16-16-1 step is a graph of ${ops} ops and takes ${step.toFixed(1)} µs on one thread: ` +
    `${graph.toFixed(1)} µs to build and differentiate the graph, ${run.toFixed(1)} µs in kernels, ` +
    `${(step - graph - run).toFixed(1)} µs for order, key, binding and bookkeeping. ` +
    `Microseconds per op beside the kernels: ${barCell(bar)}.`;
  return { title: 'Overhead of the graph', text, bars: [bar] };
}

/** Largest errors that are allowed. */
const mostUlps: Readonly<Record<string, number>> = { exp: 2, log: 2, tanh: 5 };

/** Errors of functions in units of the last place. */
export function accuracySection(accuracy: Accuracy): Section {
  const bars: Bar[] = [];
  const lines = Object.entries(accuracy).map(([name, { worst, at }]) => {
    const most = mostUlps[name];
    if (most === undefined) return [name, worst.toFixed(2), String(at)];
    const bar: Bar = {
      row: name,
      what: 'largest error, ULP',
      measured: worst.toFixed(2),
      bar: `≤ ${most}`,
      isMet: worst <= most,
    };
    bars.push(bar);
    return [name, barCell(bar), String(at)];
  });
  const text =
    'Against float64, over four million floats of all exponents and both signs.\n\n' +
    table(['function', 'largest error, ULP', 'at'], lines);
  return { title: 'Accuracy', text, bars };
}

function growthBar({ sweep, name, exponent, doublings }: Growth): Bar {
  const worst = doublings[0]?.growth ?? Number.NaN;
  return {
    row: `scaling, ${sweep}, ${name}`,
    what: 'exponent of time over work, and worst doubling',
    measured: `${exponent.toFixed(2)}, ${worst.toFixed(2)}`,
    bar: `≤ ${largestExponent}, ${largestGrowth}`,
    isMet: exponent <= largestExponent && worst <= largestGrowth,
  };
}

/** Growth of the step time with batch, width and depth; `picture` is where its plot lies. */
export function scalingSection(measurements: readonly Measurement[], picture: string): Section {
  const names = [...new Set(measurements.flatMap(({ times }) => Object.keys(times)))];
  const bars: Bar[] = [];
  const measured = sweepNames.filter((name) => measurements.some(({ sweep }) => sweep === name));
  const lines = measured.flatMap((sweep) =>
    names.map((name) => {
      const growth = growthOf(measurements, sweep, name);
      const bar = growthBar(growth);
      const isOurs = name.startsWith('Chainrule');
      if (isOurs) bars.push(bar);
      const flagged = growth.doublings
        .filter((one) => one.growth > largestGrowth)
        .map((one) => `to ${one.value}: ${one.growth.toFixed(2)}`);
      return [
        sweep,
        name,
        String(growth.from),
        isOurs ? barCell(bar) : bar.measured,
        flagged.length === 0 ? 'none' : flagged.join(', '),
      ];
    }),
  );
  const header = ['over', '', 'from', 'exponent, worst doubling', 'doublings that grow more'];
  const text =
    `![Time of a training step over batch, width and depth](${picture})\n\n` +
    'Exponent of the time over the work, and by how much more the time than the work grew in the worst ' +
    `doubling, from where the work exceeds 50 µs.\n\n${table(header, lines)}`;
  return { title: 'Scaling', text, bars };
}

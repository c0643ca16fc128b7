/**
 * `npx tsx bench/distributed/simulate.ts [--compute 0.25 --bytes 102e6] [--ranks 8,64,512]
 * [--gbit 10,100] [--jitter 0.03]`: predicts steps on more ranks than there are here. The constants
 * are fitted to `results.json` (`main.ts --keep`), and checked against the steps measured there;
 * docs/distributed.md says what is assumed. `--compute` (seconds of a step) and `--bytes` (of the
 * gradients) are a network of your own.
 */

import { parseArgs } from 'node:util';
import { fitConstants, type Network, withLink } from './model/reduction.js';
import { type Assumptions, stepSeconds, usual, type Work } from './model/step.js';
import { readResults, type StepResult } from './results.js';

const { values } = parseArgs({
  options: {
    compute: { type: 'string' },
    bytes: { type: 'string' },
    ranks: { type: 'string', default: '8,64,512' },
    gbit: { type: 'string', default: '10,100' },
    jitter: { type: 'string', default: `${usual.jitter}` },
  },
});
const numbers = (text: string): number[] => text.split(',').map(Number);
const [counts, gbits] = [numbers(values.ranks), numbers(values.gbit)];
const assumptions: Assumptions = { ...usual, jitter: Number(values.jitter) };
const { steps, reductions } = readResults();
const ms = (seconds: number): string => (1000 * seconds).toFixed(seconds < 0.01 ? 2 : 0);

function fitted(mbit: number | null): Network {
  const rows = reductions.filter((row) => row.mbit === mbit);
  if (rows.length === 0) {
    throw new RangeError(
      'results.json has no reductions: npx tsx bench/distributed/main.ts --keep',
    );
  }
  return fitConstants(rows);
}

const link = Math.max(...reductions.map(({ mbit }) => mbit ?? 0));
const [oneHost, network] = [fitted(null), fitted(link)];
for (const [where, { latency, perByte }] of [
  ['ranks of one host', oneHost],
  [`links of ${link} Mbit/s`, network],
] as const) {
  const rate = `${(perByte * 1e9).toFixed(3)} ns a byte`;
  console.log(`${where}: ${(latency * 1e6).toFixed(0)} µs a message, ${rate}`);
}

console.log('\nThe model beside what was measured:');
for (const row of steps) {
  const { ranks, mbit, bytes, local, step } = row;
  const at = mbit === null ? oneHost : network;
  const schedule = mbit === null ? 'blocking' : 'overlapped';
  const work = { compute: local.min, bytes };
  const predicted = stepSeconds(work, at, ranks, schedule, { ...assumptions, jitter: 0 });
  const place = mbit === null ? 'one host' : `${mbit} Mbit/s`;
  console.log(
    `  ${nameOf(row)}, ${ranks} ranks, ${place}: ${ms(predicted)} ms, measured ${ms(step.min)} ms ` +
      `(${(predicted / step.min).toFixed(2)})`,
  );
}

function nameOf({ network: name, batchSize }: StepResult): string {
  return `${name}, batch ${batchSize}`;
}

/** A network, and how many samples each rank has; null when that is not known. */
interface Row {
  readonly name: string;
  readonly work: Work;
  readonly samples: number | null;
}

function works(): Row[] {
  const { compute, bytes } = values;
  if (compute !== undefined && bytes !== undefined) {
    const work = { compute: Number(compute), bytes: Number(bytes) };
    return [{ name: 'your network', work, samples: null }];
  }
  // The first of each: the fewest ranks, which stand least in each other's way.
  const first = new Map(steps.toReversed().map((row) => [nameOf(row), row]));
  return [...first].map(([name, { local, bytes: size, batchSize }]) => {
    return { name, work: { compute: local.min, bytes: size }, samples: batchSize };
  });
}

/** Seconds that a rank has to compute in a step so that computing is `share` of all its time. */
function enough({ bytes }: Work, ranks: number, at: Network, share: number): number {
  let [low, high] = [1e-6, 1e4];
  while (high / low > 1.01) {
    const compute = Math.sqrt(low * high);
    const step = stepSeconds({ compute, bytes }, at, ranks, 'blocking', assumptions);
    if (compute < share * step) low = compute;
    else high = compute;
  }
  return high;
}

for (const { name, work, samples } of works()) {
  const alone = stepSeconds(work, network, 1, 'blocking', assumptions);
  console.log(`\n${name}: ${ms(alone)} ms on one rank, ${(work.bytes / 1e6).toFixed(1)} MB`);
  console.log('  Gbit/s  ranks   step ms  efficiency  speed-up  overlapped ms  efficiency');
  for (const gbit of gbits) {
    const at = withLink(network, link, oneHost, 1000 * gbit);
    for (const ranks of counts) {
      const [blocking, overlapped] = (['blocking', 'overlapped'] as const).map((schedule) =>
        stepSeconds(work, at, ranks, schedule, assumptions),
      );
      if (blocking === undefined || overlapped === undefined) continue;
      const percent = (seconds: number): string => `${((100 * alone) / seconds).toFixed(0)} %`;
      const cells = [
        String(gbit).padStart(8),
        String(ranks).padStart(7),
        ms(blocking).padStart(10),
        percent(blocking).padStart(12),
        ((ranks * alone) / blocking).toFixed(1).padStart(10),
        ms(overlapped).padStart(15),
        percent(overlapped).padStart(12),
      ];
      console.log(cells.join(''));
    }
    const ranks = Math.max(...counts);
    const needs = [0.8, 0.5].map((share) => {
      const seconds = enough(work, ranks, at, share);
      const batch = Math.ceil(((samples ?? 0) * seconds) / work.compute);
      const what = samples === null ? '' : ` (${batch} samples)`;
      return `${100 * share} % from ${ms(seconds)} ms of a rank's own${what}`;
    });
    console.log(`  ${ranks} ranks at ${gbit} Gbit/s: ${needs.join(', ')}`);
  }
}

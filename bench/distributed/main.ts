/**
 * `npx tsx bench/distributed/main.ts [one] [local] [network] [--rounds 3] [--ranks 2] [--keep]`:
 * what ranks cost. Needs `npm run build` and Open MPI; `PYTHON` names a Python with PyTorch.
 * - `one`: a step of one rank, beside one without `DistributedDataParallel`; bar 2 %.
 * - `local`: ranks of this machine beside PyTorch's DDP on gloo, in turns; and reductions alone.
 * - `network`: the same on namespaces with links of 1 Gbit/s (`--mbit`), for root; bar 1.0.
 * `--keep` writes what came out to `results.json`, from which `simulate.ts` predicts more ranks.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Hosts, obstacle } from '../../test/distributed/network/namespaces.js';
import { summarize } from '../statistics.js';
import { type Place, runOurs, runPyTorch } from './launch.js';
import type { NetworkName } from './programs/networks.js';
import type { OneRank } from './programs/one-rank.js';
import type { ReduceTime } from './programs/reduce.js';
import type { StepCase, StepTimes } from './programs/step.js';
import {
  type Conditions,
  keepResults,
  type ReduceResult,
  type Seconds,
  type StepResult,
} from './results.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    ranks: { type: 'string', default: '2' },
    mbit: { type: 'string', default: '1000' },
    keep: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const link = Number(values.mbit);
const counts = values.ranks.split(',').map(Number);
const parts = ['one', 'local', 'network'] as const;
const wanted = (part: (typeof parts)[number]): boolean =>
  positionals.length === 0 || positionals.includes(part);
const ms = (seconds: number): string => `${(1000 * seconds).toFixed(2)} ms`;

async function one(): Promise<void> {
  console.log('One rank under mpirun, beside no wrapper (bar 1.02):');
  const oneRank = await runOurs<OneRank[]>({ count: 1, hosts: null }, 'one-rank.ts', '200');
  for (const { name, plain, ratio } of oneRank) {
    console.log(`  ${name.padEnd(16)} ${ms(plain)}, wrapped ${ratio.toFixed(3)} of it`);
  }
  if (values.keep) keepResults({ oneRank });
}

/** Networks, samples of each rank, and steps that are timed in each process. */
const cases: readonly (readonly [network: NetworkName, batchSize: number, steps: number])[] = [
  ['mlp', 64, 20],
  ['cnn', 16, 20],
];

function secondsOf(runs: readonly StepTimes[]): Seconds {
  const { median, min } = summarize(runs.flatMap(({ seconds }) => seconds));
  return { median, min };
}

function checkLosses(ours: StepTimes, theirs: StepTimes): void {
  for (const [i, loss] of ours.losses.entries()) {
    const other = theirs.losses[i] ?? Number.NaN;
    if (Math.abs(loss - other) < 1e-3 * Math.abs(other)) continue;
    throw new RangeError(`step ${i}: the loss is ${loss}, PyTorch's ${other}`);
  }
}

async function compare(
  place: Place,
  conditions: Conditions,
  [network, batchSize, steps]: (typeof cases)[number],
): Promise<StepResult> {
  const threads = Math.max(1, Math.floor(availableParallelism() / place.count));
  const given: StepCase = { network, batchSize, threads, warmUps: 5, steps, isLocal: false };
  const [ours, local, theirs]: [StepTimes[], StepTimes[], StepTimes[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const mine = await runOurs<StepTimes>(place, 'step.ts', JSON.stringify(given));
    const alone = JSON.stringify({ ...given, isLocal: true });
    local.push(await runOurs<StepTimes>(place, 'step.ts', alone));
    const other = await runPyTorch(place, given);
    checkLosses(mine, other);
    ours.push(mine);
    theirs.push(other);
  }
  const [step, alone, pytorch] = [secondsOf(ours), secondsOf(local), secondsOf(theirs)];
  console.log(
    `  ${`${network}, batch ${batchSize}`.padEnd(16)} ${place.count} ranks of ${threads} threads: ` +
      `${ms(step.median)}, without the reduction ${ms(alone.median)}, PyTorch ` +
      `${ms(pytorch.median)}: ${(step.median / pytorch.median).toFixed(2)} of its time, by bests ` +
      (step.min / pytorch.min).toFixed(2),
  );
  const { bytes = 0 } = ours[0] ?? {};
  return { ...conditions, network, batchSize, threads, bytes, step, local: alone, pytorch };
}

async function measure(mbit: number | null): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ranks-'));
  const steps: StepResult[] = [];
  const reductions: ReduceResult[] = [];
  for (const ranks of counts) {
    const hosts = mbit === null ? null : new Hosts(ranks, folder, mbit);
    const place = { count: ranks, hosts };
    try {
      for (const row of cases) steps.push(await compare(place, { ranks, mbit }, row));
      const times = await runOurs<ReduceTime[]>(place, 'reduce.ts', '5');
      reductions.push({ ranks, mbit, times });
      const shown = times.map(({ bytes, seconds }) => `${bytes / 1024} KiB ${ms(seconds)}`);
      console.log(`  reduction on ${ranks}: ${shown.join(', ')}`);
    } finally {
      hosts?.close();
    }
  }
  rmSync(folder, { recursive: true });
  if (values.keep) keepResults({ steps, reductions });
}

const unknown = positionals.filter((word) => !parts.some((part) => part === word));
if (unknown.length > 0) {
  throw new RangeError(`there is no part ${unknown.join()}; there are ${parts.join(', ')}`);
}
if (wanted('one')) await one();
if (wanted('local')) {
  console.log('Ranks of this machine, beside PyTorch on gloo:');
  await measure(null);
}
if (wanted('network')) {
  const why = obstacle();
  console.log(`Hosts with links of ${link} Mbit/s, beside PyTorch on gloo (bar 1.00):`);
  if (why === null) await measure(link);
  else console.log(`  left out: ${why}`);
}

/**
 * `npm run build && npx tsx bench/rl/speed.ts [part of a row's name] [--rounds 3]`: PPO and DQN on
 * CartPole-v1 beside their PyTorch twins (`twin.py`) with the same options, in turns, each training
 * in a process of its own, and the steps per second of the environment alone. Medians of the
 * rounds: wall seconds, and seconds of the processor, which other programs on the machine disturb
 * less. The first round tries PyTorch's three settings of threads, and the fastest goes on.
 * `PYTHON` names the Python; it needs PyTorch and Gymnasium.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CartPole } from 'chainrule/rl';
import { summarize } from '../statistics.js';
import { type SpeedRow, speedRows } from './speed-rows.js';

interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** Threads of PyTorch, and those of its matrix library. */
interface Threads {
  readonly torch: number;
  readonly blas: number;
}

const settings: readonly Threads[] = [
  { torch: 1, blas: 1 },
  { torch: 2, blas: 2 },
  { torch: 1, blas: 2 },
];

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function timed(command: string, args: readonly string[], more: NodeJS.ProcessEnv): Times {
  const env = { ...process.env, ...more };
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8', env }));
}

/** In the built package, as a user has it: tsx would add a call to each function of the sources. */
function ours({ name }: SpeedRow): Times {
  const args = ['--import', 'tsx', here('speed-ours.ts'), name];
  return timed(process.execPath, args, { TSX_TSCONFIG_PATH: here('../peers/tsconfig.json') });
}

function theirs({ kind, twin, steps }: SpeedRow, { torch, blas }: Threads): Times {
  const args = [here('twin.py'), kind, JSON.stringify({ ...twin, steps }), String(torch)];
  const env = { OPENBLAS_NUM_THREADS: String(blas) };
  return timed(process.env.PYTHON ?? 'python3', args, env);
}

function stepsPerSecond(): number {
  const env = new CartPole();
  let best = 0;
  for (let round = 0; round < 5; round++) {
    env.reset({ seed: round });
    const began = performance.now();
    for (let i = 0; i < 1_000_000; i++) if (env.step(i & 1)[2]) env.reset();
    best = Math.max(best, 1e9 / (performance.now() - began));
  }
  return best;
}

function compare(row: SpeedRow, rounds: number): string {
  const mine = [ours(row)];
  const [first] = settings
    .map((threads) => ({ threads, times: theirs(row, threads) }))
    .toSorted((a, b) => a.times.wall - b.times.wall);
  if (first === undefined) throw new Error('no setting of threads');
  const others = [first.times];
  for (let round = 1; round < rounds; round++) {
    mine.push(ours(row));
    others.push(theirs(row, first.threads));
  }
  const told = (['wall', 'processor'] as const).map((key) => {
    const [own, other] = [mine, others].map(
      (list) => summarize(list.map((times) => times[key])).median,
    );
    if (own === undefined || other === undefined) return '';
    return `${key} ${own.toFixed(2)} s, PyTorch ${other.toFixed(2)} s, ratio ${(other / own).toFixed(2)}`;
  });
  const { torch, blas } = first.threads;
  return `${row.name}, ${row.steps} steps: ${told.join('; ')} (PyTorch: ${torch} and ${blas} threads)`;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
console.log(`CartPole alone: ${(stepsPerSecond() / 1e6).toFixed(2)} million steps a second`);
for (const row of speedRows.filter(({ name }) => name.includes(positionals[0] ?? ''))) {
  console.log(compare(row, Number(values.rounds)));
}

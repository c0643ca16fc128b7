/**
 * `npx tsx bench/rl/speed.ts [steps of PPO] [steps of DQN]`: PPO and DQN on CartPole-v1 beside
 * their PyTorch twins (`twin.py`) with the same options and the better of one and two threads, and
 * the steps per second of the environment alone. Wall seconds, and seconds of the processor, which
 * other programs on the machine disturb less. `PYTHON` names the Python; it needs PyTorch and
 * Gymnasium.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setNumThreads } from 'chainrule';
import { CartPole } from 'chainrule/rl';
import { type Row, rows, zooDqn } from './rows.js';

interface Times {
  readonly wall: number;
  readonly processor: number;
}

const twin = fileURLToPath(new URL('twin.py', import.meta.url));

async function ours(make: Row['make'], totalTimesteps: number): Promise<Times> {
  const agent = make(0);
  const [began, before] = [performance.now(), process.cpuUsage()];
  await agent.learn({ totalTimesteps, callbacks: { onEpisode: () => {} } });
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
}

function theirs(kind: string, steps: number): Times {
  const python = process.env.PYTHON ?? 'python3';
  const runs = [1, 2].map((threads): Times => {
    const args = [twin, kind, String(steps), String(threads)];
    return JSON.parse(execFileSync(python, args, { encoding: 'utf8' }));
  });
  return {
    wall: Math.min(...runs.map(({ wall }) => wall)),
    processor: Math.min(...runs.map(({ processor }) => processor)),
  };
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

setNumThreads(1);
console.log(`CartPole alone: ${(stepsPerSecond() / 1e6).toFixed(2)} million steps a second`);
const [ppoSteps = 20_480, dqnSteps = 10_240] = process.argv.slice(2).map(Number);
const ppo = rows.find(({ name }) => name === 'PPO CartPole-v1')?.make ?? zooDqn;
for (const [kind, make, steps] of [
  ['ppo', ppo, ppoSteps],
  ['dqn', zooDqn, dqnSteps],
] as const) {
  const [mine, other] = [await ours(make, steps), theirs(kind, steps)];
  const row = (key: keyof Times): string =>
    `${key} ${mine[key].toFixed(1)} s, PyTorch ${other[key].toFixed(1)} s, ratio ${(other[key] / mine[key]).toFixed(1)}`;
  console.log(`${kind}, ${steps} steps: ${row('wall')}; ${row('processor')}`);
}

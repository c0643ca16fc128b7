/** Saved agents go on with the same bits, wherever they were stopped. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualSeed } from 'chainrule';
import {
  A2C,
  type Agent,
  CheckpointCallback,
  DQN,
  make,
  PPO,
  Reinforce,
  SAC,
  SyncVectorEnv,
  TD3,
} from 'chainrule/rl';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rl-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function carts(): SyncVectorEnv<Float32Array, number> {
  const envs = Array.from({ length: 2 }, () => make('CartPole-v1'));
  return new SyncVectorEnv(envs, { autoreset: 'sameStep' });
}

const small = { hidden: [8], seed: 5 };
const offPolicy = { ...small, batchSize: 16, learningStarts: 40, trainFrequency: 2 };
const priorities = { prioritized: true, double: true, dueling: true, nStep: 3 };

interface Case {
  readonly name: string;
  readonly create: () => Agent;
  readonly load: (path: string) => Agent;
}

const cases: readonly Case[] = [
  {
    name: 'PPO',
    create: () =>
      new PPO(carts(), { ...small, numSteps: 16, batchSize: 8, numEpochs: 2, normalizeObs: true }),
    load: (path) => PPO.load(path, carts()),
  },
  {
    name: 'A2C',
    create: () => new A2C(carts(), { ...small, normalizeReward: true }),
    load: (path) => A2C.load(path, carts()),
  },
  {
    name: 'Reinforce',
    create: () => new Reinforce(make('CartPole-v1'), small),
    load: (path) => Reinforce.load(path, make('CartPole-v1')),
  },
  {
    name: 'DQN',
    create: () => new DQN(make('CartPole-v1'), { ...offPolicy, targetUpdateInterval: 30 }),
    load: (path) => DQN.load(path, make('CartPole-v1')),
  },
  {
    name: 'DQN with priorities',
    create: () => {
      const options = { ...offPolicy, ...priorities, targetUpdateInterval: 30, bufferSize: 100 };
      return new DQN(make('CartPole-v1'), options);
    },
    load: (path) => DQN.load(path, make('CartPole-v1')),
  },
  {
    name: 'SAC',
    create: () => new SAC(make('Pendulum-v1'), offPolicy),
    load: (path) => SAC.load(path, make('Pendulum-v1')),
  },
  {
    name: 'TD3',
    create: () => new TD3(make('Pendulum-v1'), offPolicy),
    load: (path) => TD3.load(path, make('Pendulum-v1')),
  },
];

function bytesOf(agent: Agent, name: string): Buffer {
  const path = join(folder, name);
  agent.save(path);
  return readFileSync(path);
}

describe.each(cases)('$name', ({ create, load }) => {
  it('goes on with the same bits', async () => {
    const options = { totalTimesteps: 320 };
    const path = join(folder, 'half.safetensors');
    const whole = create();
    // Written at steps 110 and 220; what comes after is lost, as in a crash.
    await whole.learn({ ...options, callbacks: new CheckpointCallback(path, { every: 110 }) });
    const again = load(path);
    expect(again.timesteps).toBeLessThan(320);
    await again.learn(options);
    expect(bytesOf(again, 'b').equals(bytesOf(whole, 'a'))).toBe(true);
  });

  it('is the same with the same seed, whatever else draws random numbers', async () => {
    const agents = [create(), create()];
    for (const [i, agent] of agents.entries()) {
      manualSeed(i);
      await agent.learn({ totalTimesteps: 100 });
    }
    const [a, b] = agents.map((agent, i) => bytesOf(agent, `same-${i}`));
    expect(a && b?.equals(a)).toBe(true);
  });
});

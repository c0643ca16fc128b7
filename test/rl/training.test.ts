/** Learning, callbacks, evaluation, and wrong use of agents. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nn } from 'chainrule';
import {
  A2C,
  type AgentParts,
  BanditAgent,
  DQN,
  ddpgOptions,
  EvalCallback,
  evaluatePolicy,
  GridWorld,
  Monitor,
  make,
  OffPolicyActorCritic,
  OnPolicyAgent,
  PPO,
  Reinforce,
  SAC,
  StopTrainingOnReward,
  SyncVectorEnv,
  TabularAgent,
  TabularEnv,
  TD3,
  TimeLimit,
  Wrapper,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

/** Plays with its first policy and learns nothing. */
class Watcher<Obs, Act> extends OnPolicyAgent<Obs, Act> {
  readonly rows: (number | undefined)[] = [];

  protected parts(): AgentParts {
    return { modules: { policy: this.policy }, optimizers: {} };
  }

  protected update(): void {
    for (const batch of this.rollout.batches(8, null)) {
      this.rows.push(this.tensors(batch).advantages.shape[0]);
    }
  }
}

const corridor = (): TimeLimit<number, number> =>
  new TimeLimit(new GridWorld(['S....G'], { stepReward: -0.05 }), 30);

const quick = { hidden: [16], seed: 0, learningRate: 0.01 };

describe('agents learn', () => {
  it.each([
    ['PPO', () => new PPO(corridor(), { ...quick, numSteps: 128, numEpochs: 4 }), 4000],
    ['A2C', () => new A2C(corridor(), { ...quick, numSteps: 16, optimizer: 'adam' }), 6000],
    ['Reinforce', () => new Reinforce(corridor(), quick), 4000],
    ['DQN', () => new DQN(corridor(), { ...quick, targetUpdateInterval: 100 }), 4000],
  ] as const)('%s finds the shortest way', async (_name, create, totalTimesteps) => {
    const agent = create();
    await agent.learn({ totalTimesteps });
    const { lengths } = evaluatePolicy(agent, corridor(), { episodes: 1 });
    expect(lengths).toEqual([5]);
  });

  it('DDPG and SAC act within the bounds', () => {
    const env = make('Pendulum-v1');
    const [obs] = env.reset({ seed: 0 });
    const ddpg = new TD3(env, { ...ddpgOptions, hidden: [8], seed: 0 });
    const sac = new SAC(make('Pendulum-v1'), { hidden: [8], seed: 0 });
    for (const agent of [ddpg, sac]) {
      expect(env.actionSpace.contains(agent.predict(obs)[0])).toBe(true);
      const [action] = agent.predict(obs, { deterministic: true });
      expect(agent.predict(obs, { deterministic: true })[0]).toEqual(action);
    }
  });

  it('stand on parts that an agent of one’s own can stand on', async () => {
    const sac = new SAC(make('Pendulum-v1'), { hidden: [8], seed: 0 });
    expect(sac).toBeInstanceOf(OffPolicyActorCritic);
    const { options } = new A2C(corridor(), { ...quick, numSteps: 8 });
    const agent = new Watcher('Watcher', corridor(), options);
    await agent.learn({ totalTimesteps: 24 });
    expect(agent.rows).toEqual([8, 8, 8]);
  });

  it('with networks of one’s own', async () => {
    const layers = (outputs: number): nn.Layer =>
      new nn.Sequential(new nn.Linear(4, 8), new nn.SiLU(), new nn.Linear(8, outputs));
    const networks = { actor: layers(2), critic: layers(1) };
    const ppo = new PPO(make('CartPole-v1'), { networks, numSteps: 64, seed: 0 });
    await ppo.learn({ totalTimesteps: 64 });
    const dqn = new DQN(make('CartPole-v1'), { network: () => layers(2), seed: 0 });
    await dqn.learn({ totalTimesteps: 120 });
    expect([ppo.timesteps, dqn.timesteps]).toEqual([64, 120]);
  });
});

describe('callbacks', () => {
  it('stop a training, which then goes on', async () => {
    const agent = new DQN(corridor(), { ...quick, learningStarts: 10_000 });
    await agent.learn({
      totalTimesteps: 1000,
      callbacks: { onStep: ({ timesteps }) => timesteps < 7 },
    });
    expect(agent.timesteps).toBe(7);
    const controller = new AbortController();
    controller.abort();
    await agent.learn({ totalTimesteps: 1000, signal: controller.signal });
    expect(agent.timesteps).toBe(7);
    await agent.learn({ totalTimesteps: 20 });
    expect(agent.timesteps).toBe(20);
  });

  it('evaluate and stop at a reward', async () => {
    const evaluation = new EvalCallback(corridor(), { every: 256, episodes: 2, stopAtReward: 0.7 });
    const stop = new StopTrainingOnReward(2, { episodes: 5 });
    const agent = new PPO(corridor(), { ...quick, numSteps: 128, numEpochs: 4 });
    await agent.learn({ totalTimesteps: 10_000, callbacks: [evaluation, stop] });
    expect(agent.timesteps).toBeLessThan(10_000);
    expect(evaluation.evaluations.at(-1)?.timesteps).toBe(agent.timesteps);
    expect(evaluation.bestMeanReward).toBeCloseTo(0.8, 9);
    const easy = new StopTrainingOnReward(-100, { episodes: 2 });
    await new Reinforce(corridor(), quick).learn({ totalTimesteps: 5000, callbacks: easy });
    expect(easy.onEpisode({ reward: 0, length: 1 })).toBe(false);
  });

  it('write a run folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rl-'));
    const agent = new DQN(corridor(), { ...quick, learningStarts: 50 });
    const monitor = new Monitor(join(folder, 'run'), { every: 100 });
    await agent.learn({ totalTimesteps: 300, callbacks: monitor });
    const lines = readFileSync(join(folder, 'run/metrics.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({
      epoch: 3,
      step: 300,
      train: { reward: expect.any(Number), loss: expect.any(Number) },
    });
    rmSync(folder, { recursive: true });
  });
});

describe('wrong use of agents', () => {
  it('is an error that says so', async () => {
    const cart = make('CartPole-v1');
    const options: Record<string, unknown> = { nSteps: 5 };
    expect(() => new PPO(cart, options)).toThrow(/PPO: unknown option 'nSteps'/);
    expect(() => new PPO(cart, { numSteps: 10, batchSize: 64 })).toThrow(/must divide the 10 rows/);
    expect(() => new DQN(make('Pendulum-v1'))).toThrow(/DQN: actions must be Discrete, not Box/);
    expect(() => new SAC(cart)).toThrow(/SAC: actions must be a Box with finite bounds/);
    expect(() => new TD3(make('Pendulum-v1'), { trainFrequency: 0 })).toThrow(/trainFrequency/);
    expect(() => new A2C(cart, { learningRate: -1 })).toThrow(/learningRate must be zero or/);
    const vector = new SyncVectorEnv([make('CartPole-v1')]);
    expect(() => new PPO(vector)).toThrow(/must have autoreset 'sameStep'.*'nextStep'/);
    await expect(new DQN(cart).learn({ totalTimesteps: 0.5 })).rejects.toThrow(/totalTimesteps/);
    expect(() => evaluatePolicy(new DQN(cart), cart, { episodes: 0 })).toThrow(/integer from 1/);
    expect(() => PPO.load('nowhere.safetensors', cart)).toThrow(/nowhere.safetensors/);
  });

  it('bases are there to be extended', () => {
    expect([TabularAgent, TabularEnv, BanditAgent, Wrapper].map(({ name }) => name)).toEqual([
      'TabularAgent',
      'TabularEnv',
      'BanditAgent',
      'Wrapper',
    ]);
  });
});

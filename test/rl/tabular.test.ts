/**
 * Planning finds the exact values, tabular agents come near them, and bandit agents find the best
 * arm.
 */

import {
  CliffWalking,
  ContextualBandit,
  drawValues,
  EpsilonGreedy,
  evaluateTabularPolicy,
  FrozenLake,
  GridWorld,
  KArmedBandit,
  MonteCarlo,
  make,
  policyIteration,
  QLearning,
  Sarsa,
  ThompsonSampling,
  type TransitionTable,
  UCB,
  valueIteration,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';
import { chanceOfGoal, exactValues, qLearningPolicy } from '../../bench/rl/frozen-lake.js';

describe.each([
  ['FrozenLake 4x4', new FrozenLake().transitions, 0.99],
  ['FrozenLake 8x8', new FrozenLake({ mapName: '8x8' }).transitions, 0.99],
  ['CliffWalking', new CliffWalking({ isSlippery: true }).transitions, 0.9],
] as const)('planning on %s', (_name, table, gamma) => {
  it('gives the exact values of the best policy', () => {
    const plan = valueIteration(table, { gamma });
    const exact = exactValues(table, plan.policy, gamma);
    exact.forEach((value, state) => {
      expect(Math.abs((plan.values[state] ?? 0) - value)).toBeLessThan(1e-9);
      for (const worth of plan.actionValues[state] ?? []) expect(worth).toBeLessThan(value + 1e-9);
    });
    const other = policyIteration(table, { gamma });
    exact.forEach((value, state) => {
      expect(Math.abs((other.values[state] ?? 0) - value)).toBeLessThan(1e-9);
    });
    expect(other.iterations).toBeLessThan(30);
  });

  it('evaluates a policy by chance as the mean of its actions', () => {
    const random = table.map(() => [0.25, 0.25, 0.25, 0.25]);
    const values = evaluateTabularPolicy(table, random, { gamma });
    values.forEach((value, state) => {
      const backups = (table[state] ?? []).map((ends) =>
        ends.reduce(
          (sum, [odds, next, reward, isEnd]) =>
            sum + odds * (reward + (isEnd ? 0 : gamma * (values[next] ?? 0))),
          0,
        ),
      );
      expect(value).toBeCloseTo(backups.reduce((sum, one) => sum + one, 0) / 4, 9);
    });
  });
});

describe('planning', () => {
  it('says when values do not settle', () => {
    const endless: TransitionTable = [[[[1, 0, 1, false]]]];
    expect(() => valueIteration(endless, { gamma: 1, maxIterations: 50 })).toThrow(
      /not settled after 50 sweeps/,
    );
    expect(() => policyIteration(endless, { gamma: 2 })).toThrow(/gamma must be from 0 to 1/);
  });

  it('draws values on the map', () => {
    const world = new GridWorld(['S.G'], { stepReward: -1 });
    const { values, policy } = valueIteration(world.transitions, { gamma: 1 });
    expect(drawValues(world.map, values, { policy })).toBe(
      'S   0.000 → | .   1.000 → | G   0.000  ',
    );
    expect(drawValues(world.map, values, { mode: 'svg' })).toContain('1.00');
    expect(() => drawValues(world.map, [1])).toThrow(/3 cells, there are 1 values/);
  });
});

describe('tabular agents', () => {
  it('QLearning comes within 0.05 of the best on FrozenLake', () => {
    const table = new FrozenLake().transitions;
    const best = chanceOfGoal(table, valueIteration(table, { gamma: 0.99 }).policy);
    // Within the 100 steps of an episode; the published 0.74.
    expect(best).toBeCloseTo(0.74, 3);
    expect(chanceOfGoal(table, qLearningPolicy(0))).toBeGreaterThan(best - 0.05);
  });

  it('QLearning walks along the cliff, Sarsa keeps away from it', () => {
    const options = { learningRate: 0.1, epsilon: 0.1, gamma: 1, seed: 0 };
    const lastMean = (Kind: typeof QLearning | typeof Sarsa): [number, Int32Array] => {
      const agent = new Kind(make('CliffWalking-v1'), options);
      const rewards: number[] = [];
      agent.learn({ episodes: 500, onEpisode: ({ reward }) => rewards.push(reward) });
      return [rewards.slice(-100).reduce((sum, one) => sum + one, 0) / 100, agent.policy];
    };
    const [bold, boldPolicy] = lastMean(QLearning);
    const [careful] = lastMean(Sarsa);
    expect(careful).toBeGreaterThan(bold + 10);
    expect([...boldPolicy.slice(25, 35)].filter((action) => action === 1).length).toBeGreaterThan(
      7,
    );
  });

  it('go on from a saved state', () => {
    for (const Kind of [QLearning, Sarsa, MonteCarlo]) {
      const options = { epsilon: 0.2, seed: 2 };
      const create = (): MonteCarlo | QLearning | Sarsa => new Kind(make('FrozenLake-v1'), options);
      const agent = create();
      agent.learn({ episodes: 50 });
      const other = create();
      Reflect.apply(other.loadStateDict, other, [JSON.parse(JSON.stringify(agent.stateDict()))]);
      expect(other.stateDict()).toEqual(agent.stateDict());
    }
  });

  it('want states and actions that are counted', () => {
    const env: unknown = make('CartPole-v1');
    expect(() => Reflect.construct(QLearning, [env])).toThrow(
      /observations must be Discrete from 0/,
    );
  });
});

describe('bandit agents', () => {
  it.each([
    ['EpsilonGreedy', (seed: number) => new EpsilonGreedy(10, { seed })],
    ['UCB', (seed: number) => new UCB(10, { seed })],
    ['ThompsonSampling', (seed: number) => new ThompsonSampling(10, { seed })],
  ] as const)('%s takes the best arm most of the time', (_name, create) => {
    let share = 0;
    for (let seed = 0; seed < 40; seed++) {
      const bandit = new KArmedBandit(10);
      const [, { best }] = bandit.reset({ seed });
      const { actions } = create(seed).run(bandit, 600);
      share += actions.slice(-100).filter((action) => action === best).length / 4000;
    }
    expect(share).toBeGreaterThan(0.65);
  });

  it('bandits say what is wrong, and contexts decide the best arm', () => {
    expect(() => new KArmedBandit(2, { means: [1] })).toThrow(/2 arms need 2 means/);
    expect(() => new UCB(0)).toThrow(/integer number of arms/);
    const env = new ContextualBandit({ arms: 3, noise: 0 });
    const [, { best }] = env.reset({ seed: 1 });
    const rewards = [0, 1, 2].map((arm) => {
      env.reset({ seed: 1 });
      return env.step(arm)[1];
    });
    expect(rewards.indexOf(Math.max(...rewards))).toBe(best);
  });
});

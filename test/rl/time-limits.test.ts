/**
 * A time limit is not the end of the task. The judge: an environment that pays 1 in every step for
 * ever has the value 1 / (1 - gamma), whether episodes are cut off or not; where the task ends
 * after each step, the value is 1.
 */

import { type nn, tensor } from 'chainrule';
import {
  A2C,
  type Agent,
  BaseEnv,
  Box,
  Discrete,
  DQN,
  type Env,
  type Info,
  MonteCarlo,
  PPO,
  QLearning,
  Reinforce,
  type ResetResult,
  SAC,
  Sarsa,
  type Space,
  type StepResult,
  TD3,
  TimeLimit,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

const gamma = 0.8;
const forEver = 1 / (1 - gamma);

/** Pays 1 in each step, and ends after each step if asked to. */
class Salary<Act> extends BaseEnv<Float32Array, Act> {
  readonly observationSpace = new Box(-1, 1, [1]);
  readonly actionSpace: Space<Act>;
  readonly #ends: boolean;

  constructor(actionSpace: Space<Act>, ends: boolean) {
    super();
    this.actionSpace = actionSpace;
    this.#ends = ends;
  }

  protected start(_options: Info): ResetResult<Float32Array> {
    return [new Float32Array([1]), {}];
  }

  protected advance(): StepResult<Float32Array> {
    return [new Float32Array([1]), 1, this.#ends, false, {}];
  }
}

function salary(ends: boolean): Env<Float32Array, number> {
  const env = new Salary(new Discrete(1), ends);
  return ends ? env : new TimeLimit(env, 4);
}

function continuousSalary(ends: boolean): Env<Float32Array, Float32Array> {
  const env = new Salary(new Box(-1, 1, [1]), ends);
  return ends ? env : new TimeLimit(env, 4);
}

/** The value of the only state, as a network has it; critics of actions get the action 0. */
function valueIn(network: nn.Layer, input: readonly number[] = [1]): number {
  return Number(network.forward(tensor([[...input]])).toTypedArray()[0]);
}

const shared = { gamma, learningRate: 0.02, hidden: [8], seed: 1 };
const offPolicy = { ...shared, batchSize: 32, learningStarts: 32, trainFrequency: 4 };

interface Case {
  readonly name: string;
  readonly steps: number;
  readonly make: (ends: boolean) => { agent: Agent; value: () => number };
}

const cases: readonly Case[] = [
  {
    name: 'PPO',
    steps: 4000,
    make: (ends) => {
      const options = { ...shared, numSteps: 64, batchSize: 64, numEpochs: 8 };
      const agent = new PPO(salary(ends), options);
      return { agent, value: () => valueIn(agent.policy.critic) };
    },
  },
  {
    name: 'A2C',
    steps: 4000,
    make: (ends) => {
      const agent = new A2C(salary(ends), { ...shared, numSteps: 8, optimizer: 'adam' });
      return { agent, value: () => valueIn(agent.policy.critic) };
    },
  },
  {
    name: 'Reinforce',
    steps: 3000,
    make: (ends) => {
      const agent = new Reinforce(salary(ends), shared);
      return { agent, value: () => valueIn(agent.policy.critic) };
    },
  },
  {
    name: 'DQN',
    steps: 2500,
    make: (ends) => {
      const agent = new DQN(salary(ends), { ...offPolicy, targetUpdateInterval: 40 });
      return { agent, value: () => valueIn(agent.network) };
    },
  },
  {
    name: 'DQN over three steps, with priorities, double and dueling',
    steps: 2500,
    make: (ends) => {
      const options = { nStep: 3, prioritized: true, double: true, dueling: true };
      const agent = new DQN(salary(ends), { ...offPolicy, targetUpdateInterval: 40, ...options });
      return { agent, value: () => valueIn(agent.network) };
    },
  },
  {
    name: 'SAC',
    steps: 2500,
    make: (ends) => {
      const options = { ...offPolicy, entCoef: 1e-6, tau: 0.1 };
      const agent = new SAC(continuousSalary(ends), options);
      return { agent, value: () => agent.value(new Float32Array([1]), new Float32Array([0])) };
    },
  },
  {
    name: 'TD3',
    steps: 2500,
    make: (ends) => {
      const agent = new TD3(continuousSalary(ends), { ...offPolicy, tau: 0.1 });
      return { agent, value: () => agent.value(new Float32Array([1]), new Float32Array([0])) };
    },
  },
];

describe.each(cases)('$name', ({ steps, make }) => {
  it('gives the last state of an episode that was cut off its value', async () => {
    const { agent, value } = make(false);
    await agent.learn({ totalTimesteps: steps });
    expect(Math.abs(value() - forEver)).toBeLessThan(0.3);
  });

  it('gives the state after the end of the task none', async () => {
    const { agent, value } = make(true);
    await agent.learn({ totalTimesteps: 1500 });
    expect(Math.abs(value() - 1)).toBeLessThan(0.2);
  });
});

/** The same salary with a number for a state. */
class Counter extends BaseEnv<number, number> {
  readonly observationSpace = new Discrete(1);
  readonly actionSpace = new Discrete(1);

  protected start(_options: Info): ResetResult<number> {
    return [0, {}];
  }

  protected advance(): StepResult<number> {
    return [0, 1, false, false, {}];
  }
}

describe.each([QLearning, Sarsa, MonteCarlo])('%o', (Kind) => {
  it('gives the last state of an episode that was cut off its value', () => {
    const agent = new Kind(new TimeLimit(new Counter(), 4), { gamma, learningRate: 0.2, seed: 0 });
    agent.learn({ episodes: 300 });
    expect(Math.abs((agent.values[0] ?? 0) - forEver)).toBeLessThan(0.05);
  });
});

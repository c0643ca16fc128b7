/** Wrong use of environments is an error that says so. */

import {
  BaseEnv,
  Box,
  CartPole,
  checkEnv,
  Discrete,
  DQN,
  FrozenLake,
  GridWorld,
  type Info,
  make,
  PPO,
  ReplayBuffer,
  type ResetResult,
  register,
  type StepResult,
  SyncVectorEnv,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

/** An environment that gets wrong whatever it is told to. */
class Faulty extends BaseEnv<Float32Array, number> {
  readonly observationSpace = new Box(-1, 1, [2]);
  readonly actionSpace = new Discrete(2);
  readonly #fault: string;
  readonly #state = new Float32Array(2);

  constructor(fault: string) {
    super();
    this.#fault = fault;
  }

  protected start(_options: Info): ResetResult<Float32Array> {
    return [this.#fault === 'reused' ? this.#state : new Float32Array(2), {}];
  }

  protected advance(): StepResult<Float32Array> {
    this.#state[0] = this.random.random();
    const size = this.#fault === 'shape' ? 3 : 2;
    const chance = this.#fault === 'chance' ? Math.random() : 0.5;
    const obs = this.#fault === 'reused' ? this.#state : new Float32Array(size).fill(chance);
    return [obs, this.#fault === 'reward' ? Number.NaN : 1, false, false, {}];
  }
}

describe('wrong use', () => {
  it('an action out of the space', () => {
    const env = make('CartPole-v1');
    env.reset({ seed: 0 });
    expect(() => env.step(2)).toThrow(/CartPole.step: the action 2 is not in Discrete\(2\)/);
    const pendulum = make('Pendulum-v1');
    pendulum.reset({ seed: 0 });
    expect(() => pendulum.step(new Float32Array([3]))).toThrow(
      /the action Float32Array \[3\] is not in Box\(-2, 2, \[1\]\). An action is, for example/,
    );
  });

  it('a step before reset, and after the end', () => {
    const env = make('CartPole-v1');
    expect(() => env.step(0)).toThrow(/the first call is reset\(\)/);
    env.reset({ seed: 0 });
    for (let done = false; !done; ) done = env.step(0)[2];
    expect(() => env.step(0)).toThrow(/the episode is over.*call reset\(\)/);
    const short = make('CartPole-v1', { maxEpisodeSteps: 1 });
    short.reset({ seed: 0 });
    expect(short.step(0)[3]).toBe(true);
    expect(() => short.step(0)).toThrow(/over after 1 steps; call reset/);
  });

  it('a reward that is NaN', () => {
    const env = new Faulty('reward');
    env.reset();
    expect(() => env.step(0)).toThrow(/Faulty.step: the reward is NaN/);
  });

  it('unknown names, options, maps, seeds and ranges', () => {
    expect(() => make('CartPole-v7')).toThrow(/no environment 'CartPole-v7'. There is 'CartPole/);
    const options: Record<string, unknown> = { slippery: true };
    expect(() => make('FrozenLake-v1', options)).toThrow(/unknown option 'slippery'/);
    expect(() => new FrozenLake({ desc: ['SX'] })).toThrow(/letters S/);
    expect(() => new GridWorld(['..', '.G'])).toThrow(/letters S/);
    expect(() => new CartPole().reset({ seed: -3 })).toThrow(/seed must be an integer from 0/);
    const range = { options: { low: 2, high: 1 } };
    expect(() => new CartPole().reset(range)).toThrow(/needs low <= high, got 2 and 1/);
    expect(() => new CartPole().loadStateDict(null)).toThrow(/not the state of an environment/);
  });

  it('an option of an episode that there is not', () => {
    expect(() => new CartPole().reset({ options: { lov: 0 } })).toThrow(/unknown option 'lov'/);
    expect(() => make('Pendulum-v1').reset({ options: { low: 0 } })).toThrow(/it has xInit, yInit/);
  });

  it('an observation that the agent was not made for', () => {
    const agent = new PPO(make('CartPole-v1'), { hidden: [4], seed: 0 });
    expect(() => agent.predict(Float32Array.of(1, 2))).toThrow(/Float32Array of 2 is not of Box/);
    expect(() => agent.predict(Float32Array.of(1, 2, 3, Number.NaN))).toThrow(/has NaN/);
    const list: unknown = [1, 2, 3, 4];
    const anyAgent: { predict(obs: unknown): unknown } = agent;
    expect(() => anyAgent.predict(list)).toThrow(/an array is not of Box/);
    expect(() => new Discrete(3).flatten(3, new Float32Array(3))).toThrow(/3 is not of Discrete/);
  });

  it('seeds for other environments, a row of another width', () => {
    const envs = new SyncVectorEnv([make('CartPole-v1'), make('CartPole-v1')]);
    expect(() => envs.reset({ seed: [1] })).toThrow(/2 environments need as many seeds, got 1/);
    const buffer = new ReplayBuffer({ capacity: 4, obsSize: 2 });
    const [obs, action] = [Float32Array.of(1), Float32Array.of(0)];
    expect(() => buffer.add({ obs, action, reward: 0, nextObs: obs, discount: 1 })).toThrow(
      /ReplayBuffer.add: obs has 1 numbers, not 2/,
    );
    expect(() => new Box(0, 1, [-2])).toThrow(/a shape is a list of integers from 0/);
  });

  it.each([
    ['gamma', 2, /gamma must be a number from 0 to 1, got 2/],
    ['gaeLambda', -1, /gaeLambda must be a number from 0 to 1/],
    ['numSteps', 0, /numSteps must be an integer from 1, got 0/],
    ['batchSize', 0, /batchSize must be an integer from 1/],
    ['entCoef', Number.NaN, /entCoef must be a finite number from 0/],
    ['maxGradNorm', -1, /maxGradNorm must be a positive number/],
    ['targetKl', 0, /targetKl must be a positive number, or null/],
    ['learningRate', { start: 1, end: -1 }, /learningRate .* got { start: 1, end: -1 }/],
    ['hidden', [0], /hidden must be a list of integers from 1, got \[0\]/],
    ['seed', -1, /seed must be an integer from 0/],
  ])('options of agents out of range: %s %s', (name, value, message) => {
    expect(() => new PPO(make('CartPole-v1'), { [name]: value })).toThrow(message);
  });

  it.each([
    ['tau', 2, /tau must be a number from 0 to 1/],
    ['trainFrequency', 0, /trainFrequency must be an integer from 1/],
    ['gradientSteps', -2, /-1 for as many as there were steps, got -2/],
    ['explorationFinalEps', 2, /explorationFinalEps must be a number from 0 to 1/],
    ['targetUpdateInterval', 0, /targetUpdateInterval must be an integer from 1/],
  ])('options of DQN out of range: %s %s', (name, value, message) => {
    expect(() => new DQN(make('CartPole-v1'), { [name]: value })).toThrow(message);
  });

  it('names that are taken', () => {
    register('Test-v0', { create: () => new CartPole(), maxEpisodeSteps: 7 });
    expect(make('Test-v0').reset({ seed: 0 })[0]).toEqual(new CartPole().reset({ seed: 0 })[0]);
    expect(() => register('Test-v0', { create: () => new CartPole(), maxEpisodeSteps: 1 })).toThrow(
      /'Test-v0' already/,
    );
  });
});

it('without a seed, or with null, the stream of the environment goes on', () => {
  const [one, other] = [make('CartPole-v1'), make('CartPole-v1')];
  for (const env of [one, other]) env.reset({ seed: 2n ** 70n });
  expect(one.reset({ seed: null })).toEqual(other.reset());
});

describe('checkEnv', () => {
  it.each([
    ['reused', /same observation object is returned again/],
    ['shape', /observation is not in Box\(-1, 1, \[2\]\), it is a Float32Array of 3 elements/],
    ['chance', /two runs with the same seed and actions differ at step 1/],
    ['reward', /the reward is NaN/],
  ])('finds what is wrong: %s', (fault, message) => {
    expect(() => checkEnv(new Faulty(fault))).toThrow(message);
  });

  it('lets a correct one pass', () => {
    checkEnv(new Faulty('none'));
  });
});

/** Wrong use of environments is an error that says so. */

import {
  BaseEnv,
  Box,
  CartPole,
  checkEnv,
  Discrete,
  FrozenLake,
  GridWorld,
  type Info,
  make,
  type ResetResult,
  register,
  type StepResult,
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

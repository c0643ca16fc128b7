/** Several environments in a loop: the three modes of autoreset, and wrong use. */

import { type AutoresetMode, make, SyncVectorEnv } from 'chainrule/rl';
import { describe, expect, it } from 'vitest';

function vector(autoreset: AutoresetMode, limit = 3): SyncVectorEnv<Float32Array, number> {
  const envs = [limit, 50].map((maxEpisodeSteps) => make('CartPole-v1', { maxEpisodeSteps }));
  return new SyncVectorEnv(envs, { autoreset });
}

describe('SyncVectorEnv', () => {
  it('gives environment i the seed + i', () => {
    const [obs] = vector('nextStep').reset({ seed: 7 });
    expect(obs).toEqual([7, 8].map((seed) => make('CartPole-v1').reset({ seed })[0]));
    const [listed] = vector('nextStep').reset({ seed: [8, 7] });
    expect(listed).toEqual([obs[1], obs[0]]);
  });

  it('nextStep: the step after the end starts an episode', () => {
    const env = vector('nextStep');
    env.reset({ seed: 0 });
    const steps = [1, 2, 3, 4, 5].map(() => env.step([0, 1]));
    expect(steps.map(([, , , truncated]) => truncated[0])).toEqual([0, 0, 1, 0, 0]);
    expect(steps.map(([, rewards]) => rewards[0])).toEqual([1, 1, 1, 0, 1]);
  });

  it('sameStep: the last observation is in the info', () => {
    const [env, twin] = [vector('sameStep'), make('CartPole-v1', { maxEpisodeSteps: 3 })];
    env.reset({ seed: 0 });
    twin.reset({ seed: 0 });
    for (let i = 0; i < 2; i++) {
      env.step([0, 1]);
      twin.step(0);
    }
    const [obs, , , truncated, infos] = env.step([0, 1]);
    expect(truncated[0]).toBe(1);
    expect(infos[0]?.finalObservation).toEqual(twin.step(0)[0]);
    expect(obs[0]).toEqual(twin.reset()[0]);
  });

  it('disabled: only the episodes of the mask start anew', () => {
    const env = vector('disabled');
    env.reset({ seed: 0 });
    for (let i = 0; i < 3; i++) env.step([0, 1]);
    expect(() => env.step([0, 1])).toThrow(/over after 3 steps; call reset/);
    const [obs] = env.reset({ resetMask: [true, false] });
    expect(obs[0]).toHaveLength(4);
    expect(env.step([0, 1])[1][0]).toBe(1);
  });

  it('goes on from a saved state', () => {
    const [env, other] = [vector('nextStep'), vector('nextStep')];
    env.reset({ seed: 0 });
    for (let i = 0; i < 3; i++) env.step([0, 1]);
    other.loadStateDict(JSON.parse(JSON.stringify(env.stateDict())));
    for (let i = 0; i < 4; i++) expect(other.step([1, 0])).toEqual(env.step([1, 0]));
    env.close();
  });

  it('says what is wrong', () => {
    const cart = make('CartPole-v1');
    const other = make('FrozenLake-v1');
    expect(() => new SyncVectorEnv<unknown, number>([cart, other])).toThrow(
      /equal spaces, the observations of environment 1 are Discrete\(16\)/,
    );
    expect(() => new SyncVectorEnv([cart, cart])).toThrow(/one environment is there twice/);
    expect(() => new SyncVectorEnv([])).toThrow(/at least one/);
    const env = vector('nextStep');
    expect(() => env.step([0, 1])).toThrow(/the first call is reset/);
    env.reset({ seed: 0 });
    expect(() => env.step([0])).toThrow(/2 environments need as many actions, got 1/);
    expect(() => env.reset({ resetMask: [1, 0] })).toThrow(/resetMask is for autoreset 'disabled'/);
  });
});

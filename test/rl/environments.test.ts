/** Every environment of Gymnasium's takes the steps that Gymnasium takes. */

import {
  Blackjack,
  CliffWalking,
  checkEnv,
  type Env,
  envIds,
  FrozenLake,
  make,
  Snake,
  type StepResult,
  Taxi,
} from 'chainrule/rl';
import { describe, expect, it } from 'vitest';
import { type StoredStep, storedChance, storedTrajectories } from './gymnasium.js';

const { trajectories, starts, tables } = storedTrajectories();

function makeStored(name: string): Env {
  const [id = ''] = name.split(' ');
  return make(id, name.includes('isSlippery false') ? { isSlippery: false } : {});
}

function numbers(value: unknown): number[] {
  return value instanceof Float32Array ? [...value] : [value].flat().map(Number);
}

function act(env: Env, action: StoredStep[0]): StepResult<unknown> {
  return env.step(typeof action === 'number' ? action : Float32Array.from(action));
}

describe.each(Object.keys(trajectories))('%s', (name) => {
  it('starts where Gymnasium does with the same seed', () => {
    for (const { seed, obs } of starts[name] ?? []) {
      expect(numbers(makeStored(name).reset({ seed })[0])).toEqual(numbers(obs));
    }
  });

  it('takes the same steps', () => {
    for (const { seed, steps } of trajectories[name] ?? []) {
      const env = makeStored(name);
      env.reset({ seed });
      for (const [action, obs, reward, terminated, truncated] of steps) {
        const result = act(env, action);
        expect(result.slice(2, 4)).toEqual([terminated, truncated]);
        expect(Math.abs(result[1] - reward)).toBeLessThan(1e-12);
        if (name !== 'Acrobot-v1') expect(numbers(result[0])).toEqual(numbers(obs));
        numbers(result[0]).forEach((value, i) => {
          // Acrobot is chaotic: sines that differ in their last bit show after hundreds of steps.
          expect(Math.abs(value - (numbers(obs)[i] ?? Number.NaN))).toBeLessThan(1e-6);
        });
      }
    }
  });
});

describe('environments with chance in every step', () => {
  it.each(storedChance())('$name with seed $seed', ({ name, seed, rows }) => {
    const env = make(name, name === 'CliffWalking-v1' ? { isSlippery: true } : {});
    let isNew = true;
    for (const row of rows) {
      if (row[0] === 'reset') {
        const [obs] = env.reset(isNew ? { seed } : {});
        expect(obs).toEqual(row[1]);
        isNew = false;
      } else {
        const [action, obs, reward, terminated, truncated] = row;
        expect(act(env, action).slice(0, 4)).toEqual([obs, reward, terminated, truncated]);
      }
    }
  });
});

describe('transition tables', () => {
  it('are those of Gymnasium', () => {
    expect(new FrozenLake().transitions).toEqual(tables['FrozenLake-v1']);
    expect(new FrozenLake({ mapName: '8x8' }).transitions).toEqual(tables['FrozenLake8x8-v1']);
  });

  it('have probabilities that add up to one', () => {
    for (const env of [new FrozenLake(), new CliffWalking({ isSlippery: true }), new Taxi()]) {
      for (const ends of env.transitions.flat()) {
        expect(ends.reduce((sum, [odds]) => sum + odds, 0)).toBeCloseTo(1, 12);
      }
    }
  });
});

describe('Blackjack', () => {
  it('pays a natural 1.5 when asked to, and knows the rules of the book', () => {
    const rewardsOf = (env: Blackjack): number[] => {
      env.reset({ seed: 0 });
      return Array.from({ length: 300 }, () => {
        const [, reward] = env.step(0);
        env.reset();
        return reward;
      });
    };
    expect(rewardsOf(new Blackjack())).not.toContain(1.5);
    expect(rewardsOf(new Blackjack({ natural: true }))).toContain(1.5);
    expect(rewardsOf(new Blackjack({ sab: true }))).not.toContain(1.5);
  });
});

describe('Snake', () => {
  it('grows by apples, and dies at walls and in its own body', () => {
    expect(() => new Snake({ size: 3 })).toThrow(/integer from 4, got 3/);
    const env = new Snake({ size: 4 });
    env.reset({ seed: 0 });
    const [obs] = env.reset({ seed: 0 });
    expect(obs.reduce((sum, cell) => sum + cell, 0)).toBe(4);
    let last = env.step(1);
    while (!last[2]) last = env.step(1);
    expect(last[1]).toBe(-1);
    env.reset({ seed: 0 });
    // Backwards is into its own body.
    expect(env.step(3).slice(1, 3)).toEqual([-1, true]);
  });
});

describe('all built-in environments', () => {
  it.each(envIds())('%s keeps the contract', (id) => {
    const env = make(id);
    checkEnv(env, { steps: 300 });
    env.reset({ seed: 1 });
    expect(env.render()).not.toBe('');
    expect(env.render('svg')).toMatch(/^<svg .*<\/svg>$/s);
    env.close();
  });

  it.each(envIds())('%s goes on from a saved state', (id) => {
    const [env, other] = [make(id), make(id)];
    env.actionSpace.seed(2);
    env.reset({ seed: 3 });
    for (let i = 0; i < 5; i++) {
      const [, , terminated, truncated] = env.step(env.actionSpace.sample());
      if (terminated || truncated) env.reset();
    }
    other.loadStateDict?.(JSON.parse(JSON.stringify(env.stateDict?.())));
    for (let i = 0; i < 20; i++) {
      const action = env.actionSpace.sample();
      const result = env.step(action);
      expect(other.step(action)).toEqual(result);
      if (result[2] || result[3]) expect(other.reset()).toEqual(env.reset());
    }
  });
});

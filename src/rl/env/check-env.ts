/** `checkEnv`: finds what authors of environments get wrong, by playing with it. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Space } from '../spaces/space.js';
import type { Env, StepResult } from './env.js';

/** Options of `checkEnv`. */
export interface CheckEnvOptions {
  /** Steps to play, 200 by default. */
  readonly steps?: number;
  /** Seed of the play, 0 by default. */
  readonly seed?: number;
}

/** What was seen at one step, copied. */
type Seen = readonly [obs: string, reward: number, terminated: boolean, truncated: boolean];

function copyOf(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    ArrayBuffer.isView(one) && !(one instanceof DataView)
      ? [one.constructor.name, ...Object.values(one)]
      : one,
  );
}

function kindOf(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return `a ${value.constructor.name} of ${'length' in value ? String(value.length) : '?'} elements`;
  }
  return Array.isArray(value) ? `a list of ${value.length}` : `${typeof value} ${String(value)}`;
}

/** Plays one run and notes what is wrong with it. */
class Play {
  readonly problems = new Set<string>();
  readonly seen: Seen[] = [];
  /** Earlier observations, and what they were. */
  readonly #kept: { readonly value: unknown; readonly copy: string }[] = [];
  readonly #env: Env;

  constructor(env: Env) {
    this.#env = env;
  }

  run(steps: number, seed: number, actionSpace: Space<unknown>): void {
    this.#reset({ seed });
    for (let i = 0; i < steps; i++) {
      const result: unknown = this.#env.step(actionSpace.sample());
      if (!this.#isStep(result)) return;
      const [obs, reward, terminated, truncated] = result;
      this.#observe('step', obs);
      this.seen.push([copyOf(obs), reward, terminated, truncated]);
      if (terminated || truncated) this.#reset({});
    }
    this.#checkKept();
  }

  #reset(options: { seed?: number }): void {
    const result: unknown = this.#env.reset(options);
    if (!Array.isArray(result) || result.length !== 2) {
      this.problems.add(`reset must return [observation, info], it returns ${kindOf(result)}`);
      return;
    }
    if (typeof result[1] !== 'object') this.problems.add(`reset: info must be an object`);
    this.#observe('reset', result[0]);
  }

  #isStep(result: unknown): result is StepResult<unknown> {
    if (!Array.isArray(result) || result.length !== 5) {
      this.problems.add(
        'step must return [observation, reward, terminated, truncated, info], ' +
          `it returns ${kindOf(result)}`,
      );
      return false;
    }
    const [, reward, terminated, truncated, info] = result;
    if (typeof reward !== 'number' || !Number.isFinite(reward)) {
      this.problems.add(`step: the reward must be a finite number, it is ${String(reward)}`);
    }
    if (typeof terminated !== 'boolean' || typeof truncated !== 'boolean') {
      this.problems.add('step: terminated and truncated must be booleans');
    }
    if (typeof info !== 'object' || info === null)
      this.problems.add('step: info must be an object');
    return true;
  }

  #observe(call: string, obs: unknown): void {
    const space = this.#env.observationSpace;
    if (!space.contains(obs)) {
      this.problems.add(`${call}: the observation is not in ${space}, it is ${kindOf(obs)}`);
    }
    if (typeof obs !== 'object' || obs === null) return;
    if (this.#kept.some(({ value }) => value === obs)) {
      this.problems.add(
        `${call}: the same observation object is returned again; return a new one each time, ` +
          'or what an agent keeps will change',
      );
    }
    if (this.#kept.length < 20) this.#kept.push({ value: obs, copy: copyOf(obs) });
  }

  #checkKept(): void {
    if (this.#kept.some(({ value, copy }) => copyOf(value) !== copy)) {
      this.problems.add('step: earlier observations have changed; return a copy of the state');
    }
  }
}

/**
 * Plays in the environment and checks what it returns: shapes, dtypes and bounds of observations,
 * finite rewards, flags, observations that are not used again, and that a seed fixes everything.
 * @throws ValueError listing all that is wrong.
 * @example
 * checkEnv(make('CartPole-v1')); // throws where an environment does not keep to the rules
 */
export function checkEnv(env: Env, { steps = 200, seed = 0 }: CheckEnvOptions = {}): void {
  signatures.checkEnv.check(arguments);
  const plays = [new Play(env), new Play(env)];
  for (const play of plays) {
    env.actionSpace.seed(seed);
    play.run(steps, seed, env.actionSpace);
  }
  const problems = new Set(plays.flatMap((play) => [...play.problems]));
  const [first, second] = plays.map((play) => play.seen);
  const differs = first?.findIndex((seen, i) => copyOf(seen) !== copyOf(second?.[i])) ?? -1;
  if (problems.size === 0 && differs !== -1) {
    problems.add(
      `step: two runs with the same seed and actions differ at step ${differs + 1}; draw from the ` +
        'stream that reset({ seed }) restarts, not from Math.random()',
    );
  }
  if (problems.size === 0) return;
  const list = [...problems].map((problem) => `\n- ${problem}`).join('');
  throw new ValueError(`checkEnv: ${env.constructor.name} breaks the contract:${list}`);
}

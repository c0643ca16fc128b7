/** `SyncVectorEnv`: environments that are stepped one after the other in a loop. */

import { oneOf, ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Env, Info } from '../env/env.js';
import type { Space } from '../spaces/space.js';
import {
  type AutoresetMode,
  checkSeeds,
  type VectorEnv,
  type VectorResetOptions,
  type VectorResetResult,
  type VectorStepResult,
} from './vector-env.js';

/** Options of `SyncVectorEnv`. */
export interface SyncVectorEnvOptions {
  /** What happens after the end of an episode, `'nextStep'` by default as in Gymnasium. */
  readonly autoreset?: AutoresetMode;
}

const modes: readonly string[] = ['nextStep', 'sameStep', 'disabled'];

/**
 * Several environments of one kind, in a loop.
 * @example
 * const envs = Array.from({ length: 4 }, () => make('CartPole-v1'));
 * const env = new SyncVectorEnv(envs, { autoreset: 'sameStep' });
 * env.reset({ seed: 0 });
 * const [, rewards] = env.step([0, 1, 1, 0]);
 * console.log(rewards); // Float64Array(4) [ 1, 1, 1, 1 ]
 */
export class SyncVectorEnv<Obs, Act> implements VectorEnv<Obs, Act> {
  readonly envs: readonly Env<Obs, Act>[];
  readonly numEnvs: number;
  readonly singleObservationSpace: Space<Obs>;
  readonly singleActionSpace: Space<Act>;
  readonly autoreset: AutoresetMode;
  readonly #isOver: Uint8Array;
  #hasStarted = false;

  /** @throws ValueError without environments, for spaces that differ, and for an unknown mode. */
  constructor(
    envs: readonly Env<Obs, Act>[],
    { autoreset = 'nextStep' }: SyncVectorEnvOptions = {},
  ) {
    signatures.SyncVectorEnv.check(arguments);
    const [first] = envs;
    if (first === undefined) throw new ValueError('SyncVectorEnv: needs at least one environment');
    if (!modes.includes(autoreset)) {
      throw new ValueError(`SyncVectorEnv: autoreset must be ${oneOf(modes)}, got '${autoreset}'`);
    }
    if (new Set(envs).size < envs.length) {
      throw new ValueError(
        'SyncVectorEnv: one environment is there twice; make one for each place',
      );
    }
    envs.forEach((env, i) => {
      checkSame(i, 'observations', env.observationSpace, first.observationSpace);
      checkSame(i, 'actions', env.actionSpace, first.actionSpace);
    });
    this.envs = envs;
    this.numEnvs = envs.length;
    this.singleObservationSpace = first.observationSpace;
    this.singleActionSpace = first.actionSpace;
    this.autoreset = autoreset;
    this.#isOver = new Uint8Array(envs.length);
  }

  /** Starts episodes. @throws ValueError for a `resetMask` in another mode than `'disabled'`. */
  reset({ seed, options = {}, resetMask }: VectorResetOptions = {}): VectorResetResult<Obs> {
    signatures.SyncVectorEnv$reset.check(arguments);
    if (resetMask !== undefined && this.autoreset !== 'disabled') {
      throw new ValueError(
        `SyncVectorEnv.reset: resetMask is for autoreset 'disabled', this one has '${this.autoreset}'`,
      );
    }
    checkSeeds('SyncVectorEnv', seed, this.numEnvs);
    this.#hasStarted = true;
    const observations: Obs[] = [];
    const infos: Info[] = [];
    this.envs.forEach((env, i) => {
      if (resetMask !== undefined && !resetMask[i]) return;
      const own = typeof seed === 'number' ? seed + i : seed?.[i];
      const [obs, info] = env.reset(own === undefined ? { options } : { seed: own, options });
      this.#isOver[i] = 0;
      observations[i] = obs;
      infos[i] = info;
    });
    return [observations, infos];
  }

  /**
   * Acts once in each environment.
   * @throws ValueError before `reset`, for another number of actions, and as the environments'
   *   `step`.
   */
  step(actions: readonly Act[]): VectorStepResult<Obs> {
    if (!this.#hasStarted) throw new ValueError('SyncVectorEnv.step: the first call is reset()');
    if (actions.length !== this.numEnvs) {
      throw new ValueError(
        `SyncVectorEnv.step: ${this.numEnvs} environments need as many actions, got ${actions.length}`,
      );
    }
    const result: VectorStepResult<Obs> = [
      [],
      new Float64Array(this.numEnvs),
      new Uint8Array(this.numEnvs),
      new Uint8Array(this.numEnvs),
      [],
    ];
    for (let i = 0; i < this.numEnvs; i++) this.#stepOne(i, at(actions, i), result);
    return result;
  }

  #stepOne(i: number, action: Act, into: VectorStepResult<Obs>): void {
    const [observations, rewards, terminations, truncations, infos] = into;
    const env = at(this.envs, i);
    if (this.autoreset === 'nextStep' && this.#isOver[i] === 1) {
      [observations[i], infos[i] = {}] = env.reset();
      this.#isOver[i] = 0;
      return;
    }
    const [obs, reward, terminated, truncated, info] = env.step(action);
    rewards[i] = reward;
    terminations[i] = Number(terminated);
    truncations[i] = Number(truncated);
    const isOver = terminated || truncated;
    if (isOver && this.autoreset === 'sameStep') {
      const [first, firstInfo] = env.reset();
      observations[i] = first;
      infos[i] = { ...firstInfo, finalObservation: obs, finalInfo: info };
      return;
    }
    this.#isOver[i] = Number(isOver);
    observations[i] = obs;
    infos[i] = info;
  }

  close(): void {
    for (const env of this.envs) env.close();
  }

  /** All that the environments go on from, as JSON. @throws ValueError when one cannot be saved. */
  stateDict(): unknown {
    const states = this.envs.map((env) => {
      if (env.stateDict !== undefined) return env.stateDict();
      throw new ValueError(`${env.constructor.name} cannot be saved; give it stateDict()`);
    });
    return { states, isOver: [...this.#isOver], hasStarted: this.#hasStarted };
  }

  /** Goes on from such a state. @throws ValueError when it is none, or of another number. */
  loadStateDict(state: unknown): void {
    const isObject = typeof state === 'object' && state !== null;
    const states: unknown = isObject && 'states' in state ? state.states : null;
    const isOver: unknown = isObject && 'isOver' in state ? state.isOver : null;
    if (!Array.isArray(states) || !Array.isArray(isOver) || states.length !== this.numEnvs) {
      throw new ValueError(
        `SyncVectorEnv.loadStateDict: not the state of ${this.numEnvs} environments`,
      );
    }
    this.envs.forEach((env, i) => {
      env.loadStateDict?.(states[i]);
    });
    this.#isOver.set(isOver);
    this.#hasStarted = isObject && 'hasStarted' in state && state.hasStarted === true;
  }
}

function checkSame(i: number, what: string, space: Space<unknown>, first: Space<unknown>): void {
  if (String(space) === String(first)) return;
  throw new ValueError(
    `SyncVectorEnv: environments must have equal spaces, the ${what} of environment ${i} are ` +
      `${space}, those of environment 0 are ${first}`,
  );
}

/**
 * `EnvRunner`: steps environments for an agent. Observations become rows of numbers, normalised if
 * asked; ends of episodes are sorted out, so that an agent sees the true next observation; returns
 * and lengths are counted.
 */

import { internal, ValueError } from '../../errors.js';
import { isRunningMomentsState, RunningMoments } from '../buffers/running-moments.js';
import type { Env } from '../env/env.js';
import { SyncVectorEnv } from '../vector/sync-vector-env.js';
import type { VectorEnv } from '../vector/vector-env.js';
import { field } from './saved-agent.js';

/** A finished episode. */
export interface Episode {
  /** Sum of its rewards, as the environment gave them. */
  readonly reward: number;
  /** Its steps. */
  readonly length: number;
}

/** What the environments did in one step, one row or number for each. */
export interface RunnerStep {
  /** The observations that followed, also where an episode ended: `[numEnvs, obsSize]`. */
  readonly nextObs: Float32Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** Episodes that ended. */
  readonly episodes: readonly Episode[];
}

/** How observations and rewards are changed. */
export interface NormalizeOptions {
  readonly obs: boolean;
  readonly reward: boolean;
  /** Discount of the returns that rewards are normalised by. */
  readonly gamma: number;
}

/** One environment or several, as a vector that starts episodes by itself. */
export function asVector<Obs, Act>(
  op: string,
  env: Env<Obs, Act> | VectorEnv<Obs, Act>,
): VectorEnv<Obs, Act> {
  if (!('numEnvs' in env)) return new SyncVectorEnv([env], { autoreset: 'sameStep' });
  if (env.autoreset === 'sameStep') return env;
  throw new ValueError(
    `${op}: a vector of environments must have autoreset 'sameStep', this one has '${env.autoreset}'`,
  );
}

/** Steps environments, and knows where each of them stands. */
export class EnvRunner<Obs, Act> {
  readonly env: VectorEnv<Obs, Act>;
  readonly numEnvs: number;
  readonly obsSize: number;
  readonly #normalize: NormalizeOptions;
  readonly #obsMoments: RunningMoments;
  readonly #returnMoments: RunningMoments = new RunningMoments(1);
  readonly #returns: Float64Array;
  readonly #totals: Float64Array;
  readonly #lengths: Int32Array;
  /** The observations that the environments are at, not normalised. */
  #raw: Float32Array = new Float32Array(0);

  constructor(env: VectorEnv<Obs, Act>, normalize: NormalizeOptions) {
    this.env = env;
    this.numEnvs = env.numEnvs;
    this.obsSize = env.singleObservationSpace.flatSize;
    this.#normalize = normalize;
    this.#obsMoments = new RunningMoments(this.obsSize);
    this.#returns = new Float64Array(env.numEnvs);
    this.#totals = new Float64Array(env.numEnvs);
    this.#lengths = new Int32Array(env.numEnvs);
  }

  /** Starts the first episodes, unless they have begun. */
  start(seed: number): void {
    if (this.#raw.length > 0) return;
    const [observations] = this.env.reset({ seed });
    this.#raw = this.#flat(observations);
    this.#see(this.#raw);
  }

  #flat(observations: readonly Obs[]): Float32Array {
    const flat = new Float32Array(this.numEnvs * this.obsSize);
    observations.forEach((obs, i) => {
      this.env.singleObservationSpace.flatten(obs, flat, i * this.obsSize);
    });
    return flat;
  }

  #see(rows: Float32Array): void {
    if (!this.#normalize.obs) return;
    for (let i = 0; i < this.numEnvs; i++) this.#obsMoments.add(this.#row(rows, i));
  }

  #row(rows: Float32Array, i: number): Float32Array {
    return rows.subarray(i * this.obsSize, (i + 1) * this.obsSize);
  }

  #scaled(rows: Float32Array): Float32Array {
    if (!this.#normalize.obs) return rows;
    const result = new Float32Array(rows.length);
    for (let i = 0; i * this.obsSize < rows.length; i++) {
      result.set(this.#obsMoments.normalize(this.#row(rows, i)), i * this.obsSize);
    }
    return result;
  }

  /** The observations that the environments are at: `[numEnvs, obsSize]`. */
  get obs(): Float32Array {
    return this.#scaled(this.#raw);
  }

  /** One observation as the agent's networks take it. */
  encode(obs: Obs): Float32Array {
    const flat = new Float32Array(this.obsSize);
    this.env.singleObservationSpace.flatten(obs, flat);
    if (flat.some(Number.isNaN)) throw new ValueError('predict: the observation has NaN');
    return this.#scaled(flat);
  }

  /** An action that a policy chose, as one of the environment's. */
  toAction(action: unknown): Act {
    if (this.env.singleActionSpace.contains(action)) return action;
    throw internal(`the policy chose ${String(action)}`);
  }

  /** Acts once in each environment. */
  step(actions: readonly Act[]): RunnerStep {
    const [observations, rewards, terminated, truncated, infos] = this.env.step(actions);
    this.#raw = this.#flat(observations);
    const next = this.#raw.slice();
    const episodes: Episode[] = [];
    for (let i = 0; i < this.numEnvs; i++) {
      this.#totals[i] = (this.#totals[i] ?? 0) + (rewards[i] ?? 0);
      this.#lengths[i] = (this.#lengths[i] ?? 0) + 1;
      if (terminated[i] === 0 && truncated[i] === 0) continue;
      this.env.singleObservationSpace.flatten(infos[i]?.finalObservation, next, i * this.obsSize);
      episodes.push({ reward: this.#totals[i] ?? 0, length: this.#lengths[i] ?? 0 });
      this.#totals[i] = 0;
      this.#lengths[i] = 0;
    }
    this.#see(this.#raw);
    this.#scaleRewards(rewards, terminated, truncated);
    return { nextObs: this.#scaled(next), rewards, terminated, truncated, episodes };
  }

  #scaleRewards(rewards: Float64Array, terminated: Uint8Array, truncated: Uint8Array): void {
    if (!this.#normalize.reward) return;
    for (let i = 0; i < this.numEnvs; i++) {
      const total = (this.#returns[i] ?? 0) * this.#normalize.gamma + (rewards[i] ?? 0);
      this.#returnMoments.add([total]);
      const scale = Math.sqrt((this.#returnMoments.variance[0] ?? 1) + 1e-8);
      rewards[i] = Math.min(10, Math.max(-10, (rewards[i] ?? 0) / scale));
      this.#returns[i] = terminated[i] === 1 || truncated[i] === 1 ? 0 : total;
    }
  }

  /** All that the runner goes on from, as JSON; the environments too if they can be saved. */
  stateDict(): unknown {
    return {
      raw: [...this.#raw],
      returns: [...this.#returns],
      totals: [...this.#totals],
      lengths: [...this.#lengths],
      obsMoments: this.#obsMoments.stateDict(),
      returnMoments: this.#returnMoments.stateDict(),
      env: savedEnv(this.env),
    };
  }

  /**
   * Goes on from a saved state. Where the environments could not be saved, or are others in number,
   * new episodes begin.
   */
  loadStateDict(state: unknown): void {
    const get = (name: string): unknown => field(state, name);
    const [obsMoments, returnMoments] = [get('obsMoments'), get('returnMoments')];
    if (isRunningMomentsState(obsMoments)) this.#obsMoments.loadStateDict(obsMoments);
    if (isRunningMomentsState(returnMoments)) this.#returnMoments.loadStateDict(returnMoments);
    const [env, raw] = [get('env'), numbersOf(get('raw'))];
    if (env === null || env === undefined || raw.length !== this.numEnvs * this.obsSize) return;
    this.env.loadStateDict(env);
    this.#raw = Float32Array.from(raw);
    this.#returns.set(numbersOf(get('returns')));
    this.#totals.set(numbersOf(get('totals')));
    this.#lengths.set(numbersOf(get('lengths')));
  }
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** The state of the environments; null when one of them has none. */
function savedEnv(env: VectorEnv): unknown {
  try {
    return env.stateDict();
  } catch (error) {
    if (error instanceof ValueError) return null;
    throw error;
  }
}

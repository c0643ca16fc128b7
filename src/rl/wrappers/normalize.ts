/**
 * `NormalizeObservation` and `NormalizeReward`: values on a scale of one, by what has been seen so
 * far. Source: https://gymnasium.farama.org/api/wrappers/
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import { isRunningMomentsState, RunningMoments } from '../buffers/running-moments.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import { Box } from '../spaces/box.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/**
 * Observations with mean 0 and deviation 1 over all that were seen so far.
 *
 * @example
 * const env = new NormalizeObservation(new CartPole());
 * env.reset({ seed: 0 });
 * const [obs] = env.step(1);
 * console.log(obs.every((x) => Math.abs(x) < 10)); // true
 */
export class NormalizeObservation<Act> extends Wrapper<Float32Array, Act> {
  readonly observationSpace: Box;
  readonly actionSpace: Space<Act>;
  /** Whether what is seen still counts; switch it off to evaluate. */
  updateRunningMean = true;
  readonly #moments: RunningMoments;

  /** @throws ValueError unless observations are a `Box`. */
  constructor(env: Env<Float32Array, Act>) {
    signatures.NormalizeObservation.check(arguments);
    super(env);
    const { observationSpace } = env;
    if (!(observationSpace instanceof Box)) {
      throw new ValueError(
        `NormalizeObservation: observations must be a Box, not ${observationSpace}`,
      );
    }
    const infinity = Number.POSITIVE_INFINITY;
    this.observationSpace = new Box(-infinity, infinity, observationSpace.shape);
    this.actionSpace = env.actionSpace;
    this.#moments = new RunningMoments(observationSpace.flatSize);
  }

  #normalized(observation: Float32Array): Float32Array {
    if (this.updateRunningMean) this.#moments.add(observation);
    return this.#moments.normalize(observation, Number.POSITIVE_INFINITY);
  }

  reset(options?: ResetOptions): ResetResult<Float32Array> {
    signatures.NormalizeObservation$reset.check(arguments);
    const [observation, info] = this.env.reset(options);
    return [this.#normalized(observation), info];
  }

  step(action: Act): StepResult<Float32Array> {
    const result = this.env.step(action);
    result[0] = this.#normalized(result[0]);
    return result;
  }

  protected override saveOwn(): unknown {
    return this.#moments.stateDict();
  }

  protected override loadOwn(own: unknown): void {
    if (isRunningMomentsState(own)) this.#moments.loadStateDict(own);
  }
}

/** Options of `NormalizeReward`. */
export interface NormalizeRewardOptions {
  /** Discount of the returns whose deviation is the scale, 0.99 by default. */
  readonly gamma?: number;
}

/**
 * Rewards divided by the deviation of discounted returns so far; their mean stays.
 *
 * @example
 * const env = new NormalizeReward(new CartPole(), { gamma: 0.99 });
 * env.reset({ seed: 0 });
 * console.log(env.step(1)[1] !== 1); // true
 */
export class NormalizeReward<Obs, Act> extends Wrapper<Obs, Act> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  readonly #gamma: number;
  readonly #moments: RunningMoments = new RunningMoments(1);
  #return = 0;

  constructor(env: Env<Obs, Act>, { gamma = 0.99 }: NormalizeRewardOptions = {}) {
    signatures.NormalizeReward.check(arguments);
    super(env);
    this.observationSpace = env.observationSpace;
    this.actionSpace = env.actionSpace;
    this.#gamma = gamma;
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.NormalizeReward$reset.check(arguments);
    this.#return = 0;
    return this.env.reset(options);
  }

  step(action: Act): StepResult<Obs> {
    const result = this.env.step(action);
    this.#return = this.#return * this.#gamma + result[1];
    this.#moments.add([this.#return]);
    result[1] /= Math.sqrt((this.#moments.variance[0] ?? 1) + 1e-8);
    return result;
  }

  protected override saveOwn(): unknown {
    return { return: this.#return, moments: this.#moments.stateDict() };
  }

  protected override loadOwn(own: unknown): void {
    if (typeof own !== 'object' || own === null || !('return' in own) || !('moments' in own))
      return;
    this.#return = Number(own.return);
    if (isRunningMomentsState(own.moments)) this.#moments.loadStateDict(own.moments);
  }
}

/**
 * `TimeLimit`: cuts episodes off after so many steps, which is truncation and not an end of the
 * task.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/**
 * Sets `truncated` at the step number `maxEpisodeSteps` of each episode.
 * @example
 * const env = new TimeLimit(new Pendulum(), 2);
 * env.reset({ seed: 0 });
 * const truncated = [1, 2].map(() => env.step(Float32Array.of(0))[3]);
 * console.log(truncated); // [ false, true ]
 */
export class TimeLimit<Obs, Act> extends Wrapper<Obs, Act> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  readonly maxEpisodeSteps: number;
  #steps = 0;

  /** @throws ValueError unless the limit is an integer from 1. */
  constructor(env: Env<Obs, Act>, maxEpisodeSteps: number) {
    signatures.TimeLimit.check(arguments);
    super(env);
    if (!Number.isInteger(maxEpisodeSteps) || maxEpisodeSteps < 1) {
      throw new ValueError(
        `TimeLimit: the limit must be an integer from 1, got ${maxEpisodeSteps}`,
      );
    }
    this.observationSpace = env.observationSpace;
    this.actionSpace = env.actionSpace;
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.TimeLimit$reset.check(arguments);
    this.#steps = 0;
    return this.env.reset(options);
  }

  step(action: Act): StepResult<Obs> {
    if (this.#steps >= this.maxEpisodeSteps) {
      throw new ValueError(
        `TimeLimit.step: the episode is over after ${this.maxEpisodeSteps} steps; call reset()`,
      );
    }
    const result = this.env.step(action);
    this.#steps += 1;
    if (this.#steps >= this.maxEpisodeSteps) result[3] = true;
    return result;
  }

  protected override saveOwn(): number {
    return this.#steps;
  }

  protected override loadOwn(own: unknown): void {
    this.#steps = Number(own);
  }
}

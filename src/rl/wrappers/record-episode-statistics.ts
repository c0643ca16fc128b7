/**
 * `RecordEpisodeStatistics`: the return and the length of each episode, in the info of its last
 * step.
 */

import * as signatures from '../../signatures/rl.js';
import type { Env, ResetOptions, ResetResult, StepResult } from '../env/env.js';
import type { Space } from '../spaces/space.js';
import { Wrapper } from './wrapper.js';

/** What an episode came to, under Gymnasium's names. */
export interface EpisodeStatistics {
  /** Sum of its rewards. */
  readonly r: number;
  /** Its steps. */
  readonly l: number;
  /** Seconds it took. */
  readonly t: number;
}

/**
 * Adds `info.episode`, an `EpisodeStatistics`, to the last step of each episode.
 *
 * @example
 * const env = new RecordEpisodeStatistics(new CartPole());
 * env.reset({ seed: 0 });
 * let [isOver, info]: [boolean, Info] = [false, {}];
 * while (!isOver) [, , isOver, , info] = env.step(1);
 * console.log(Object.keys(info)); // [ 'episode' ]
 */
export class RecordEpisodeStatistics<Obs, Act> extends Wrapper<Obs, Act> {
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  #total = 0;
  #steps = 0;
  #began = 0;

  constructor(env: Env<Obs, Act>) {
    signatures.RecordEpisodeStatistics.check(arguments);
    super(env);
    this.observationSpace = env.observationSpace;
    this.actionSpace = env.actionSpace;
  }

  reset(options?: ResetOptions): ResetResult<Obs> {
    signatures.RecordEpisodeStatistics$reset.check(arguments);
    this.#total = 0;
    this.#steps = 0;
    this.#began = performance.now();
    return this.env.reset(options);
  }

  step(action: Act): StepResult<Obs> {
    const result = this.env.step(action);
    this.#total += result[1];
    this.#steps += 1;
    if (result[2] || result[3]) {
      const seconds = (performance.now() - this.#began) / 1000;
      const episode: EpisodeStatistics = { r: this.#total, l: this.#steps, t: seconds };
      result[4] = { ...result[4], episode };
    }
    return result;
  }

  protected override saveOwn(): unknown {
    return [this.#total, this.#steps];
  }

  protected override loadOwn(own: unknown): void {
    const [total = 0, steps = 0] = Array.isArray(own) ? own.map(Number) : [];
    this.#total = total;
    this.#steps = steps;
    this.#began = performance.now();
  }
}

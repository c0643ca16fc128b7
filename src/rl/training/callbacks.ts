/**
 * Ready-made callbacks: evaluation in between, stopping at a reward, files to go on from. What goes
 * into a run folder is in monitor.ts.
 */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';
import type { Callback, LearningAgent, Progress } from './callback.js';
import type { Episode } from './env-runner.js';
import { type EvaluateOptions, type Evaluation, evaluatePolicy } from './evaluate-policy.js';

/** Says when another `every` steps have passed. */
class Ticks {
  readonly #every: number;
  #next: number;

  constructor(op: string, every: number) {
    if (!Number.isInteger(every) || every < 1) {
      throw new ValueError(`${op}: every must be an integer from 1, got ${every}`);
    }
    this.#every = every;
    this.#next = every;
  }

  /** A training that goes on begins with the next multiple. */
  start(timesteps: number): void {
    this.#next = (Math.floor(timesteps / this.#every) + 1) * this.#every;
  }

  isDue(timesteps: number): boolean {
    if (timesteps < this.#next) return false;
    this.start(timesteps);
    return true;
  }
}

/** Options of `EvalCallback`. */
export interface EvalCallbackOptions extends EvaluateOptions {
  /** Steps between two evaluations, 10,000 by default. */
  readonly every?: number;
  /** Where the best agent so far is kept, as `save` writes it; by default nowhere. */
  readonly bestPath?: string;
  /** Called after each evaluation; `false` stops the training. */
  readonly onEvaluation?: (evaluation: Evaluation, progress: Progress) => unknown;
  /** Stops the training when the mean return is at least this. */
  readonly stopAtReward?: number;
}

/** An evaluation, and when it was. */
export interface EvaluationRecord extends Evaluation {
  readonly timesteps: number;
}

/**
 * Evaluates the agent now and then in an environment that is not the training's.
 * @example
 * const agent = new DQN(make('CartPole-v1'), { seed: 0 });
 * const evaluation = new EvalCallback(make('CartPole-v1'), { every: 20, episodes: 2, seed: 1 });
 * await agent.learn({ totalTimesteps: 40, callbacks: evaluation });
 * console.log(evaluation.evaluations.map(({ timesteps }) => timesteps)); // [ 20, 40 ]
 */
export class EvalCallback implements Callback {
  /** All evaluations. */
  readonly evaluations: EvaluationRecord[] = [];
  /** Largest mean return so far. */
  bestMeanReward: number = Number.NEGATIVE_INFINITY;
  readonly #env: Env;
  readonly #options: EvalCallbackOptions;
  readonly #ticks: Ticks;

  /** @throws ValueError unless `every` is an integer from 1. */
  constructor(env: Env, options: EvalCallbackOptions = {}) {
    signatures.EvalCallback.check(arguments);
    this.#env = env;
    this.#options = options;
    this.#ticks = new Ticks('EvalCallback', options.every ?? 10_000);
  }

  onStart(progress: Progress): void {
    const { timesteps } = progress;
    this.#ticks.start(timesteps);
  }

  onStep(progress: Progress): boolean {
    if (!this.#ticks.isDue(progress.timesteps)) return true;
    const { every: _every, bestPath, onEvaluation, stopAtReward, ...options } = this.#options;
    const evaluation = evaluatePolicy(progress.agent, this.#env, options);
    this.evaluations.push({ ...evaluation, timesteps: progress.timesteps });
    if (evaluation.meanReward > this.bestMeanReward) {
      this.bestMeanReward = evaluation.meanReward;
      if (bestPath !== undefined) progress.agent.save(bestPath);
    }
    const goesOn = onEvaluation?.(evaluation, progress) !== false;
    return goesOn && evaluation.meanReward < (stopAtReward ?? Number.POSITIVE_INFINITY);
  }
}

/**
 * Stops the training when the mean return of the last episodes is at least `reward`.
 *
 * @example
 * const agent = new DQN(make('CartPole-v1'), { seed: 0 });
 * const callbacks = new StopTrainingOnReward(1, { episodes: 1 }); // content with any episode
 * await agent.learn({ totalTimesteps: 10_000, callbacks });
 * console.log(agent.timesteps < 10_000); // true
 */
export class StopTrainingOnReward implements Callback {
  readonly #reward: number;
  readonly #episodes: number;
  #recent: number[] = [];

  /** @param episodes how many of the last episodes count, 100 by default. */
  constructor(reward: number, { episodes = 100 }: { readonly episodes?: number } = {}) {
    signatures.StopTrainingOnReward.check(arguments);
    this.#reward = reward;
    this.#episodes = episodes;
  }

  onStart(): void {
    this.#recent = [];
  }

  onEpisode(episode: Episode): boolean {
    const { reward } = episode;
    this.#recent = [...this.#recent, reward].slice(-this.#episodes);
    const mean = this.#recent.reduce((sum, value) => sum + value, 0) / this.#recent.length;
    return this.#recent.length < this.#episodes || mean < this.#reward;
  }
}

/**
 * Saves the agent every so many steps to one file, which is whole at any moment: after a crash the
 * training goes on from it with the same bits.
 *
 * @example
 * import { existsSync } from 'node:fs';
 *
 * const agent = new DQN(make('CartPole-v1'), { seed: 0 });
 * const callbacks = new CheckpointCallback('cart.safetensors', { every: 20 });
 * await agent.learn({ totalTimesteps: 40, callbacks });
 * console.log(existsSync('cart.safetensors')); // true
 */
export class CheckpointCallback implements Callback {
  readonly #path: string;
  readonly #ticks: Ticks;

  /** @throws ValueError unless `every` is an integer from 1. */
  constructor(path: string, { every = 10_000 }: { readonly every?: number } = {}) {
    signatures.CheckpointCallback.check(arguments);
    this.#path = path;
    this.#ticks = new Ticks('CheckpointCallback', every);
  }

  onStart(progress: Progress): void {
    const { timesteps } = progress;
    this.#ticks.start(timesteps);
  }

  onStep(progress: { readonly agent: LearningAgent; readonly timesteps: number }): void {
    const { agent, timesteps } = progress;
    if (this.#ticks.isDue(timesteps)) agent.save(this.#path);
  }
}

/**
 * `MonteCarlo`: values are means of returns over whole episodes. Source: Sutton and Barto,
 * "Reinforcement learning: an introduction", 2018, section 5.4.
 */

import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';
import {
  TabularAgent,
  type TabularOptions,
  type TabularState,
  type TabularStep,
} from './tabular-agent.js';

/** Options of `MonteCarlo`. */
export interface MonteCarloOptions extends Omit<TabularOptions, 'learningRate'> {
  /** How far a value moves to a return; null (default): the plain mean of all. */
  readonly learningRate?: TabularOptions['learningRate'] | null;
}

/** State of `MonteCarlo`, as JSON. */
export interface MonteCarloState extends TabularState {
  /** Returns that each value is the mean of. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Learns at the end of each episode, from the return after the first visit of each state and
 * action. Where an episode was cut off, the value of the best action of its last state stands for
 * the rest.
 *
 * @example
 * const agent = new MonteCarlo(new GridWorld(['S.G']), { gamma: 0.5, seed: 0 });
 * agent.learn({ episodes: 20 });
 * console.log(agent.actionValues[1]?.[2]); // 1
 */
export class MonteCarlo extends TabularAgent {
  readonly #counts: readonly Float64Array[];
  readonly #isMean: boolean;
  #steps: TabularStep[] = [];

  /** @throws ValueError unless states and actions are `Discrete`, and for an unknown option. */
  constructor(env: Env<number, number>, { learningRate, ...options }: MonteCarloOptions = {}) {
    signatures.MonteCarlo.check(arguments);
    const isMean = learningRate === null || learningRate === undefined;
    super('MonteCarlo', env, isMean ? options : { ...options, learningRate });
    this.#isMean = isMean;
    this.#counts = this.actionValues.map((row) => new Float64Array(row.length));
  }

  protected observe(step: TabularStep): void {
    this.#steps.push(step);
  }

  protected override finishEpisode(): void {
    const last = this.#steps.at(-1);
    let total = last === undefined || last.terminated ? 0 : this.best(last.next);
    const firsts = new Map<string, number>();
    this.#steps.forEach(({ state, action }, i) => {
      const key = `${state} ${action}`;
      if (!firsts.has(key)) firsts.set(key, i);
    });
    for (let i = this.#steps.length - 1; i >= 0; i--) {
      const { state, action, reward } = at(this.#steps, i);
      total = reward + this.options.gamma * total;
      if (firsts.get(`${state} ${action}`) === i) this.#learn(state, action, total);
    }
    this.#steps = [];
  }

  /** All that the agent goes on from between two episodes, as JSON. */
  override stateDict(): MonteCarloState {
    return { ...super.stateDict(), counts: this.#counts.map((row) => [...row]) };
  }

  /** Goes on from a saved state. @throws ValueError for a table of another size. */
  override loadStateDict(state: MonteCarloState): void {
    signatures.MonteCarlo$loadStateDict.check(arguments);
    super.loadStateDict(state);
    this.#counts.forEach((row, i) => {
      row.set(state.counts[i] ?? []);
    });
  }

  #learn(state: number, action: number, total: number): void {
    const counts = at(this.#counts, state);
    counts[action] = at(counts, action) + 1;
    this.moveTo(state, action, total, this.#isMean ? 1 / at(counts, action) : this.learningRate);
  }
}

/**
 * `TabularAgent`: learns a table of action values by playing, with an exploration that falls. How
 * the table changes is the subclass's rule. All options, and when exploration ends, are here.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Env } from '../env/env.js';
import { freshSeed } from '../options/fresh-seed.js';
import { type Schedule, valueAt } from '../options/schedule.js';
import { withDefaults } from '../options/with-defaults.js';
import { RandomGenerator, type RandomGeneratorState } from '../random/random-generator.js';
import { Discrete } from '../spaces/discrete.js';

/** Options of tabular agents. */
export interface TabularOptions {
  /**
   * How far a value moves to its target, 0.1 by default; may fall in the course of the training.
   */
  readonly learningRate?: Schedule;
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** How likely an action is by chance: by default from 1 to 0.05 in the course of the training. */
  readonly epsilon?: Schedule;
  /** Value that each action begins with, 0 by default. */
  readonly initialValue?: number;
  /** Seed of environment and chances; another one each time by default. */
  readonly seed?: number;
}

/** Options of `learn`. */
export interface TabularLearnOptions {
  /** Episodes that the agent plays in this call. */
  readonly episodes: number;
  /** Called after each episode with its return and length; `false` stops. */
  readonly onEpisode?: (episode: { reward: number; length: number }, index: number) => unknown;
}

/** One step, as a rule sees it. */
export interface TabularStep {
  readonly state: number;
  readonly action: number;
  readonly reward: number;
  readonly next: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** Table, chances and environment of a tabular agent, as JSON. */
export interface TabularState {
  readonly actionValues: readonly (readonly number[])[];
  readonly random: RandomGeneratorState;
  readonly episodes: number;
}

const defaults: Required<TabularOptions> = {
  learningRate: 0.1,
  gamma: 0.99,
  epsilon: { start: 1, end: 0.05 },
  initialValue: 0,
  seed: 0,
};

function discreteOf(name: string, what: string, space: unknown): Discrete {
  if (space instanceof Discrete && space.start === 0) return space;
  throw new ValueError(`${name}: ${what} must be Discrete from 0, not ${String(space)}`);
}

/**
 * An agent with a table.
 *
 * @example
 * // Learns the reward of the moment, and nothing of what follows.
 * class Shortsighted extends TabularAgent {
 *   protected observe({ state, action, reward }: TabularStep) {
 *     this.moveTo(state, action, reward, this.learningRate);
 *   }
 * }
 * const agent = new Shortsighted('Shortsighted', new GridWorld(['S.G']), { seed: 0 });
 * agent.learn({ episodes: 30 });
 * console.log(agent.actionValues[0]?.[2], (agent.actionValues[1]?.[2] ?? 0) > 0.5); // 0 true
 */
export abstract class TabularAgent {
  /** Value of each action, by state. */
  readonly actionValues: readonly Float64Array[];
  /** Episodes so far. */
  episodes = 0;
  protected readonly options: Required<TabularOptions>;
  protected readonly random: RandomGenerator;
  /** Share of the training that is done, from 0 to 1. */
  protected progress = 0;
  readonly #env: Env<number, number>;
  readonly #actions: number;

  /** @throws ValueError unless states and actions are `Discrete`, and for an unknown option. */
  constructor(name: string, env: Env<number, number>, options: TabularOptions) {
    this.options = withDefaults(name, { ...defaults, seed: freshSeed() }, options);
    const states = discreteOf(name, 'observations', env.observationSpace);
    this.#actions = discreteOf(name, 'actions', env.actionSpace).n;
    const row = (): Float64Array => new Float64Array(this.#actions).fill(this.options.initialValue);
    this.actionValues = Array.from({ length: states.n }, row);
    this.#env = env;
    this.random = new RandomGenerator(this.options.seed, [1]);
  }

  /**
   * Learns from a step. `nextAction` is the one that will follow; null where the episode is over.
   */
  protected abstract observe(step: TabularStep, nextAction: number | null): void;

  /** Called at the end of an episode. */
  protected finishEpisode(): void {}

  /** How far a value moves now. */
  protected get learningRate(): number {
    return valueAt(this.options.learningRate, this.progress);
  }

  /** How likely an action is by chance now. */
  get epsilon(): number {
    return valueAt(this.options.epsilon, this.progress);
  }

  /** Value of the best action of a state. */
  protected best(state: number): number {
    return Math.max(...at(this.actionValues, state));
  }

  /** The best action of a state; of equal ones any. */
  protected greedy(state: number): number {
    const values = at(this.actionValues, state);
    const most = Math.max(...values);
    let count = 0;
    let choice = 0;
    for (let action = 0; action < values.length; action++) {
      if (values[action] !== most) continue;
      count += 1;
      if (count === 1 || this.random.random() * count < 1) choice = action;
    }
    return choice;
  }

  protected choose(state: number): number {
    const isChance = this.random.random() < this.epsilon;
    return isChance ? this.random.integer(this.#actions) : this.greedy(state);
  }

  /** Moves the value of an action to a target. */
  protected moveTo(state: number, action: number, target: number, rate: number): void {
    const values = at(this.actionValues, state);
    values[action] = at(values, action) + rate * (target - at(values, action));
  }

  /** Plays episodes and learns from them. */
  learn(options: TabularLearnOptions): this {
    signatures.TabularAgent$learn.check(arguments);
    const { episodes, onEpisode } = options;
    for (let index = 0; index < episodes; index++) {
      this.progress = episodes === 1 ? 0 : index / (episodes - 1);
      const played = this.#play();
      this.episodes += 1;
      if (onEpisode?.(played, index) === false) break;
    }
    return this;
  }

  #play(): { reward: number; length: number } {
    let [state] = this.#env.reset(this.episodes === 0 ? { seed: this.options.seed } : {});
    let action = this.choose(state);
    let [total, length] = [0, 0];
    for (let isOver = false; !isOver; ) {
      const [next, reward, terminated, truncated] = this.#env.step(action);
      isOver = terminated || truncated;
      // After a time limit an action would have followed; the rule needs it for its target.
      const nextAction = terminated ? null : this.choose(next);
      this.observe({ state, action, reward, next, terminated, truncated }, nextAction);
      state = next;
      action = nextAction ?? 0;
      total += reward;
      length += 1;
    }
    this.finishEpisode();
    return { reward: total, length };
  }

  /**
   * What the agent does: the best action, or with `deterministic: false` sometimes one by chance.
   */
  predict(
    state: number,
    { deterministic = true }: { readonly deterministic?: boolean } = {},
  ): [action: number, state: null] {
    signatures.TabularAgent$predict.check(arguments);
    if (!deterministic) return [this.choose(state), null];
    const values = at(this.actionValues, state);
    return [values.indexOf(Math.max(...values)), null];
  }

  /** The best action of each state. */
  get policy(): Int32Array {
    return Int32Array.from(this.actionValues, (_, state) => this.predict(state)[0]);
  }

  /** The value of each state under the best actions. */
  get values(): Float64Array {
    return Float64Array.from(this.actionValues, (_, state) => this.best(state));
  }

  /** All that the agent goes on from between two episodes, as JSON. */
  stateDict(): TabularState {
    const actionValues = this.actionValues.map((row) => [...row]);
    return { actionValues, random: this.random.stateDict(), episodes: this.episodes };
  }

  /** Goes on from a saved state. @throws ValueError for a table of another size. */
  loadStateDict(state: TabularState): void {
    signatures.TabularAgent$loadStateDict.check(arguments);
    const { actionValues, random, episodes } = state;
    if (actionValues.length !== this.actionValues.length) {
      const sizes = `${actionValues.length} states, needs ${this.actionValues.length}`;
      throw new ValueError(`${this.constructor.name}.loadStateDict: the table has ${sizes}`);
    }
    this.actionValues.forEach((row, state) => {
      row.set(actionValues[state] ?? []);
    });
    this.random.loadStateDict(random);
    this.episodes = episodes;
  }
}

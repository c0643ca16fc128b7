/**
 * `TabularEnv`: environments whose transitions are a table, which planning methods read and `step`
 * draws from. Source: https://gymnasium.farama.org/environments/toy_text/
 */

import { ValueError } from '../../../errors.js';
import { at } from '../../../list.js';
import { BaseEnv, type Info, type ResetResult, type StepResult } from '../../env/env.js';
import { Discrete } from '../../spaces/discrete.js';

/** One way an action may end. */
export type Transition = readonly [
  probability: number,
  nextState: number,
  reward: number,
  terminated: boolean,
];

/** By state and action, all ways it may end; their probabilities add up to 1. */
export type TransitionTable = readonly (readonly (readonly Transition[])[])[];

/**
 * An environment with a table of transitions: observations and actions are integers from 0.
 *
 * @example
 * // One choice: 0 gains nothing, 1 gains 1 in half of the cases.
 * class Coin extends TabularEnv {
 *   constructor() {
 *     super([[[[1, 0, 0, true]], [[0.5, 0, 1, true], [0.5, 0, 0, true]]]], [1]);
 *   }
 * }
 * const { actionValues } = valueIteration(new Coin().transitions);
 * console.log(actionValues); // [ Float64Array(2) [ 0, 0.5 ] ]
 */
export abstract class TabularEnv extends BaseEnv<number, number> {
  readonly observationSpace: Discrete;
  readonly actionSpace: Discrete;
  /** Every transition, by state and action. */
  readonly transitions: TransitionTable;
  /** How likely an episode starts in each state. */
  readonly startProbabilities: readonly number[];
  #state = 0;
  #lastAction: number | null = null;
  readonly #odds: readonly (readonly (readonly number[])[])[];

  constructor(transitions: TransitionTable, startWeights: readonly number[]) {
    super();
    const total = startWeights.reduce((sum, weight) => sum + weight, 0);
    this.transitions = transitions;
    this.startProbabilities = startWeights.map((weight) => weight / total);
    this.observationSpace = new Discrete(transitions.length);
    this.actionSpace = new Discrete(at(transitions, 0).length);
    this.#odds = transitions.map((actions) => actions.map((ends) => ends.map(([odds]) => odds)));
  }

  /** The state that the environment is in. */
  protected get state(): number {
    return this.#state;
  }

  /** The action of the last step; null after `reset`. */
  protected get lastAction(): number | null {
    return this.#lastAction;
  }

  /** Facts beside an observation. */
  protected facts(probability: number): Info {
    return { prob: probability };
  }

  protected start(_options: Info): ResetResult<number> {
    this.#state = this.random.categorical(this.startProbabilities);
    this.#lastAction = null;
    return [this.#state, this.facts(1)];
  }

  protected advance(action: number): StepResult<number> {
    const odds = at(at(this.#odds, this.#state), action);
    const end = at(at(this.transitions, this.#state), action)[this.random.categorical(odds)];
    const [probability, next, reward, terminated] = end ?? [0, 0, 0, true];
    this.#state = next;
    this.#lastAction = action;
    return [next, reward, terminated, false, this.facts(probability)];
  }

  protected override saveOwn(): unknown {
    return [this.#state, this.#lastAction];
  }

  protected override loadOwn(own: unknown): void {
    const [state, action]: readonly unknown[] = Array.isArray(own) ? own : [];
    if (!this.observationSpace.contains(state)) {
      throw new ValueError(`${this.constructor.name}.loadStateDict: ${String(state)} is no state`);
    }
    this.#state = state;
    this.#lastAction = this.actionSpace.contains(action) ? action : null;
  }
}

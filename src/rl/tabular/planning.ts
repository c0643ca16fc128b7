/**
 * Planning with a table of transitions: `valueIteration`, `policyIteration`, and the values of a
 * policy. Source: Sutton and Barto, "Reinforcement learning: an introduction", 2018, chapter 4.
 */

import { ValueError } from '../../errors.js';
import { at } from '../../list.js';
import * as signatures from '../../signatures/rl.js';
import type { Transition, TransitionTable } from '../envs/grid/tabular-env.js';

/** Options of planning. */
export interface PlanningOptions {
  /** Discount, 0.99 by default. */
  readonly gamma?: number;
  /** Largest change of a value in a sweep at which values count as found, 1e-12 by default. */
  readonly tolerance?: number;
  /** Sweeps after which it is given up, 100,000 by default. */
  readonly maxIterations?: number;
  /** Called with the values after each sweep, to draw or print them. */
  readonly onSweep?: (values: Float64Array, iteration: number) => void;
}

/** What planning found. */
export interface Plan {
  /** Value of each state. */
  readonly values: Float64Array;
  /** Value of each action in each state. */
  readonly actionValues: readonly Float64Array[];
  /** Best action of each state; the first of those that are equal to within 1e-9. */
  readonly policy: Int32Array;
  /** Sweeps, or policies, that it took. */
  readonly iterations: number;
}

const defaults: Required<PlanningOptions> = {
  gamma: 0.99,
  tolerance: 1e-12,
  maxIterations: 100_000,
  onSweep: () => {},
};

function settingsOf(op: string, options: PlanningOptions): Required<PlanningOptions> {
  const settings = { ...defaults, ...options };
  if (settings.gamma >= 0 && settings.gamma <= 1) return settings;
  throw new ValueError(`${op}: gamma must be from 0 to 1, got ${settings.gamma}`);
}

/** What an action is worth: its rewards, and the discounted values of where it leads. */
function worth(ends: readonly Transition[], values: Float64Array, gamma: number): number {
  let total = 0;
  for (const [probability, next, reward, terminated] of ends) {
    total += probability * (reward + (terminated ? 0 : gamma * at(values, next)));
  }
  return total;
}

/** Values of all actions of a state. */
function worths(
  actions: readonly (readonly Transition[])[],
  values: Float64Array,
  gamma: number,
): Float64Array {
  return Float64Array.from(actions, (ends) => worth(ends, values, gamma));
}

function bestOf(actionValues: Float64Array): number {
  const most = Math.max(...actionValues);
  return actionValues.findIndex((value) => value >= most - 1e-9);
}

/** @throws ValueError for a table without a list of outcomes for each action of each state. */
function checkTable(op: string, table: TransitionTable): void {
  const isTable =
    table.length > 0 &&
    table.every(
      (actions) => Array.isArray(actions) && actions.length > 0 && actions.every(Array.isArray),
    );
  if (isTable) return;
  throw new ValueError(
    `${op}: the table must have a list of transitions for each action of each state, as ` +
      'env.transitions has it',
  );
}

function planOf(
  table: TransitionTable,
  values: Float64Array,
  gamma: number,
  iterations: number,
): Plan {
  const actionValues = table.map((actions) => worths(actions, values, gamma));
  return { values, actionValues, policy: Int32Array.from(actionValues, bestOf), iterations };
}

/**
 * The best values and a best policy: each state's value becomes that of its best action, until
 * nothing changes any more.
 * @throws ValueError for a gamma out of [0, 1], and when values do not settle: with gamma 1 they
 *   may not.
 * @example
 * const { values, policy } = valueIteration(new GridWorld(['S.G']).transitions, { gamma: 0.5 });
 * console.log(values, policy[0]); // Float64Array(3) [ 0.5, 1, 0 ] 2
 */
export function valueIteration(table: TransitionTable, options: PlanningOptions = {}): Plan {
  signatures.valueIteration.check(arguments);
  checkTable('valueIteration', table);
  const { gamma, tolerance, maxIterations, onSweep } = settingsOf('valueIteration', options);
  const values = new Float64Array(table.length);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    let change = 0;
    table.forEach((actions, state) => {
      const best = Math.max(...worths(actions, values, gamma));
      change = Math.max(change, Math.abs(best - at(values, state)));
      values[state] = best;
    });
    onSweep(values, iteration);
    if (change <= tolerance) return planOf(table, values, gamma, iteration);
  }
  throw unsettled('valueIteration', maxIterations);
}

function unsettled(op: string, iterations: number): ValueError {
  return new ValueError(
    `${op}: values have not settled after ${iterations} sweeps; is there a way to earn without end? ` +
      'Use a gamma below 1, or a larger tolerance',
  );
}

/**
 * The value of each state when the actions of `policy` are taken: an action per state, or
 * probabilities of all actions per state.
 * @throws ValueError as `valueIteration`.
 * @example
 * const { transitions } = new GridWorld(['S.G']);
 * const right = [2, 2, 2]; // the action in each cell
 * const values = evaluateTabularPolicy(transitions, right, { gamma: 0.5 });
 * console.log(values); // Float64Array(3) [ 0.5, 1, 0 ]
 */
export function evaluateTabularPolicy(
  table: TransitionTable,
  policy: ArrayLike<number> | readonly ArrayLike<number>[],
  options: PlanningOptions = {},
): Float64Array {
  signatures.evaluateTabularPolicy.check(arguments);
  checkTable('evaluateTabularPolicy', table);
  const { gamma, tolerance, maxIterations, onSweep } = settingsOf('evaluateTabularPolicy', options);
  const values = new Float64Array(table.length);
  const backUp = (state: number): number => {
    const choice = policy[state] ?? 0;
    const actions = at(table, state);
    if (typeof choice === 'number') return worth(at(actions, choice), values, gamma);
    return worths(actions, values, gamma).reduce(
      (sum, value, action) => sum + value * (choice[action] ?? 0),
      0,
    );
  };
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    let change = 0;
    for (let state = 0; state < table.length; state++) {
      const value = backUp(state);
      change = Math.max(change, Math.abs(value - at(values, state)));
      values[state] = value;
    }
    onSweep(values, iteration);
    if (change <= tolerance) return values;
  }
  throw unsettled('evaluateTabularPolicy', maxIterations);
}

/**
 * The best values and a best policy: a policy is evaluated, then made greedy, until it stays the
 * same.
 * @throws ValueError as `valueIteration`.
 * @example
 * const { values, policy } = policyIteration(new GridWorld(['S.G']).transitions, { gamma: 0.5 });
 * console.log(values, policy[0]); // Float64Array(3) [ 0.5, 1, 0 ] 2
 */
export function policyIteration(table: TransitionTable, options: PlanningOptions = {}): Plan {
  signatures.policyIteration.check(arguments);
  checkTable('policyIteration', table);
  const { gamma, maxIterations } = settingsOf('policyIteration', options);
  let policy = new Int32Array(table.length);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const values = evaluateTabularPolicy(table, policy, options);
    const plan = planOf(table, values, gamma, iteration);
    const isBetter = plan.policy.some((action, state) => {
      const own = at(plan.actionValues, state);
      return at(own, action) > at(own, at(policy, state)) + 1e-9;
    });
    if (!isBetter) return plan;
    policy = plan.policy.slice();
  }
  throw unsettled('policyIteration', maxIterations);
}

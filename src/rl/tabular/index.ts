/** Agents and planning with tables. */

export { MonteCarlo, type MonteCarloOptions, type MonteCarloState } from './monte-carlo.js';
export {
  evaluateTabularPolicy,
  type Plan,
  type PlanningOptions,
  policyIteration,
  valueIteration,
} from './planning.js';
export {
  TabularAgent,
  type TabularLearnOptions,
  type TabularOptions,
  type TabularState,
} from './tabular-agent.js';
export { QLearning, Sarsa } from './temporal-difference.js';

/**
 * `npx tsx bench/rl/frozen-lake.ts`: FrozenLake-v1 by tables. Value iteration beside the exact
 * solution of the transition tables, and ten Q-learning agents by the chance that their policy
 * reaches the goal within 100 steps, which is computed, not sampled.
 */

import { fileURLToPath } from 'node:url';
import { FrozenLake, make, QLearning, type TransitionTable, valueIteration } from 'chainrule/rl';

/** Steps after which an episode of FrozenLake-v1 is cut off. */
const timeLimit = 100;
const gamma = 0.99;

/** The chance that a policy gets from state 0 to a reward of 1 within `steps`. */
export function chanceOfGoal(
  table: TransitionTable,
  policy: ArrayLike<number>,
  steps: number = timeLimit,
): number {
  let odds = table.map((_, state) => Number(state === 0));
  let reached = 0;
  for (let step = 0; step < steps; step++) {
    const next = odds.map(() => 0);
    odds.forEach((chance, state) => {
      for (const [share, to, reward, terminated] of table[state]?.[policy[state] ?? 0] ?? []) {
        reached += chance * share * reward;
        if (!terminated) next[to] = (next[to] ?? 0) + chance * share;
      }
    });
    odds = next;
  }
  return reached;
}

/** Values of a policy by Gaussian elimination: V = R + gamma P V. */
export function exactValues(
  table: TransitionTable,
  policy: ArrayLike<number>,
  discount: number = gamma,
): number[] {
  const rows = table.map((actions, state) => {
    const row = Array.from({ length: table.length + 1 }, (_, i) => Number(i === state));
    for (const [odds, next, reward, terminated] of actions[policy[state] ?? 0] ?? []) {
      if (!terminated) row[next] = (row[next] ?? 0) - discount * odds;
      row[table.length] = (row[table.length] ?? 0) + odds * reward;
    }
    return row;
  });
  rows.forEach((pivot, i) => {
    const scale = pivot[i] ?? 1;
    pivot.forEach((value, column) => {
      pivot[column] = value / scale;
    });
    rows.forEach((row, other) => {
      const factor = row[i] ?? 0;
      if (other === i || factor === 0) return;
      pivot.forEach((value, column) => {
        row[column] = (row[column] ?? 0) - factor * value;
      });
    });
  });
  return rows.map((row) => row[table.length] ?? 0);
}

/** A trained agent's best actions. */
export function qLearningPolicy(seed: number): number[] {
  const agent = new QLearning(make('FrozenLake-v1'), {
    learningRate: { start: 0.2, end: 0.01 },
    gamma,
    seed,
  });
  agent.learn({ episodes: 15_000 });
  return agent.actionValues.map((_, state) => agent.predict(state, { deterministic: true })[0]);
}

function main(): void {
  for (const mapName of ['4x4', '8x8'] as const) {
    const table = new FrozenLake({ mapName }).transitions;
    const { values, policy } = valueIteration(table, { gamma });
    const exact = exactValues(table, policy);
    const furthest = Math.max(...exact.map((value, i) => Math.abs(value - (values[i] ?? 0))));
    console.log(`value iteration, ${mapName}: at most ${furthest.toExponential(1)} off`);
  }
  const table = new FrozenLake().transitions;
  const best = chanceOfGoal(table, valueIteration(table, { gamma }).policy);
  const chances = Array.from({ length: 10 }, (_, i) => chanceOfGoal(table, qLearningPolicy(i)));
  const mean = chances.reduce((sum, chance) => sum + chance, 0) / chances.length;
  console.log(`goal within ${timeLimit} steps, 4x4: best policy ${best.toFixed(4)}`);
  console.log(`Q-learning, ten seeds: mean ${mean.toFixed(4)}, worst ${Math.min(...chances)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

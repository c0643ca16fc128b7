/**
 * Reinforcement learning 2: across a frozen lake, when all odds are known. A return is the sum of
 * rewards, each later one discounted by 0.99; the value of a state is the return one can expect in
 * it. Run: npx tsx examples/reinforcement-learning/02-value-iteration.ts
 */

import { mkdirSync } from 'node:fs';
import { writeFileAtomic } from 'chainrule/io';
import { drawValues, evaluatePolicy, FrozenLake, make, valueIteration } from 'chainrule/rl';

const lake = new FrozenLake();
const { values, policy, iterations } = valueIteration(lake.transitions, {
  gamma: 0.99,
  onSweep: (now, sweep) => {
    if (sweep > 3 && sweep !== 20) return;
    console.log(`after ${sweep} sweeps the start is worth ${now[0]?.toFixed(4)}`);
  },
});
console.log(`settled after ${iterations} sweeps: value and best direction of each cell`);
console.log(drawValues(lake.map, values, { policy }));
// Directions look odd because the ice is slippery: away from a hole is safer than to the goal.

const best = { predict: (cell: number): [number, null] => [policy[cell] ?? 0, null] };
const options = { episodes: 2000, seed: 0 };
const { meanReward } = evaluatePolicy(best, make('FrozenLake-v1'), options);
console.log(`reaches the goal in ${(100 * meanReward).toFixed(0)} % of 2000 episodes of 100 steps`);

mkdirSync('runs/rl', { recursive: true });
writeFileAtomic('runs/rl/02-values.svg', drawValues(lake.map, values, { policy, mode: 'svg' }));
console.log('runs/rl/02-values.svg');

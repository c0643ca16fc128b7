/**
 * Tour 43: across a frozen lake when all odds are known. The return is the sum of rewards, each
 * later one discounted by 0.99; the value of a cell is the return that one can expect from there.
 * Run: npx tsx examples/tour/43-value-iteration.ts
 */

import { drawValues, evaluatePolicy, FrozenLake, make, valueIteration } from 'chainrule/rl';
import { Picture } from 'chainrule/viz';

const lake = new FrozenLake();
const { values, policy } = valueIteration(lake.transitions, {
  gamma: 0.99,
  onSweep: (now, sweep) => {
    if (![5, 10, 20, 40].includes(sweep)) return;
    console.log(`after ${sweep} sweeps the start is worth ${now[0]?.toFixed(4)}`);
  },
});
console.log(drawValues(lake.map, values, { policy }));

// The equation that values obey: the best action's mean of reward and discounted value.
const cell = 14;
const worth = lake.transitions[cell]?.map((outcomes) =>
  outcomes.reduce(
    (sum, [probability, next, reward, terminated]) =>
      sum + probability * (reward + (terminated ? 0 : 0.99 * (values[next] ?? 0))),
    0,
  ),
);
console.log(`beside the goal: left, down, right, up ${worth?.map((q) => q.toFixed(3)).join(', ')}`);

const best = { predict: (state: number): [number, null] => [policy[state] ?? 0, null] };
const { meanReward } = evaluatePolicy(best, make('FrozenLake-v1'), { episodes: 1000, seed: 0 });
console.log(`reaches the goal in ${(100 * meanReward).toFixed(0)} % of 1000 episodes of 100 steps`);

const drawn = drawValues(lake.map, values, { policy, mode: 'svg' });
console.log(await new Picture({ kind: 'svg', spec: drawn }).save('runs/tour/43-values.svg'));

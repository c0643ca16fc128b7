/**
 * Tour 44: along a cliff, when nothing is known. Q-learning learns what the best actions are worth;
 * Sarsa what its own are worth, one in ten of which is by chance. Run: npx tsx
 * examples/tour/44-cliff.ts
 */

import { CliffWalking, drawValues, make, QLearning, Sarsa, type TabularAgent } from 'chainrule/rl';
import { Picture, plotMetrics } from 'chainrule/viz';

const { map } = new CliffWalking();
const episodes = 500;
const rows = Array.from({ length: episodes / 10 }, (_, i): Record<string, unknown> => {
  return { episode: 10 * (i + 1) };
});

function train(name: string, agent: TabularAgent): TabularAgent {
  const returns: number[] = [];
  agent.learn({ episodes, onEpisode: ({ reward }) => returns.push(reward) });
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, value) => sum + value, 0) / list.length;
  rows.forEach((row, i) => {
    row[name] = { 'mean return of 10 episodes': mean(returns.slice(10 * i, 10 * (i + 1))) };
  });
  console.log(
    `${name}: mean return of the last 100 episodes ${mean(returns.slice(-100)).toFixed(1)}`,
  );
  return agent;
}

const options = { learningRate: 0.1, epsilon: 0.1, gamma: 1, seed: 0 };
const careless = train('Q-learning', new QLearning(make('CliffWalking-v1'), options));
const careful = train('Sarsa', new Sarsa(make('CliffWalking-v1'), options));

// The way that each of them has learned, without chances.
function wayOf(agent: TabularAgent): number {
  const env = make('CliffWalking-v1');
  let [state] = env.reset({ seed: 0 });
  for (let steps = 1; steps < 100; steps++) {
    const [next, , terminated] = env.step(agent.predict(state)[0]);
    if (terminated) return steps;
    state = next;
  }
  return Number.POSITIVE_INFINITY;
}
console.log(`steps to the goal: Q-learning ${wayOf(careless)}, Sarsa ${wayOf(careful)}`);

const drawn = (agent: TabularAgent): string =>
  drawValues(map, agent.values, { policy: agent.policy, directions: 'URDL', mode: 'svg' });
console.log(
  await new Picture({ kind: 'svg', spec: drawn(careless) }).save('runs/tour/44-q-learning.svg'),
);
console.log(
  await new Picture({ kind: 'svg', spec: drawn(careful) }).save('runs/tour/44-sarsa.svg'),
);
console.log(await plotMetrics(rows).save('runs/tour/44-returns.svg'));

/**
 * Reinforcement learning 3: along a cliff, when nothing is known. Q-learning learns what the best
 * actions are worth; Sarsa what its own are worth, one in ten of which is by chance.
 * Run: npx tsx examples/reinforcement-learning/03-cliff.ts
 */

import { CliffWalking, drawValues, make, QLearning, Sarsa } from 'chainrule/rl';

const { map } = new CliffWalking();

for (const Kind of [QLearning, Sarsa]) {
  const options = { learningRate: 0.1, epsilon: 0.1, gamma: 1, seed: 0 };
  const agent = new Kind(make('CliffWalking-v1'), options);
  const returns: number[] = [];
  agent.learn({ episodes: 500, onEpisode: ({ reward }) => returns.push(reward) });
  const mean = returns.slice(-100).reduce((sum, value) => sum + value, 0) / 100;
  console.log(`${Kind.name}: mean return of the last 100 of 500 episodes ${mean.toFixed(1)}`);
  console.log(drawValues(map, agent.values, { policy: agent.policy, directions: 'URDL' }));
}
// Q-learning knows the shortest way (13 steps, at the edge) and falls off it while it explores;
// Sarsa takes the way round, which costs a few steps and is the better one for who stumbles.

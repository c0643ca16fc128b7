/**
 * Tour 46: Q-learning with a network for a table. Transitions are kept and drawn again at random,
 * and targets come from a copy of the network that stands still for a while. Run: npx tsx
 * examples/tour/46-dqn.ts
 */

import { DQN, evaluatePolicy, make } from 'chainrule/rl';
import { plotMetrics } from 'chainrule/viz';

const totalTimesteps = 8000;
const agent = new DQN(make('CartPole-v1'), {
  learningRate: { start: 1e-3, end: 0 },
  batchSize: 64,
  bufferSize: 10_000,
  learningStarts: 1000,
  trainFrequency: 4,
  gradientSteps: 2,
  targetUpdateInterval: 250,
  explorationFraction: 0.4,
  double: true,
  seed: 0,
});

// The value of an action: the return one can expect after it. The network gives both at once.
const env = make('CartPole-v1');
const [upright] = env.reset({ seed: 0 });
const rows: { step: number; return: number; 'exploration (%)': number }[] = [];
let returns: number[] = [];
await agent.learn({
  totalTimesteps,
  callbacks: {
    onEpisode: ({ reward }, { timesteps }) => {
      returns.push(reward);
      if (returns.length < 10) return;
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
      rows.push({ step: timesteps, return: mean, 'exploration (%)': 100 * agent.epsilon });
      returns = [];
    },
  },
});
console.log(`transitions kept: ${agent.buffer.size} of ${totalTimesteps}`);
console.log(`in the end one action in ${Math.round(1 / agent.epsilon)} is by chance`);

const { meanReward } = evaluatePolicy(agent, make('CartPole-v1'), { seed: 1 });
console.log(`with the best actions: mean return ${meanReward.toFixed(0)} of at most 500`);
console.log(`by chance it would be 22; this is more than 80: ${meanReward > 80}`);
const [action] = agent.predict(upright, { deterministic: true });
console.log(`in the first state it pushes ${action === 1 ? 'right' : 'left'}`);
console.log(await plotMetrics(rows).save('runs/tour/46-returns.svg'));

/**
 * Reinforcement learning 5: Q-learning with a network for a table. Transitions are kept and drawn
 * again at random, and targets come from a copy of the network that stands still for a while. Run:
 * npx tsx examples/reinforcement-learning/05-dqn.ts [steps]
 */

import { DQN, EvalCallback, make } from 'chainrule/rl';

const totalTimesteps = Number(process.argv[2] ?? 50_000);
const agent = new DQN(make('CartPole-v1'), {
  learningRate: 2.3e-3,
  batchSize: 64,
  bufferSize: 100_000,
  learningStarts: 1000,
  trainFrequency: 256,
  gradientSteps: 128,
  targetUpdateInterval: 10,
  explorationFraction: 0.16,
  explorationFinalEps: 0.04,
  seed: 0,
});

const env = make('CartPole-v1');
const [upright] = env.reset({ seed: 0 });
const evaluation = new EvalCallback(make('CartPole-v1'), {
  every: Math.ceil(totalTimesteps / 5),
  onEvaluation: ({ meanReward }, { timesteps }) => {
    console.log(`${timesteps} steps: mean return ${meanReward.toFixed(0)} of at most 500`);
  },
});
await agent.learn({ totalTimesteps, callbacks: evaluation });
const [action] = agent.predict(upright, { deterministic: true });
console.log(`in the first state the agent pushes ${action === 1 ? 'right' : 'left'}`);

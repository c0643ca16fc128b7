/**
 * Reinforcement learning 4: a policy is a network that gives odds of actions. REINFORCE makes
 * actions likelier by the returns that followed; a baseline, the learned value of the state, leaves
 * the advantage: how much better than expected it went. Run: npx tsx
 * examples/reinforcement-learning/04-reinforce.ts [steps]
 */

import { make, Reinforce } from 'chainrule/rl';

const totalTimesteps = Number(process.argv[2] ?? 30_000);

for (const baseline of [false, true]) {
  const agent = new Reinforce(make('CartPole-v1'), { baseline, learningRate: 5e-3, seed: 3 });
  const returns: number[] = [];
  let next = totalTimesteps / 5;
  await agent.learn({
    totalTimesteps,
    callbacks: {
      onEpisode: ({ reward }, { timesteps }) => {
        returns.push(reward);
        if (timesteps < next) return;
        next += totalTimesteps / 5;
        const recent = returns.slice(-20);
        const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length;
        const name = baseline ? 'with baseline' : 'without';
        console.log(`${name}: ${timesteps} steps, mean return of 20 episodes ${mean.toFixed(0)}`);
      },
    },
  });
}

/**
 * Reinforcement learning 6: proximal policy optimisation, eight carts at once. The policy learns
 * from each rollout several times, but may not move far from the one that made it. Run: npx tsx
 * examples/reinforcement-learning/06-ppo.ts [steps]
 */

import { mkdirSync } from 'node:fs';
import { writeFileAtomic } from 'chainrule/io';
import { animate, evaluatePolicy, make, PPO, SyncVectorEnv } from 'chainrule/rl';

const totalTimesteps = Number(process.argv[2] ?? 100_000);
const carts = Array.from({ length: 8 }, () => make('CartPole-v1'));
const agent = new PPO(new SyncVectorEnv(carts, { autoreset: 'sameStep' }), {
  numSteps: 128,
  batchSize: 256,
  learningRate: { start: 1e-3, end: 0 },
  clipRange: { start: 0.2, end: 0 },
  seed: 0,
});

let next = 0;
await agent.learn({
  totalTimesteps,
  callbacks: {
    onUpdate: (facts, { timesteps }) => {
      if (timesteps < next) return;
      next += totalTimesteps / 8;
      const { meanReward } = evaluatePolicy(agent, make('CartPole-v1'), { seed: 1 });
      const entropy = facts().entropy?.toFixed(2);
      console.log(`${timesteps} steps: mean return ${meanReward.toFixed(0)}, entropy ${entropy}`);
    },
  },
});

// One episode as an animated picture.
const env = make('CartPole-v1', { maxEpisodeSteps: 150 });
let [obs] = env.reset({ seed: 7 });
const frames = [env.render('svg')];
for (let isOver = false; !isOver; ) {
  const [seen, , terminated, truncated] = env.step(agent.predict(obs, { deterministic: true })[0]);
  obs = seen;
  isOver = terminated || truncated;
  frames.push(env.render('svg'));
}
mkdirSync('runs/rl', { recursive: true });
agent.save('runs/rl/cartpole-ppo.safetensors');
writeFileAtomic('runs/rl/06-cartpole.svg', animate(frames, { fps: 50 }));
console.log('runs/rl/cartpole-ppo.safetensors\nruns/rl/06-cartpole.svg');

/**
 * Tour 47: proximal policy optimisation, eight carts at once. The policy learns from each rollout
 * several times, but may not move far from the one that made it. Run: npx tsx
 * examples/tour/47-ppo.ts
 */

import { animate, evaluatePolicy, make, PPO, SyncVectorEnv } from 'chainrule/rl';
import { Picture, plotMetrics } from 'chainrule/viz';

const totalTimesteps = 24_576;
const carts = Array.from({ length: 8 }, () => make('CartPole-v1'));
const agent = new PPO(new SyncVectorEnv(carts, { autoreset: 'sameStep' }), {
  numSteps: 128,
  batchSize: 256,
  learningRate: { start: 2e-3, end: 0 },
  clipRange: 0.2,
  seed: 0,
});

// Each line of the picture is a rollout of 1,024 steps: how long the pole stood, how undecided the
// policy is, how far it moved from the one that played.
const rows: Record<string, number>[] = [];
let returns: number[] = [];
let meanReturn = 0;
await agent.learn({
  totalTimesteps,
  callbacks: {
    onEpisode: ({ reward }) => returns.push(reward),
    onUpdate: (facts, { timesteps }) => {
      if (returns.length > 0) meanReturn = returns.reduce((a, b) => a + b, 0) / returns.length;
      const { entropy = 0, approxKl = 0 } = facts();
      rows.push({
        step: timesteps,
        return: meanReturn,
        entropy,
        'divergence of policies': approxKl,
      });
      returns = [];
    },
  },
});
const { meanReward } = evaluatePolicy(agent, make('CartPole-v1'), { seed: 1 });
console.log(`${rows.length} rollouts of 8 carts and 128 steps`);
console.log(`with the best actions: mean return ${meanReward.toFixed(0)} of at most 500`);
console.log(`this is more than 150: ${meanReward > 150}`);
console.log(await plotMetrics(rows).save('runs/tour/47-returns.svg'));

// Two seconds of an episode as a film.
const env = make('CartPole-v1', { maxEpisodeSteps: 100 });
let [obs] = env.reset({ seed: 7 });
const frames = [env.render('svg')];
for (let isOver = false; !isOver; ) {
  const [seen, , terminated, truncated] = env.step(agent.predict(obs, { deterministic: true })[0]);
  obs = seen;
  isOver = terminated || truncated;
  frames.push(env.render('svg'));
}
console.log(
  await new Picture({ kind: 'svg', spec: animate(frames, { fps: 50 }) }).save(
    'runs/tour/47-cartpole.svg',
  ),
);

/**
 * Reinforcement learning 1: ten slot machines whose odds nobody knows. A reward is a number per
 * action; an action's value is the mean reward it brings. Run: npx tsx
 * examples/reinforcement-learning/01-bandits.ts
 */

import { type BanditAgent, EpsilonGreedy, KArmedBandit, ThompsonSampling, UCB } from 'chainrule/rl';

const arms = 10;
const steps = 1000;
const runs = 200;

const agents: Readonly<Record<string, (seed: number) => BanditAgent>> = {
  greedy: (seed) => new EpsilonGreedy(arms, { epsilon: 0, seed }),
  'epsilon 0.1': (seed) => new EpsilonGreedy(arms, { epsilon: 0.1, seed }),
  UCB: (seed) => new UCB(arms, { seed }),
  Thompson: (seed) => new ThompsonSampling(arms, { seed }),
};

console.log(`${runs} bandits of ${arms} arms, ${steps} steps each; in the last 100 steps:`);
for (const [name, create] of Object.entries(agents)) {
  let [reward, best] = [0, 0];
  for (let seed = 0; seed < runs; seed++) {
    const bandit = new KArmedBandit(arms);
    const [, info] = bandit.reset({ seed });
    const { rewards, actions } = create(seed).run(bandit, steps);
    reward += rewards.slice(-100).reduce((sum, value) => sum + value, 0) / 100 / runs;
    best += actions.slice(-100).filter((arm) => arm === info.best).length / 100 / runs;
  }
  const share = `${(100 * best).toFixed(0)} %`;
  console.log(
    `${name.padEnd(12)} mean reward ${reward.toFixed(2)}, best arm in ${share} of the steps`,
  );
}
// Who never explores stays with the first arm that was good; the best arm pays 1.54 on average.

/**
 * Tour 42: ten slot machines whose odds nobody knows. A reward is a number per action; the value of
 * an action is the mean reward it brings, and one has to explore to know it. Run: npx tsx
 * examples/tour/42-bandits.ts
 */

import { type BanditAgent, EpsilonGreedy, KArmedBandit, ThompsonSampling, UCB } from 'chainrule/rl';
import { plotMetrics } from 'chainrule/viz';

const arms = 10;
const steps = 1000;
const runs = 50;
const agents: Readonly<Record<string, (seed: number) => BanditAgent>> = {
  greedy: (seed) => new EpsilonGreedy(arms, { epsilon: 0, seed }),
  'epsilon 0.1': (seed) => new EpsilonGreedy(arms, { epsilon: 0.1, seed }),
  UCB: (seed) => new UCB(arms, { seed }),
  Thompson: (seed) => new ThompsonSampling(arms, { seed }),
};

// Each of fifty bandits has ten arms, whose values are drawn from a normal distribution. What
// an arm pays is its value and noise.
const rows = Array.from({ length: 20 }, (_, i): Record<string, unknown> => {
  return { step: (i + 1) * (steps / 20) };
});
for (const [name, create] of Object.entries(agents)) {
  let [reward, best] = [0, 0];
  const course = rows.map(() => 0);
  for (let seed = 0; seed < runs; seed++) {
    const bandit = new KArmedBandit(arms);
    const [, info] = bandit.reset({ seed });
    const { rewards, actions } = create(seed).run(bandit, steps);
    rewards.forEach((value, at) => {
      const i = Math.floor((20 * at) / steps);
      course[i] = (course[i] ?? 0) + value / (steps / 20) / runs;
    });
    reward += rewards.slice(-100).reduce((sum, value) => sum + value, 0) / 100 / runs;
    best += actions.slice(-100).filter((arm) => arm === info.best).length / 100 / runs;
  }
  rows.forEach((row, i) => {
    row[name] = { 'mean reward': course[i] };
  });
  const share = `${(100 * best).toFixed(0)} %`;
  console.log(
    `${name.padEnd(12)} reward ${reward.toFixed(2)}, the best arm in ${share} of the steps`,
  );
}
console.log(await plotMetrics(rows).save('runs/tour/42-rewards.svg'));

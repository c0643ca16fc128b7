/**
 * Tour 45: a cart with a pole on it, and a network for a policy. REINFORCE makes actions likelier
 * by the returns that followed; a baseline, the learned value of the state, leaves the advantage:
 * how much better than expected it went. Run: npx tsx examples/tour/45-reinforce.ts
 */

import { type Episode, make, Reinforce } from 'chainrule/rl';
import { plotMetrics } from 'chainrule/viz';

const totalTimesteps = 12_000;
const parts = 12;

// The reward of a step is 1 as long as the pole stands, so the return is the time that it did. One
// training, and the mean return of ten episodes after each twelfth of it.
async function train(baseline: boolean, seed: number) {
  const env = make('CartPole-v1');
  const agent = new Reinforce(env, { baseline, learningRate: 5e-3, seed });
  const returns: number[] = [];
  const course: number[] = [];
  const onEpisode = ({ reward }: Episode, { timesteps }: { timesteps: number }): void => {
    returns.push(reward);
    const recent = returns.slice(-10);
    const mean = recent.reduce((sum, value) => sum + value, 0) / recent.length;
    while (timesteps >= ((course.length + 1) * totalTimesteps) / parts) course.push(mean);
  };
  await agent.learn({ totalTimesteps, callbacks: { onEpisode } });
  return { agent, course };
}

const plain = await train(false, 1);
const helped = await train(true, 1);
const { agent } = helped;
const mean = ({ course }: { course: readonly number[] }): number =>
  course.reduce((sum, value) => sum + value, 0) / course.length;
const [without, withBaseline] = [mean(plain), mean(helped)];
console.log(
  `mean returns: ${without.toFixed(0)} without baseline, ${withBaseline.toFixed(0)} with`,
);
console.log(`the baseline helps: ${withBaseline > 1.2 * without}`);

// The advantage at the start of an episode: the return that came, less the value, which is the
// return that was to be expected.
const env = make('CartPole-v1');
let [obs] = env.reset({ seed: 5 });
const value = agent.policy.values(obs, 1)[0] ?? 0;
let total = 0;
for (let steps = 0, isOver = false; !isOver; steps++) {
  const [next, reward, terminated, truncated] = env.step(agent.predict(obs)[0]);
  total += 0.99 ** steps * reward;
  obs = next;
  isOver = terminated || truncated;
}
const advantage = total - value;
console.log(
  `value ${value.toFixed(1)}, return ${total.toFixed(1)}, advantage ${advantage.toFixed(1)}`,
);
const rows = plain.course.map((value, i) => ({
  step: ((i + 1) * totalTimesteps) / parts,
  'without baseline': { 'mean return': value },
  'with baseline': { 'mean return': helped.course[i] },
}));
console.log(await plotMetrics(rows).save('runs/tour/45-returns.svg'));

/** Steps four carts in two threads and in one loop, trains in threads, and says how it went. */

import { AsyncVectorEnv, make, PPO, SyncVectorEnv } from 'chainrule/rl';

const threads = await AsyncVectorEnv.create(new URL('./carts.js', import.meta.url));
const envs = [3, 50, 3, 50].map((maxEpisodeSteps) => make('CartPole-v1', { maxEpisodeSteps }));
const loop = new SyncVectorEnv(envs, { autoreset: 'sameStep' });

const text = (value) => JSON.stringify(value);
const same = [text(threads.reset({ seed: 5 })) === text(loop.reset({ seed: 5 }))];
for (let i = 0; i < 8; i++) {
  const actions = [i % 2, 1, 0, (i + 1) % 2];
  same.push(text(threads.step(actions)) === text(loop.step(actions)));
}
const saved = threads.stateDict();
const next = text(threads.step([0, 1, 0, 1]));
threads.loadStateDict(saved);
same.push(text(threads.step([0, 1, 0, 1])) === next);

const messageOf = (call) => {
  try {
    return call();
  } catch (error) {
    return error.message;
  }
};
const tooFew = messageOf(() => threads.step([0, 1]));
const outside = messageOf(() => threads.step([0, 7, 0, 1]));
threads.reset({ seed: 5 });

const agent = new PPO(threads, { numSteps: 16, batchSize: 32, hidden: [8], seed: 0 });
await agent.learn({ totalTimesteps: 128 });
threads.close();
const nothing = await AsyncVectorEnv.create(new URL('data:text/javascript,')).catch(
  (error) => error.message,
);
console.log(text({ same, tooFew, outside, nothing, timesteps: agent.timesteps }));

/** The environments of each thread of `environments.js`. */

import { make, SyncVectorEnv } from 'chainrule/rl';

export default () => {
  const envs = [3, 50].map((maxEpisodeSteps) => make('CartPole-v1', { maxEpisodeSteps }));
  return new SyncVectorEnv(envs, { autoreset: 'sameStep' });
};

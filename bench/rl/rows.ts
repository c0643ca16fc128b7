/**
 * What is measured: the recipes of `chainrule train` (src/cli/rl/recipes.ts) with each seed, the
 * published results beside, and the bars.
 */

import { type Algorithm, agentKinds, environments } from '../../src/cli/rl/algorithms.js';
import { recipeFor } from '../../src/cli/rl/recipes.js';

/** An agent as the benchmark uses it. */
export interface Contestant {
  learn(options: {
    totalTimesteps: number;
    callbacks: { onEpisode(episode: { reward: number }, at: { timesteps: number }): void };
  }): Promise<unknown>;
  predict(obs: unknown, options?: { deterministic?: boolean }): [action: unknown, state: unknown];
}

/** One row of the table. */
export interface Row {
  readonly name: string;
  readonly envId: string;
  readonly totalTimesteps: number;
  /** Seeds that the bar speaks of. */
  readonly seeds: number;
  /** Options were tried on seeds below this; what is measured on the others is no choice. */
  readonly tried: number;
  readonly published: string;
  /** Smallest mean over the seeds, and smallest of a seed. */
  readonly bar: { readonly mean: number; readonly worst?: number };
  readonly make: (seed: number) => Contestant;
}

type Judged = Pick<Row, 'seeds' | 'tried' | 'published' | 'bar'>;

function row(algo: Algorithm, envId: string, judged: Judged): Row {
  const { steps, envs, options } = recipeFor(algo, envId);
  const { title, create } = agentKinds[algo];
  return {
    name: `${title} ${envId}`,
    envId,
    totalTimesteps: steps,
    make: (seed) => create(environments(envId, envs), { ...options, seed }),
    ...judged,
  };
}

/** All rows. */
export const rows: readonly Row[] = [
  row('ppo', 'CartPole-v1', {
    seeds: 10,
    tried: 10,
    published: 'CleanRL 490 ± 6 at 500k; SB3 zoo 500 at 100k',
    bar: { mean: 490, worst: 450 },
  }),
  row('dqn', 'CartPole-v1', {
    seeds: 10,
    tried: 36,
    published: 'CleanRL 489 ± 16 at 500k; SB3 zoo 500 at 50k',
    bar: { mean: 475, worst: 400 },
  }),
  row('ppo', 'Acrobot-v1', {
    seeds: 10,
    tried: 5,
    published: 'CleanRL -86 at 500k; SB3 zoo -73.5 at 1M',
    bar: { mean: -85 },
  }),
  row('dqn', 'Acrobot-v1', {
    seeds: 10,
    tried: 2,
    published: 'CleanRL -92 at 500k; SB3 zoo -76.6 at 100k',
    bar: { mean: -85 },
  }),
  row('dqn', 'MountainCar-v0', {
    seeds: 3,
    tried: 2,
    published: 'CleanRL -195 at 500k; SB3 zoo -100.8 at 120k',
    bar: { mean: -112 },
  }),
  row('ppo', 'MountainCar-v0', {
    seeds: 3,
    tried: 0,
    published: 'CleanRL -200 at 500k; SB3 zoo -110.4 at 1M',
    bar: { mean: -112 },
  }),
  row('sac', 'Pendulum-v1', {
    seeds: 10,
    tried: 2,
    published: 'SB3 zoo -157 at 20k',
    bar: { mean: -165 },
  }),
  row('td3', 'Pendulum-v1', { seeds: 10, tried: 1, published: 'none at 20k', bar: { mean: -190 } }),
  row('ppo', 'Pendulum-v1', {
    seeds: 10,
    tried: 20,
    published: 'SB3 zoo -172 at 100k',
    bar: { mean: -190 },
  }),
];

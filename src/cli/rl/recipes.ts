/**
 * Which agent `chainrule train <environment>` trains, and with which options: per algorithm and
 * environment. Where nothing else is said they are those of the RL Baselines3 Zoo,
 * https://github.com/DLR-RM/rl-baselines3-zoo/tree/master/hyperparams; `bench/rl/` measures them.
 */

import type { A2COptions, DQNOptions, PPOOptions, SACOptions, TD3Options } from '../../rl/index.js';

/** How one agent is trained in one environment. */
export interface Recipe<Options = Readonly<Record<string, unknown>>> {
  /** Steps in the environments. */
  readonly steps: number;
  /** Environments side by side. */
  readonly envs: number;
  readonly options: Options;
}

type Recipes<Options> = Readonly<Record<string, Recipe<Options>>>;

const ppo: Recipes<PPOOptions> = {
  // The zoo learns from rollouts of 32 steps in 20 epochs. Of ten seeds one fell to 397 so;
  // rollouts of 128 steps in 10 epochs cost half as much and keep all of them.
  'CartPole-v1': {
    steps: 100_000,
    envs: 8,
    options: {
      numSteps: 128,
      batchSize: 256,
      gaeLambda: 0.95,
      gamma: 0.99,
      numEpochs: 10,
      learningRate: { start: 1e-3, end: 0 },
      clipRange: { start: 0.2, end: 0 },
    },
  },
  // The zoo has ten times the steps: shorter rollouts here, and more passes over each.
  'Acrobot-v1': {
    steps: 100_000,
    envs: 16,
    options: {
      normalizeObs: true,
      normalizeReward: true,
      numSteps: 64,
      batchSize: 128,
      gaeLambda: 0.97,
      gamma: 0.99,
      numEpochs: 10,
      learningRate: { start: 1e-3, end: 0 },
      clipRange: { start: 0.2, end: 0 },
    },
  },
  'MountainCar-v0': {
    steps: 1_000_000,
    envs: 16,
    options: {
      normalizeObs: true,
      normalizeReward: true,
      numSteps: 16,
      batchSize: 64,
      gaeLambda: 0.98,
      gamma: 0.99,
      numEpochs: 4,
    },
  },
  // The zoo explores by a noise that depends on the state and looks 10 steps ahead (gamma 0.9);
  // with plain normal noise some seeds never swing up so.
  'Pendulum-v1': {
    steps: 100_000,
    envs: 4,
    options: {
      normalizeReward: true,
      numSteps: 512,
      batchSize: 64,
      gaeLambda: 0.95,
      gamma: 0.97,
      numEpochs: 10,
      learningRate: { start: 1e-3, end: 0 },
      clipRange: 0.2,
    },
  },
};

const dqn: Recipes<DQNOptions> = {
  // The zoo learns 128 times every 256 steps with a constant learning rate: some seeds end in a
  // bad moment of a policy that swings. Steps that are spread evenly, a learning rate that falls
  // to 0, double Q-learning, and targets over three steps end the swinging: in layers of 128, on
  // single steps and from 1e-3, five of eighteen seeds ended below 400.
  'CartPole-v1': {
    steps: 50_000,
    envs: 1,
    options: {
      learningRate: { start: 5e-4, end: 0 },
      batchSize: 64,
      bufferSize: 100_000,
      learningStarts: 1000,
      gamma: 0.99,
      targetUpdateInterval: 250,
      trainFrequency: 4,
      gradientSteps: 2,
      explorationFraction: 0.16,
      explorationFinalEps: 0.04,
      nStep: 3,
      double: true,
      hidden: [256, 256],
    },
  },
  // The zoo learns twice as often, in layers of 256, with a constant learning rate.
  'Acrobot-v1': {
    steps: 100_000,
    envs: 1,
    options: {
      learningRate: { start: 1e-3, end: 0 },
      batchSize: 128,
      bufferSize: 50_000,
      learningStarts: 1000,
      gamma: 0.99,
      targetUpdateInterval: 250,
      trainFrequency: 4,
      gradientSteps: 2,
      explorationFraction: 0.12,
      explorationFinalEps: 0.05,
      double: true,
      hidden: [128, 128],
    },
  },
  // The zoo learns from single steps, eight batches for sixteen steps; so, in layers of 128, one
  // seed ended at -121.
  // Targets over ten steps, as many batches as steps, and double Q-learning bring it back faster.
  'MountainCar-v0': {
    steps: 120_000,
    envs: 1,
    options: {
      learningRate: { start: 4e-3, end: 0 },
      batchSize: 128,
      bufferSize: 50_000,
      learningStarts: 1000,
      gamma: 0.99,
      targetUpdateInterval: 300,
      trainFrequency: 16,
      gradientSteps: 16,
      explorationFraction: 0.15,
      explorationFinalEps: 0.05,
      nStep: 10,
      double: true,
      hidden: [128, 128],
    },
  },
};

const sac: Recipes<SACOptions> = {
  // The zoo has layers of 256 and batches of 256.
  'Pendulum-v1': {
    steps: 20_000,
    envs: 1,
    options: { learningRate: 1e-3, hidden: [64, 64], batchSize: 128 },
  },
};

const td3: Recipes<TD3Options> = {
  // The zoo has layers of 400 and 300, batches of 256, and learns from step 10,000 on.
  'Pendulum-v1': {
    steps: 20_000,
    envs: 1,
    options: { gamma: 0.98, hidden: [64, 64], batchSize: 128, learningStarts: 1000 },
  },
};

const a2c: Recipes<A2COptions> = {
  'CartPole-v1': {
    steps: 500_000,
    envs: 8,
    options: { learningRate: { start: 7e-4, end: 0 } },
  },
};

/** Recipes by algorithm and environment. */
export const recipes: {
  readonly ppo: typeof ppo;
  readonly a2c: typeof a2c;
  readonly dqn: typeof dqn;
  readonly sac: typeof sac;
  readonly td3: typeof td3;
} = { ppo, a2c, dqn, sac, td3 };

/** What environments without a recipe get. */
const otherwise: Readonly<Record<keyof typeof recipes, Recipe>> = {
  ppo: {
    steps: 200_000,
    envs: 8,
    options: { numSteps: 128, batchSize: 256, learningRate: { start: 1e-3, end: 0 } },
  },
  a2c: { steps: 500_000, envs: 8, options: { learningRate: { start: 7e-4, end: 0 } } },
  dqn: {
    steps: 100_000,
    envs: 1,
    options: {
      learningRate: { start: 1e-3, end: 0 },
      batchSize: 64,
      bufferSize: 100_000,
      learningStarts: 1000,
      targetUpdateInterval: 500,
      double: true,
    },
  },
  sac: { steps: 50_000, envs: 1, options: { hidden: [64, 64] } },
  td3: { steps: 50_000, envs: 1, options: { hidden: [64, 64], learningStarts: 1000 } },
};

/** The recipe of an algorithm for an environment. */
export function recipeFor(algo: keyof typeof recipes, envId: string): Recipe {
  const known: Readonly<Record<string, Recipe<object>>> = recipes[algo];
  const found = Object.hasOwn(known, envId) ? known[envId] : undefined;
  return found === undefined ? otherwise[algo] : { ...found, options: { ...found.options } };
}

/** Entry `chainrule/rl`: environments, agents that learn in them, and what both are made of. */

export { A2C, type A2COptions } from './agents/a2c.js';
export { DQN, type DQNOptions } from './agents/dqn.js';
export { PPO, type PPOOptions } from './agents/ppo.js';
export { Reinforce, type ReinforceOptions } from './agents/reinforce.js';
export { SAC, type SACOptions } from './agents/sac.js';
export { ddpgOptions, TD3, type TD3Options } from './agents/td3.js';
export {
  BanditAgent,
  type BanditOptions,
  type BanditRun,
  EpsilonGreedy,
  type EpsilonGreedyOptions,
  type ThompsonOptions,
  ThompsonSampling,
  UCB,
  type UCBOptions,
} from './bandits/bandit-agents.js';
export * from './buffers/index.js';
export { type CheckEnvOptions, checkEnv } from './env/check-env.js';
export {
  BaseEnv,
  type BaseEnvState,
  type Env,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from './env/env.js';
export * from './envs/index.js';
export type { ActorCriticNetworks } from './policies/actor-critic.js';
export { RandomGenerator, type RandomGeneratorState } from './random/random-generator.js';
export {
  type BuiltInEnvs,
  type EnvSpec,
  envIds,
  type MakeOptions,
  make,
  register,
} from './registry.js';
export { type AnimationOptions, animate } from './render/animation.js';
export { toBraille } from './render/braille.js';
export { type Brush, paint } from './render/canvas.js';
export type { Drawing, Point, RenderMode, Shape } from './render/drawing.js';
export { type DrawValuesOptions, drawValues } from './render/grid.js';
export { toSvg } from './render/svg.js';
export * from './spaces/index.js';
export * from './tabular/index.js';
export * from './training/index.js';
export { AsyncVectorEnv, type AsyncVectorEnvOptions } from './vector/async-vector-env.js';
export { SyncVectorEnv, type SyncVectorEnvOptions } from './vector/sync-vector-env.js';
export type {
  AutoresetMode,
  VectorEnv,
  VectorResetOptions,
  VectorResetResult,
  VectorStepResult,
} from './vector/vector-env.js';
export * from './wrappers/index.js';

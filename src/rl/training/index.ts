/** How agents are trained, watched, measured and kept. */

export type { Schedule } from '../options/schedule.js';
export { Agent, type AgentParts, type LearnOptions, type PredictOptions } from './agent.js';
export type { Callback, Progress, UpdateFacts } from './callback.js';
export {
  CheckpointCallback,
  EvalCallback,
  type EvalCallbackOptions,
  type EvaluationRecord,
  StopTrainingOnReward,
} from './callbacks.js';
export type { Episode } from './env-runner.js';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluatePolicy,
  type Policy,
} from './evaluate-policy.js';
export type { OffPolicyOptions } from './experience.js';
export type { MonitorRecord } from './metrics-lines.js';
export { Monitor, type MonitorOptions } from './monitor.js';
export { type ActionBatch, OffPolicyActorCritic } from './off-policy-actor-critic.js';
export { OnPolicyAgent, type OnPolicyOptions, type RolloutTensors } from './on-policy-agent.js';

/** What agents keep, and what follows from it. */

export { type GaeInput, type GaeOptions, gae } from './gae.js';
export { NStepCollector, type Step } from './n-step.js';
export {
  PrioritizedReplayBuffer,
  type PrioritizedReplayBufferOptions,
} from './prioritized-replay-buffer.js';
export {
  type ReplayBatch,
  ReplayBuffer,
  type ReplayBufferOptions,
  type ReplayBufferState,
  type StoredTransition,
} from './replay-buffer.js';
export {
  type RolloutBatch,
  RolloutBuffer,
  type RolloutBufferOptions,
  type RolloutStep,
} from './rollout-buffer.js';
export { RunningMoments, type RunningMomentsState } from './running-moments.js';

/** `optim`: optimisers, learning-rate schedules, and gradient clipping. */

export { Adagrad, type AdagradHyperparameters } from './adagrad.js';
export { Adam } from './adam.js';
export type { AdamHyperparameters, AdamState } from './adam-update.js';
export { AdamW } from './adamw.js';
export { type ClipGradNormOptions, clipGradNorm, clipGradValue } from './clip-grad.js';
export {
  belowOne,
  nonNegative,
  type Range,
  type Ranges,
} from './hyperparameters.js';
export { Adadelta, type AdadeltaHyperparameters } from './kinds/adadelta.js';
export { Adamax, type AdamaxHyperparameters } from './kinds/adamax.js';
export { NAdam, type NAdamHyperparameters } from './kinds/nadam.js';
export { RAdam, type RAdamHyperparameters } from './kinds/radam.js';
export { Rprop, type RpropHyperparameters } from './kinds/rprop.js';
export { type Closure, LBFGS, type LBFGSHyperparameters } from './lbfgs/lbfgs.js';
export type { LBFGSState } from './lbfgs/saved.js';
export * as lrScheduler from './lr-scheduler/index.js';
export {
  type Hyperparameters,
  type Kind,
  Optimizer,
  type OptimizerLike,
  type StepOptions,
  type Update,
} from './optimizer.js';
export type { ParamGroup, ParamGroupInput, Params } from './param-groups.js';
export { RMSprop, type RMSpropHyperparameters } from './rmsprop.js';
export { SGD, type SGDHyperparameters } from './sgd.js';
export type { OptimizerState, SavedGroup, SavedSlot, StateTensors } from './state.js';
export * as swaUtils from './swa/index.js';
export type { StepCount, UpdateInput } from './update-input.js';

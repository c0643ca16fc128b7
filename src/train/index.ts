/** Entry `chainrule/train`: the training loop, what it measures, and keeping what it made. */

export {
  type Checkpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint/checkpoint.js';
export type { SchedulerStateDict } from './checkpoint/saved-state.js';
export {
  type ControlChannel,
  type ControlCommand,
  ControlQueue,
  type RefusedCommand,
} from './control/control.js';
export {
  type Code,
  type CodeInfo,
  codeTable,
  Doctor,
  type DoctorBatch,
  type DoctorOptions,
  doctor,
  type Finding,
  formatFinding,
  type LrFinderOptions,
  type LrFinderResult,
  type LrPoint,
  lrFinder,
  type OverfitOptions,
  type OverfitResult,
  overfitOneBatch,
  type Place,
  type Severity,
} from './doctor/index.js';
export { accuracy } from './loop/accuracy.js';
export {
  EarlyStopping,
  type EarlyStoppingOptions,
  type TrainerCallback,
} from './loop/callbacks.js';
export { ConfusionMatrix } from './loop/confusion-matrix.js';
export type { EpochRecord } from './loop/epoch-record.js';
export { type EvaluateOptions, evaluate } from './loop/evaluate.js';
export type { CheckpointParts, Facts, Keeper } from './loop/keeper.js';
export type { Batch, BatchSource, Measure, Measured, Measures } from './loop/measure.js';
export { RunningMean, type RunningMeanState } from './loop/running-mean.js';
export { Trainer } from './loop/trainer.js';
export type { BatchProgress, FitOptions, TrainerOptions } from './loop/trainer-options.js';
export type { Scheduler, TrainerState } from './loop/trainer-state.js';
export {
  WeightAverage,
  type WeightAverageOptions,
  type WeightAverageState,
} from './loop/weight-average.js';
export { RunFolder, type RunFolderOptions } from './runs/run-folder.js';

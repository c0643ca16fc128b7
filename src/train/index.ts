/** Entry `chainrule/train`: the training loop, what it measures, and keeping what it made. */

export { accuracy } from './accuracy.js';
export {
  type Checkpoint,
  type CheckpointParts,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint.js';
export { ConfusionMatrix } from './confusion-matrix.js';
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
export { type EvaluateOptions, evaluate } from './evaluate.js';
export type { Batch, BatchSource, Measure, Measured, Measures } from './measure.js';
export { RunFolder } from './run-folder.js';
export { RunningMean, type RunningMeanState } from './running-mean.js';
export type { Facts, SchedulerStateDict } from './saved-state.js';
export {
  type BatchProgress,
  type EpochRecord,
  type FitOptions,
  type Scheduler,
  Trainer,
  type TrainerOptions,
  type TrainerState,
} from './trainer.js';

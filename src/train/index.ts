/** Entry `chainrule/train`: the training loop, what it measures, and keeping what it made. */

export { downloadCheckpoint } from './browser/download-checkpoint.js';
export { OPFSCheckpoint, type OPFSCheckpointOptions } from './browser/opfs-checkpoint.js';
export { EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.js';
export { LayerLog, type LayerLogOptions } from './callbacks/layer-log.js';
export {
  CSVLogger,
  LRMonitor,
  ProgressBar,
  TensorBoardLogger,
  type TensorBoardLoggerOptions,
} from './callbacks/loggers.js';
export { ModelCheckpoint, type ModelCheckpointOptions } from './callbacks/model-checkpoint.js';
export {
  type Checkpoint,
  encodeCheckpoint,
  loadCheckpoint,
  saveCheckpoint,
} from './checkpoint/checkpoint.js';
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
  examineRecords,
  type Finding,
  type FinishedEpoch,
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
export type { ValueHistogram } from './layers/value-histogram.js';
export type { TrainerCallback, TrainerContext } from './loop/callback.js';
export type { Ending, History } from './loop/history.js';
export type { ScheduledRate } from './loop/rates.js';
export { Trainer } from './loop/trainer.js';
export type {
  BatchProgress,
  FitOptions,
  StepValues,
  TrainerOptions,
} from './loop/trainer-options.js';
export { accuracy } from './measure/accuracy.js';
export type {
  ArgumentsOf,
  Batch,
  BatchSource,
  InputOf,
  ModelFor,
  TargetOf,
  TensorTree,
} from './measure/batch.js';
export { ConfusionMatrix } from './measure/confusion-matrix.js';
export { type EvaluateOptions, evaluate } from './measure/evaluate.js';
export type { Measure, Measures } from './measure/measure.js';
export { csvOf } from './runs/csv.js';
export type { Monitor } from './runs/metrics-line.js';
export { RunFolder, type RunFolderOptions } from './runs/run-folder.js';
export type { EpochRecord, Measured } from './state/epoch-record.js';
export type { CheckpointParts, Facts, Resumable } from './state/parts.js';
export { RunningMean, type RunningMeanState } from './state/running-mean.js';
export type {
  BestEpoch,
  Scheduler,
  SchedulerStateDict,
  TrainerState,
} from './state/trainer-state.js';
export {
  WeightAverage,
  type WeightAverageOptions,
  type WeightAverageState,
} from './state/weight-average.js';
export {
  type EventFile,
  type EventHistogram,
  type EventScalar,
  readEvents,
} from './tensorboard/read-events.js';
export type { GraphNode, HyperParameter } from './tensorboard/summaries.js';
export { SummaryWriter } from './tensorboard/summary-writer.js';
export { type ServedTraining, serveTraining } from './worker/serve-training.js';
export { WorkerTraining, type WorkerTrainingOptions } from './worker/worker-training.js';

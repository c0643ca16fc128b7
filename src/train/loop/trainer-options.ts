/** What a `Trainer` is given and tells: options and progress. */

import type { OptimizerLike } from '../../optim/index.js';
import type { Generator, Tensor } from '../../tensor/index.js';
import type { ControlChannel } from '../control/control.js';
import type { DoctorOptions, Finding } from '../doctor/index.js';
import type { Batch, BatchSource, TargetOf, TensorTree } from '../measure/batch.js';
import type { Measure, Measures } from '../measure/measure.js';
import type { RunFolder } from '../runs/run-folder.js';
import type { EpochRecord, Measured } from '../state/epoch-record.js';
import type { Facts } from '../state/parts.js';
import type { Scheduler } from '../state/trainer-state.js';
import type { WeightAverage } from '../state/weight-average.js';
import type { TrainerCallback } from './callback.js';
import type { ScheduledRate } from './rates.js';

/** The loss of a batch, alone or beside other measures of it, each 0-d. */
export type StepValues = Tensor | { readonly loss: Tensor; readonly [name: string]: Tensor };

/** What a `Trainer` needs. */
export interface TrainerOptions<B extends TensorTree = Batch, Prediction = Tensor> {
  /** Updates the model's parameters. */
  readonly optimizer: OptimizerLike;
  /**
   * What training makes small: 0-d, from prediction and target, such as `crossEntropy`; a mean over
   * the samples. One of `loss` and `trainingStep` is needed.
   */
  readonly loss?: Measure<Prediction, TargetOf<B>>;
  /** The loss from the batch itself, whatever its form, beside other measures if there are any. */
  trainingStep?(batch: B): StepValues;
  /** The same for validation; default `trainingStep`. */
  validationStep?(batch: B): StepValues;
  /** The batches to learn from. */
  readonly train: BatchSource<B>;
  /** Batches to measure on after each epoch; by default none. */
  readonly validation?: BatchSource<B>;
  /** What to measure beside the loss, by name, such as `{ accuracy }`. */
  readonly metrics?: Measures<Prediction, TargetOf<B>>;
  /**
   * Changes the learning rate; `ReduceLROnPlateau` looks at the validation's loss, if there is one.
   */
  readonly scheduler?: Scheduler;
  /** When the scheduler moves on, `'epoch'` by default; `OneCycleLR` wants `'batch'`. */
  readonly schedule?: 'epoch' | 'batch';
  /** Further schedulers, each with its own moments. */
  readonly schedulers?: readonly ScheduledRate[];
  /** Largest norm of all gradients together, by default any. */
  readonly clipGradNorm?: number;
  /**
   * Batches of which the gradients are added up before an update, default 1. The update is that of
   * one batch of all their samples, in the last, shorter window of an epoch too.
   */
  readonly accumulateGradBatches?: number;
  /** Averages the weights after each step; validation measures the averages. */
  readonly average?: WeightAverage;
  /** Called at each step and epoch, such as `EarlyStopping`. */
  readonly callbacks?: readonly TrainerCallback[];
  /**
   * What the training draws random numbers from: dropout, orders without a seed. Default one of its
   * own, which follows from `manualSeed` when the trainer is made.
   */
  readonly generator?: Generator;
  /**
   * Whether steps are replayed by `compile()`, with the same bits. Default where nothing else can
   * change from step to step: the model consists of modules of `nn`, the loss and the metrics are
   * functions of `nn.functional` and of this entry, and gradients are not accumulated. `true` for
   * your own, when they depend on their tensors alone.
   */
  readonly compile?: boolean;
  /** Batches of an epoch that are used: a number, or a share below 1; default all. */
  readonly limitTrainBatches?: number;
  /** The same for validation. */
  readonly limitValBatches?: number;
  /**
   * Trains, and validates, on this many batches only, the same in each epoch and in the same order:
   * what cannot be learned by heart has a mistake in it. Default 0: not that.
   */
  readonly overfitBatches?: number;
  /**
   * Validates within an epoch too: after so many batches, or after each share below 1 of the epoch.
   */
  readonly valCheckInterval?: number;
  /** The measure that makes an epoch the best, that of the validation if any; default the loss. */
  readonly monitor?: string;
  /** Whether it should become small (`'min'`, the default) or large. */
  readonly mode?: 'min' | 'max';
  /** Whether the model gets the weights of the best epoch at the end of `fit`; default false. */
  readonly restoreBest?: boolean;
  /** Looks for the usual mistakes while it trains; see docs/doctor.md. Default false. */
  readonly doctor?: boolean | DoctorOptions;
  /**
   * Seconds of training after which weights that were never saved are written to
   * `runs/rescued-...` when the process ends; default 60. `false` for never.
   */
  readonly rescueAfter?: number | false;
}

/** How far a training is, after a batch. */
export interface BatchProgress {
  /** Number of the epoch, 1 for the first. */
  readonly epoch: number;
  /** Batches of this epoch that are done, and how many it has. */
  readonly batch: number;
  readonly batches: number;
  /** Updates of the weights so far. */
  readonly step?: number;
  /** Samples of this epoch that this call of `fit` has learned from, and the seconds it took. */
  readonly samples: number;
  readonly seconds: number;
  /** Means over this epoch so far. */
  readonly train: Measured;
  /** Whether the step was a replay of `compile()`. */
  readonly compiled?: boolean;
}

/** Options of `fit`. */
export interface FitOptions {
  /**
   * How many epochs the training has in all; those already done are not done again. Needed unless
   * `maxSteps` or `maxTime` ends it.
   */
  readonly epochs?: number;
  /** How many updates the training has in all, in the middle of an epoch too; default any. */
  readonly maxSteps?: number;
  /** Seconds after which this call ends, after the step in progress; default any. */
  readonly maxTime?: number;
  /** Stops the training after the batch in progress. */
  readonly signal?: AbortSignal;
  /**
   * Where the training is kept: after each epoch, at the end, stopped or not. Default nowhere. It
   * is locked meanwhile, and an error leaves `exception.safetensors` there.
   */
  readonly folder?: RunFolder;
  /** What its checkpoints say beside the state, as JSON. */
  readonly facts?: Facts;
  /**
   * Whom the training obeys between two steps: a channel, or `true` for what is appended to
   * `control.jsonl` of the folder; default nobody. See docs/training.md.
   */
  readonly control?: ControlChannel | boolean;
  /**
   * Whether SIGINT and SIGTERM stop and save the training, and then end the process as they do
   * without it; default true in Node where there is a folder. A second one ends it at once.
   */
  readonly handleSignals?: boolean;
  /** Called after each batch. */
  readonly onBatch?: (progress: BatchProgress) => void;
  /** Called after each epoch, when `stateDict()` says that it is done. */
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Called with each finding of the doctor. */
  readonly onFinding?: (finding: Finding) => void;
}

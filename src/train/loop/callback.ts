/** `TrainerCallback`: what a training calls at its turns, and what it tells there. */

import type { Module } from '../../nn/index.js';
import type { OptimizerLike } from '../../optim/index.js';
import type { EpochRecord, Measured } from '../state/epoch-record.js';
import type { CheckpointParts, Facts } from '../state/parts.js';
import type { History } from './history.js';

/** The training as a callback sees it; the numbers are those of the moment of the call. */
export interface TrainerContext {
  readonly model: Module;
  readonly optimizer: OptimizerLike;
  /** Epochs that are done. */
  readonly epoch: number;
  /** Updates of the weights so far. */
  readonly step: number;
  /** Batches of this epoch that are done, and how many it has. */
  readonly batch: number;
  readonly batches: number;
  /** Means over this epoch so far. */
  readonly train: Measured;
  /** Folder of the run; null without one. */
  readonly folder: string | null;
  /** Everything that a checkpoint of this moment holds. */
  parts(): CheckpointParts;
  /** Ends the training after this step. */
  stop(): void;
  /** Writes a line to `events.jsonl`, where the training has a folder. */
  event(what: string, facts?: Facts): void;
}

/** Something that looks on while a `Trainer` works, and may end the training. */
export interface TrainerCallback {
  /** Under which its state is saved; each callback of a trainer has another one. */
  readonly name: string;
  /**
   * Whether it is for rank 0 alone where several ranks train one model, as what writes files is.
   */
  readonly firstRankOnly?: boolean;
  /** Called when `fit` begins, or goes on. */
  readonly onFitStart?: (context: TrainerContext) => void;
  /**
   * Asked before each step: whether `onStep` will look at its gradients. Steps that are replayed by
   * `compile()` leave none, so such a step runs plainly, with the same bits.
   */
  readonly needsGradients?: (context: TrainerContext) => boolean;
  /** Called after each update of the weights. */
  readonly onStep?: (context: TrainerContext) => void;
  /** Called after each validation, those within an epoch too. */
  readonly onValidationEnd?: (record: EpochRecord, context: TrainerContext) => void;
  /** Called after each epoch; `'stop'` makes it the last one. */
  readonly onEpochEnd?: (
    record: EpochRecord,
    context: TrainerContext,
  ) => 'stop' | 'go on' | undefined;
  /** Called when `fit` fails, before it rejects. */
  readonly onException?: (error: unknown, context: TrainerContext) => void;
  /** Called when `fit` is done, stopped or not. */
  readonly onFitEnd?: (history: History, context: TrainerContext) => void;
  /** What has to be kept for a training that goes on later, as JSON. */
  readonly stateDict?: () => unknown;
  /** Takes a state that `stateDict` gave. */
  readonly loadStateDict?: (state: unknown) => void;
}

/**
 * Checkpoints: everything that a training needs to go on, in one file, so that no crash can leave
 * parts of two moments behind. The file is safetensors: weights under PyTorch's names, for any reader
 * of the format; tensors of the optimiser under `optimizer/`; the rest as JSON in the metadata, in the
 * form that saved-state.ts describes. Node and Deno only.
 */

import { DataError, ValueError } from '../errors.js';
import { loadSafetensors, saveSafetensors } from '../io/index.js';
import type { Module, StateDict } from '../nn/index.js';
import type { Optimizer, OptimizerState } from '../optim/index.js';
import { lrScheduler } from '../optim/index.js';
import { getRandomState, type RandomState, setRandomState, type Tensor } from '../tensor/index.js';
import { fromExactJson, toExactJson } from './exact-json.js';
import { joinOptimizer, splitOptimizer } from './optimizer-tensors.js';
import {
  type Facts,
  isPlateauState,
  isSavedState,
  isSchedulerState,
  type SavedState,
  type SchedulerStateDict,
} from './saved-state.js';
import type { Scheduler, Trainer, TrainerState } from './trainer.js';

/** Metadata key of the JSON. */
const stateKey = 'chainrule.checkpoint';
const optimizerPrefix = 'optimizer/';

/** The parts of a training. */
export interface CheckpointParts {
  readonly model: Module;
  readonly optimizer?: Optimizer;
  readonly scheduler?: Scheduler;
  readonly trainer?: Trainer;
  /** Anything worth knowing, as JSON: the sizes of the model, its accuracy. Only saved, not loaded. */
  readonly facts?: Facts;
}

/** What a checkpoint holds; null for a part that it was saved without. */
export interface Checkpoint {
  readonly model: StateDict;
  readonly optimizer: OptimizerState | null;
  readonly scheduler: SchedulerStateDict | null;
  readonly trainer: TrainerState | null;
  /** The global random stream. */
  readonly random: RandomState;
  readonly facts: Facts;
}

/**
 * Writes the given parts and the state of the random stream to the file `path`, whose folder must
 * exist. It appears complete or not at all; what was there before is replaced.
 *
 * @throws DataError when the file cannot be written.
 * @throws ValueError when a weight's name begins with `optimizer/`.
 *
 * @example
 * saveCheckpoint('runs/a/last.safetensors', { model, optimizer, trainer, facts: { hidden: 128 } });
 */
export function saveCheckpoint(path: string, parts: CheckpointParts): void {
  const { model, optimizer, scheduler, trainer, facts = {} } = parts;
  const weights = model.stateDict();
  const taken = Object.keys(weights).find((name) => name.startsWith(optimizerPrefix));
  if (taken !== undefined) {
    throw new ValueError(
      `saveCheckpoint: the name '${taken}' is kept for the optimizer; rename the module`,
    );
  }
  const saved = optimizer === undefined ? null : splitOptimizer(optimizer.stateDict());
  const state: SavedState = {
    random: getRandomState(),
    optimizer: saved?.rest ?? null,
    scheduler: scheduler?.stateDict() ?? null,
    trainer: trainer?.stateDict() ?? null,
    facts,
  };
  saveSafetensors(
    path,
    { ...weights, ...prefixed(saved?.tensors ?? {}) },
    { [stateKey]: toExactJson(state) },
  );
}

/**
 * Reads the checkpoint in the file `path`, and gives each of `parts` the state it had. With an
 * optimiser the training goes on, so the global random stream goes on too.
 *
 * @throws DataError when the file is missing, damaged, no checkpoint, or lacks one of the parts.
 * @throws ValueError when a part does not fit, such as a model of other sizes.
 *
 * @example
 * loadCheckpoint('runs/a/last.safetensors', { model, optimizer, trainer });
 * await trainer.fit({ epochs: 20 });
 */
export function loadCheckpoint(
  path: string,
  parts: Partial<Omit<CheckpointParts, 'facts'>> = {},
): Checkpoint {
  const checkpoint = readCheckpoint(path);
  const { model, optimizer, scheduler, trainer } = parts;
  const saved = <Part>(name: string, part: Part | null): Part => {
    if (part !== null) return part;
    throw new DataError(`loadCheckpoint: ${path} was saved without the state of the ${name}`);
  };
  model?.loadStateDict(checkpoint.model);
  optimizer?.loadStateDict(saved('optimizer', checkpoint.optimizer));
  if (scheduler !== undefined)
    restoreScheduler(path, scheduler, saved('scheduler', checkpoint.scheduler));
  trainer?.loadStateDict(saved('trainer', checkpoint.trainer));
  if (optimizer !== undefined) setRandomState(checkpoint.random);
  return checkpoint;
}

function readCheckpoint(path: string): Checkpoint {
  const { tensors, metadata } = loadSafetensors(path);
  const state = readState(path, metadata[stateKey]);
  const entries = Object.entries(tensors);
  const ofOptimizer = entries.filter(([name]) => name.startsWith(optimizerPrefix));
  const weights = entries.filter(([name]) => !name.startsWith(optimizerPrefix));
  return {
    ...state,
    model: Object.fromEntries(weights),
    optimizer: state.optimizer && joinOptimizer(state.optimizer, ofOptimizer.map(withoutPrefix)),
  };
}

function readState(path: string, text: string | undefined): SavedState {
  if (text === undefined) {
    throw new DataError(
      `loadCheckpoint: ${path} holds tensors but no checkpoint. ` +
        'For weights alone, use loadSafetensors and model.loadStateDict',
    );
  }
  const damaged = `loadCheckpoint: ${path}: the state beside the tensors is damaged`;
  let state: unknown;
  try {
    state = fromExactJson(text);
  } catch (cause) {
    throw new DataError(damaged, { cause });
  }
  if (!isSavedState(state)) throw new DataError(damaged);
  return state;
}

function restoreScheduler(path: string, scheduler: Scheduler, state: SchedulerStateDict): void {
  const ofPlateau = scheduler instanceof lrScheduler.ReduceLROnPlateau;
  if (ofPlateau && isPlateauState(state)) scheduler.loadStateDict(state);
  else if (!ofPlateau && isSchedulerState(state)) scheduler.loadStateDict(state);
  else {
    throw new DataError(
      `loadCheckpoint: ${path} holds the state of another kind of scheduler than ` +
        scheduler.constructor.name,
    );
  }
}

type Named = readonly [name: string, tensor: Tensor];

function prefixed(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  const named = Object.entries(tensors).map(([name, value]) => [optimizerPrefix + name, value]);
  return Object.fromEntries(named);
}

function withoutPrefix([name, value]: Named): Named {
  return [name.slice(optimizerPrefix.length), value];
}

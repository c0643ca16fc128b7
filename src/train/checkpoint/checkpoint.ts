/**
 * Checkpoints: everything that a training needs to go on, in one file, so that no crash can leave
 * parts of two moments behind. The file is safetensors: weights under PyTorch's names, for any
 * reader of the format; tensors of the optimiser under `optimizer/`; the rest as JSON in the
 * metadata, in the form that saved-state.ts describes. Files are of Node and Deno only.
 */

import { DataError, ValueError } from '../../errors.js';
import { readFileBytes } from '../../io/file-errors.js';
import { decodeSafetensors, encodeSafetensors, writeFileAtomic } from '../../io/index.js';
import type { StateDict } from '../../nn/index.js';
import type { OptimizerState } from '../../optim/index.js';
import * as signatures from '../../signatures/train.js';
import {
  getRandomState,
  type RandomState,
  setRandomState,
  type Tensor,
} from '../../tensor/index.js';
import { fromExactJson, toExactJson } from '../json/exact-json.js';
import { bareModel, ranksOf } from '../ranks/ranks.js';
import type { CheckpointParts, Facts } from '../state/parts.js';
import { loadScheduler } from '../state/scheduler-state.js';
import type { SchedulerStateDict, TrainerState } from '../state/trainer-state.js';
import type { WeightAverageState } from '../state/weight-average.js';
import { checkSeal, checksumKey, seal, unknownChecksum } from './checksum.js';
import { joinOptimizer, splitOptimizer } from './optimizer-tensors.js';
import { isSavedState, type SavedState } from './saved-state.js';

/** Metadata key of the JSON. */
const stateKey = 'chainrule.checkpoint';
const optimizerPrefix = 'optimizer/';
const averagePrefix = 'average/';

/** What a checkpoint holds; null for a part that it was saved without. */
export interface Checkpoint {
  readonly model: StateDict;
  readonly optimizer: OptimizerState | null;
  readonly scheduler: SchedulerStateDict | null;
  readonly trainer: TrainerState | null;
  readonly average: WeightAverageState | null;
  /** The global random stream. */
  readonly random: RandomState;
  readonly facts: Facts;
}

/**
 * Everything that a checkpoint will hold, as it is at one moment; later training does not change
 * it.
 */
export interface CheckpointSnapshot {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The parts and the random stream as they are now, to be written later. @throws ValueError */
export function snapshotOf(parts: CheckpointParts): CheckpointSnapshot {
  const { model, optimizer, scheduler, trainer, average, facts = {} } = parts;
  const weights = bareModel(model).stateDict();
  checkNames(Object.keys(weights));
  const averaged = average?.stateDict() ?? null;
  const saved = optimizer === undefined ? null : splitOptimizer(optimizer.stateDict());
  const state: SavedState = {
    random: getRandomState(),
    optimizer: saved?.rest ?? null,
    scheduler: scheduler?.stateDict() ?? null,
    trainer: trainer?.stateDict() ?? null,
    ...(averaged === null ? {} : { averageUpdates: averaged.updates }),
    facts,
  };
  const tensors = {
    ...weights,
    ...prefixed(optimizerPrefix, saved?.tensors ?? {}),
    ...prefixed(averagePrefix, averaged?.weights ?? {}),
  };
  return { tensors, metadata: { [stateKey]: toExactJson(state) } };
}

/** The bytes of a checkpoint's file. */
export function bytesOfSnapshot({ tensors, metadata }: CheckpointSnapshot): Uint8Array {
  const unsealed = { ...metadata, [checksumKey]: unknownChecksum };
  return seal(encodeSafetensors(tensors, unsealed));
}

/**
 * Writes a snapshot as `saveCheckpoint` does. @throws DataError when the file cannot be written.
 */
export function writeSnapshot(path: string, snapshot: CheckpointSnapshot): void {
  writeFileAtomic(path, bytesOfSnapshot(snapshot));
}

/**
 * The bytes that `saveCheckpoint` writes, for places that are no files: a data base, a request.
 * `loadCheckpoint` reads them.
 * @throws ValueError when a weight's name begins with `optimizer/` or `average/`.
 *
 * @example
 * const model = new nn.Linear(2, 1);
 * const bytes = encodeCheckpoint({ model, facts: { hidden: 128 } }); // to send, or to keep
 * console.log(loadCheckpoint(bytes).facts); // { hidden: 128 }
 */
export function encodeCheckpoint(parts: CheckpointParts): Uint8Array {
  signatures.encodeCheckpoint.check(arguments);
  return bytesOfSnapshot(snapshotOf(parts));
}

/**
 * Writes the given parts and the state of the random stream to the file `path`, whose folder must
 * exist. It appears complete or not at all; what was there before is replaced.
 *
 * @throws DataError when the file cannot be written.
 * @throws ValueError when a weight's name begins with `optimizer/` or `average/`.
 *
 * @example
 * const model = new nn.Linear(2, 1);
 * const optimizer = new optim.Adam(model.parameters());
 * saveCheckpoint('line.safetensors', { model, optimizer, facts: { inputs: 2 } });
 * console.log(loadCheckpoint('line.safetensors').facts); // { inputs: 2 }
 */
export function saveCheckpoint(path: string, parts: CheckpointParts): void {
  signatures.saveCheckpoint.check(arguments);
  // All ranks are asked, as the state of an optimiser may lie on all of them.
  const snapshot = snapshotOf(parts);
  if (ranksOf(parts.model).rank === 0) writeSnapshot(path, snapshot);
}

function checkNames(names: readonly string[]): void {
  for (const [prefix, part] of [
    [optimizerPrefix, 'optimizer'],
    [averagePrefix, 'average of the weights'],
  ] as const) {
    const taken = names.find((name) => name.startsWith(prefix));
    if (taken === undefined) continue;
    throw new ValueError(
      `saveCheckpoint: the name '${taken}' is kept for the ${part}; rename the module`,
    );
  }
}

/**
 * Reads the checkpoint in the file `source`, or in the bytes of one, and gives each of `parts` the
 * state it had. With an optimiser the training goes on, so the global random stream goes on too.
 *
 * @throws DataError when the file is missing, damaged, no checkpoint, or lacks one of the parts.
 * @throws ValueError when a part does not fit, such as a model of other sizes.
 *
 * @example
 * const [model, other] = [new nn.Linear(2, 1), new nn.Linear(2, 1)];
 * saveCheckpoint('line.safetensors', { model });
 * loadCheckpoint('line.safetensors', { model: other });
 * console.log(other.weight.equal(model.weight)); // true
 */
export function loadCheckpoint(
  source: string | Uint8Array,
  parts: Partial<Omit<CheckpointParts, 'facts'>> = {},
): Checkpoint {
  signatures.loadCheckpoint.check(arguments);
  const path = nameOf(source);
  const checkpoint = readCheckpoint(source);
  const { model, optimizer, scheduler, trainer, average } = parts;
  const saved = <Part>(name: string, part: Part | null): Part => {
    if (part !== null) return part;
    throw new DataError(`loadCheckpoint: ${path} was saved without the state of the ${name}`);
  };
  if (model !== undefined) bareModel(model).loadStateDict(checkpoint.model);
  // First, since a trainer of an older version has no stream of its own.
  if (optimizer !== undefined) setRandomState(checkpoint.random);
  optimizer?.loadStateDict(saved('optimizer', checkpoint.optimizer));
  if (scheduler !== undefined)
    loadScheduler(`loadCheckpoint: ${path}`, scheduler, saved('scheduler', checkpoint.scheduler));
  trainer?.loadStateDict(saved('trainer', checkpoint.trainer));
  average?.loadStateDict(saved('average of the weights', checkpoint.average));
  return checkpoint;
}

const nameOf = (source: string | Uint8Array): string =>
  typeof source === 'string' ? source : 'the checkpoint given as bytes';

/** What the checkpoint in a file, or in its bytes, holds. @throws DataError as `loadCheckpoint`. */
export function readCheckpoint(source: string | Uint8Array): Checkpoint {
  const path = nameOf(source);
  const bytes = typeof source === 'string' ? readFileBytes('loadCheckpoint', source) : source;
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  checkSeal(bytes, path);
  const state = readState(path, metadata[stateKey]);
  const entries = Object.entries(tensors);
  const under = (prefix: string): Named[] =>
    entries
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  const isWeight = ([name]: Named): boolean =>
    !name.startsWith(optimizerPrefix) && !name.startsWith(averagePrefix);
  const { averageUpdates = null, ...rest } = state;
  return {
    ...rest,
    model: Object.fromEntries(entries.filter(isWeight)),
    average:
      averageUpdates === null
        ? null
        : { updates: averageUpdates, weights: Object.fromEntries(under(averagePrefix)) },
    optimizer: state.optimizer && joinOptimizer(state.optimizer, under(optimizerPrefix)),
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

type Named = readonly [name: string, tensor: Tensor];

function prefixed(
  prefix: string,
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [prefix + name, value]));
}

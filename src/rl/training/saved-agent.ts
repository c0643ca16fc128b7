/**
 * The part of a saved agent that is not tensors: its form, and the guard that knows it when it is
 * read.
 */

import { isSavedOptimizer, type SavedOptimizer } from '../../train/checkpoint/saved-state.js';
import {
  either,
  fieldsOf,
  type Guard,
  isAnything,
  isCount,
  isNull,
  isNumber,
  listOf,
  recordOf,
} from '../../train/json/guards.js';
import type { RandomGeneratorState } from '../random/random-generator.js';

/** Everything of an agent that is not a tensor. */
export interface SavedAgent {
  /** Name of its class. */
  readonly agent: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly timesteps: number;
  readonly random: RandomGeneratorState;
  readonly optimizers: Readonly<Record<string, SavedOptimizer>>;
  readonly runner: unknown;
  readonly own: unknown;
}

/** A field of what was read; undefined where there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';

/** The whole. */
export const isSavedAgent: Guard<SavedAgent> = fieldsOf<SavedAgent>({
  agent: isText,
  options: recordOf(isAnything),
  seed: isNumber,
  timesteps: isCount,
  random: fieldsOf<RandomGeneratorState>({
    state: listOf(isNumber),
    increment: listOf(isNumber),
    spare: either(isNumber, isNull),
  }),
  optimizers: recordOf(isSavedOptimizer),
  runner: isAnything,
  own: isAnything,
});

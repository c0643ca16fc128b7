/**
 * The processes that train one model together, as far as a training has to know of them. MPI is
 * `chainrule/distributed`'s business, which says here that it is there; by itself a process is the
 * only one.
 */

import type { Module } from '../../nn/index.js';

/** The processes of a program; every call is made by all of them, in the same order. */
export interface Ranks {
  /** The number of this one among them, from 0. */
  readonly rank: number;
  readonly size: number;
  /** Where each of them runs, in the order of the ranks: `process 4711 on host-3`. */
  readonly processes: readonly string[];
  /** The sums of everybody's numbers, on all of them. */
  sum(numbers: Float64Array): Float64Array;
  /** The largest of everybody's. */
  max(number: number): number;
  /** Everybody's text, in the order of the ranks. */
  gather(text: string): string[];
  /** Rank 0's bytes, on all of them; the others give null. */
  spread(bytes: Uint8Array | null): Uint8Array;
}

/** A process by itself. */
export const alone: Ranks = {
  rank: 0,
  size: 1,
  processes: [],
  sum: (numbers) => numbers,
  max: (number) => number,
  gather: (text) => [text],
  spread: (bytes) => bytes ?? new Uint8Array(0),
};

let current: Ranks = alone;

/** Says that this process is one of several. */
export function joinRanks(ranks: Ranks): void {
  current = ranks;
}

/** The processes of this program. */
export function currentRanks(): Ranks {
  return current;
}

/** A model that several processes train together. */
export interface Shared {
  /** The model itself, without what goes from rank to rank. */
  readonly module: Module;
  /** Says of how many samples the next gradients are the mean, for the mean over all ranks. */
  weigh(samples: number): void;
  /** Calls `fn`, in which gradients stay on this rank. */
  noSync<Result>(fn: () => Result): Result;
}

const shared = new WeakMap<Module, Shared>();

/** Says that `wrapper` is a model that all ranks train. */
export function shareModel(wrapper: Module, how: Shared): void {
  shared.set(wrapper, how);
}

/** How a model is trained by several ranks; null for a model of this process alone. */
export function sharedOf(model: Module): Shared | null {
  return shared.get(model) ?? null;
}

/** A model without its wrapper: what is saved goes on with any number of ranks, and without. */
export function bareModel(model: Module): Module {
  return shared.get(model)?.module ?? model;
}

/** Who trains a model: all ranks when it is shared, or this process. */
export function ranksOf(model: Module): Ranks {
  return shared.has(model) ? current : alone;
}

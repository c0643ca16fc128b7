/**
 * Cuts the inner dim of a contraction into blocks whose operands stay in the first-level cache, and
 * which are so short in long sums of float32 that a total does not outgrow what is added to it.
 */

import { type ContractForm, panelWidth, scalarBytes } from '../../../kernel/contract/form.js';
import type { Scalar } from '../../../kernel/ir.js';

/** Bytes of a panel in a block of k: a third of a small first-level cache. */
const panelBytes = 12 * 1024;
/** Bytes of a row in a block, where vectors run along k: a tile reads eight rows. */
const rowBytes = 2048;

/** Rows of a matrix that are read at a time when it is multiplied with a vector. */
const streams = 8;

/** Steps of k up to which a sum may be one chain. */
const shortSum = 4096;
/** Products that are added to one total in a block of a longer one. */
const longestChain = 256;
/** Such chains in a block of k that is read once, along vectors. */
const longestStretch = 32;
/** Blocks whose results are added up in the place of the result; more of them are parts of k. */
const mostBlocks = 32;

/** How k is cut. */
export interface Blocks {
  /** Steps of a block; the last one may have fewer. */
  readonly block: number;
  /** Steps that are neighbours in both operands: all of a block, or each of its equal parts. */
  readonly run: number;
  readonly count: number;
}

type Shape = Omit<ContractForm, 'a' | 'b'>;

/** Most steps of a block of `K` steps. */
export function longestBlock(K: number, { scalar, along, lanes }: Shape): number {
  if (scalar !== 'f32' || K <= shortSum) return Number.POSITIVE_INFINITY;
  return along === 'steps' ? longestChain * lanes : longestChain;
}

/**
 * One block of all `K` steps, which are neighbours in both operands, for a tile whose vectors run
 * along k; or several, if totals that are put aside were too many.
 */
export function cutStretch(K: number, form: Shape): Blocks {
  const count = Math.ceil(K / (longestBlock(K, form) * longestStretch));
  const block = form.lanes * Math.ceil(K / form.lanes / count);
  return { block, run: block, count: Math.ceil(K / block) };
}

/** Fewest parts of k whose results are to be added up one by one. */
export function fewestParts(K: number, blocks: number, scalar: Scalar): number {
  return scalar !== 'f32' || K <= shortSum ? 1 : Math.ceil(blocks / mostBlocks);
}

/** The blocks of `K` steps for a tile whose vectors hold neighbouring columns. */
export function cutSteps(K: number, form: Shape): Blocks {
  const bytes = K * panelWidth(form) * scalarBytes(form.scalar);
  const blocks = Math.max(blocksFor(bytes, panelBytes), Math.ceil(K / longestBlock(K, form)));
  const block = Math.max(1, Math.ceil(K / blocks));
  return { block, run: block, count: Math.max(1, Math.ceil(K / block)) };
}

/**
 * Blocks of a few steps: each is a row of a matrix that is read from front to back, beside the
 * others.
 */
export function cutStreams(K: number): Blocks {
  return { block: streams, run: streams, count: Math.ceil(K / streams) };
}

/** One block of all `K` steps. */
export function oneBlock(K: number): Blocks {
  return { block: Math.max(1, K), run: Math.max(1, K), count: 1 };
}

/**
 * The blocks of `K` steps for a tile whose vectors run along k, `run` of which are neighbours. Null
 * if these are too many for a block, and fall into no equal parts that are not too short.
 */
export function cutRuns(K: number, run: number, form: Shape): Blocks | null {
  const most = longestBlock(K, form);
  if (run > most && run !== K) {
    const parts = Math.ceil(run / most);
    const count = [...Array(parts).keys()].map((i) => parts + i).find((n) => run % n === 0);
    return count === undefined
      ? null
      : { block: run / count, run: run / count, count: (K / run) * count };
  }
  const blocks = blocksFor(K * scalarBytes(form.scalar), rowBytes);
  // A run of everything may be cut, at whole vectors.
  const unit = run === K ? form.lanes : run;
  const block = unit * Math.min(Math.ceil(K / unit / blocks), Math.floor(most / unit));
  return { block, run: run === K ? block : run, count: Math.ceil(K / block) };
}

function blocksFor(bytes: number, most: number): number {
  return Math.max(1, Math.ceil(bytes / most - 0.25));
}

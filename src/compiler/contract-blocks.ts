/** Cuts the inner dim of a contraction into blocks whose operands stay in the first-level cache. */

import { type ContractForm, panelWidth, scalarBytes } from '../kernel/contract-form.js';

/** Bytes of a panel in a block of k: a third of a small first-level cache. */
const panelBytes = 12 * 1024;
/** Bytes of a row in a block, where vectors run along k: a tile reads eight rows. */
const rowBytes = 2048;

/** Rows of a matrix that are read at a time when it is multiplied with a vector. */
const streams = 8;

/** How k is cut. */
export interface Blocks {
  /** Steps of a block; the last one may have fewer. */
  readonly block: number;
  /** Steps that are neighbours in both operands: all of a block, or each of its equal parts. */
  readonly run: number;
  readonly count: number;
}

/** The blocks of `K` steps for a tile whose vectors hold neighbouring columns. */
export function cutSteps(K: number, form: Omit<ContractForm, 'a' | 'b'>): Blocks {
  const bytes = K * panelWidth(form) * scalarBytes(form.scalar);
  const block = Math.max(1, Math.ceil(K / blocksFor(bytes, panelBytes)));
  return { block, run: block, count: Math.max(1, Math.ceil(K / block)) };
}

/** Blocks of a few steps: each is a row of a matrix that is read from front to back, beside the others. */
export function cutStreams(K: number): Blocks {
  return { block: streams, run: streams, count: Math.ceil(K / streams) };
}

/** One block of all `K` steps. */
export function oneBlock(K: number): Blocks {
  return { block: Math.max(1, K), run: Math.max(1, K), count: 1 };
}

/** The blocks of `K` steps for a tile whose vectors run along k, `run` of which are neighbours. */
export function cutRuns(K: number, run: number, form: Omit<ContractForm, 'a' | 'b'>): Blocks {
  const blocks = blocksFor(K * scalarBytes(form.scalar), rowBytes);
  // A run of everything may be cut, at whole vectors.
  const unit = run === K ? form.lanes : run;
  const block = unit * Math.ceil(K / unit / blocks);
  return { block, run: run === K ? block : run, count: Math.ceil(K / block) };
}

function blocksFor(bytes: number, most: number): number {
  return Math.max(1, Math.ceil(bytes / most - 0.25));
}

/**
 * The order in which a reduction takes up its elements. It follows from the shape alone: never from
 * where operands lie in memory, nor from what else a kernel computes. So a sum has the same bits
 * whatever it is fused with. Long sums are cut into pieces, whose totals are added up more exactly.
 */

import { bytesOf } from '../../graph/dtype.js';
import type { Shape } from '../../graph/shape.js';
import { at } from '../../list.js';
import type { LoopItem } from './job.js';
import { type Term, viewOf } from './term.js';
import type { View } from './view.js';

/**
 * How the loops nest. `map`: kept dims only. `inner`: the vector runs along a reduced dim, whose
 * lanes are summed at the end. `outer`: the vector runs along a kept dim and each lane has its own
 * sum, with the reduced loops inside.
 */
export type LoopMode = 'map' | 'inner' | 'outer';

/**
 * Whether a dim and the next one of its kind are walked as one: they `must` where rows are too
 * short for vectors, `may` where that makes no difference, and `cannot` where it would.
 */
export type Joint = 'must' | 'may' | 'cannot';

/** The order of one reduction. */
export interface SumOrder {
  readonly mode: LoopMode;
  /** By dim of the space: how it goes together with the next one. */
  readonly joints: readonly Joint[];
  /** The dim that is cut into pieces, between which totals are put aside; -1 for none. */
  readonly cutDim: number;
  /** Steps of a piece: of that dim, or of all that must be walked as one from there on. */
  readonly cutSteps: number;
}

/** A dim shorter than this is too short to be the vector's. */
export const SHORT = 4;
/**
 * Vectors of one step of a sum along the vector, each with its total: hides the latency of adding.
 */
export const SUM_UNROLL = 4;
/** Rows of as many steps are walked one by one, even if they end within a step. */
const longRow = 2;
/**
 * Values that are added to one total before it is put aside, unless there are few more, by mode.
 */
const longestChain = 256;
const shortSums: { readonly [M in LoopMode]: number } = { map: 0, inner: 256, outer: 1024 };

/** Reduced dims that are walked as one, from `first` on. */
interface Run {
  readonly first: number;
  readonly size: number;
}

/** Elements of the last dims before `end` that are all reduced, or all kept. */
function trailing(space: Shape, reduced: readonly boolean[], end: number, flag: boolean): number {
  let size = 1;
  for (let d = end - 1; d >= 0 && (space[d] === 1 || reduced[d] === flag); d--) {
    size *= at(space, d);
  }
  return size;
}

function modeOf(space: Shape, reduced: readonly boolean[]): LoopMode {
  if (!reduced.includes(true)) return 'map';
  const last = space.findLastIndex((size) => size !== 1);
  if (last >= 0 && !reduced[last]) return 'outer';
  if (trailing(space, reduced, space.length, true) >= SHORT) return 'inner';
  const kept = space.findLastIndex((size, d) => size !== 1 && !reduced[d]);
  return trailing(space, reduced, kept + 1, false) >= SHORT ? 'outer' : 'inner';
}

/**
 * The reduced dims of more than one element; the last ones as one row where a row would be short.
 */
function runsOf(space: Shape, reduced: readonly boolean[], step: number): Run[] {
  const runs: Run[] = [];
  let isRowOpen = true;
  for (let first = space.length - 1; first >= 0; first--) {
    const size = at(space, first);
    if (size === 1) continue;
    const [row] = runs;
    if (!reduced[first]) isRowOpen = row === undefined;
    else if (row !== undefined && isRowOpen) runs[0] = { first, size: size * row.size };
    else runs.unshift({ first, size });
    const length = runs[0]?.size ?? 0;
    isRowOpen &&= length % step !== 0 && length < longRow * step;
  }
  return runs;
}

/**
 * Values that a total takes up in a row: the first one has the vectors beside steps, the last one
 * single elements.
 */
function chainOf(size: number, lanes: number): number {
  const vectors = Math.floor(size / lanes);
  return Math.max(Math.floor(vectors / SUM_UNROLL) + (vectors % SUM_UNROLL), size % lanes);
}

/** Which run is cut into pieces, after how many of its steps; null where totals are short. */
function cutOf(
  chains: readonly number[],
  mode: LoopMode,
): { readonly place: number; readonly steps: number } | null {
  if (chains.reduce((all, size) => all * size, 1) <= shortSums[mode]) return null;
  let inside = 1;
  for (let place = chains.length - 1; place >= 0; place--) {
    const chain = at(chains, place);
    if (inside * chain > longestChain) return { place, steps: Math.floor(longestChain / inside) };
    inside *= chain;
  }
  return null;
}

/** The order of a reduction over `space` on vectors of `lanes`. */
export function orderOf(space: Shape, reduced: readonly boolean[], lanes: number): SumOrder {
  const mode = modeOf(space, reduced);
  const step = mode === 'inner' ? lanes * SUM_UNROLL : 1;
  const runs = runsOf(space, reduced, step);
  const row = mode === 'inner' ? runs.length - 1 : -1;
  const cut = cutOf(
    runs.map(({ size }, i) => (i === row ? chainOf(size, lanes) : size)),
    mode,
  );
  const joints = space.map((): Joint => 'may');
  runs.forEach(({ first, size }, i) => {
    const isUneven = i === row && size % step !== 0;
    const outer = runs[i - 1]?.first ?? -1;
    if (outer >= 0 && (isUneven || i === cut?.place)) joints[outer] = 'cannot';
    if (i === row) joints.fill('must', first);
  });
  const cutSteps = (cut?.steps ?? 0) * (cut?.place === row ? step : 1);
  return { mode, joints, cutDim: runs[cut?.place ?? -1]?.first ?? -1, cutSteps };
}

/** What a kernel reads and writes at each index of its space. */
export interface Walkers {
  readonly terms: Iterable<Term>;
  readonly items: readonly LoopItem[];
}

/** Dims that must be walked as one, with the next of them. */
function bound({ joints }: SumOrder, space: Shape): [outer: number, inner: number][] {
  const dims = [...space.keys()].filter((d) => at(joints, d) === 'must' && space[d] !== 1);
  return dims.slice(1).map((inner, i) => [at(dims, i), inner]);
}

/**
 * Whether a kernel can keep an order: each operand walks with one stride what must be walked as
 * one, and sums that are made in vectors have no neighbours of 64 bits, which have no vectors.
 */
export function keepsOrder(order: SumOrder, space: Shape, walkers: readonly Walkers[]): boolean {
  if (order.mode !== 'inner') return true;
  const pairs = bound(order, space);
  const isOne = ({ strides }: View): boolean =>
    pairs.every(([outer, inner]) => strides[outer] === at(strides, inner) * at(space, inner));
  const fits = ({ terms, items }: Walkers): boolean => {
    const views = [...terms].flatMap((term) => viewOf(term) ?? []);
    const stored = items.flatMap(({ kind, view }) => (kind === 'store' ? [view] : []));
    return views.every(isOne) && stored.every(isOne);
  };
  if (pairs.length > 0 && !walkers.every(fits)) return false;
  const isNarrowSum = ({ kind, term }: LoopItem): boolean =>
    kind === 'reduce' && bytesOf(term.dtype) === 4;
  if (!walkers.some(({ items }) => items.some(isNarrowSum))) return true;
  return walkers.every(({ terms }) => [...terms].every(({ dtype }) => bytesOf(dtype) === 4));
}

/**
 * The loops of a fused kernel: which dims they run over, and how each operand moves with each of
 * them. Dims that no operand can tell apart are merged; the innermost one is vectorised.
 */

import { internal } from '../../../errors.js';
import { bytesOf } from '../../../graph/dtype.js';
import { at } from '../../../list.js';
import { type LoopItem, type LoopJob, overSpace } from '../../schedule/job.js';
import { type Joint, type LoopMode, orderOf, SHORT } from '../../schedule/sum-order.js';
import { argsOf, type Term, termOrder, viewOf } from '../../schedule/term.js';
import type { View } from '../../schedule/view.js';

/** Something with a place that depends on the index: a read, a flat index, or a written result. */
export interface Operand {
  readonly of: Term | LoopItem;
  readonly view: View;
}

/** One loop, with the stride of each operand in elements. */
export interface LoopDim {
  readonly size: number;
  readonly reduced: boolean;
  readonly strides: readonly number[];
  /** Whether it may be merged with the next dim. */
  readonly joint: Joint;
  /** Steps after which running totals are put aside; 0 for none. */
  readonly cut: number;
}

/** A kernel's loops and operands. */
export interface LoopLayout {
  readonly mode: LoopMode;
  /** In nesting order: kept dims, the last of which (or the last reduced one) is the vector's. */
  readonly dims: readonly LoopDim[];
  /** Place of the vector's dim in `dims`, -1 when there is none (a single element). */
  readonly vector: number;
  readonly items: readonly LoopItem[];
  readonly terms: readonly Term[];
  readonly operands: readonly Operand[];
}

function stridesOf(operand: Operand, job: LoopJob): readonly number[] {
  const { of, view } = operand;
  const lacksReduced = 'term' in of && of.kind === 'reduce';
  return lacksReduced ? overSpace(view, job.space, job.reduced) : view.strides;
}

/** The dims of a job's space with the strides of its operands. */
export function dimsOf(job: LoopJob, operands: readonly Operand[]): LoopDim[] {
  const strides = operands.map((operand) => stridesOf(operand, job));
  return job.space.map((size, d): LoopDim => {
    const reduced = job.reduced[d] ?? false;
    return { size, reduced, strides: strides.map((s) => s[d] ?? 0), joint: 'may', cut: 0 };
  });
}

/** Joins a dim with the one inside it when every operand walks both with one stride. */
export function mergeDims(dims: readonly LoopDim[]): LoopDim[] {
  const merged: LoopDim[] = [];
  for (const dim of dims) {
    if (dim.size === 1) continue;
    const outer = merged.at(-1);
    const joins =
      outer !== undefined &&
      outer.reduced === dim.reduced &&
      outer.joint !== 'cannot' &&
      outer.strides.every((stride, k) => stride === (dim.strides[k] ?? 0) * dim.size);
    if (joins) merged[merged.length - 1] = joined(outer, dim);
    else if (outer?.joint === 'must' && dim.reduced) throw internal('a row that is not one');
    else merged.push(dim);
  }
  return merged;
}

function joined(outer: LoopDim, inner: LoopDim): LoopDim {
  const cut = outer.joint === 'must' ? outer.cut : outer.cut * inner.size;
  return { ...inner, size: outer.size * inner.size, cut };
}

/** Number of dims that are not reduced; they come first. */
export function keptOf(dims: readonly LoopDim[]): number {
  return dims.filter((dim) => !dim.reduced).length;
}

/** The dims with one that is long enough for vectors innermost, if the last one is too short. */
function widestLast(dims: readonly LoopDim[]): readonly LoopDim[] {
  if ((dims.at(-1)?.size ?? SHORT) >= SHORT) return dims;
  const wide = dims.findLast((dim) => dim.size >= SHORT);
  return wide === undefined ? dims : [...dims.filter((dim) => dim !== wide), wide];
}

/** A single element is a loop of one step, so that tensors of any size share a kernel. */
export function atLeastOne(
  dims: readonly LoopDim[],
  operands: readonly Operand[],
): readonly LoopDim[] {
  if (dims.length > 0) return dims;
  const strides = operands.map(() => 1);
  return [{ size: 1, reduced: false, strides, joint: 'may', cut: 0 }];
}

/** What has a place: of the terms first, then of the items. */
export function operandsOf(terms: readonly Term[], items: readonly LoopItem[]): Operand[] {
  const operands: Operand[] = [];
  for (const term of terms) {
    const view = viewOf(term);
    if (view !== null) operands.push({ of: term, view });
  }
  for (const item of items) if (item.isStored) operands.push({ of: item, view: item.view });
  return operands;
}

/** Lays the loops of a job out, for vectors of `lanes`. */
export function layoutLoops(job: LoopJob, lanes: number): LoopLayout {
  const terms = termOrder(job.items.map((item) => item.term));
  const operands = operandsOf(terms, job.items);
  const { mode, joints, cutDim, cutSteps } = orderOf(job.space, job.reduced, lanes);
  const hasCut = job.items.some(isLongSum);
  const all = dimsOf(job, operands).map((dim, d) => {
    return { ...dim, joint: at(joints, d), cut: hasCut && d === cutDim ? cutSteps : 0 };
  });
  const kept = all.filter((dim) => !dim.reduced);
  const merged = mergeDims([...kept, ...all.filter((dim) => dim.reduced)]);
  const dims = mode === 'map' ? atLeastOne(widestLast(merged), operands) : merged;
  const vector = (mode === 'inner' ? dims.length : keptOf(dims)) - 1;
  return { mode, dims, vector, items: job.items, terms, operands };
}

/** Whether an item is a sum that loses digits when it is long. */
export function isLongSum({ op, term }: LoopItem): boolean {
  return op === 'sum' && term.dtype === 'float32';
}

/** The items by their stage. */
export function stagesOf(items: readonly LoopItem[]): LoopItem[][] {
  const count = 1 + Math.max(...items.map((item) => item.stage));
  return Array.from({ length: count }, (_, stage) => items.filter((item) => item.stage === stage));
}

/** Bytes per element of an operand, or 1 for an index that is no address. */
export function unitOf(operand: Operand): number {
  const { of } = operand;
  if ('target' in of) return bytesOf(of.term.dtype);
  return of.kind === 'load' || of.kind === 'gather' ? bytesOf(of.dtype) : 1;
}

/** Terms whose value depends on the index along a dim. */
export function termsAlong(layout: LoopLayout, d: number): ReadonlySet<Term> {
  const moving = new Set<unknown>();
  const dim = layout.dims[d];
  layout.operands.forEach(({ of }, k) => {
    if (dim !== undefined && at(dim.strides, k) !== 0) moving.add(of);
  });
  const found = new Set<Term>();
  for (const term of layout.terms) {
    if (moving.has(term) || argsOf(term).some((arg) => found.has(arg))) found.add(term);
  }
  return found;
}

/**
 * Cuts the innermost loop of a kernel into sub-loops, each with a loop of its own, that hand values
 * over in scratch memory. A processor works on several iterations at once, but only on as many as
 * its window of instructions holds: of a long chain of operations that is hardly one, and it waits
 * for each result. Short loops over a block that stays in the cache take half the time. Stages,
 * which need sums of earlier ones, are sub-loops anyway; they find there what was costly to
 * compute.
 */

import { traits } from '../../../graph/traits.js';
import { loopScratchBytes } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import { bytesOfSlotElement, shortestRow, slotAlignment } from '../../fuse/hand-over.js';
import { costOf } from '../../schedule/cost-model.js';
import type { LoopItem } from '../../schedule/job.js';
import { argsOf, type Term, termOrder } from '../../schedule/term.js';
import { keptOf, type LoopLayout, stagesOf, termsAlong } from './loop-layout.js';

/** One loop over the vector's dim. */
export interface SubLoop {
  readonly stage: number;
  readonly items: readonly LoopItem[];
  /** Terms that it computes at each index. */
  readonly computed: ReadonlySet<Term>;
  /** Terms that it finds in scratch memory, and those that it leaves there. */
  readonly restored: ReadonlySet<Term>;
  readonly saved: ReadonlySet<Term>;
  /** Whether it does so little at each index that several vectors share the costs of a step. */
  readonly isLight: boolean;
}

/** The sub-loops of a kernel, in order. */
export interface FissionPlan {
  readonly subLoops: readonly SubLoop[];
  /** Byte offset in scratch memory of the values of each term that is handed over. */
  readonly slots: ReadonlyMap<Term, number>;
}

/** Elements that all sub-loops of a map go over before the next ones: a slot is a kibibyte. */
export const blockSize = 256;

/** Cycles of what takes one instruction. */
const simpleLatency = traits.add.latency;
/** Cycles of a chain that the processor overlaps well with those of other iterations. */
const goodChain = 44;
/** Terms of a sub-loop that is light, if all of them are simple. */
const fewTerms = 12;
/** Elements of a row that a step of several vectors is too long for. */
const shortestStep = 16;
/** What takes no more than this beside loads is computed again rather than handed over. */
const cheapLatency = 2 * simpleLatency;

function latencyOf(term: Term): number {
  return costOf(term).latency;
}

/** Whether steps of several vectors pay: not if a row has no more, and several rows follow. */
function isLight(computed: ReadonlySet<Term>, { dims, vector }: LoopLayout): boolean {
  if (dims.length > 1 && (dims[vector]?.size ?? 0) < shortestStep) return false;
  const isSimple = (term: Term): boolean => latencyOf(term) <= simpleLatency;
  return computed.size <= fewTerms && [...computed].every(isSimple);
}

/**
 * Where a term is computed first, and the length of the chain before its result in that sub-loop.
 */
interface Position {
  readonly subLoop: number;
  readonly chain: number;
}

/** The longest chain that one sub-loop is to have, when all share the chain of `terms` evenly. */
function chainLimit(terms: readonly Term[]): number {
  const ends = new Map<Term, number>();
  let longest = 0;
  for (const term of terms) {
    const start = Math.max(0, ...argsOf(term).map((arg) => ends.get(arg) ?? 0));
    ends.set(term, start + latencyOf(term));
    longest = Math.max(longest, start + latencyOf(term));
  }
  return longest / Math.max(1, Math.round(longest / goodChain));
}

/** Finds a sub-loop for each term. */
class Planner {
  readonly #layout: LoopLayout;
  readonly #innermost: ReadonlySet<Term>;
  /** Whether values may be handed over. */
  readonly #hands: boolean;
  /** Terms that stay where they are: what is cheap is computed wherever it is used. */
  readonly #places = new Map<Term, Position>();
  readonly #effort = new Map<Term, number>();
  readonly #items: LoopItem[][] = [];
  readonly #stages: number[] = [];

  constructor(layout: LoopLayout, hands: boolean) {
    this.#layout = layout;
    this.#innermost = termsAlong(layout, layout.vector);
    this.#hands = hands;
  }

  plan(): FissionPlan {
    stagesOf(this.#layout.items).forEach((items, stage) => this.#placeStage(items, stage));
    const sets = this.#items.map((items, subLoop) => this.#setsOf(items, subLoop));
    const shared = new Set(sets.flatMap(({ restored }) => [...restored]));
    const subLoops = sets.map(({ computed, restored }, subLoop): SubLoop => {
      const saved = new Set(
        [...shared].filter((term) => this.#places.get(term)?.subLoop === subLoop),
      );
      const stage = at(this.#stages, subLoop);
      return {
        stage,
        items: at(this.#items, subLoop),
        computed,
        restored,
        saved,
        isLight: isLight(computed, this.#layout),
      };
    });
    const inner = this.#layout.mode === 'inner';
    const room = inner
      ? loopScratchBytes / Math.max(1, shared.size)
      : blockSize * bytesOfSlotElement;
    const slotBytes = Math.floor(room / slotAlignment) * slotAlignment;
    return { subLoops, slots: new Map([...shared].map((term, i) => [term, i * slotBytes])) };
  }

  /** Gives the terms of a stage their places, and its items with them. */
  #placeStage(items: readonly LoopItem[], stage: number): void {
    const first = this.#items.length;
    this.#open(first, stage);
    const terms = termOrder(items.map((item) => item.term)).filter(
      (term) => this.#innermost.has(term) && !this.#places.has(term),
    );
    const limit = chainLimit(terms);
    for (const term of terms) {
      this.#measure(term);
      if (this.#isCheap(term)) continue;
      const place = this.#placeFor(term, first, limit);
      this.#places.set(term, place);
      this.#open(place.subLoop, stage);
    }
    for (const item of items) {
      const subLoop = Math.max(first, this.#places.get(item.term)?.subLoop ?? first);
      at(this.#items, subLoop).push(item);
    }
  }

  #open(subLoop: number, stage: number): void {
    while (this.#items.length <= subLoop) {
      this.#items.push([]);
      this.#stages.push(stage);
    }
  }

  /** How long a term takes from what is in memory. */
  #measure(term: Term): void {
    const before = argsOf(term).reduce((sum, arg) => sum + (this.#effort.get(arg) ?? 0), 0);
    this.#effort.set(term, before + latencyOf(term));
  }

  #isCheap(term: Term): boolean {
    return !this.#hands || (this.#effort.get(term) ?? 0) <= cheapLatency;
  }

  #placeFor(term: Term, first: number, limit: number): Position {
    const own = latencyOf(term);
    let subLoop = first;
    for (const arg of argsOf(term))
      subLoop = Math.max(subLoop, this.#places.get(arg)?.subLoop ?? first);
    let chain = 0;
    for (const arg of argsOf(term)) {
      const place = this.#places.get(arg);
      if (place?.subLoop === subLoop) chain = Math.max(chain, place.chain);
      else if (place === undefined) chain = Math.max(chain, this.#effort.get(arg) ?? 0);
    }
    const fits = chain <= cheapLatency || chain + own <= limit;
    return fits ? { subLoop, chain: chain + own } : { subLoop: subLoop + 1, chain: own };
  }

  /** What a sub-loop computes for its items and for later sub-loops, and what it finds. */
  #setsOf(items: readonly LoopItem[], subLoop: number): Pick<SubLoop, 'computed' | 'restored'> {
    const computed = new Set<Term>();
    const restored = new Set<Term>();
    const stack = items.map((item) => item.term);
    for (const [term, place] of this.#places) if (place.subLoop === subLoop) stack.push(term);
    for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
      if (!this.#innermost.has(term) || computed.has(term)) continue;
      const place = this.#places.get(term);
      if (place !== undefined && place.subLoop < subLoop) restored.add(term);
      else {
        computed.add(term);
        stack.push(...argsOf(term));
      }
    }
    return { computed, restored };
  }
}

/**
 * Whether sub-loops can hand values over: along one loop, of vectors; rows only if they are long
 * enough.
 */
function canHandOver({ mode, dims, vector }: LoopLayout, lanes: number): boolean {
  if (lanes === 1) return false;
  const isLong = (dims[vector]?.size ?? 0) >= shortestRow;
  return mode === 'map' || (mode === 'inner' && isLong && dims.length - keptOf(dims) === 1);
}

/** Cuts the innermost loop of a layout that is worked on `lanes` at a time into sub-loops. */
export function planFission(layout: LoopLayout, lanes: number): FissionPlan {
  const whole = (): FissionPlan => new Planner(layout, false).plan();
  if (!canHandOver(layout, lanes)) return whole();
  const plan = new Planner(layout, true).plan();
  const length = layout.mode === 'map' ? blockSize : (layout.dims[layout.vector]?.size ?? 0);
  const slotBytes = Math.ceil((length * bytesOfSlotElement) / slotAlignment) * slotAlignment;
  return plan.slots.size * slotBytes <= loopScratchBytes ? plan : whole();
}

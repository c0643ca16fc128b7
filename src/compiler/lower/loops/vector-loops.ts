/**
 * The innermost loop of a kernel, along the vector's dim: whole vectors first, then single
 * elements, in as many sub-loops as there are.
 */

import { add, binary, constant, type KernelBuilder, mul } from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopItem } from '../../schedule/job.js';
import { SUM_UNROLL } from '../../schedule/sum-order.js';
import { blockSize, type FissionPlan, type SubLoop } from './loop-fission.js';
import type { LoopLayout } from './loop-layout.js';
import type { Point, TermWriter } from './loop-terms.js';

/** Vectors that one step of a light loop works on. */
const lightUnroll = 4;

/** What the loops are written with. */
export interface VectorContext {
  readonly builder: KernelBuilder;
  readonly layout: LoopLayout;
  readonly terms: TermWriter;
  readonly plan: FissionPlan;
  /** Lanes of a vector; 1 for a kernel of scalars. */
  readonly lanes: number;
}

/** Indices from `from` up to but without `to`. */
export interface Stretch {
  readonly from: Expr;
  readonly to: Expr;
}

const zero = constant(0);

/**
 * Writes what is done with the items of a sub-loop at a point; `which` vector, -1 for an element.
 */
export type Visit = (
  point: Point,
  items: readonly LoopItem[],
  which: number,
  lanes: number,
) => void;

/** Vectors that one step of a sub-loop without sums works on. */
function vectorsOf({ isLight }: SubLoop): number {
  return isLight ? lightUnroll : 1;
}

/** The loops along the vector's dim of one layout. */
export class VectorLoops {
  readonly #b: KernelBuilder;
  readonly #terms: TermWriter;
  readonly #along: number;
  readonly #subLoops: readonly SubLoop[];
  readonly #lanes: number;

  constructor({ builder, layout, terms, plan, lanes }: VectorContext) {
    this.#b = builder;
    this.#terms = terms;
    this.#along = layout.vector;
    this.#subLoops = plan.subLoops;
    this.#lanes = lanes;
  }

  /** The stores of a map: all sub-loops over one block, then the next. */
  map(point: Point, { from, to }: Stretch): void {
    const store: Visit = (each, items, _which, lanes) => this.#terms.storeAll(items, each, lanes);
    const [only, ...more] = this.#subLoops;
    if (only !== undefined && more.length === 0) {
      this.#subLoop(only, point, { from, to, origin: from }, vectorsOf(only), store);
      return;
    }
    if (this.#lanes > 1) this.#terms.widen(point, this.#lanes);
    this.#b.loop(from, to, blockSize, (start) => {
      const end = this.#b.let(binary('pmin', add(start, constant(blockSize)), to));
      for (const subLoop of this.#subLoops) {
        const block = { from: start, to: end, origin: start };
        this.#subLoop(subLoop, point, block, vectorsOf(subLoop), store);
      }
    });
  }

  /**
   * All sub-loops of a stage over a piece of a row, those with sums as many vectors at a time as
   * these have totals.
   */
  stage(stage: number, point: Point, piece: Stretch, visit: Visit): void {
    for (const subLoop of this.#subLoops) {
      if (subLoop.stage !== stage) continue;
      const isSum = subLoop.items.some((item) => item.kind === 'reduce');
      const unroll = isSum ? SUM_UNROLL : vectorsOf(subLoop);
      this.#subLoop(subLoop, point, { ...piece, origin: zero }, unroll, visit);
    }
  }

  /** `origin`: the index whose values come first in what sub-loops hand over. */
  #subLoop(
    subLoop: SubLoop,
    point: Point,
    along: Stretch & { readonly origin: Expr },
    unroll: number,
    visit: Visit,
  ): void {
    this.steps(along, unroll, (stretch, lanes, count) => {
      if (lanes > 1) this.#terms.widen(point, lanes);
      this.#b.loop(stretch.from, stretch.to, lanes * count, (index) => {
        const inner = at(this.#terms.moved(this.#along, [point], index), 0);
        const scratch = this.#scratchAt(subLoop, binary('sub', index, along.origin));
        for (let u = 0; u < count; u++) {
          const shifted = this.#terms.shifted(inner, u * lanes);
          this.#terms.writeTerms(subLoop, shifted, lanes, scratch);
          visit(shifted, subLoop.items, lanes === 1 ? -1 : u, lanes);
        }
      });
    });
  }

  /** Address of what sub-loops hand over of one index, counted from where they begin. */
  #scratchAt(subLoop: SubLoop, index: Expr): Expr {
    if (subLoop.restored.size + subLoop.saved.size === 0) return constant(0);
    return this.#b.let(add(this.#b.scratch(), mul(index, constant(4))));
  }

  /** Cuts a stretch into a part for each width of step that the kernel has, widest first. */
  steps(
    { from, to }: Stretch,
    unroll: number,
    part: (stretch: Stretch, lanes: number, count: number) => void,
  ): void {
    let start = from;
    const counts = this.#lanes === 1 ? [] : [...new Set([unroll, 1])];
    for (const count of counts) {
      const step = this.#lanes * count;
      const length = binary('and', binary('sub', to, start), constant(-step));
      const end = this.#b.let(binary('add', start, length));
      part({ from: start, to: end }, this.#lanes, count);
      start = end;
    }
    part({ from: start, to }, 1, 1);
  }
}

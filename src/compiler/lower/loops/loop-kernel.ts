/**
 * Writes the kernel of a loop job: nested loops, each term at the outermost loop where it can
 * stand, the vector's dim in whole vectors with a scalar remainder, accumulators for reductions.
 */

import { bytesOf } from '../../../graph/dtype.js';
import { add, binary, constant, KernelBuilder, mul } from '../../../kernel/builder.js';
import { pairBytes } from '../../../kernel/exact-total.js';
import type { Expr, Kernel, Target } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopItem } from '../../schedule/job.js';
import { SUM_UNROLL } from '../../schedule/sum-order.js';
import { Totals, type TotalsForm } from './accumulators.js';
import { asNumber } from './emit-term.js';
import { type LoopArgs, nameArgs } from './loop-args.js';
import type { FissionPlan } from './loop-fission.js';
import { type LoopLayout, stagesOf } from './loop-layout.js';
import { type Point, TermWriter } from './loop-terms.js';
import { type TransposedOperand, TransposedTiles } from './transposed-tiles.js';
import { type Stretch, VectorLoops } from './vector-loops.js';

/**
 * Kernels of more operands than this would run out of registers if several columns were summed at a
 * time.
 */
const UNROLL_OPERANDS = 8;

/** One stage of a row whose sums run along the vector. */
interface Row {
  readonly point: Point;
  readonly stage: number;
  readonly totals: readonly Totals[];
}

function reductions(items: readonly LoopItem[]): LoopItem[] {
  return items.filter((item) => item.kind === 'reduce');
}

/**
 * Lanes to work with: a vector's when all is 32 bits wide, else 1. Sums along less than a vector
 * have a kernel without any; maps share one for all sizes, which counts where many are run at once.
 */
export function vectorLanes(layout: LoopLayout, target: Target): number {
  const dim = layout.dims[layout.vector];
  if (dim === undefined || (layout.mode !== 'map' && dim.size < target.lanes)) return 1;
  return layout.terms.some((term) => bytesOf(term.dtype) !== 4) ? 1 : target.lanes;
}

/** What a kernel's code depends on. */
export interface LoopForm {
  readonly layout: LoopLayout;
  readonly lanes: number;
  readonly plan: FissionPlan;
  /** Operands that tiles transpose; none where there are no tiles. */
  readonly transposed: readonly TransposedOperand[];
}

class LoopWriter {
  readonly #b = new KernelBuilder();
  readonly #layout: LoopLayout;
  readonly #args: LoopArgs;
  readonly #terms: TermWriter;
  readonly #lanes: number;
  /** Vectors of sums that one step of an outer loop works on. */
  readonly #columns: number;
  readonly #stages: readonly (readonly LoopItem[])[];
  readonly #loops: VectorLoops;
  readonly #tiles: TransposedTiles | null;

  constructor({ layout, lanes, plan, transposed }: LoopForm) {
    this.#layout = layout;
    this.#lanes = lanes;
    this.#args = nameArgs(layout, (_index, type) => this.#b.arg(type));
    this.#terms = new TermWriter(this.#b, layout, this.#args, plan);
    const context = { builder: this.#b, layout, terms: this.#terms, plan, lanes };
    this.#loops = new VectorLoops(context);
    this.#tiles =
      transposed.length > 0 ? new TransposedTiles(context, this.#args, transposed) : null;
    this.#stages = stagesOf(layout.items);
    const isLight = layout.operands.length <= UNROLL_OPERANDS;
    this.#columns = layout.mode === 'outer' && isLight ? SUM_UNROLL : 1;
  }

  write(name: string, key: string): Kernel {
    this.#nest(0, this.#terms.start());
    return this.#b.build(name, key);
  }

  /** The loops over kept dims from `d` inwards, and what is inside of them. */
  #nest(d: number, point: Point): void {
    const { mode, dims, vector: along } = this.#layout;
    const dim = dims[d];
    const isKept = dim !== undefined && !dim.reduced;
    if (!isKept && mode === 'inner') this.#inner(d, point);
    else if (!isKept) this.#finish([point], 1);
    else if (d === along - 1 && this.#tiles !== null) this.#tiled(this.#tiles, d, point);
    else if (d === along && mode === 'map') this.#loops.map(point, this.#bounds(d));
    else if (d === along) this.#vectorLoops(d, point);
    else {
      const all = this.#bounds(d);
      this.#scalarLoop(d, all, [point], 1, 0, (inner) => this.#nest(d + 1, at(inner, 0)));
    }
  }

  /** The two innermost loops in tiles, and what these leave row by row. */
  #tiled(tiles: TransposedTiles, d: number, point: Point): void {
    tiles.write(point, this.#bounds(d), (rows, columns) => {
      this.#b.loop(rows.from, rows.to, 1, (index) => {
        const row = at(this.#terms.moved(d, [point], index), 0);
        this.#terms.uniformTerms(d, row, 0);
        this.#loops.map(row, columns);
      });
    });
  }

  /** From and to of a loop: the outermost kept dim is cut between threads. */
  #bounds(d: number): Stretch {
    const isParallel = d === 0 && !at(this.#layout.dims, 0).reduced;
    if (isParallel) return { from: this.#b.range('lo'), to: this.#b.range('hi') };
    return { from: constant(0), to: at(this.#args.sizes, d) };
  }

  /** A reduced dim piece by piece, if it is cut: totals are put aside after each. */
  #pieces(d: number, totals: readonly Totals[], body: (piece: Stretch) => void): void {
    const all = this.#bounds(d);
    if (at(this.#layout.dims, d).cut === 0) {
      body(all);
      return;
    }
    const b = this.#b;
    const cut = this.#args.cut(d);
    const most = add(all.to, binary('sub', cut, constant(1)));
    b.loop(constant(0), binary('div', most, cut), 1, (piece) => {
      const from = b.let(mul(piece, cut));
      body({ from, to: b.let(binary('min', add(from, cut), all.to)) });
      for (const total of totals) total.putAside();
    });
  }

  #scalarLoop(
    d: number,
    { from, to }: Stretch,
    points: readonly Point[],
    lanes: number,
    stage: number,
    body: (points: Point[]) => void,
  ): void {
    this.#b.loop(from, to, 1, (index) => {
      const inner = this.#terms.moved(d, points, index);
      for (const point of inner) {
        this.#terms.uniformTerms(d, point, stage);
        this.#terms.varyingTerms(d, point, lanes, stage);
      }
      body(inner);
    });
  }

  /** The kept dim of the vector: several vectors at a time, then one, then single elements. */
  #vectorLoops(d: number, point: Point): void {
    this.#loops.steps(this.#bounds(d), this.#columns, ({ from, to }, lanes, count) => {
      if (lanes > 1) this.#terms.widen(point, lanes);
      this.#b.loop(from, to, lanes * count, (index) => {
        const inner = at(this.#terms.moved(d, [point], index), 0);
        const points = this.#spread(inner, d, lanes, count, 0);
        this.#finish(points, lanes);
      });
    });
  }

  /** `count` points, a vector apart, with the terms of level `d`. */
  #spread(point: Point, d: number, lanes: number, count: number, stage: number): Point[] {
    this.#terms.uniformTerms(d, point, stage);
    return Array.from({ length: count }, (_, u) => {
      const shifted = this.#terms.shifted(point, u * lanes);
      this.#terms.varyingTerms(d, shifted, lanes, stage);
      return shifted;
    });
  }

  /** What is inside of the kept loops, unless the vector runs along a reduced dim. */
  #finish(points: readonly Point[], lanes: number): void {
    this.#stages.forEach((items, stage) => {
      if (stage > 0) for (const point of points) this.#terms.betweenStages(point, lanes, stage);
      if (this.#layout.mode === 'map')
        for (const point of points) this.#terms.storeAll(items, point, lanes);
      else this.#outer(items, stage, points, lanes);
    });
  }

  /** One stage with a total in each lane: the reduced loops are inside. */
  #outer(items: readonly LoopItem[], stage: number, points: readonly Point[], lanes: number): void {
    const totals = this.#totals(items, { lanes, count: points.length, parts: points.length });
    const inward = (d: number, inner: readonly Point[]): void => {
      if (d < this.#layout.dims.length) {
        this.#pieces(d, totals, (piece) => {
          this.#scalarLoop(d, piece, inner, lanes, stage, (next) => inward(d + 1, next));
        });
        return;
      }
      inner.forEach((point, u) => {
        for (const total of totals) this.#accumulate(total, u, point, lanes);
        this.#terms.storeAll(items, point, lanes);
      });
    };
    inward(this.#layout.vector + 1, points);
    for (const total of totals) {
      points.forEach((point, u) => {
        this.#conclude(total.item, total.value(u), point, lanes);
      });
    }
  }

  /** A finished total goes to memory and to the stages after it. */
  #conclude(item: LoopItem, value: Expr, point: Point, lanes: number): void {
    const number = this.#b.let(value);
    this.#terms.store(item, number, point, lanes);
    this.#terms.setResult(item, number, point);
  }

  #totals(items: readonly LoopItem[], form: Omit<TotalsForm, 'isCut' | 'memory'>): Totals[] {
    const isCut = this.#layout.dims.some((dim) => dim.cut > 0);
    // Many columns leave no registers, and hand nothing over.
    const isOuter = this.#layout.mode === 'outer';
    const bytes = form.parts * pairBytes(form.lanes);
    return reductions(items).map((item, i) => {
      const memory = isCut && isOuter ? add(this.#b.scratch(), constant(i * bytes)) : null;
      return new Totals(this.#b, item, { ...form, isCut, memory });
    });
  }

  /** The stages when the vector runs along the last reduced dim; `d` is the first of them. */
  #inner(d: number, point: Point): void {
    this.#stages.forEach((items, stage) => {
      if (stage > 0) this.#terms.betweenStages(point, 1, stage);
      if (items.length === 0) return;
      const totals = this.#totals(items, { lanes: this.#lanes, count: SUM_UNROLL, parts: 1 });
      if (this.#lanes > 1) this.#terms.widen(point, this.#lanes);
      this.#reducedLoops(d, { point, stage, totals });
      for (const total of totals) this.#conclude(total.item, total.joined(), point, 1);
    });
  }

  #reducedLoops(d: number, row: Row): void {
    const { dims, vector: along } = this.#layout;
    const { point, stage, totals } = row;
    if (dims[d] === undefined) {
      this.#accumulateAll(totals, at(this.#stages, stage), -1, point, 1);
      return;
    }
    this.#pieces(d, totals, (piece) => {
      if (d !== along) {
        this.#scalarLoop(d, piece, [point], 1, stage, (inner) =>
          this.#reducedLoops(d + 1, { ...row, point: at(inner, 0) }),
        );
        return;
      }
      this.#loops.stage(stage, point, piece, (each, items, u, lanes) => {
        this.#accumulateAll(totals, items, u, each, lanes);
      });
    });
  }

  #accumulateAll(
    totals: readonly Totals[],
    items: readonly LoopItem[],
    which: number,
    point: Point,
    lanes: number,
  ): void {
    for (const total of totals) {
      if (items.includes(total.item)) this.#accumulate(total, which, point, lanes);
    }
    this.#terms.storeAll(items, point, lanes);
  }

  #accumulate(total: Totals, which: number, point: Point, lanes: number): void {
    total.add(which, asNumber(this.#terms.value(total.item.term, point, lanes)));
  }
}

/** Writes a kernel; `key` names its structure. */
export function writeLoopKernel(form: LoopForm, name: string, key: string): Kernel {
  return new LoopWriter(form).write(name, key);
}

/**
 * Writes the values of terms, and the stores, at one point of the loops of a fused kernel. Which
 * points there are is the business of `loop-kernel.ts`.
 */

import { internal } from '../../../errors.js';
import { bytesOf } from '../../../graph/dtype.js';
import { add, type KernelBuilder, load, mul, splat } from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';
import { uniform } from '../../../kernel/uniform.js';
import { at } from '../../../list.js';
import type { LoopItem } from '../../schedule/job.js';
import { argsOf, type Term, termOrder } from '../../schedule/term.js';
import { scalarOf } from '../launch.js';
import { asMask, asNumber, emitOp } from './emit-term.js';
import { noteWhereFalse } from './fault.js';
import type { LoopArgs } from './loop-args.js';
import type { FissionPlan, SubLoop } from './loop-fission.js';
import { keptOf, type LoopLayout, stagesOf } from './loop-layout.js';
import { LoopOperands, type Places } from './loop-operands.js';

/** One point of the loops, or as many as a vector has lanes. */
export interface Point extends Places {
  /** Values of terms, known so far; `wide` holds those repeated to a whole vector. */
  readonly values: Map<Term, Expr>;
  readonly wide: Map<Term, Expr>;
}

/** Writes terms into the kernel of one layout. */
export class TermWriter {
  readonly #b: KernelBuilder;
  readonly #layout: LoopLayout;
  readonly #args: LoopArgs;
  /** Outermost loop at which each term can stand, -1 before all of them. */
  readonly #levels = new Map<Term, number>();
  /** The first stage in which a term can stand: after the sums that it uses. */
  readonly #stages = new Map<Term, number>();
  /** Terms that each stage needs. */
  readonly #needed: readonly ReadonlySet<Term>[];
  /** Terms whose lanes differ from each other. */
  readonly #varying = new Set<Term>();
  readonly #operands: LoopOperands;
  readonly #slots: FissionPlan['slots'];
  readonly #keptDims: number;

  constructor(b: KernelBuilder, layout: LoopLayout, args: LoopArgs, { slots }: FissionPlan) {
    this.#b = b;
    this.#layout = layout;
    this.#args = args;
    this.#slots = slots;
    this.#keptDims = keptOf(layout.dims);
    this.#operands = new LoopOperands(b, layout, args);
    for (const term of layout.terms) this.#placeTerm(term);
    this.#needed = stagesOf(layout.items).map(
      (items) => new Set(termOrder(items.map((item) => item.term))),
    );
  }

  #placeTerm(term: Term): void {
    const { dims, vector: along, items } = this.#layout;
    const operand = this.#operands.find(term);
    let level = -1;
    let stage = 0;
    let varies = false;
    if (term.kind === 'result') {
      level = this.#keptDims - 1;
      stage = 1 + (items.find((item) => item.target === term.source)?.stage ?? 0);
      varies = along === level && along >= 0;
    }
    dims.forEach((dim, d) => {
      if (operand === undefined || at(dim.strides, operand) === 0) return;
      level = d;
      if (d === along) varies = true;
    });
    for (const arg of argsOf(term)) {
      level = Math.max(level, this.#levels.get(arg) ?? -1);
      stage = Math.max(stage, this.#stages.get(arg) ?? 0);
      varies ||= this.#varying.has(arg);
    }
    this.#levels.set(term, level);
    this.#stages.set(term, stage);
    if (varies) this.#varying.add(term);
  }

  /** The point before all loops. */
  start(): Point {
    const point = { values: new Map(), wide: new Map(), places: this.#args.bases, shift: 0 };
    this.uniformTerms(-1, point, 0);
    return point;
  }

  /** The points moved to `index` of dim `d`; they share their places. */
  moved(d: number, points: readonly Point[], index: Expr): Point[] {
    const { places } = at(points, 0);
    const strides = at(this.#args.strides, d);
    const inner = places.map((place, k) => {
      const stride = strides[k] ?? null;
      return stride === null ? place : this.#b.let(add(place, mul(index, stride)));
    });
    return points.map(({ values, wide, shift }) => {
      return { values: new Map(values), wide: new Map(wide), places: inner, shift };
    });
  }

  /** The same point, `shift` elements further along the vector's dim. */
  shifted(point: Point, shift: number): Point {
    return { ...point, values: new Map(point.values), wide: new Map(point.wide), shift };
  }

  /** Whether a term is to be written at this loop, which a stage runs or all of them share. */
  #isDue(term: Term, level: number, stage: number): boolean {
    if (this.#levels.get(term) !== level) return false;
    return level < this.#keptDims
      ? this.#stages.get(term) === stage
      : at(this.#needed, stage).has(term);
  }

  /** Writes the terms of a level that are equal in all lanes. */
  uniformTerms(level: number, point: Point, stage: number): void {
    for (const term of this.#layout.terms) {
      if (this.#varying.has(term) || !this.#isDue(term, level, stage)) continue;
      if (term.kind === 'result') continue;
      point.values.set(term, this.#b.let(this.#value(term, point, 1)));
    }
  }

  /** Writes the terms of a level whose lanes differ, `lanes` at a time. */
  varyingTerms(level: number, point: Point, lanes: number, stage: number): void {
    for (const term of this.#layout.terms) {
      if (!this.#varying.has(term) || !this.#isDue(term, level, stage)) continue;
      if (term.kind === 'result') continue;
      point.values.set(term, this.#b.let(this.#value(term, point, lanes)));
    }
  }

  /**
   * Writes what a sub-loop computes at a point; `scratch` is where the values of that index are
   * kept.
   */
  writeTerms(subLoop: SubLoop, point: Point, lanes: number, scratch: Expr): void {
    for (const term of this.#layout.terms) {
      if (subLoop.restored.has(term)) {
        const value = load(scalarOf[term.dtype], scratch, this.#kept(term, point), lanes);
        point.values.set(term, this.#b.let(this.#fromMemory(term, value)));
      } else if (subLoop.computed.has(term) && !point.values.has(term)) {
        const value = this.#b.let(this.#value(term, point, lanes));
        point.values.set(term, value);
        if (subLoop.saved.has(term))
          this.#b.store(scratch, asNumber(value), this.#kept(term, point));
      }
    }
  }

  /** Offset in scratch memory of a term that sub-loops hand over. */
  #kept(term: Term, point: Point): number {
    return (this.#slots.get(term) ?? 0) + point.shift * bytesOf(term.dtype);
  }

  /** Makes the sum of an item known to the stages after it, with all that follows from it. */
  setResult(item: LoopItem, value: Expr, point: Point): void {
    for (const term of this.#layout.terms) {
      if (term.kind === 'result' && term.source === item.target) point.values.set(term, value);
    }
  }

  /** Writes what stands outside of the reduced loops, but after the sums of the stage before. */
  betweenStages(point: Point, lanes: number, stage: number): void {
    for (let level = -1; level < this.#keptDims; level++) {
      this.uniformTerms(level, point, stage);
      this.varyingTerms(level, point, lanes, stage);
    }
  }

  /** Repeats what is known and equal in all lanes to whole vectors, once for the loops inside. */
  widen(point: Point, lanes: number): void {
    const needed = new Set<Term>();
    for (const term of this.#layout.terms) {
      if (this.#varying.has(term)) for (const arg of argsOf(term)) needed.add(arg);
    }
    for (const [term, value] of point.values) {
      const isMask = value.type.scalar === 'mask';
      if (value.type.lanes === lanes || isMask || point.wide.has(term)) continue;
      if (!needed.has(term)) continue;
      point.wide.set(term, this.#b.let(splat(value, lanes)));
    }
  }

  /** The value of a term, in all of `lanes`. */
  value(term: Term, point: Point, lanes: number): Expr {
    const value = point.values.get(term);
    if (value === undefined) throw internal(`a ${term.kind} has no value yet`);
    if (value.type.lanes === lanes) return value;
    const wide = point.wide.get(term);
    if (wide !== undefined) return wide;
    if (value.type.scalar === 'mask') return asMask(splat(asNumber(value), lanes));
    return splat(value, lanes);
  }

  /** Writes a value to the item's place. */
  store(item: LoopItem, value: Expr, point: Point, lanes: number): void {
    if (item.isStored) this.#operands.store(item, asNumber(value), point, lanes);
  }

  /** Writes the values of those items that are no reductions. */
  storeAll(items: readonly LoopItem[], point: Point, lanes: number): void {
    for (const item of items) {
      if (item.kind === 'store')
        this.store(item, this.value(item.term, point, lanes), point, lanes);
    }
  }

  #value(term: Term, point: Point, lanes: number): Expr {
    switch (term.kind) {
      case 'scalar':
      case 'constant':
        return this.#fromMemory(term, this.#args.scalar(term));
      case 'load':
        return this.#fromMemory(term, this.#operands.load(term, point, lanes));
      case 'index':
        return this.#operands.index(term, point, lanes);
      case 'random': {
        const index = this.#operands.index(term, point, lanes);
        return uniform(this.#b, this.#args.random(term), index, scalarOf[term.dtype]);
      }
      case 'result':
        throw internal('a result is no term to compute');
      case 'gather': {
        const isRow = !this.#varying.has(term.pick) && this.#operands.isUnit(term);
        const pick = this.value(term.pick, point, isRow ? 1 : lanes);
        return this.#fromMemory(
          term,
          isRow
            ? this.#operands.gatherRow(term, pick, point, lanes)
            : this.#operands.gatherEach(term, pick, point, lanes),
        );
      }
      case 'op': {
        const args = term.args.map((arg) => this.value(arg, point, lanes));
        return emitOp(this.#b, term.op, args, term.dtype);
      }
      case 'ensure': {
        const [x, holds, near] = term.args.map((arg) => this.value(arg, point, lanes));
        if (!x || !holds || !near) throw internal('an ensure of too little');
        noteWhereFalse(this.#b, holds, { x, near }, this.#args.site(term), this.#args.fault());
        return x;
      }
    }
  }

  /** A bool is a number in memory and a mask in a kernel. */
  #fromMemory(term: Term, value: Expr): Expr {
    return term.dtype === 'bool' ? asMask(value) : value;
  }
}

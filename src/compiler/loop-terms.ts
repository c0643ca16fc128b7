/**
 * Writes the values of terms, and the stores, at one point of the loops of a fused kernel. Which
 * points there are is the business of `loop-kernel.ts`.
 */

import { internal } from '../errors.js';
import { bytesOf } from '../graph/dtype.js';
import {
  add,
  binary,
  compare,
  constant,
  type KernelBuilder,
  lane,
  load,
  mul,
  splat,
  vector,
} from '../kernel/builder.js';
import type { Expr } from '../kernel/ir.js';
import { uniform } from '../kernel/uniform.js';
import { at } from '../list.js';
import { asMask, asNumber, emitOp, scalarOf } from './emit-term.js';
import type { LoopItem } from './job.js';
import type { LoopArgs } from './loop-args.js';
import { keptOf, type LoopLayout, unitOf } from './loop-layout.js';
import { argsOf, type Term, termOrder } from './term.js';

/** One point of the loops, or as many as a vector has lanes. */
export interface Point {
  /** Values of terms, known so far; `wide` holds those repeated to a whole vector. */
  readonly values: Map<Term, Expr>;
  readonly wide: Map<Term, Expr>;
  /** Byte address of operands in memory, element index of the others, at shift 0. */
  readonly places: readonly Expr[];
  /** Elements that this point is beyond `places` along the vector's dim. */
  readonly shift: number;
}

/** The items by their stage. */
export function stagesOf(items: readonly LoopItem[]): LoopItem[][] {
  const count = 1 + Math.max(...items.map((item) => item.stage));
  return Array.from({ length: count }, (_, stage) => items.filter((item) => item.stage === stage));
}

type GatherTerm = Extract<Term, { kind: 'gather' }>;

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
  readonly #operandOf = new Map<Term | LoopItem, number>();
  readonly #kept: number;

  constructor(b: KernelBuilder, layout: LoopLayout, args: LoopArgs) {
    this.#b = b;
    this.#layout = layout;
    this.#args = args;
    this.#kept = keptOf(layout.dims);
    layout.operands.forEach((operand, k) => this.#operandOf.set(operand.of, k));
    for (const term of layout.terms) this.#placeTerm(term);
    this.#needed = stagesOf(layout.items).map(
      (items) => new Set(termOrder(items.map((item) => item.term))),
    );
  }

  #placeTerm(term: Term): void {
    const { dims, vector: along, items } = this.#layout;
    const operand = this.#operandOf.get(term);
    let level = -1;
    let stage = 0;
    let varies = false;
    if (term.kind === 'result') {
      level = this.#kept - 1;
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
    return level < this.#kept
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

  /** Makes the sum of an item known to the stages after it, with all that follows from it. */
  setResult(item: LoopItem, value: Expr, point: Point): void {
    for (const term of this.#layout.terms) {
      if (term.kind === 'result' && term.source === item.target) point.values.set(term, value);
    }
  }

  /** Writes what stands outside of the reduced loops, but after the sums of the stage before. */
  betweenStages(point: Point, lanes: number, stage: number): void {
    for (let level = -1; level < this.#kept; level++) {
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
    if (!item.isStored) return;
    const k = this.#operand(item);
    const number = asNumber(value);
    if (lanes === 1 || this.#constantStep(k) === bytesOf(item.term.dtype)) {
      this.#b.store(this.#place(point, k), number);
      return;
    }
    const whole = this.#b.let(number);
    for (let i = 0; i < lanes; i++) this.#b.store(this.#place(point, k, i), lane(whole, i));
  }

  #operand(of: Term | LoopItem): number {
    const k = this.#operandOf.get(of);
    if (k === undefined) throw internal('an operand without a place');
    return k;
  }

  /** Distance of neighbours along the vector in bytes, when the kernel's code may rely on it. */
  #constantStep(k: number): number | null {
    const stride = this.#layout.dims[this.#layout.vector]?.strides[k] ?? 0;
    if (stride !== 0 && stride !== 1) return null;
    return stride * unitOf(at(this.#layout.operands, k));
  }

  /** Address (or index) of an operand at a point, `i` elements further along the vector. */
  #place(point: Point, k: number, i = 0): Expr {
    const place = at(point.places, k);
    const elements = point.shift + i;
    if (elements === 0) return place;
    const step = this.#constantStep(k);
    if (step !== null) return add(place, constant(elements * step));
    const stride = this.#args.strides[this.#layout.vector]?.[k];
    return stride ? add(place, mul(constant(elements), stride)) : place;
  }

  #value(term: Term, point: Point, lanes: number): Expr {
    switch (term.kind) {
      case 'scalar':
      case 'constant':
        return this.#fromMemory(term, this.#args.scalar(term));
      case 'load':
        return this.#fromMemory(term, this.#lanesAt(term, point, lanes));
      case 'index':
        return this.#index(term, point, lanes);
      case 'random': {
        const index = this.#index(term, point, lanes);
        return uniform(this.#b, this.#args.random(term), index, scalarOf[term.dtype]);
      }
      case 'result':
        throw internal('a result is no term to compute');
      case 'gather':
        return this.#fromMemory(term, this.#gather(term, point, lanes));
      case 'op': {
        const args = term.args.map((arg) => this.value(arg, point, lanes));
        return emitOp(this.#b, term.op, args, term.dtype);
      }
    }
  }

  /** A bool is a number in memory and a mask in a kernel. */
  #fromMemory(term: Term, value: Expr): Expr {
    return term.dtype === 'bool' ? asMask(value) : value;
  }

  #lanesAt(term: Term, point: Point, lanes: number): Expr {
    const k = this.#operand(term);
    const scalar = scalarOf[term.dtype];
    if (lanes === 1) return load(scalar, this.#place(point, k));
    if (this.#constantStep(k) === bytesOf(term.dtype)) {
      return load(scalar, this.#place(point, k), 0, lanes);
    }
    return vector(eachLane(lanes, (i) => load(scalar, this.#place(point, k, i))));
  }

  /** The flat index of each lane. */
  #index(term: Term, point: Point, lanes: number): Expr {
    const k = this.#operand(term);
    if (lanes === 1) return this.#place(point, k);
    return vector(eachLane(lanes, (i) => this.#place(point, k, i)));
  }

  #gather(term: GatherTerm, point: Point, lanes: number): Expr {
    const k = this.#operand(term);
    const scalar = scalarOf[term.dtype];
    const step = this.#args.pickStride(term);
    if (this.#varying.has(term.pick) || this.#constantStep(k) !== bytesOf(term.dtype)) {
      const picks = this.value(term.pick, point, lanes);
      const parts = eachLane(lanes, (i) => {
        const pick = this.#checked(term, lane(picks, i));
        return this.#b.let(load(scalar, add(this.#place(point, k, i), mul(pick, step))));
      });
      return lanes === 1 ? at(parts, 0) : vector(parts);
    }
    const pick = this.#checked(term, this.value(term.pick, point, 1));
    return load(scalar, add(this.#b.let(mul(pick, step)), this.#place(point, k)), 0, lanes);
  }

  /** The index, or 0 and a note in the fault record when it is out of range. */
  #checked(term: GatherTerm, pick: Expr): Expr {
    const b = this.#b;
    const safe = b.local(pick.type);
    b.set(safe, pick);
    // Signed comparison with the top bit flipped is unsigned: a negative index is a large one.
    const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000));
    b.if(compare('ge', flip(b.get(safe)), flip(this.#args.pickSize(term))), () => {
      b.store(this.#args.fault(), this.#args.site(term));
      b.store(this.#args.fault(), b.get(safe), 4);
      b.set(safe, constant(0));
    });
    return b.get(safe);
  }
}

function eachLane(lanes: number, part: (i: number) => Expr): Expr[] {
  return Array.from({ length: lanes }, (_, i) => part(i));
}

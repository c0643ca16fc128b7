/**
 * Writes the kernel of a loop job: nested loops, each term at the outermost loop where it can stand,
 * the innermost dim in vectors with a scalar remainder, accumulators for reductions.
 */

import { internal } from '../errors.js';
import { bytesOf } from '../graph/dtype.js';
import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  lane,
  load,
  mul,
  splat,
  vector,
} from '../kernel/builder.js';
import type { Expr, Kernel, Local, Target } from '../kernel/ir.js';
import { uniform } from '../kernel/uniform.js';
import { asMask, asNumber, emitOp, emitReduce, reduceStart, scalarOf } from './emit-term.js';
import type { LoopItem } from './job.js';
import { type LoopArgs, nameArgs } from './loop-args.js';
import { type LoopDim, type LoopLayout, type Operand, unitOf } from './loop-layout.js';
import type { Term } from './term.js';

/** Vectors that one step of a vector loop works on when it sums, to hide the latency of adding. */
const SUM_UNROLL = 4;

/** Values at one point of the loops: of terms, and the position of each operand. */
interface Scope {
  readonly values: Map<Term, Expr>;
  /** Byte address of operands in memory, element index of the others. */
  readonly places: readonly Expr[];
}

interface Accumulator {
  readonly item: LoopItem;
  /** Lane-wise totals of the vector loop, and the total of the scalar remainder. */
  readonly lanes: readonly Local[];
  readonly rest: Local;
}

/** Whether the kernel can work on vectors: 32-bit lanes only, and at least one whole vector. */
export function vectorLanes(layout: LoopLayout, target: Target): number {
  const dim = layout.dims[layout.vector];
  if (dim === undefined || dim.size < target.lanes) return 1;
  const isWide = layout.terms.some((term) => bytesOf(term.dtype) !== 4);
  return isWide ? 1 : target.lanes;
}

class LoopWriter {
  readonly #b = new KernelBuilder();
  readonly #layout: LoopLayout;
  readonly #args: LoopArgs;
  readonly #lanes: number;
  /** Outermost loop at which each term can stand, -1 before all of them. */
  readonly #levels = new Map<Term, number>();
  readonly #alongVector = new Set<Term>();
  readonly #placeOf = new Map<Term | LoopItem, number>();

  constructor(layout: LoopLayout, lanes: number) {
    this.#layout = layout;
    this.#lanes = lanes;
    this.#args = nameArgs(this.#b, layout);
    layout.operands.forEach((operand, k) => this.#placeOf.set(operand.of, k));
    for (const term of layout.terms) this.#placeTerm(term);
  }

  #placeTerm(term: Term): void {
    const { dims, vector: along } = this.#layout;
    const place = this.#placeOf.get(term);
    let level = -1;
    let moves = false;
    if (place !== undefined) {
      dims.forEach((dim, d) => {
        if ((dim.strides[place] ?? 0) === 0) return;
        level = Math.max(level, d);
        if (d === along) moves = true;
      });
    }
    const args = term.kind === 'op' ? term.args : term.kind === 'gather' ? [term.pick] : [];
    for (const arg of args) {
      level = Math.max(level, this.#levels.get(arg) ?? -1);
      moves ||= this.#alongVector.has(arg);
    }
    this.#levels.set(term, level);
    if (moves) this.#alongVector.add(term);
  }

  write(name: string, key: string): Kernel {
    const places = this.#layout.operands.map((_, k) => this.#args.bases[k] as Expr);
    const scope: Scope = { values: new Map(), places };
    this.#termsAt(-1, scope, 1);
    this.#nest(0, scope);
    return this.#b.build(name, key);
  }

  /** Values of the terms that belong to `level`, `lanes` at a time if they move with the vector. */
  #termsAt(level: number, scope: Scope, lanes: number): void {
    for (const term of this.#layout.terms) {
      if (this.#levels.get(term) !== level) continue;
      const width = this.#alongVector.has(term) ? lanes : 1;
      scope.values.set(term, this.#b.let(this.#value(term, scope, width)));
    }
  }

  /** The loops from dim `d` inwards. */
  #nest(d: number, scope: Scope): void {
    const { mode, dims, vector: along } = this.#layout;
    const dim = dims[d];
    const startsSums =
      mode === 'inner' && (dim === undefined || dim.reduced) && !dims[d - 1]?.reduced;
    if (startsSums) return this.#summed(d, scope);
    if (dim === undefined) return this.#store(scope, 1);
    if (d === along) return this.#vectorLoop(d, scope);
    this.#scalarLoop(d, scope, (inner) => this.#nest(d + 1, inner));
  }

  #bounds(d: number): [from: Expr, to: Expr] {
    const isParallel = d === 0 && !(this.#layout.dims[0] as LoopDim).reduced;
    if (isParallel) return [this.#b.range('lo'), this.#b.range('hi')];
    return [constant(0), this.#args.sizes[d] as Expr];
  }

  #scalarLoop(d: number, scope: Scope, body: (inner: Scope) => void): void {
    const [from, to] = this.#bounds(d);
    this.#b.loop(from, to, 1, (index) => {
      const inner = this.#moved(d, scope, index);
      this.#termsAt(d, inner, 1);
      body(inner);
    });
  }

  /** The scope at one index of dim `d`. */
  #moved(d: number, scope: Scope, index: Expr): Scope {
    const places = scope.places.map((place, k) => {
      const stride = this.#args.strides[d]?.[k];
      return stride === undefined || stride === null
        ? place
        : this.#b.let(add(place, mul(index, stride)));
    });
    return { values: new Map(scope.values), places };
  }

  /** The kept dim of the vector: whole vectors, then the rest one by one. */
  #vectorLoop(d: number, scope: Scope): void {
    const [from, to] = this.#bounds(d);
    const body = (lanes: number) => (index: Expr) => {
      const inner = this.#moved(d, scope, index);
      this.#termsAt(d, inner, lanes);
      if (this.#layout.mode === 'outer') this.#sumsPerLane(d + 1, inner, lanes);
      else this.#store(inner, lanes);
    };
    const middle = this.#wholeVectors(from, to, this.#lanes);
    if (this.#lanes > 1) this.#b.loop(from, middle, this.#lanes, body(this.#lanes));
    this.#b.loop(middle, to, 1, body(1));
  }

  /** End of the last whole group of `step` elements between two bounds. */
  #wholeVectors(from: Expr, to: Expr, step: number): Expr {
    if (step === 1) return from;
    const whole = binary('and', binary('sub', to, from), constant(-step));
    return this.#b.let(binary('add', from, whole));
  }

  #accumulator(item: LoopItem, lanes: number, unroll: number): Accumulator {
    const scalar = scalarOf[item.term.dtype];
    const start = (width: number): Local => {
      const value = reduceStart(item.op ?? 'sum', scalar, width);
      const local = this.#b.local(value.type);
      this.#b.set(local, value);
      return local;
    };
    return {
      item,
      lanes: Array.from({ length: unroll }, () => start(lanes)),
      rest: start(1),
    };
  }

  #reductions(): readonly LoopItem[] {
    return this.#layout.operands.flatMap(({ of }) =>
      'target' in of && of.kind === 'reduce' ? [of] : [],
    );
  }

  /** Mode `outer`: one total per lane, the reduced loops inside. */
  #sumsPerLane(first: number, scope: Scope, lanes: number): void {
    const sums = this.#reductions().map((item) => this.#accumulator(item, lanes, 1));
    const inward = (d: number, at: Scope): void => {
      if (d < this.#layout.dims.length)
        this.#scalarLoop2(d, at, lanes, (inner) => inward(d + 1, inner));
      else this.#accumulate(sums, 0, at, lanes);
    };
    inward(first, scope);
    for (const { item, lanes: totals } of sums) {
      this.#write(item, this.#b.get(totals[0] as Local), scope, lanes);
    }
  }

  /** A reduced loop inside a vector: terms may be as wide as the vector. */
  #scalarLoop2(d: number, scope: Scope, lanes: number, body: (inner: Scope) => void): void {
    this.#b.loop(constant(0), this.#args.sizes[d] as Expr, 1, (index) => {
      const inner = this.#moved(d, scope, index);
      this.#termsAt(d, inner, lanes);
      body(inner);
    });
  }

  /** Mode `inner`: the reduced dims from `d` on, with the vector along the last. */
  #summed(d: number, scope: Scope): void {
    const unroll = this.#layout.operands.length <= 6 ? SUM_UNROLL : 1;
    const sums = this.#reductions().map((item) => this.#accumulator(item, this.#lanes, unroll));
    this.#reducedLoops(d, scope, sums);
    for (const { item, lanes, rest } of sums) {
      const op = item.op ?? 'sum';
      let total = this.#b.get(rest);
      if (this.#lanes > 1) {
        const whole = lanes.map((local) => this.#b.get(local));
        const joined = this.#b.let(whole.reduce((a, x) => emitReduce(this.#b, op, a, x)));
        for (let i = 0; i < this.#lanes; i++)
          total = emitReduce(this.#b, op, total, lane(joined, i));
      }
      this.#write(item, total, scope, 1);
    }
  }

  #reducedLoops(d: number, scope: Scope, sums: readonly Accumulator[]): void {
    const dim = this.#layout.dims[d];
    if (dim === undefined) return this.#accumulate(sums, -1, scope, 1);
    if (d !== this.#layout.vector) {
      return this.#scalarLoop(d, scope, (inner) => this.#reducedLoops(d + 1, inner, sums));
    }
    const to = this.#args.sizes[d] as Expr;
    const step = (from: Expr, end: Expr, unroll: number): void => {
      this.#b.loop(from, end, this.#lanes * unroll, (index) => {
        for (let u = 0; u < unroll; u++) {
          const inner = this.#moved(d, scope, add(index, constant(u * this.#lanes)));
          this.#termsAt(d, inner, this.#lanes);
          this.#accumulate(sums, u, inner, this.#lanes);
        }
      });
    };
    let from = constant(0);
    const unroll = sums[0]?.lanes.length ?? 1;
    for (const width of this.#lanes > 1 ? new Set([unroll, 1]) : []) {
      const middle = this.#wholeVectors(from, to, this.#lanes * width);
      step(from, middle, width);
      from = middle;
    }
    this.#b.loop(from, to, 1, (index) => {
      const inner = this.#moved(d, scope, index);
      this.#termsAt(d, inner, 1);
      this.#accumulate(sums, -1, inner, 1);
    });
  }

  /** Adds the terms at this place to the totals, and writes what is stored along the way. */
  #accumulate(sums: readonly Accumulator[], which: number, scope: Scope, lanes: number): void {
    for (const { item, lanes: totals, rest } of sums) {
      const total = which < 0 ? rest : (totals[which] as Local);
      const value = this.#wide(item.term, scope, total.type.lanes);
      this.#b.set(
        total,
        emitReduce(this.#b, item.op ?? 'sum', this.#b.get(total), asNumber(value)),
      );
    }
    this.#store(scope, lanes);
  }

  #store(scope: Scope, lanes: number): void {
    for (const { of } of this.#layout.operands) {
      if ('target' in of && of.kind === 'store') {
        this.#write(of, this.#wide(of.term, scope, lanes), scope, lanes);
      }
    }
  }

  /** The value of a term, repeated to `lanes` if it is the same in all of them. */
  #wide(term: Term, scope: Scope, lanes: number): Expr {
    const value = scope.values.get(term);
    if (value === undefined) throw internal(`a ${term.kind} has no value yet`);
    if (value.type.lanes === lanes) return value;
    return value.type.scalar === 'mask'
      ? asMask(splat(asNumber(value), lanes))
      : splat(value, lanes);
  }

  #write(item: LoopItem, value: Expr, scope: Scope, lanes: number): void {
    const k = this.#placeOf.get(item) as number;
    const place = scope.places[k] as Expr;
    const number = asNumber(value);
    const step = this.#vectorStep(k);
    const bytes = bytesOf(item.term.dtype);
    if (lanes === 1 || step === bytes) return this.#b.store(place, number);
    const whole = this.#b.let(number);
    this.#b.let(place);
    for (let i = 0; i < lanes; i++) this.#b.store(this.#lanePlace(place, k, i), lane(whole, i));
  }

  /** Byte (or index) distance of neighbours along the vector when it is a constant, else null. */
  #vectorStep(k: number): number | null {
    const { dims, vector: along, operands } = this.#layout;
    const stride = dims[along]?.strides[k] ?? 0;
    if (stride !== 0 && stride !== 1) return null;
    return stride * unitOf(operands[k] as Operand);
  }

  #lanePlace(place: Expr, k: number, i: number): Expr {
    if (i === 0) return place;
    const constantStep = this.#vectorStep(k);
    const { vector: along } = this.#layout;
    const step = constantStep === null ? this.#args.strides[along]?.[k] : constant(constantStep);
    return add(place, mul(constant(i), step as Expr));
  }

  #value(term: Term, scope: Scope, lanes: number): Expr {
    switch (term.kind) {
      case 'scalar':
      case 'constant':
        return this.#number(term);
      case 'load':
        return this.#load(term, scope, lanes);
      case 'index':
        return this.#index(term, scope, lanes);
      case 'random':
        return uniform(
          this.#b,
          this.#args.random(term),
          this.#index(term, scope, lanes),
          scalarOf[term.dtype],
        );
      case 'gather':
        return this.#gather(term, scope, lanes);
      case 'op': {
        const args = term.args.map((arg) => this.#wide(arg, scope, lanes));
        return emitOp(this.#b, term.op, args, term.dtype);
      }
    }
  }

  #number(term: Term): Expr {
    const value = this.#args.scalar(term);
    return term.dtype === 'bool' ? asMask(value) : value;
  }

  #load(term: Term, scope: Scope, lanes: number): Expr {
    const k = this.#placeOf.get(term) as number;
    const place = scope.places[k] as Expr;
    const scalar = scalarOf[term.dtype];
    const value = this.#lanesAt(scalar, place, k, lanes);
    return term.dtype === 'bool' ? asMask(value) : value;
  }

  #lanesAt(scalar: 'i32' | 'f32' | 'f64', place: Expr, k: number, lanes: number): Expr {
    if (lanes === 1) return load(scalar, place);
    if (this.#vectorStep(k) === 4) return load(scalar, place, 0, lanes);
    const parts = Array.from({ length: lanes }, (_, i) =>
      load(scalar, this.#lanePlace(place, k, i)),
    );
    return vector(parts);
  }

  /** The flat index of each lane. */
  #index(term: Term, scope: Scope, lanes: number): Expr {
    const k = this.#placeOf.get(term) as number;
    const place = scope.places[k] as Expr;
    if (lanes === 1) return place;
    return vector(Array.from({ length: lanes }, (_, i) => this.#lanePlace(place, k, i)));
  }

  #gather(term: Term & { kind: 'gather' }, scope: Scope, lanes: number): Expr {
    const k = this.#placeOf.get(term) as number;
    const place = scope.places[k] as Expr;
    const picks = this.#wide(term.pick, scope, this.#alongVector.has(term.pick) ? lanes : 1);
    const scalar = scalarOf[term.dtype];
    const addressOf = (pick: Expr, at: Expr): Expr => {
      const safe = this.#checked(term, pick);
      return add(at, mul(safe, this.#args.pickStride(term)));
    };
    let value: Expr;
    if (picks.type.lanes === 1) {
      value = this.#lanesAt(scalar, this.#b.let(addressOf(picks, place)), k, lanes);
    } else {
      const parts = Array.from({ length: lanes }, (_, i) =>
        this.#b.let(load(scalar, addressOf(lane(picks, i), this.#lanePlace(place, k, i)))),
      );
      value = vector(parts);
    }
    return term.dtype === 'bool' ? asMask(value) : value;
  }

  /** The index, or 0 and a note in the fault record when it is out of range. */
  #checked(term: Term & { kind: 'gather' }, pick: Expr): Expr {
    const b = this.#b;
    const safe = b.local(pick.type);
    b.set(safe, pick);
    const flip = (x: Expr): Expr => binary('xor', x, constant(-0x80000000));
    const size = this.#args.pickSize(term);
    // Signed comparison with the top bit flipped is unsigned: a negative index is a large one.
    b.if(compare('ge', flip(b.get(safe)), flip(size)), () => {
      b.store(this.#args.fault(), this.#args.site(term));
      b.store(this.#args.fault(), b.get(safe), 4);
      b.set(safe, constant(0));
    });
    return b.get(safe);
  }
}

/** Writes the kernel of a layout; `key` names its structure. */
export function writeLoopKernel(
  layout: LoopLayout,
  lanes: number,
  name: string,
  key: string,
): Kernel {
  return new LoopWriter(layout, lanes).write(name, key);
}

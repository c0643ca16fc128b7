/** Reads the operands of a loop kernel at one point of its loops, and finds where results go. */

import { internal } from '../../../errors.js';
import { bytesOf } from '../../../graph/dtype.js';
import {
  add,
  binary,
  compare,
  constant,
  type KernelBuilder,
  lane,
  load,
  mul,
  shuffle,
  splat,
  vector,
} from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopItem } from '../../schedule/job.js';
import type { Term } from '../../schedule/term.js';
import { scalarOf } from '../launch.js';
import { isKnown, type LoopArgs } from './loop-args.js';
import { type LoopLayout, unitOf } from './loop-layout.js';

/** Where the operands are at a point of the loops. */
export interface Places {
  /** Byte address of operands in memory, element index of the others, at shift 0. */
  readonly places: readonly Expr[];
  /** Elements that this point is beyond `places` along the vector's dim. */
  readonly shift: number;
}

type GatherTerm = Extract<Term, { kind: 'gather' }>;

/** The operands of one layout. */
export class LoopOperands {
  readonly #b: KernelBuilder;
  readonly #layout: LoopLayout;
  readonly #args: LoopArgs;
  readonly #numbers = new Map<Term | LoopItem, number>();

  constructor(b: KernelBuilder, layout: LoopLayout, args: LoopArgs) {
    this.#b = b;
    this.#layout = layout;
    this.#args = args;
    layout.operands.forEach((operand, k) => this.#numbers.set(operand.of, k));
  }

  /** Number of the operand of a term, if it has one. */
  find(of: Term): number | undefined {
    return this.#numbers.get(of);
  }

  #number(of: Term | LoopItem): number {
    const k = this.#numbers.get(of);
    if (k === undefined) throw internal('an operand without a place');
    return k;
  }

  /** Distance of neighbours along the vector in bytes, when the kernel's code may rely on it. */
  #constantStep(k: number): number | null {
    const { vector: along, dims, operands } = this.#layout;
    if (!isKnown(this.#layout, along, k)) return null;
    return (dims[along]?.strides[k] ?? 0) * unitOf(at(operands, k));
  }

  /** Address (or index) of an operand at a point, `i` elements further along the vector. */
  #place(point: Places, k: number, i = 0): Expr {
    const place = at(point.places, k);
    const elements = point.shift + i;
    if (elements === 0) return place;
    const step = this.#constantStep(k);
    if (step !== null) return add(place, constant(elements * step));
    const stride = this.#args.strides[this.#layout.vector]?.[k];
    return stride ? add(place, mul(constant(elements), stride)) : place;
  }

  /** What memory holds for a term. */
  load(term: Term, point: Places, lanes: number): Expr {
    const k = this.#number(term);
    const scalar = scalarOf[term.dtype];
    if (lanes === 1) return load(scalar, this.#place(point, k));
    const step = this.#constantStep(k);
    const bytes = bytesOf(term.dtype);
    if (step === bytes) return load(scalar, this.#place(point, k), 0, lanes);
    if (step === 2 * bytes) {
      // The second vector begins with the last element of the first: nothing behind the last one is
      // touched.
      const part = (i: number): Expr => load(scalar, this.#place(point, k), i * bytes, lanes);
      return shuffle(part(0), part(lanes - 1), everyOther(lanes));
    }
    return vector(eachLane(lanes, (i) => load(scalar, this.#place(point, k, i))));
  }

  /** The flat index of each lane. */
  index(term: Term, point: Places, lanes: number): Expr {
    const k = this.#number(term);
    const place = this.#place(point, k);
    const step = lanes === 1 ? 0 : this.#constantStep(k);
    if (step === 0) return splat(place, lanes);
    if (step === null) return vector(eachLane(lanes, (i) => this.#place(point, k, i)));
    return add(splat(place, lanes), vector(eachLane(lanes, (i) => constant(i * step))));
  }

  /** Whether the neighbours of a gather lie side by side, if all lanes pick the same. */
  isUnit(term: Term): boolean {
    return this.#constantStep(this.#number(term)) === bytesOf(term.dtype);
  }

  /** The elements that each lane picks. */
  gatherEach(term: GatherTerm, picks: Expr, point: Places, lanes: number): Expr {
    const k = this.#number(term);
    const step = this.#args.pickStride(term);
    const parts = eachLane(lanes, (i) => {
      const pick = this.#checked(term, lane(picks, i));
      const address = add(this.#place(point, k, i), mul(pick, step));
      return this.#b.let(load(scalarOf[term.dtype], address));
    });
    return lanes === 1 ? at(parts, 0) : vector(parts);
  }

  /** Neighbouring elements, from the place that all lanes pick. */
  gatherRow(term: GatherTerm, pick: Expr, point: Places, lanes: number): Expr {
    const safe = this.#checked(term, pick);
    const start = this.#b.let(mul(safe, this.#args.pickStride(term)));
    const address = add(start, this.#place(point, this.#number(term)));
    return load(scalarOf[term.dtype], address, 0, lanes);
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

  /** Writes numbers to the item's place. */
  store(item: LoopItem, value: Expr, point: Places, lanes: number): void {
    const k = this.#number(item);
    if (lanes === 1 || this.#constantStep(k) === bytesOf(item.term.dtype)) {
      this.#b.store(this.#place(point, k), value);
      return;
    }
    const whole = this.#b.let(value);
    for (let i = 0; i < lanes; i++) this.#b.store(this.#place(point, k, i), lane(whole, i));
  }
}

/** Lanes 0, 2, 4, ... of 2 * lanes - 1 elements in two vectors that share the middle one. */
function everyOther(lanes: number): number[] {
  return Array.from({ length: lanes }, (_, i) => (i < lanes / 2 ? 2 * i : 2 * i + 1));
}

function eachLane(lanes: number, part: (i: number) => Expr): Expr[] {
  return Array.from({ length: lanes }, (_, i) => part(i));
}

/**
 * Running totals of reductions in a loop kernel: one in each lane of several vectors in flight, and
 * one of single elements. Those of long sums are put aside from time to time, into a more exact
 * total, before they are so large that what is added loses its digits. Maxima of floats are kept by
 * the cheap comparison that overlooks NaN, and NaN beside them.
 */

import { internal } from '../../../errors.js';
import {
  add,
  any,
  binary,
  compare,
  constant,
  type KernelBuilder,
  lane,
  select,
  shuffle,
} from '../../../kernel/builder.js';
import { ExactTotal, pairBytes } from '../../../kernel/exact-total.js';
import type { Expr, Local } from '../../../kernel/ir.js';
import { at } from '../../../list.js';
import type { LoopItem } from '../../schedule/job.js';
import { scalarOf } from '../launch.js';
import { type Reducer, reducers } from './emit-term.js';
import { isLongSum } from './loop-layout.js';

/** A total that grows, in all lanes of one vector. */
interface Running {
  readonly total: Local;
  /** Lanes in which NaN has been met, for maxima of floats. */
  readonly unordered: Local | null;
}

/** How many totals there are. */
export interface TotalsForm {
  /** Lanes of a vector, and vectors in flight. */
  readonly lanes: number;
  readonly count: number;
  /** Results: one, or one of each vector. */
  readonly parts: number;
  /** Whether totals are put aside. */
  readonly isCut: boolean;
  /**
   * Where they are put aside: memory for as many exact totals as there are results, or registers.
   */
  readonly memory: Expr | null;
}

/** The totals of one reduction. */
export class Totals {
  readonly item: LoopItem;
  readonly #b: KernelBuilder;
  readonly #reducer: Reducer;
  readonly #vectors: readonly Running[];
  readonly #rest: Running;
  /**
   * What has been put aside: of each vector or of all together, and of single elements; or nothing.
   */
  readonly #aside: readonly ExactTotal[];
  readonly #restAside: ExactTotal | null;

  constructor(
    b: KernelBuilder,
    item: LoopItem,
    { lanes, count, parts, isCut, memory }: TotalsForm,
  ) {
    this.#b = b;
    this.item = item;
    if (item.op === null) throw internal('a total of what is not reduced');
    this.#reducer = reducers[item.op];
    this.#vectors = Array.from({ length: count }, () => this.#start(lanes));
    this.#rest = this.#start(1);
    const isKept = isCut && isLongSum(item);
    this.#aside = Array.from({ length: isKept ? parts : 0 }, (_, i) => {
      const place = memory === null ? null : add(memory, constant(i * pairBytes(lanes)));
      return new ExactTotal(b, 'f32', lanes, place);
    });
    this.#restAside = isKept ? new ExactTotal(b, 'f32', 1) : null;
  }

  #start(lanes: number): Running {
    const scalar = scalarOf[this.item.term.dtype];
    const first = constant(this.#reducer.start(scalar), scalar, lanes);
    const total = this.#b.local(first.type);
    this.#b.set(total, first);
    if (!this.#reducer.overlooksNaN || scalar === 'i32') return { total, unordered: null };
    const none = compare('ne', first, first);
    const unordered = this.#b.local(none.type);
    this.#b.set(unordered, none);
    return { total, unordered };
  }

  /** Adds values to the total number `which`; -1 is that of single elements. */
  add(which: number, value: Expr): void {
    const b = this.#b;
    const { total, unordered } = which < 0 ? this.#rest : at(this.#vectors, which);
    if (unordered === null) {
      b.set(total, this.#reducer.step(b, b.get(total), value));
      return;
    }
    const number = b.let(value);
    b.set(total, binary('pmax', b.get(total), number));
    b.set(unordered, binary('or', b.get(unordered), compare('ne', number, number)));
  }

  /** Puts totals aside, and begins anew. */
  putAside(): void {
    const [first] = this.#aside;
    if (first === undefined || this.#restAside === null) return;
    if (this.#aside.length === 1) this.#move([this.#inFlight()], [first]);
    else this.#move(this.#vectors, this.#aside);
    this.#move([this.#rest], [this.#restAside]);
    for (const { total } of [...this.#vectors, this.#rest]) {
      this.#b.set(total, constant(0, 'f32', total.type.lanes));
    }
  }

  #move(running: readonly Running[], aside: readonly ExactTotal[]): void {
    for (const [i, { total }] of running.entries()) at(aside, i).add(this.#b.get(total));
  }

  /** The total number `which`, lane by lane. */
  value(which: number): Expr {
    return this.#aside[which]?.value() ?? this.#settled(at(this.#vectors, which));
  }

  /** All vectors in one. */
  #inFlight(): Running {
    return this.#vectors.reduce((a, x) => this.#both(a, x));
  }

  #settled({ total, unordered }: Running): Expr {
    const value = this.#b.get(total);
    if (unordered === null || value.type.scalar === 'mask') return value;
    const nan = constant(Number.NaN, value.type.scalar, value.type.lanes);
    return select(this.#b.get(unordered), nan, value);
  }

  /** All totals in one number. */
  joined(): Expr {
    const lanes = at(this.#vectors, 0).total.type.lanes;
    const [aside] = this.#aside;
    const rest = this.#restAside === null ? this.#rest : this.#sum(this.#restAside);
    if (lanes === 1) return this.#settled(rest);
    const all = aside === undefined ? this.#inFlight() : this.#sum(aside);
    return this.#settled(this.#both(this.#acrossLanes(all, lanes), rest));
  }

  /** The total of all lanes: of pairs of neighbouring halves, until one lane is left. */
  #acrossLanes(running: Running, lanes: number): Running {
    const b = this.#b;
    let all = running;
    for (let width = lanes / 2; width >= 1; width /= 2) {
      const transposed = Array.from({ length: lanes }, (_, i) => (i + width) % lanes);
      const value = b.get(all.total);
      all = this.#both(all, {
        total: this.#named(shuffle(value, value, transposed)),
        unordered: null,
      });
    }
    const total = this.#named(lane(b.get(all.total), 0));
    if (running.unordered === null) return { total, unordered: null };
    return { total, unordered: this.#named(any(b.get(running.unordered))) };
  }

  #both(x: Running, y: Running): Running {
    const b = this.#b;
    const [p, q] = [b.get(x.total), b.get(y.total)];
    if (x.unordered === null) {
      return { total: this.#named(this.#reducer.step(b, p, q)), unordered: null };
    }
    const total = this.#named(binary('pmax', p, q));
    if (y.unordered === null) return { total, unordered: x.unordered };
    const either = binary('or', b.get(x.unordered), b.get(y.unordered));
    return { total, unordered: this.#named(either) };
  }

  #sum(aside: ExactTotal): Running {
    return { total: this.#named(aside.value()), unordered: null };
  }

  #named(value: Expr): Local {
    const local = this.#b.local(value.type);
    this.#b.set(local, value);
    return local;
  }
}

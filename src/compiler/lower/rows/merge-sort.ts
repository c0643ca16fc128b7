/**
 * Writes a stable merge sort of the indices of one row, bottom up, as part of a row kernel. The
 * first few alone are found by `selection.ts`.
 */

import {
  add,
  binary,
  compare,
  constant,
  type KernelBuilder,
  load,
  mul,
  select,
} from '../../../kernel/builder.js';
import type { Expr, Local, Scalar } from '../../../kernel/ir.js';
import { inOrder, type RowFrame } from './row-order.js';

/**
 * Sorts by merging runs of 1, 2, 4 ... `out` and `scratch` take turns as source and destination;
 * which comes first depends on the number of passes, so that the last one ends in `out`.
 */
export class MergeSort {
  readonly #b: KernelBuilder;
  readonly #row: RowFrame;
  readonly #scalar: Scalar;
  readonly #descending: boolean;
  /** Addresses of the two index arrays in this pass. */
  readonly #from: Local;
  readonly #to: Local;
  /** Next of the left and of the right run, end of the left one, end of both. */
  readonly #left: Local;
  readonly #right: Local;
  readonly #middle: Local;
  readonly #end: Local;

  constructor(b: KernelBuilder, row: RowFrame, scalar: Scalar, descending: boolean) {
    this.#b = b;
    this.#row = row;
    this.#scalar = scalar;
    this.#descending = descending;
    const word = (): Local => b.local(row.length.type);
    [this.#from, this.#to] = [word(), word()];
    [this.#left, this.#right, this.#middle, this.#end] = [word(), word(), word(), word()];
  }

  /** Writes the whole sort. */
  write(): void {
    const b = this.#b;
    const { length, out, scratch } = this.#row;
    const passes = this.#passes();
    const isOdd = compare('ne', b.let(binary('and', passes, constant(1))), constant(0));
    b.set(this.#from, select(isOdd, scratch, out));
    b.set(this.#to, select(isOdd, out, scratch));
    b.loop(constant(0), length, 1, (i) => b.store(this.#place(this.#from, i), i));
    b.loop(constant(0), passes, 1, (pass) => {
      const width = b.let(binary('shl', constant(1), pass));
      b.set(this.#end, constant(0));
      b.loop(constant(0), length, 1, (k) => {
        b.if(compare('eq', k, b.get(this.#end)), () => this.#startRuns(k, width));
        this.#take(k);
      });
      const swap = b.let(b.get(this.#from));
      b.set(this.#from, b.get(this.#to));
      b.set(this.#to, swap);
    });
  }

  /** Smallest p with 2^p >= length. */
  #passes(): Expr {
    const b = this.#b;
    const passes = b.local(this.#row.length.type);
    b.set(passes, constant(0));
    b.loop(constant(0), constant(31), 1, (p) => {
      const isShort = compare('lt', binary('shl', constant(1), p), this.#row.length);
      b.if(isShort, () => b.set(passes, add(p, constant(1))));
    });
    return b.get(passes);
  }

  #place(base: Local, i: Expr): Expr {
    return add(this.#b.get(base), mul(i, constant(4)));
  }

  #index(i: Local): Expr {
    return load('i32', this.#place(this.#from, this.#b.get(i)));
  }

  #value(i: Local): Expr {
    const { x, step } = this.#row;
    return this.#b.let(load(this.#scalar, add(x, mul(this.#index(i), step))));
  }

  /** Two runs of `width`, cut off at the end of the row. */
  #startRuns(k: Expr, width: Expr): void {
    const b = this.#b;
    const { length } = this.#row;
    const cut = (x: Expr): Expr => select(compare('lt', x, length), x, length);
    b.set(this.#left, k);
    b.set(this.#middle, cut(add(k, width)));
    b.set(this.#right, b.get(this.#middle));
    b.set(this.#end, cut(add(b.get(this.#middle), width)));
  }

  /** The next index of the two runs goes to place k; at a tie the left one, which is stable. */
  #take(k: Expr): void {
    const b = this.#b;
    const move = (run: Local): void => {
      b.store(this.#place(this.#to, k), this.#index(run));
      b.set(run, add(b.get(run), constant(1)));
    };
    const isLeft = b.local(this.#row.length.type);
    b.set(isLeft, constant(0));
    b.if(compare('lt', b.get(this.#left), b.get(this.#middle)), () => {
      b.set(isLeft, constant(1));
      b.if(compare('lt', b.get(this.#right), b.get(this.#end)), () => {
        const [x, y] = [this.#value(this.#left), this.#value(this.#right)];
        const ordered = inOrder(x, y, this.#descending);
        b.set(isLeft, select(ordered, constant(1), constant(0)));
      });
    });
    b.if(
      compare('ne', b.get(isLeft), constant(0)),
      () => move(this.#left),
      () => move(this.#right),
    );
  }
}

/**
 * Writes the selection of the first few indices of one row in its order, as part of a row kernel: a
 * sorted list of those found so far, into which hardly any of a long row has to be inserted.
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
  unary,
} from '../../../kernel/builder.js';
import type { Expr, Local, Scalar } from '../../../kernel/ir.js';
import { inOrder, type RowFrame } from './row-order.js';

/** Selects the indices for a list in `out`. */
export class Selection {
  readonly #b: KernelBuilder;
  readonly #row: RowFrame;
  readonly #scalar: Scalar;
  readonly #descending: boolean;
  /** How many the list holds. */
  readonly #found: Local;

  constructor(b: KernelBuilder, row: RowFrame, scalar: Scalar, descending: boolean) {
    this.#b = b;
    this.#row = row;
    this.#scalar = scalar;
    this.#descending = descending;
    this.#found = b.local(row.length.type);
  }

  /** Writes the whole selection. */
  write(): void {
    const b = this.#b;
    const { length } = this.#row;
    b.set(this.#found, constant(0));
    const last = b.local(this.#value(constant(0)).type);
    b.loop(constant(0), length, 1, (i) => {
      const value = b.let(this.#value(i));
      const hasRoom = compare('lt', b.get(this.#found), this.#row.count);
      b.if(binary('or', hasRoom, this.#isBefore(value, b.get(last))), () => {
        this.#insert(i, value);
        b.set(last, this.#value(this.#listed(add(b.get(this.#found), constant(-1)))));
      });
    });
  }

  /**
   * Puts an index at its place; what comes after it moves up, and the last one of a full list out.
   */
  #insert(index: Expr, value: Expr): void {
    const b = this.#b;
    const found = b.get(this.#found);
    const free = b.local(this.#row.length.type);
    const isFull = compare('eq', found, this.#row.count);
    b.set(free, select(isFull, add(found, constant(-1)), found));
    b.set(this.#found, add(b.get(free), constant(1)));
    b.loop(constant(1), b.get(this.#found), 1, () => {
      const before = b.let(add(b.get(free), constant(-1)));
      b.if(compare('ge', before, constant(0)), () => {
        const other = b.let(this.#listed(before));
        b.if(this.#isBefore(value, b.let(this.#value(other))), () => {
          b.store(this.#place(b.get(free)), other);
          b.set(free, before);
        });
      });
    });
    b.store(this.#place(b.get(free)), index);
  }

  /** Whether x has to stand before y. */
  #isBefore(x: Expr, y: Expr): Expr {
    return unary('not', inOrder(y, x, this.#descending));
  }

  #place(i: Expr): Expr {
    return add(this.#row.out, mul(i, constant(4)));
  }

  #listed(i: Expr): Expr {
    return load('i32', this.#place(i));
  }

  #value(i: Expr): Expr {
    return load(this.#scalar, add(this.#row.x, mul(i, this.#row.step)));
  }
}

/**
 * A total of floats as a pair of numbers, the second of which keeps what rounding took from the first.
 * Source: Knuth, The Art of Computer Programming, vol. 2, section 4.2.2 (the sum of two numbers and its
 * error).
 */

import { add, binary, compare, constant, type KernelBuilder, select } from './builder.js';
import type { Expr, Local, Scalar } from './ir.js';

/** A total in all lanes of one vector. */
export class ExactTotal {
  readonly #b: KernelBuilder;
  readonly #high: Local;
  readonly #low: Local;

  /** Starts at zero. */
  constructor(b: KernelBuilder, scalar: Scalar, lanes: number) {
    const zero = constant(0, scalar, lanes);
    this.#b = b;
    this.#high = b.local(zero.type);
    this.#low = b.local(zero.type);
    b.set(this.#high, zero);
    b.set(this.#low, zero);
  }

  /** Adds a number. */
  add(value: Expr): void {
    const b = this.#b;
    const number = b.let(value);
    const before = b.let(b.get(this.#high));
    const after = b.let(add(before, number));
    const taken = b.let(binary('sub', after, before));
    const lost = binary('sub', before, binary('sub', after, taken));
    const missing = add(lost, binary('sub', number, taken));
    b.set(this.#high, after);
    b.set(this.#low, add(b.get(this.#low), missing));
  }

  /** The total. What an infinite one lost is no number, and does not count. */
  value(): Expr {
    const [high, low] = [this.#b.get(this.#high), this.#b.get(this.#low)];
    return this.#b.let(select(compare('eq', low, low), add(high, low), high));
  }
}

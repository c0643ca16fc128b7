/**
 * Totals. An exact one of floats is a pair of numbers, the second of which keeps what rounding took
 * from the first: less than half of its last digit, so that both have all the digits of twice the
 * length. Source: Knuth, The Art of Computer Programming, vol. 2, section 4.2.2 (the sum of two
 * numbers and its error); Dekker, A floating-point technique for extending the available precision
 * (1971).
 */

import { add, binary, compare, constant, type KernelBuilder, load, select } from './builder.js';
import type { Expr, Local, Scalar } from './ir.js';

/** A total that is one number, in all lanes of one vector. */
export class PlainTotal {
  readonly #b: KernelBuilder;
  readonly #total: Local;

  /** Starts at zero. */
  constructor(b: KernelBuilder, scalar: Scalar, lanes: number) {
    const zero = constant(0, scalar, lanes);
    this.#b = b;
    this.#total = b.local(zero.type);
    b.set(this.#total, zero);
  }

  /** Adds a number. */
  add(value: Expr): void {
    this.#b.set(this.#total, add(this.#b.get(this.#total), value));
  }

  /** The total. */
  value(): Expr {
    return this.#b.get(this.#total);
  }
}

/** An exact total in all lanes of one vector. */
export class ExactTotal {
  readonly #b: KernelBuilder;
  readonly #zero: Expr;
  readonly #place: Expr | null;
  readonly #high: Local;
  readonly #low: Local;

  /**
   * Starts at zero. At `place` there is memory for two vectors, if the total is not to take
   * registers from the loops around which it lives.
   */
  constructor(b: KernelBuilder, scalar: Scalar, lanes: number, place: Expr | null = null) {
    this.#b = b;
    this.#zero = constant(0, scalar, lanes);
    this.#place = place;
    this.#high = b.local(this.#zero.type);
    this.#low = b.local(this.#zero.type);
    this.#keep([this.#zero, this.#zero]);
  }

  #pair(): Pair {
    const { scalar, lanes } = this.#zero.type;
    const [b, place] = [this.#b, this.#place];
    if (place === null || scalar === 'mask') return [b.get(this.#high), b.get(this.#low)];
    return [load(scalar, place, 0, lanes), load(scalar, place, pairBytes(lanes) / 2, lanes)];
  }

  #keep([high, low]: Pair): void {
    const [b, place] = [this.#b, this.#place];
    if (place === null) {
      b.set(this.#high, high);
      b.set(this.#low, low);
    } else {
      b.store(place, high);
      b.store(place, low, pairBytes(this.#zero.type.lanes) / 2);
    }
  }

  /** Adds a number. */
  add(value: Expr): void {
    this.#keep(addExactly(this.#b, this.#pair(), value));
  }

  /** The total. */
  value(): Expr {
    return withLost(this.#b, this.#pair());
  }
}

/** Bytes of two vectors. */
export function pairBytes(lanes: number): number {
  return 2 * 8 * lanes;
}

/** A sum, and what rounding took from it. */
export type Pair = readonly [high: Expr, low: Expr];

/** The pair with one more number. */
export function addExactly(b: KernelBuilder, pair: Pair, value: Expr): Pair {
  const [high, low, number] = [b.let(pair[0]), b.let(pair[1]), b.let(value)];
  const sum = b.let(add(high, number));
  const taken = b.let(binary('sub', sum, high));
  const rest = binary('sub', high, binary('sub', sum, taken));
  const lost = b.let(add(low, add(rest, binary('sub', number, taken))));
  const valid = b.let(numberOf(lost));
  const total = b.let(add(sum, valid));
  return [total, b.let(binary('sub', valid, binary('sub', total, sum)))];
}

/** The number that a pair stands for. */
export function withLost(b: KernelBuilder, [high, low]: Pair): Expr {
  return b.let(add(high, numberOf(b.let(low))));
}

/** What an infinite sum lost is no number, and counts as nothing. */
function numberOf(lost: Expr): Expr {
  const { scalar, lanes } = lost.type;
  const zero = constant(0, scalar === 'f64' ? scalar : 'f32', lanes);
  return select(compare('eq', lost, lost), lost, zero);
}

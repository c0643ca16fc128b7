/**
 * From an index of a group of dims (the rows of a matrix, its inner dim, the batch) to a distance
 * in memory: sizes and strides are arguments of the kernel, only the number of dims is in its code.
 */

import { add, binary, constant, type KernelBuilder, mul } from '../builder.js';
import type { ArgType, Expr } from '../ir.js';

/** The structure of a group after neighbouring dims have been merged. */
export interface IndexForm {
  /** Number of dims; 0 for a group of one element. */
  readonly rank: number;
  /** Whether neighbours along the innermost dim are neighbours in memory. */
  readonly unit: boolean;
}

/** The arguments of a kernel by name, in the order in which its code first asked for them. */
export class Params {
  readonly names: string[] = [];
  readonly #builder: KernelBuilder;
  readonly #known = new Map<string, Expr>();

  constructor(builder: KernelBuilder) {
    this.#builder = builder;
  }

  /** The argument called `name`. */
  get(name: string, type: ArgType = 'i32'): Expr {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const arg = this.#builder.arg(type);
    this.names.push(name);
    this.#known.set(name, arg);
    return arg;
  }
}

/** A quotient of positive i32 scalars, and what is left. */
export function divide(
  builder: KernelBuilder,
  x: Expr,
  by: Expr,
): readonly [quotient: Expr, remainder: Expr] {
  const quotient = builder.let(binary('div', x, by));
  return [quotient, builder.let(binary('sub', x, mul(quotient, by)))];
}

/** The smaller of two i32 scalars. */
export function smaller(a: Expr, b: Expr): Expr {
  return binary('min', a, b);
}

/**
 * One group of one operand. Its arguments are `<name>.stride<d>` in bytes, outermost first, and
 * `<name>.size<d>`, which only the dims after the first need.
 */
export class IndexMap {
  readonly form: IndexForm;
  readonly #params: Params;
  readonly #name: string;
  readonly #bytes: number;

  constructor(params: Params, name: string, form: IndexForm, bytes: number) {
    this.form = form;
    this.#params = params;
    this.#name = name;
    this.#bytes = bytes;
  }

  /** Bytes between neighbours of the innermost dim. */
  get step(): Expr {
    const { rank, unit } = this.form;
    if (unit) return constant(this.#bytes);
    return rank === 0 ? constant(0) : this.#stride(rank - 1);
  }

  /** Size of the innermost dim; only for groups of two or more dims. */
  get run(): Expr {
    return this.#size(this.form.rank - 1);
  }

  /** Byte offset of element `index`, counted in row-major order. */
  offset(builder: KernelBuilder, index: Expr): Expr {
    const { rank } = this.form;
    if (rank === 0) return constant(0);
    if (rank === 1) return mul(index, this.step);
    let rest = builder.let(index);
    let sum: Expr = constant(0);
    for (let d = rank - 1; d > 0; d--) {
      const stride = d === rank - 1 ? this.step : this.#stride(d);
      const outer = builder.let(binary('div', rest, this.#size(d)));
      const inner = binary('sub', rest, mul(outer, this.#size(d)));
      sum = builder.let(add(sum, mul(inner, stride)));
      rest = outer;
    }
    return add(sum, mul(rest, this.#stride(0)));
  }

  /** Number of neighbours, from `index` on, before the innermost dim starts again. */
  left(index: Expr): Expr {
    return binary('sub', this.run, binary('rem', index, this.run));
  }

  #stride(d: number): Expr {
    return this.#params.get(`${this.#name}.stride${d}`);
  }

  #size(d: number): Expr {
    return this.#params.get(`${this.#name}.size${d}`);
  }
}

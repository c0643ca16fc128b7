/**
 * The contraction kernel for few rows or few columns, with the inner dim contiguous in both operands:
 * vectors run along the inner dim, and nothing is packed. Either operand may be the wide one (many
 * rows, four at a time); the other is the narrow one.
 */

import { add, binary, compare, constant, KernelBuilder, lane, load, mul } from './builder.js';
import { type Element, elementOf, type NamedKernel } from './contract-form.js';
import { type IndexForm, IndexMap, Params, smaller } from './contract-index.js';
import { multiplyAdd } from './contract-tile.js';
import type { Expr, Local, Scalar } from './ir.js';

/**
 * Rows of the wide operand that are worked on at once: as many streams as hide the latency of a
 * multiply-add and of the far cache, and no more than V8 finds registers for (seven take twice the time).
 */
export const wideRows = 6;

/** The structure of a dot-product kernel. */
export interface DotForm {
  readonly scalar: Scalar;
  readonly lanes: number;
  readonly wide: { readonly batch: IndexForm; readonly outer: IndexForm };
  readonly narrow: { readonly batch: IndexForm; readonly outer: IndexForm };
}

/**
 * The kernel of `form`; a unit is `rows` rows of the wide operand in one batch item. Arguments:
 * `wide`, `narrow`, `out` (addresses), `W`, `Y` (rows of each), `K`, `rows`, `slices` (units of a
 * batch item), `outBatch`, `outWide`, `outNarrow` (byte strides of the result), and those of the
 * `IndexMap`s `wide.batch`, `wide.outer`, `narrow.batch`, `narrow.outer`.
 */
export function dotKernel(form: DotForm): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const writer = new DotWriter(builder, params, form);
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => writer.unit(unit));
  const kernel = builder.build(
    `contract dot ${form.scalar}`,
    `contract dot ${JSON.stringify(form)}`,
  );
  return { kernel, params: params.names };
}

class DotWriter {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #form: DotForm;
  readonly #element: Element;

  constructor(builder: KernelBuilder, params: Params, form: DotForm) {
    this.#builder = builder;
    this.#params = params;
    this.#form = form;
    this.#element = elementOf(form);
  }

  unit(unit: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const slices = params.get('slices');
    const batch = builder.let(binary('div', unit, slices));
    const from = builder.let(mul(binary('sub', unit, mul(batch, slices)), params.get('rows')));
    const W = params.get('W');
    const to = builder.let(smaller(add(from, params.get('rows')), W));
    const wide = this.#operand('wide', batch);
    const narrow = this.#operand('narrow', batch);
    const out = builder.let(add(params.get('out'), mul(batch, params.get('outBatch'))));
    const last = builder.let(binary('sub', W, constant(1)));
    builder.loop(from, to, wideRows, (row) => {
      const rows = Array.from({ length: wideRows }, (_, r) =>
        builder.let(wide(smaller(add(row, constant(r)), last))),
      );
      const home = builder.let(add(out, mul(row, params.get('outWide'))));
      builder.loop(constant(0), params.get('Y'), 1, (y) => {
        const sums = this.#dots(rows, builder.let(narrow(y)));
        this.#store(sums, builder.let(add(home, mul(y, params.get('outNarrow')))), row, to);
      });
    });
  }

  /** Address of a row of an operand in a batch item. */
  #operand(name: 'wide' | 'narrow', batch: Expr): (row: Expr) => Expr {
    const builder = this.#builder;
    const { bytes } = this.#element;
    const form = this.#form[name];
    const batches = new IndexMap(this.#params, `${name}.batch`, form.batch, bytes);
    const rows = new IndexMap(this.#params, `${name}.outer`, form.outer, bytes);
    const base = builder.let(add(this.#params.get(name), batches.offset(builder, batch)));
    return (row) => add(base, rows.offset(builder, row));
  }

  #store(sums: readonly Expr[], home: Expr, row: Expr, end: Expr): void {
    const builder = this.#builder;
    for (const [r, sum] of sums.entries()) {
      builder.if(compare('lt', add(row, constant(r)), end), () => {
        builder.store(add(home, mul(constant(r), this.#params.get('outWide'))), sum);
      });
    }
  }

  /** The dot products of some rows with one row. */
  #dots(rows: readonly Expr[], other: Expr): Expr[] {
    const builder = this.#builder;
    const { scalar, lanes } = this.#element;
    const K = this.#params.get('K');
    const sums = rows.map(() => this.#variable(constant(0, scalar, lanes)));
    const whole = builder.let(binary('sub', K, binary('rem', K, constant(lanes))));
    this.#accumulate(rows, other, sums, { from: constant(0), to: whole, lanes });
    const totals = sums.map((sum) => this.#variable(this.#addLanes(builder.get(sum))));
    this.#accumulate(rows, other, totals, { from: whole, to: K, lanes: 1 });
    return totals.map((total) => builder.get(total));
  }

  #variable(value: Expr): Local {
    const local = this.#builder.local(value.type);
    this.#builder.set(local, value);
    return local;
  }

  #accumulate(
    rows: readonly Expr[],
    other: Expr,
    sums: readonly Local[],
    steps: { readonly from: Expr; readonly to: Expr; readonly lanes: number },
  ): void {
    const builder = this.#builder;
    const { scalar, bytes } = this.#element;
    builder.loop(steps.from, steps.to, steps.lanes, (k) => {
      const offset = builder.let(mul(k, constant(bytes)));
      const read = (row: Expr): Expr => load(scalar, add(row, offset), 0, steps.lanes);
      const factor = builder.let(read(other));
      for (const [r, sum] of sums.entries()) {
        const row = rows[r];
        if (row === undefined) continue;
        builder.set(sum, multiplyAdd(read(row), factor, builder.get(sum)));
      }
    });
  }

  /** (lane 0 + lane 2) + (lane 1 + lane 3), halving as often as needed. */
  #addLanes(x: Expr): Expr {
    let parts = Array.from({ length: x.type.lanes }, (_, index) => lane(x, index));
    while (parts.length > 1) {
      const half = parts.length / 2;
      parts = parts.slice(0, half).map((part, i) => add(part, parts[half + i] ?? part));
    }
    return parts[0] ?? x;
  }
}

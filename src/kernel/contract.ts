/**
 * The kernel of a contraction: out[m, n] = sum over k of a[m, k] * b[n, k], per batch item, with both
 * operands read through strides. A unit of work is a slice of rows and of columns of one batch item;
 * it walks k in blocks and packs what cannot be read in place into its own scratch memory, so that
 * units are independent and one launch is enough. Which form to use is the compiler's choice.
 */

import { add, binary, compare, constant, KernelBuilder, mul } from './builder.js';
import {
  type ContractForm,
  type Element,
  elementOf,
  type NamedKernel,
  panelRows,
  panelWidth,
} from './contract-form.js';
import { Params, smaller } from './contract-index.js';
import { type Block, Side, type Slice } from './contract-side.js';
import { type TileRows, writeTile } from './contract-tile.js';
import type { Expr } from './ir.js';

/**
 * The kernel of `form`. Arguments: `a`, `b`, `out`, `scratch` (addresses); `M`, `N`; `block` (steps of
 * k in a block), `run` (steps before a block must end early), `blocksPerRun`, `blocks` (at least 1,
 * so that an empty sum writes zeros); `rowPanels`, `columnPanels`, `rowSlices`, `columnSlices`,
 * `rowBlock` (row panels worked on at a time); `grain` and `slot` (bytes of scratch memory for one
 * grain of units), `table.a`, `table.b`, `panels.a`, `panels.b` (byte offsets in a slot); and those of
 * the `IndexMap`s `a.batch`, `a.outer`, `a.k`, and likewise for `b`.
 */
export function contractKernel(form: ContractForm): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const writer = new ContractWriter(builder, params, form);
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => writer.unit(unit));
  const name = `contract ${form.tile.rows}x${panelWidth(form)} ${form.scalar}`;
  const kernel = builder.build(name, `contract ${JSON.stringify(form)}`);
  return { kernel, params: params.names };
}

/** The part of the results that a unit computes. */
interface Target {
  /** Address of the first result of the batch item. */
  readonly out: Expr;
  readonly rows: Slice;
  readonly columns: Slice;
}

/** Base addresses of both operands for one block of k. */
interface Bases {
  readonly a: Expr;
  readonly b: Expr;
}

class ContractWriter {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #form: ContractForm;
  readonly #element: Element;
  readonly #scratch: Expr;
  readonly #a: Side;
  readonly #b: Side;

  constructor(builder: KernelBuilder, params: Params, form: ContractForm) {
    this.#builder = builder;
    this.#params = params;
    this.#form = form;
    this.#element = elementOf(form);
    const slot = binary('div', builder.range('lo'), params.get('grain'));
    this.#scratch = builder.let(add(params.get('scratch'), mul(slot, params.get('slot'))));
    const context = { builder, params, element: this.#element, scratch: this.#scratch };
    this.#a = new Side(context, 'a', form.a, panelRows(form));
    this.#b = new Side(context, 'b', form.b, panelWidth(form));
  }

  /** All blocks of k, one after the other, over one slice of the results. */
  unit(unit: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const [outer, column] = this.#divide(unit, params.get('columnSlices'));
    const [batch, row] = this.#divide(outer, params.get('rowSlices'));
    const size = mul(mul(params.get('M'), params.get('N')), constant(this.#element.bytes));
    const target = {
      out: builder.let(add(params.get('out'), mul(batch, size))),
      rows: this.#slice(row, params.get('rowPanels'), params.get('rowSlices')),
      columns: this.#slice(column, params.get('columnPanels'), params.get('columnSlices')),
    };
    const a = this.#a.item(batch);
    const b = this.#b.item(batch);
    this.#eachBlock((block) => {
      const bases = { a: this.#a.enter(a, block), b: this.#b.enter(b, block) };
      this.#block(bases, target, block);
    });
  }

  #divide(x: Expr, by: Expr): [quotient: Expr, remainder: Expr] {
    const quotient = this.#builder.let(binary('div', x, by));
    return [quotient, this.#builder.let(binary('sub', x, mul(quotient, by)))];
  }

  /** Part `index` of `count` panels cut into `parts` as evenly as can be. */
  #slice(index: Expr, count: Expr, parts: Expr): Slice {
    const cut = (i: Expr): Expr => this.#builder.let(binary('div', mul(i, count), parts));
    return { from: cut(index), to: cut(add(index, constant(1))) };
  }

  #eachBlock(visit: (block: Block) => void): void {
    const builder = this.#builder;
    const run = this.#params.get('run');
    const size = this.#params.get('block');
    builder.loop(constant(0), this.#params.get('blocks'), 1, (index) => {
      const [runIndex, within] = this.#divide(index, this.#params.get('blocksPerRun'));
      const first = builder.let(mul(within, size));
      const steps = builder.let(smaller(binary('sub', run, first), size));
      visit({ start: builder.let(add(mul(runIndex, run), first)), steps });
    });
  }

  #block(bases: Bases, target: Target, block: Block): void {
    const builder = this.#builder;
    const { rows, columns } = target;
    const size = this.#params.get('rowBlock');
    const count = add(binary('sub', rows.to, rows.from), binary('sub', size, constant(1)));
    if (this.#b.form.isPacked) this.#b.pack(bases.b, columns, block.steps);
    builder.loop(constant(0), binary('div', count, size), 1, (index) => {
      const from = builder.let(add(rows.from, mul(index, size)));
      const part = { from, to: builder.let(smaller(add(from, size), rows.to)) };
      if (this.#a.form.isPacked) this.#a.pack(bases.a, part, block.steps);
      builder.loop(columns.from, columns.to, 1, (panel) => {
        this.#panel(bases, { ...target, rows: part }, block, panel);
      });
    });
  }

  /** All tiles of one panel of columns. */
  #panel(bases: Bases, target: Target, block: Block, panel: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const column = builder.let(mul(panel, constant(panelWidth(this.#form))));
    const right = this.#b.form.isPacked
      ? builder.let(this.#b.panelAddress(binary('sub', panel, target.columns.from)))
      : this.#b.inPlace(bases.b, column);
    const height = constant(panelRows(this.#form));
    const from = builder.let(mul(target.rows.from, height));
    const to = smaller(mul(target.rows.to, height), params.get('M'));
    builder.loop(from, to, this.#form.tile.rows, (row) => {
      const input = {
        a: this.#rows(bases.a, row, from),
        b: { address: right, step: this.#b.step },
        steps: block.steps,
        isFirst: compare('eq', block.start, constant(0)),
      };
      writeTile(builder, this.#element, this.#form.tile, input, {
        base: target.out,
        row,
        column,
        rows: params.get('M'),
        columns: params.get('N'),
        scratch: this.#scratch,
      });
    });
  }

  /** Where the tile at `row` reads its rows; `first` is the first row that is packed. */
  #rows(base: Expr, row: Expr, first: Expr): TileRows {
    const { rows } = this.#form.tile;
    const { step } = this.#a;
    if (!this.#a.form.isPacked) {
      const addresses = Array.from({ length: rows }, (_, r) =>
        this.#a.inPlace(base, add(row, constant(r))),
      );
      return { kind: 'apart', addresses, step };
    }
    const height = constant(panelRows(this.#form));
    const [panel, within] = this.#divide(binary('sub', row, first), height);
    const start = add(this.#a.panelAddress(panel), mul(within, constant(this.#element.bytes)));
    return { kind: 'together', address: start, step };
  }
}

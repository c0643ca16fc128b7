/**
 * One operand of a contraction while its kernel is written: where a block of it lies, how the block
 * is packed, and where tiles read it. Both operands are treated alike; `outer` counts the rows of the
 * left one and the columns of the right one.
 */

import { add, binary, constant, type KernelBuilder, load, mul } from './builder.js';
import type { Element, OperandForm } from './contract-form.js';
import { IndexMap, type Params, smaller } from './contract-index.js';
import { packPanel } from './contract-pack.js';
import type { Expr } from './ir.js';

/** A part of k: its first step and the number of steps. */
export interface Block {
  readonly start: Expr;
  readonly steps: Expr;
}

/** Panels from `from` up to but without `to`. */
export interface Slice {
  readonly from: Expr;
  readonly to: Expr;
}

/** What all methods write with. */
export interface SideContext {
  readonly builder: KernelBuilder;
  readonly params: Params;
  readonly element: Element;
  /** Address of the scratch memory of the units that are worked on. */
  readonly scratch: Expr;
}

/** One operand. */
export class Side {
  readonly form: OperandForm;
  readonly #context: SideContext;
  readonly #batch: IndexMap;
  readonly #outer: IndexMap;
  readonly #k: IndexMap;
  /** Address of the operand's memory. */
  readonly #memory: Expr;
  /** Number of rows or columns. */
  readonly #count: Expr;
  /** Rows or columns of a panel. */
  readonly #width: number;
  readonly #table: Expr;
  readonly #panels: Expr;

  constructor(context: SideContext, name: 'a' | 'b', form: OperandForm, width: number) {
    const { builder, params, element, scratch } = context;
    const inScratch = (part: string): Expr =>
      builder.let(add(scratch, params.get(`${part}.${name}`)));
    this.form = form;
    this.#context = context;
    this.#batch = new IndexMap(params, `${name}.batch`, form.batch, element.bytes);
    this.#outer = new IndexMap(params, `${name}.outer`, form.outer, element.bytes);
    this.#k = new IndexMap(params, `${name}.k`, form.k, element.bytes);
    this.#memory = params.get(name);
    this.#count = params.get(name === 'a' ? 'M' : 'N');
    this.#width = width;
    this.#table = form.isUneven ? inScratch('table') : scratch;
    this.#panels = form.isPacked ? inScratch('panels') : scratch;
  }

  /** Address of a batch item. */
  item(batch: Expr): Expr {
    const { builder } = this.#context;
    return builder.let(add(this.#memory, this.#batch.offset(builder, batch)));
  }

  /** Prepares a block of k of a batch item and returns the address that its offsets are added to. */
  enter(item: Expr, block: Block): Expr {
    const { builder } = this.#context;
    if (!this.form.isUneven) return builder.let(add(item, this.#k.offset(builder, block.start)));
    this.#fillTable(block);
    return item;
  }

  /** Offsets of the steps of a block, one stretch of the innermost dim after the other. */
  #fillTable({ start, steps }: Block): void {
    const { builder } = this.#context;
    const { run, step } = this.#k;
    const end = builder.let(add(start, steps));
    const to = binary('div', add(end, binary('sub', run, constant(1))), run);
    builder.loop(binary('div', start, run), to, 1, (stretch) => {
      const first = builder.let(mul(stretch, run));
      const from = builder.let(binary('max', first, start));
      const base = builder.let(binary('sub', this.#k.offset(builder, from), mul(from, step)));
      builder.loop(from, smaller(add(first, run), end), 1, (k) => {
        const entry = add(this.#table, mul(binary('sub', k, start), constant(4)));
        builder.store(entry, add(base, mul(k, step)));
      });
    });
  }

  /** Copies a slice of the block at `base` into panels. */
  pack(base: Expr, slice: Slice, steps: Expr): void {
    const { builder, element } = this.#context;
    const width = this.#width;
    const source = {
      columns: this.#outer,
      count: this.#count,
      base,
      kUnit: this.form.k.unit,
      isUneven: this.form.isUneven,
      kOffset: (k: Expr) =>
        this.form.isUneven
          ? load('i32', add(this.#table, mul(k, constant(4))))
          : mul(k, this.#k.step),
    };
    builder.loop(slice.from, slice.to, 1, (panel) => {
      const address = builder.let(this.panelAddress(binary('sub', panel, slice.from)));
      const first = builder.let(mul(panel, constant(width)));
      packPanel(builder, element, source, { address, first, width }, steps);
    });
  }

  /** Address of the packed panel number `index`. */
  panelAddress(index: Expr): Expr {
    const bytes = constant(this.#width * this.#context.element.bytes);
    return add(this.#panels, mul(mul(index, this.#context.params.get('block')), bytes));
  }

  /** Bytes from one step of k to the next, as tiles read it. */
  get step(): Expr {
    return this.form.isPacked ? constant(this.#width * this.#context.element.bytes) : this.#k.step;
  }

  /** Address in place of row or column `index`, the last one for those past the end. */
  inPlace(base: Expr, index: Expr): Expr {
    const { builder } = this.#context;
    const last = binary('sub', this.#count, constant(1));
    return builder.let(add(base, this.#outer.offset(builder, smaller(index, last))));
  }
}

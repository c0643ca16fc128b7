/**
 * One operand of a contraction while its kernel is written: where a block of it lies, how the block
 * is packed, and where tiles read it. Both operands are treated alike; `outer` counts the rows of
 * the left one and the columns of the right one.
 */

import { add, binary, compare, constant, type KernelBuilder, load, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import type { Element, OperandForm } from './form.js';
import { IndexMap, type Params, smaller } from './index-map.js';
import { type Panel, packPanel } from './pack.js';
import { type TileColumns, variable } from './tile.js';

const lineBytes = 64;
/** What the second-level cache has room for beside panels and results. */
const touchedBytes = 256 * 1024;

/** A part of k: its first step and the number of steps. */
export interface Block {
  readonly start: Expr;
  readonly steps: Expr;
}

/** Things from `from` up to but without `to`. */
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

/** Whether rows of a left operand are looked up in a list: several dims, read in place. */
export function isListed(form: OperandForm): boolean {
  return !form.isPacked && form.outer.rank > 1;
}

/** One operand. */
export class Side {
  readonly form: OperandForm;
  /** Offsets of the steps of the block, as i32, when they are uneven. */
  readonly table: Expr;
  readonly #context: SideContext;
  readonly #name: 'a' | 'b';
  readonly #batch: IndexMap;
  readonly #outer: IndexMap;
  readonly #k: IndexMap;
  /** Address of the operand's memory. */
  readonly #memory: Expr;
  /** Number of rows or columns. */
  readonly #count: Expr;
  /** Rows or columns of a panel. */
  readonly #width: number;
  readonly #panels: Expr;
  /** Offsets of rows, as i32, when they are listed. */
  readonly #list: Expr;
  /** Whether tiles look up the offsets of rows, which would take divisions otherwise. */
  readonly #isListed: boolean;

  constructor(context: SideContext, name: 'a' | 'b', form: OperandForm, width: number) {
    const { builder, params, element, scratch } = context;
    const inScratch = (part: string, isUsed: boolean): Expr =>
      isUsed ? builder.let(add(scratch, params.get(`${part}.${name}`))) : scratch;
    this.form = form;
    this.#name = name;
    this.#context = context;
    this.#batch = new IndexMap(params, `${name}.batch`, form.batch, element.bytes);
    this.#outer = new IndexMap(params, `${name}.outer`, form.outer, element.bytes);
    this.#k = new IndexMap(params, `${name}.k`, form.k, element.bytes);
    this.#memory = params.get(name);
    this.#count = params.get(name === 'a' ? 'M' : 'N');
    this.#width = width;
    this.table = inScratch('table', form.isUneven);
    this.#panels = inScratch('panels', form.isPacked || name === 'b');
    this.#isListed = name === 'a' && isListed(form);
    this.#list = inScratch('list', this.#isListed);
  }

  /** Address of a batch item. */
  item(batch: Expr): Expr {
    const { builder } = this.#context;
    return builder.let(add(this.#memory, this.#batch.offset(builder, batch)));
  }

  /** Lists the offsets of rows; `extra` more, after the last one, are those of the last. */
  list(rows: Slice, extra: number): void {
    const { builder } = this.#context;
    if (!this.#isListed) return;
    this.#fill(this.#outer, rows, this.#list);
    const count = builder.let(binary('sub', rows.to, rows.from));
    const entry = (index: Expr): Expr => add(this.#list, mul(index, constant(4)));
    const last = builder.let(load('i32', entry(binary('sub', count, constant(1)))));
    for (let i = 0; i < extra; i++) builder.store(entry(count), last, i * 4);
  }

  /** Lists the offsets of the steps of a block. */
  listSteps({ start, steps }: Block): void {
    if (!this.form.isUneven) return;
    const to = this.#context.builder.let(add(start, steps));
    this.#fill(this.#k, { from: start, to }, this.table);
  }

  /** Lists the offsets of stretches of `run` steps, if they are uneven. */
  listStretches({ start }: Block, count: Expr, run: Expr): void {
    const { builder } = this.#context;
    if (!this.form.isUneven) return;
    builder.loop(constant(0), count, 1, (index) => {
      const offset = this.#k.offset(builder, add(start, mul(index, run)));
      builder.store(add(this.table, mul(index, constant(4))), offset);
    });
  }

  /** Byte offset of a stretch of `run` steps of the block. */
  stretch(index: Expr, run: Expr): Expr {
    if (this.form.isUneven) return load('i32', add(this.table, mul(index, constant(4))));
    return mul(mul(index, run), this.#k.step);
  }

  /** Offsets of a slice of a group, one stretch of its innermost dim after the other. */
  #fill(map: IndexMap, { from, to }: Slice, table: Expr): void {
    const { builder } = this.#context;
    const { run, step } = map;
    const stretches = binary('div', add(to, binary('sub', run, constant(1))), run);
    builder.loop(binary('div', from, run), stretches, 1, (stretch) => {
      const first = builder.let(mul(stretch, run));
      const start = builder.let(binary('max', first, from));
      const base = builder.let(binary('sub', map.offset(builder, start), mul(start, step)));
      builder.loop(start, smaller(add(first, run), to), 1, (index) => {
        const entry = add(table, mul(binary('sub', index, from), constant(4)));
        builder.store(entry, add(base, mul(index, step)));
      });
    });
  }

  /** Address in a batch item that the offsets of the steps of a block are added to. */
  enter(item: Expr, block: Block): Expr {
    const { builder } = this.#context;
    if (this.form.isUneven) return item;
    return builder.let(add(item, this.#k.offset(builder, block.start)));
  }

  /**
   * Reads memory from the first row's or column's first step to the last one's last, a cache line
   * at a time. Windows meet new lines in an order that no processor foresees; from front to back it
   * does.
   */
  touch(base: Expr, { steps }: Block): void {
    const { builder, params } = this.#context;
    if (!this.form.isUneven || this.form.isPacked) return;
    const last = binary('sub', steps, constant(1));
    const first = builder.let(load('i32', this.table));
    const end = add(
      load('i32', add(this.table, mul(last, constant(4)))),
      params.get(`reach.${this.#name}`),
    );
    const bytes = builder.let(binary('sub', end, first));
    const start = builder.let(add(base, first));
    builder.if(compare('le', bytes, constant(touchedBytes)), () => {
      builder.loop(constant(0), bytes, lineBytes, (offset) => {
        builder.let(load('i32', add(start, offset)));
      });
    });
  }

  /** Copies a slice of the block at `base` into panels. */
  pack(base: Expr, slice: Slice, steps: Expr): void {
    const { builder } = this.#context;
    builder.loop(slice.from, slice.to, 1, (panel) => {
      const address = builder.let(this.panelAddress(binary('sub', panel, slice.from)));
      const first = builder.let(mul(panel, constant(this.#width)));
      this.#packOne(base, { address, first, width: this.#width }, steps);
    });
  }

  #packOne(base: Expr, panel: Panel, steps: Expr): void {
    const { builder, element } = this.#context;
    const source = {
      columns: this.#outer,
      count: this.#count,
      base,
      kUnit: this.form.k.unit,
      isUneven: this.form.isUneven,
      kOffset: (k: Expr) =>
        this.form.isUneven
          ? load('i32', add(this.table, mul(k, constant(4))))
          : mul(k, this.#k.step),
    };
    packPanel(builder, element, source, panel, steps);
  }

  /**
   * Where tiles read the panel of columns from `first` on: in place, or a copy if they are no
   * neighbours.
   */
  panelAt(base: Expr, first: Expr, steps: Expr): TileColumns {
    const { builder } = this.#context;
    const inPlace = builder.let(add(base, this.#outer.offset(builder, first)));
    // Panels that are read through a table are whole.
    if (this.form.isUneven) return { kind: 'listed', address: inPlace, table: this.table };
    const address = variable(builder, inPlace);
    const step = variable(builder, this.#k.step);
    const rest = binary('sub', this.#count, first);
    const left = this.#outer.form.rank > 1 ? smaller(this.#outer.left(first), rest) : rest;
    builder.if(compare('lt', left, constant(this.#width)), () => {
      this.#packOne(base, { address: this.#panels, first, width: this.#width }, steps);
      builder.set(address, this.#panels);
      builder.set(step, this.#packedStep);
    });
    return { kind: 'even', address: builder.get(address), step: builder.get(step) };
  }

  /** Address of the packed panel number `index`. */
  panelAddress(index: Expr): Expr {
    const bytes = constant(this.#width * this.#context.element.bytes);
    return add(this.#panels, mul(mul(index, this.#context.params.get('block')), bytes));
  }

  /** Bytes from one step of k to the next, as tiles read it. */
  get step(): Expr {
    return this.form.isPacked ? this.#packedStep : this.#k.step;
  }

  get #packedStep(): Expr {
    return constant(this.#width * this.#context.element.bytes);
  }

  /** Address in place of row or column `index`, the last one for those past the end. */
  inPlace(base: Expr, index: Expr): Expr {
    const { builder } = this.#context;
    const last = binary('sub', this.#count, constant(1));
    return builder.let(add(base, this.#outer.offset(builder, smaller(index, last))));
  }

  /**
   * Addresses in place of `height` rows; `first` is the first one listed. `isWhole`: all of them
   * exist.
   */
  rowsInPlace(base: Expr, height: number, row: Expr, first: Expr, isWhole: boolean): Expr[] {
    const { builder } = this.#context;
    const numbers = Array.from({ length: height }, (_, r) => constant(r));
    if (this.#isListed) {
      const entry = builder.let(add(this.#list, mul(binary('sub', row, first), constant(4))));
      return numbers.map((_, r) => builder.let(add(base, load('i32', entry, r * 4))));
    }
    if (!isWhole) return numbers.map((number) => this.inPlace(base, add(row, number)));
    const start = builder.let(add(base, this.#outer.offset(builder, row)));
    return numbers.map((number) => builder.let(add(start, mul(number, this.#outer.step))));
  }
}

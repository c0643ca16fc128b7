/**
 * The kernel of a contraction: out[m, n] = sum over k of a[m, k] * b[n, k], per batch item, with both
 * operands read through strides. A unit of work is a slice of batch items, rows, columns and k; it
 * walks k in blocks and packs what cannot be read in place into its own scratch memory, so that units
 * are independent. Parts of k store results of their own, which `contract-sum.ts` adds up. Which form
 * to use is the compiler's choice.
 */

import { add, binary, compare, constant, KernelBuilder, mul, select } from './builder.js';
import { type Epilogue, withEpilogue } from './contract-epilogue.js';
import {
  type ContractForm,
  elementOf,
  type NamedKernel,
  panelRows,
  panelWidth,
} from './contract-form.js';
import { Params, smaller } from './contract-index.js';
import type { TileOutput } from './contract-result.js';
import { type Block, Side, type Slice } from './contract-side.js';
import { type Stretches, stretchesOf, writeStretchTile } from './contract-stretch.js';
import { type TileColumns, type TileRows, writeTile } from './contract-tile.js';
import { type Expr, loopScratchBytes } from './ir.js';

/**
 * The kernel of `form`. Arguments: `a`, `b`, `out`, `scratch` (addresses; no scratch memory is given
 * where that of each thread is enough); `M`, `N`, `K`; `tall`
 * (rows before the lower tiles, if there are any);
 * `outBatch`, `outPart`, `pitch` (bytes between batch items, parts of k, and lines of the results);
 * `block` (steps of k in a block); `run` (steps that are neighbours, where vectors run along k);
 * `rowBlock` (row panels worked on at a time); `parts` (slices of the
 * blocks), `rowSlices`, `columnSlices`; `batch.each`, `batch.longer` and likewise for `rowPanels`,
 * `columnPanels`, `blocks` (how long slices are, and how many of them are longer by one); `grain` and
 * `slot` (bytes of scratch memory for one grain of units); `list.a`, `table.a`, `table.b`, `panels.a`,
 * `panels.b` (byte offsets in a slot); `reach.a`, `reach.b` (bytes from the first row or column to the last); and those of
 * the `IndexMap`s `a.batch`, `a.outer`, `a.k`, and likewise for `b`; and those of the epilogue.
 */
export function contractKernel(form: ContractForm, epilogue: Epilogue | null = null): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const writer = new ContractWriter(builder, params, form, epilogue);
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => writer.unit(unit));
  const turned = form.isTurned ? ' turned' : '';
  const along = form.along === 'steps' ? ' along k' : '';
  const plain = {
    name: `contract ${form.tile.rows}x${panelWidth(form)}${along}${turned} ${form.scalar}`,
    key: `contract ${JSON.stringify(form)}`,
  };
  const { name, key } = withEpilogue(plain, epilogue);
  return { kernel: builder.build(name, key), params: params.names };
}

/** The part of the work that a unit does. */
interface Target {
  /** Address of the first result of the first batch item. */
  readonly out: Expr;
  readonly batch: Slice;
  readonly rows: Slice;
  readonly columns: Slice;
}

/** One block of k of one batch item. */
interface Part extends Target {
  /** Number of the batch item. */
  readonly item: Expr;
  /** Base addresses of both operands. */
  readonly a: Expr;
  readonly b: Expr;
  readonly block: Block;
  /** What the block consists of, where vectors run along k. */
  readonly stretches: Stretches | null;
  /** Whether no block has been stored before, and whether none comes after. */
  readonly isFirst: Expr;
  readonly isLast: Expr;
}

class ContractWriter {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #form: ContractForm;
  readonly #epilogue: Epilogue | null;
  readonly #scratch: Expr;
  readonly #a: Side;
  readonly #b: Side;

  constructor(
    builder: KernelBuilder,
    params: Params,
    form: ContractForm,
    epilogue: Epilogue | null,
  ) {
    this.#builder = builder;
    this.#params = params;
    this.#form = form;
    this.#epilogue = epilogue;
    const slot = binary('div', builder.range('lo'), params.get('grain'));
    const given = params.get('scratch');
    const own = add(builder.scratch(), constant(loopScratchBytes));
    const scratch = select(compare('eq', given, constant(0)), own, given);
    this.#scratch = builder.let(add(scratch, mul(slot, params.get('slot'))));
    const context = { builder, params, element: elementOf(form), scratch: this.#scratch };
    this.#a = new Side(context, 'a', form.a, panelRows(form));
    this.#b = new Side(context, 'b', form.b, panelWidth(form));
  }

  /** Some blocks of k, one after the other, over one slice of the results. */
  unit(unit: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const [others, column] = this.#divide(unit, params.get('columnSlices'));
    const [outer, row] = this.#divide(others, params.get('rowSlices'));
    const [batch, part] = this.#divide(outer, params.get('parts'));
    const target = {
      out: builder.let(add(params.get('out'), mul(part, params.get('outPart')))),
      batch: this.#slice(batch, 'batch'),
      rows: this.#slice(row, 'rowPanels'),
      columns: this.#slice(column, 'columnPanels'),
    };
    this.#a.list(this.#rowsOf(target.rows), this.#form.tile.rows - 1);
    const blocks = this.#slice(part, 'blocks');
    const size = params.get('block');
    builder.loop(blocks.from, blocks.to, 1, (index) => {
      const start = builder.let(mul(index, size));
      const steps = builder.let(smaller(binary('sub', params.get('K'), start), size));
      const isFirst = compare('eq', index, blocks.from);
      const isLast = compare('eq', index, binary('sub', blocks.to, constant(1)));
      this.#block(target, { start, steps }, { isFirst, isLast });
    });
  }

  #divide(x: Expr, by: Expr): [quotient: Expr, remainder: Expr] {
    const quotient = this.#builder.let(binary('div', x, by));
    return [quotient, this.#builder.let(binary('sub', x, mul(quotient, by)))];
  }

  /** Slice `index` of things cut as evenly as can be: the first ones are longer by one. */
  #slice(index: Expr, things: string): Slice {
    const [each, longer] = [
      this.#params.get(`${things}.each`),
      this.#params.get(`${things}.longer`),
    ];
    const cut = (i: Expr): Expr => this.#builder.let(add(mul(i, each), smaller(i, longer)));
    return { from: cut(index), to: cut(add(index, constant(1))) };
  }

  /** Rows of some row panels. */
  #rowsOf({ from, to }: Slice): Slice {
    const height = constant(panelRows(this.#form));
    const end = smaller(mul(to, height), this.#params.get('M'));
    return { from: this.#builder.let(mul(from, height)), to: this.#builder.let(end) };
  }

  /** One block of k for all batch items; columns that all of them share are packed once. */
  #block(target: Target, block: Block, place: Pick<Part, 'isFirst' | 'isLast'>): void {
    const builder = this.#builder;
    const b = this.#b;
    const pack = (base: Expr): void => {
      if (b.form.isPacked) b.pack(base, target.columns, block.steps);
    };
    const isShared = b.form.batch.rank === 0;
    const shared = isShared ? b.enter(b.item(constant(0)), block) : null;
    const stretches = this.#listSteps(block);
    if (shared !== null) pack(shared);
    builder.loop(target.batch.from, target.batch.to, 1, (index) => {
      const right = shared ?? b.enter(b.item(index), block);
      if (shared === null) pack(right);
      const left = this.#a.enter(this.#a.item(index), block);
      if (stretches === null) {
        this.#a.touch(left, block);
        b.touch(right, block);
      }
      this.#item({
        ...target,
        out: builder.let(add(target.out, mul(index, this.#params.get('outBatch')))),
        ...place,
        item: index,
        a: left,
        b: right,
        block,
        stretches,
      });
    });
  }

  /** Lists where the steps of a block lie, or its stretches where vectors run along k. */
  #listSteps(block: Block): Stretches | null {
    const sides = [this.#a, this.#b];
    if (this.#form.along === 'columns') {
      for (const side of sides) side.listSteps(block);
      return null;
    }
    const run = this.#params.get('run');
    const stretches = stretchesOf(this.#builder, elementOf(this.#form), block.steps, run);
    for (const side of sides) side.listStretches(block, stretches.count, run);
    return stretches;
  }

  /** One block of k of one batch item, some row panels at a time. */
  #item(part: Part): void {
    const builder = this.#builder;
    const { rows, columns } = part;
    const size = this.#params.get('rowBlock');
    const count = add(binary('sub', rows.to, rows.from), binary('sub', size, constant(1)));
    builder.loop(constant(0), binary('div', count, size), 1, (index) => {
      const from = builder.let(add(rows.from, mul(index, size)));
      const some = { from, to: builder.let(smaller(add(from, size), rows.to)) };
      if (this.#a.form.isPacked) this.#a.pack(part.a, some, part.block.steps);
      const first = this.#rowsOf(this.#a.form.isPacked ? some : rows).from;
      builder.loop(columns.from, columns.to, 1, (panel) => {
        this.#panel(part, this.#rowsOf(some), panel, first);
      });
      // Row panels that are worked on at a time are pieces of lines when tiles are turned.
      if (!this.#form.isTurned) this.#finish(part, some);
    });
    if (this.#form.isTurned) this.#finish(part, rows);
  }

  /** The epilogue on the results of some row panels, after the last block of k. */
  #finish({ item, columns, isLast }: Part, panels: Slice): void {
    const [builder, params, epilogue] = [this.#builder, this.#params, this.#epilogue];
    if (epilogue === null) return;
    builder.if(isLast, () => {
      const rows = this.#rowsOf(panels);
      const width = constant(panelWidth(this.#form));
      const from = builder.let(mul(columns.from, width));
      const right = { from, to: builder.let(smaller(mul(columns.to, width), params.get('N'))) };
      const [m, n] = this.#form.isTurned ? [right, rows] : [rows, right];
      epilogue.write(builder, params, { batch: item, rows: m, columns: n });
    });
  }

  /** All tiles of some rows and one panel of columns; `first` is the first row packed or listed. */
  #panel(part: Part, rows: Slice, panel: Expr, first: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const column = builder.let(mul(panel, constant(panelWidth(this.#form))));
    const write = this.#tileWriter(part, panel, column, first);
    const tiles = (height: number, { from, to }: Slice): void => {
      const { tile, isTurned } = this.#form;
      // One row alone is a line of the results either way.
      const form = {
        ...this.#form,
        tile: { ...tile, rows: height },
        isTurned: isTurned && height > 1,
      };
      builder.loop(from, to, height, (row) => {
        write(form, row, {
          base: part.out,
          pitch: params.get('pitch'),
          row,
          column,
          rows: params.get('M'),
          columns: params.get('N'),
          scratch: this.#scratch,
          isFirst: part.isFirst,
        });
      });
    };
    const { tile, lowRows } = this.#form;
    if (lowRows === null) {
      tiles(tile.rows, rows);
      return;
    }
    const tall = params.get('tall');
    tiles(tile.rows, { from: rows.from, to: smaller(rows.to, tall) });
    tiles(lowRows, { from: binary('max', rows.from, tall), to: rows.to });
  }

  /** What writes the tile at a row over one panel of columns. */
  #tileWriter(
    part: Part,
    panel: Expr,
    column: Expr,
    first: Expr,
  ): (form: ContractForm, row: Expr, output: TileOutput) => void {
    const [builder, a, b] = [this.#builder, this.#a, this.#b];
    const { block, stretches } = part;
    const place = (index: number): Expr => b.inPlace(part.b, add(column, constant(index)));
    if (stretches === null) {
      const right: TileColumns = b.form.isPacked
        ? {
            kind: 'even',
            address: builder.let(b.panelAddress(binary('sub', panel, part.columns.from))),
            step: b.step,
          }
        : b.panelAt(part.b, column, block.steps);
      return (form, row, output) => {
        const rows = this.#rows(part.a, form.tile.rows, row, first);
        writeTile(builder, form, { a: rows, b: right, steps: block.steps }, output);
      };
    }
    const run = this.#params.get('run');
    const columns = Array.from({ length: this.#form.tile.vectors }, (_, c) => place(c));
    const offsets = (index: Expr) => ({
      a: builder.let(a.stretch(index, run)),
      b: builder.let(b.stretch(index, run)),
    });
    return (form, row, output) => {
      const rows = this.#addresses(part.a, form.tile.rows, row, first);
      const input = { rows, columns, stretches, offsets, scratch: this.#scratch };
      writeStretchTile(builder, form, input, output);
    };
  }

  /** Where a tile of `height` rows reads them; `first` is the first row packed or listed. */
  #rows(base: Expr, height: number, row: Expr, first: Expr): TileRows {
    const a = this.#a;
    const { step } = a;
    if (!a.form.isPacked) {
      const addresses = this.#addresses(base, height, row, first);
      if (a.form.isUneven) return { kind: 'listed', addresses, table: a.table };
      return { kind: 'apart', addresses, step };
    }
    const panelHeight = constant(panelRows(this.#form));
    const [panel, within] = this.#divide(binary('sub', row, first), panelHeight);
    const bytes = constant(elementOf(this.#form).bytes);
    const start = add(a.panelAddress(panel), mul(within, bytes));
    return { kind: 'together', address: start, step };
  }

  /** Addresses in place of `height` rows. */
  #addresses(base: Expr, height: number, row: Expr, first: Expr): Expr[] {
    const { tile, lowRows } = this.#form;
    // Where there are low tiles, tall ones end before the last row.
    const isWhole = lowRows !== null && height === tile.rows;
    return this.#a.rowsInPlace(base, height, row, first, isWhole);
  }
}

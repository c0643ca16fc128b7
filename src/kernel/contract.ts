/**
 * The kernel of a contraction: out[m, n] = sum over k of a[m, k] * b[n, k], per batch item, with both
 * operands read through strides. A unit of work is a slice of rows and panels of one batch item; it
 * walks the inner dim in blocks and packs what cannot be read in place into its own scratch memory,
 * so that units are independent and one launch is enough. Which form to use is the compiler's choice.
 */

import { add, binary, compare, constant, KernelBuilder, load, mul } from './builder.js';
import { type IndexForm, IndexMap, Params, smaller } from './contract-index.js';
import { type Element, type PanelSource, packPanel } from './contract-pack.js';
import { type TileRows, type TileShape, writeTile } from './contract-tile.js';
import type { Expr, Kernel, Scalar } from './ir.js';

/** How one operand is read. `outer` counts rows of the left operand, columns of the right one. */
export interface OperandForm {
  readonly batch: IndexForm;
  readonly outer: IndexForm;
  readonly k: IndexForm;
  /** Whether steps of a block of k are unevenly spaced, so that a table of offsets is needed. */
  readonly isUneven: boolean;
  /** Whether it is copied into panels; needs `isUneven` to be false otherwise. */
  readonly isPacked: boolean;
}

/** The structure of a contraction kernel: what its code depends on. */
export interface ContractForm {
  readonly scalar: Scalar;
  readonly lanes: number;
  readonly tile: TileShape;
  readonly a: OperandForm;
  readonly b: OperandForm;
}

/** A kernel with the names of its arguments, in order. */
export interface NamedKernel {
  readonly kernel: Kernel;
  readonly params: readonly string[];
}

/** Columns of a panel of the right operand. */
export function panelWidth(form: Pick<ContractForm, 'tile' | 'lanes'>): number {
  return form.tile.vectors * form.lanes;
}

/** Rows of a panel of the left operand: whole tiles and whole vectors. */
export function panelRows(form: Pick<ContractForm, 'tile' | 'lanes'>): number {
  const { rows } = form.tile;
  return rows % form.lanes === 0 ? rows : rows * form.lanes;
}

/** Bytes of one element. */
export function scalarBytes(scalar: Scalar): number {
  return scalar === 'f64' ? 8 : 4;
}

/**
 * The kernel of `form`. Arguments: `a`, `b`, `out`, `scratch` (addresses); `M`, `N`; `block` (steps of
 * k in a block), `run` (steps before a block must end early), `blocksPerRun`, `blocks` (at least 1,
 * so that an empty sum writes zeros); `rowPanels`, `columnPanels`,
 * `rowSlices`, `columnSlices`, `rowBlock` (row panels packed at a time); `grain` and `slot` (bytes of
 * scratch for one grain of units), `table.a`, `table.b`, `panels.a`, `panels.b` (byte offsets in a
 * slot); and those of the six `IndexMap`s `a.batch`, `a.outer`, `a.k`, and likewise for `b`.
 */
export function contractKernel(form: ContractForm): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const writer = new ContractWriter(builder, params, form);
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => writer.unit(unit));
  const { tile } = form;
  const key = `contract ${JSON.stringify(form)}`;
  const kernel = builder.build(`contract ${tile.rows}x${panelWidth(form)} ${form.scalar}`, key);
  return { kernel, params: params.names };
}

/** One operand while its kernel is written. */
interface Side {
  readonly form: OperandForm;
  readonly batch: IndexMap;
  readonly outer: IndexMap;
  readonly k: IndexMap;
  readonly table: Expr;
  readonly panels: Expr;
}

/** A block of the inner dim of one operand. */
interface SideBlock {
  readonly side: Side;
  /** Address of its first row or column at the first step. */
  readonly base: Expr;
}

/** The block of the inner dim that is worked on: its first step and their number. */
interface Block {
  readonly start: Expr;
  readonly steps: Expr;
}

interface Slice {
  readonly from: Expr;
  readonly to: Expr;
}

class ContractWriter {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #form: ContractForm;
  readonly #element: Element;
  readonly #a: Side;
  readonly #b: Side;
  readonly #scratch: Expr;

  constructor(builder: KernelBuilder, params: Params, form: ContractForm) {
    this.#builder = builder;
    this.#params = params;
    this.#form = form;
    const { scalar, lanes } = form;
    this.#element = { scalar, lanes, bytes: scalarBytes(scalar) };
    const slot = binary('div', builder.range('lo'), params.get('grain'));
    this.#scratch = builder.let(add(params.get('scratch'), mul(slot, params.get('slot'))));
    this.#a = this.#side('a', form.a);
    this.#b = this.#side('b', form.b);
  }

  #side(name: 'a' | 'b', form: OperandForm): Side {
    const { bytes } = this.#element;
    const inScratch = (what: string): Expr =>
      this.#builder.let(add(this.#scratch, this.#params.get(`${what}.${name}`)));
    return {
      form,
      batch: new IndexMap(this.#params, `${name}.batch`, form.batch, bytes),
      outer: new IndexMap(this.#params, `${name}.outer`, form.outer, bytes),
      k: new IndexMap(this.#params, `${name}.k`, form.k, bytes),
      table: form.isUneven ? inScratch('table') : this.#scratch,
      panels: form.isPacked ? inScratch('panels') : this.#scratch,
    };
  }

  /** All blocks of k, one after the other, over one slice of the results. */
  unit(unit: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const [outer, column] = this.#divide(unit, params.get('columnSlices'));
    const [batch, row] = this.#divide(outer, params.get('rowSlices'));
    const columns = this.#slice(column, params.get('columnPanels'), params.get('columnSlices'));
    const rows = this.#slice(row, params.get('rowPanels'), params.get('rowSlices'));
    const bases = [this.#a, this.#b].map((side, s) =>
      builder.let(add(params.get(s === 0 ? 'a' : 'b'), side.batch.offset(builder, batch))),
    );
    const size = mul(mul(params.get('M'), params.get('N')), constant(this.#element.bytes));
    const out = builder.let(add(params.get('out'), mul(batch, size)));
    this.#eachBlock((block) => {
      const [a, b] = [this.#a, this.#b].map((side, s) =>
        this.#enter(side, bases[s] ?? constant(0), block),
      );
      if (a !== undefined && b !== undefined) this.#block(a, b, { out, rows, columns }, block);
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

  #ceilDivide(x: Expr, by: Expr): Expr {
    return binary('div', add(x, binary('sub', by, constant(1))), by);
  }

  /** Moves an operand to a block of k: its base address, or its table of offsets. */
  #enter(side: Side, base: Expr, block: Block): SideBlock {
    const builder = this.#builder;
    if (!side.form.isUneven) {
      return { side, base: builder.let(add(base, side.k.offset(builder, block.start))) };
    }
    this.#fillTable(side, block);
    return { side, base };
  }

  /** Offsets of the steps of a block, one stretch of the innermost dim after the other. */
  #fillTable({ k: map, table }: Side, { start, steps }: Block): void {
    const builder = this.#builder;
    const end = builder.let(add(start, steps));
    const last = this.#ceilDivide(end, map.run);
    builder.loop(binary('div', start, map.run), last, 1, (stretch) => {
      const first = builder.let(mul(stretch, map.run));
      const from = builder.let(binary('max', first, start));
      const to = smaller(add(first, map.run), end);
      const offset = builder.let(binary('sub', map.offset(builder, from), mul(from, map.step)));
      builder.loop(from, to, 1, (k) => {
        const entry = add(table, mul(binary('sub', k, start), constant(4)));
        builder.store(entry, add(offset, mul(k, map.step)));
      });
    });
  }

  #block(
    a: SideBlock,
    b: SideBlock,
    target: { readonly out: Expr; readonly rows: Slice; readonly columns: Slice },
    block: Block,
  ): void {
    const builder = this.#builder;
    const { rows, columns } = target;
    if (this.#form.b.isPacked) this.#pack(b, columns, block.steps);
    builder.loop(constant(0), this.#rowBlocks(rows), 1, (index) => {
      const size = this.#params.get('rowBlock');
      const from = builder.let(add(rows.from, mul(index, size)));
      const part = { from, to: builder.let(smaller(add(from, size), rows.to)) };
      if (this.#form.a.isPacked) this.#pack(a, part, block.steps);
      builder.loop(columns.from, columns.to, 1, (panel) => {
        this.#panel(a, b, { out: target.out, rows: part, columns, panel }, block);
      });
    });
  }

  #rowBlocks(rows: Slice): Expr {
    return this.#ceilDivide(binary('sub', rows.to, rows.from), this.#params.get('rowBlock'));
  }

  #pack(block: SideBlock, panels: Slice, steps: Expr): void {
    const builder = this.#builder;
    const { side, base } = block;
    const width = side === this.#a ? panelRows(this.#form) : panelWidth(this.#form);
    const source: PanelSource = {
      columns: side.outer,
      count: this.#params.get(side === this.#a ? 'M' : 'N'),
      base,
      kUnit: side.k.form.unit,
      kOffset: (k) =>
        side.form.isUneven
          ? load('i32', add(side.table, mul(k, constant(4))))
          : mul(k, side.k.step),
      isUneven: side.form.isUneven,
    };
    builder.loop(panels.from, panels.to, 1, (panel) => {
      const index = binary('sub', panel, panels.from);
      const address = builder.let(add(side.panels, this.#panelBytes(index, width)));
      const first = builder.let(mul(panel, constant(width)));
      packPanel(builder, this.#element, source, { address, first, width }, steps);
    });
  }

  #panelBytes(panels: Expr, width: number): Expr {
    return mul(mul(panels, this.#params.get('block')), constant(width * this.#element.bytes));
  }

  /** All tiles of one panel of columns. */
  #panel(
    a: SideBlock,
    b: SideBlock,
    target: {
      readonly out: Expr;
      readonly rows: Slice;
      readonly columns: Slice;
      readonly panel: Expr;
    },
    block: Block,
  ): void {
    const builder = this.#builder;
    const width = panelWidth(this.#form);
    const { rows, columns, panel } = target;
    const column = builder.let(mul(panel, constant(width)));
    const right = this.#form.b.isPacked
      ? {
          address: add(b.side.panels, this.#panelBytes(binary('sub', panel, columns.from), width)),
          step: constant(width * this.#element.bytes),
        }
      : { address: add(b.base, b.side.outer.offset(builder, column)), step: b.side.k.step };
    const address = builder.let(right.address);
    const height = panelRows(this.#form);
    const from = builder.let(mul(rows.from, constant(height)));
    const M = this.#params.get('M');
    const to = smaller(mul(rows.to, constant(height)), M);
    builder.loop(from, to, this.#form.tile.rows, (row) => {
      writeTile(
        builder,
        this.#element,
        this.#form.tile,
        {
          a: this.#rows(a, row, from),
          b: { address, step: right.step },
          steps: block.steps,
          isFirst: compare('eq', block.start, constant(0)),
        },
        {
          base: target.out,
          row,
          column,
          rows: M,
          columns: this.#params.get('N'),
          scratch: this.#scratch,
        },
      );
    });
  }

  /** Where a tile that starts at `row` reads its rows; those past the last repeat the last. */
  #rows({ side, base }: SideBlock, row: Expr, first: Expr): TileRows {
    const builder = this.#builder;
    const { rows } = this.#form.tile;
    const { bytes } = this.#element;
    if (!side.form.isPacked) {
      const last = builder.let(binary('sub', this.#params.get('M'), constant(1)));
      const addresses = Array.from({ length: rows }, (_, r) => {
        const index = smaller(add(row, constant(r)), last);
        return builder.let(add(base, side.outer.offset(builder, index)));
      });
      return { kind: 'apart', addresses, step: side.k.step };
    }
    const height = panelRows(this.#form);
    const [panel, within] = this.#divide(binary('sub', row, first), constant(height));
    const start = add(this.#panelBytes(panel, height), mul(within, constant(bytes)));
    return {
      kind: 'together',
      address: add(side.panels, start),
      step: constant(height * bytes),
    };
  }
}

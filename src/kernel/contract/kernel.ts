/**
 * The kernel of a contraction: out[m, n] = sum over k of a[m, k] * b[n, k], per batch item, with
 * both operands read through strides. A unit of work is a slice of batch items, rows, columns and
 * k; it walks k in blocks and packs what cannot be read in place into its own scratch memory, so
 * that units are independent. Parts of k store results of their own, which `contract-sum.ts` adds
 * up. Which form to use is the compiler's choice.
 */

import { add, binary, compare, constant, KernelBuilder, mul, select } from '../builder.js';
import { type Expr, loopScratchBytes } from '../ir.js';
import { type Epilogue, withEpilogue } from './epilogue.js';
import { type ContractForm, elementOf, type NamedKernel, panelRows, panelWidth } from './form.js';
import { divide, Params, smaller } from './index-map.js';
import { type Block, Side, type Slice } from './operand.js';
import { type PanelSlice, PanelTiles } from './panel.js';
import { type Stretches, stretchesOf } from './tile-along-k.js';

/**
 * The kernel of `form`. Arguments: `a`, `b`, `out`, `scratch` (addresses; no scratch memory is
 * given where that of each thread is enough); `M`, `N`, `K`; `tall` (rows before the lower tiles,
 * if there are any); `outBatch`, `outPart`, `pitch` (bytes between batch items, parts of k, and
 * lines of the results); `block` (steps of k in a block); `run` (steps that are neighbours, where
 * vectors run along k); `rowBlock` (row panels worked on at a time); `parts` (slices of the
 * blocks), `rowSlices`, `columnSlices`; `batch.each`, `batch.longer` and likewise for `rowPanels`,
 * `columnPanels`, `blocks` (how long slices are, and how many of them are longer by one); `grain`
 * and `slot` (bytes of scratch memory for one grain of units); `list.a`, `table.a`, `table.b`,
 * `panels.a`, `panels.b` (byte offsets in a slot); `reach.a`, `reach.b` (bytes from the first row
 * or column to the last); and those of the `IndexMap`s `a.batch`, `a.outer`, `a.k`, and likewise
 * for `b`; and those of the epilogue.
 */
export function contractKernel(form: ContractForm, epilogue: Epilogue | null = null): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const writer = new ContractWriter(builder, params, form, epilogue);
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => writer.unit(unit));
  const swapped = form.isSwapped ? ' transposed' : '';
  const along = form.along === 'steps' ? ' along k' : '';
  const plain = {
    name: `contract ${form.tile.rows}x${panelWidth(form)}${along}${swapped} ${form.scalar}`,
    key: `contract ${JSON.stringify(form)}`,
  };
  const { name, key } = withEpilogue(plain, epilogue);
  return { kernel: builder.build(name, key), params: params.names };
}

/** The part of the work that a unit does. */
interface TileTarget {
  /** Address of the first result of the first batch item. */
  readonly out: Expr;
  readonly batch: Slice;
  readonly rows: Slice;
  readonly columns: Slice;
}

/** One block of k of one batch item of a unit. */
interface UnitPart extends PanelSlice, TileTarget {
  /** Number of the batch item. */
  readonly item: Expr;
  /** Whether no block comes after. */
  readonly isLast: Expr;
}

class ContractWriter {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #form: ContractForm;
  readonly #epilogue: Epilogue | null;
  readonly #a: Side;
  readonly #b: Side;
  readonly #panels: PanelTiles;

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
    const base = select(compare('eq', given, constant(0)), own, given);
    const scratch = builder.let(add(base, mul(slot, params.get('slot'))));
    const context = { builder, params, element: elementOf(form), scratch };
    this.#a = new Side(context, 'a', form.a, panelRows(form));
    this.#b = new Side(context, 'b', form.b, panelWidth(form));
    this.#panels = new PanelTiles(context, form, this.#a, this.#b);
  }

  /** Some blocks of k, one after the other, over one slice of the results. */
  unit(unit: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const [others, column] = divide(builder, unit, params.get('columnSlices'));
    const [outer, row] = divide(builder, others, params.get('rowSlices'));
    const [batch, part] = divide(builder, outer, params.get('parts'));
    const target = {
      out: builder.let(add(params.get('out'), mul(part, params.get('outPart')))),
      batch: this.#slice(batch, 'batch'),
      rows: this.#slice(row, 'rowPanels'),
      columns: this.#slice(column, 'columnPanels'),
    };
    this.#a.list(this.#panels.rowsOf(target.rows), this.#form.tile.rows - 1);
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

  /** Slice `index` of things cut as evenly as can be: the first ones are longer by one. */
  #slice(index: Expr, things: string): Slice {
    const [each, longer] = [
      this.#params.get(`${things}.each`),
      this.#params.get(`${things}.longer`),
    ];
    const cut = (i: Expr): Expr => this.#builder.let(add(mul(i, each), smaller(i, longer)));
    return { from: cut(index), to: cut(add(index, constant(1))) };
  }

  /** One block of k for all batch items; columns that all of them share are packed once. */
  #block(target: TileTarget, block: Block, place: Pick<UnitPart, 'isFirst' | 'isLast'>): void {
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
  #item(part: UnitPart): void {
    const builder = this.#builder;
    const { rows, columns } = part;
    const size = this.#params.get('rowBlock');
    const count = add(binary('sub', rows.to, rows.from), binary('sub', size, constant(1)));
    builder.loop(constant(0), binary('div', count, size), 1, (index) => {
      const from = builder.let(add(rows.from, mul(index, size)));
      const some = { from, to: builder.let(smaller(add(from, size), rows.to)) };
      if (this.#a.form.isPacked) this.#a.pack(part.a, some, part.block.steps);
      const first = this.#panels.rowsOf(this.#a.form.isPacked ? some : rows).from;
      builder.loop(columns.from, columns.to, 1, (panel) => {
        this.#panels.write(part, this.#panels.rowsOf(some), panel, first);
      });
      // Row panels that are worked on at a time are pieces of lines when tiles are transposed.
      if (!this.#form.isSwapped) this.#finish(part, some);
    });
    if (this.#form.isSwapped) this.#finish(part, rows);
  }

  /** The epilogue on the results of some row panels, after the last block of k. */
  #finish({ item, columns, isLast }: UnitPart, panels: Slice): void {
    const [builder, params, epilogue] = [this.#builder, this.#params, this.#epilogue];
    if (epilogue === null) return;
    builder.if(isLast, () => {
      const rows = this.#panels.rowsOf(panels);
      const width = constant(panelWidth(this.#form));
      const from = builder.let(mul(columns.from, width));
      const right = { from, to: builder.let(smaller(mul(columns.to, width), params.get('N'))) };
      const [m, n] = this.#form.isSwapped ? [right, rows] : [rows, right];
      epilogue.write(builder, params, { batch: item, rows: m, columns: n });
    });
  }
}

/**
 * All tiles of one panel of columns: where each finds its rows and columns, packed or in place, and
 * which micro-kernel writes it.
 */

import { add, binary, constant, type KernelBuilder, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import { type ContractForm, elementOf, panelRows, panelWidth } from './form.js';
import { divide, type Params, smaller } from './index-map.js';
import type { Block, Side, SideContext, Slice } from './operand.js';
import type { TileOutput } from './store-tile.js';
import { type TileColumns, type TileRows, writeTile } from './tile.js';
import { type Stretches, writeStretchTile } from './tile-along-k.js';

/** One block of k of one batch item. */
export interface PanelSlice {
  /** Address of the first result of the batch item. */
  readonly out: Expr;
  /** Column panels of the unit. */
  readonly columns: Slice;
  /** Base addresses of both operands. */
  readonly a: Expr;
  readonly b: Expr;
  readonly block: Block;
  /** What the block consists of, where vectors run along k. */
  readonly stretches: Stretches | null;
  /** Whether no block has been stored before. */
  readonly isFirst: Expr;
}

/** Writes tiles with the operands `a` and `b`. */
export class PanelTiles {
  readonly #builder: KernelBuilder;
  readonly #params: Params;
  readonly #scratch: Expr;
  readonly #form: ContractForm;
  readonly #a: Side;
  readonly #b: Side;

  constructor({ builder, params, scratch }: SideContext, form: ContractForm, a: Side, b: Side) {
    this.#builder = builder;
    this.#params = params;
    this.#scratch = scratch;
    this.#form = form;
    this.#a = a;
    this.#b = b;
  }

  /** Rows of some row panels. */
  rowsOf({ from, to }: Slice): Slice {
    const height = constant(panelRows(this.#form));
    const end = smaller(mul(to, height), this.#params.get('M'));
    return { from: this.#builder.let(mul(from, height)), to: this.#builder.let(end) };
  }

  /** All tiles of some rows and one panel of columns; `first` is the first row packed or listed. */
  write(part: PanelSlice, rows: Slice, panel: Expr, first: Expr): void {
    const builder = this.#builder;
    const params = this.#params;
    const column = builder.let(mul(panel, constant(panelWidth(this.#form))));
    const write = this.#tileWriter(part, panel, column, first);
    const tiles = (height: number, { from, to }: Slice): void => {
      const { tile, isSwapped } = this.#form;
      // One row alone is a line of the results either way.
      const form = {
        ...this.#form,
        tile: { ...tile, rows: height },
        isSwapped: isSwapped && height > 1,
      };
      builder.loop(from, to, height, (row) => {
        write(form, row, {
          base: part.out,
          pitch: params.get('pitch'),
          row,
          column,
          // A low tile may reach over the last of these rows, which are another's from there on.
          rows: rows.to,
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
    part: PanelSlice,
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
    const [panel, within] = divide(this.#builder, binary('sub', row, first), panelHeight);
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

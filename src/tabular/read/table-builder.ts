/** A table while it is being read: hands each cell to its column. */

import type { Table } from '../table.js';
import type { DecimalSign } from './cell.js';
import { ColumnBuilder, type ColumnKind } from './column-builder.js';
import type { Cell, RowBatch } from './row-batch.js';

/** How cells are understood. */
export interface TableBuilderOptions {
  /** Asked when the first batch has come. */
  readonly decimal: () => DecimalSign;
  readonly missing: ReadonlySet<string>;
  /** Kinds that are known already. */
  readonly kinds: ReadonlyMap<string, ColumnKind>;
}

/** Takes in batches, gives a table. */
export class TableBuilder {
  readonly #options: TableBuilderOptions;
  readonly #columns: ColumnBuilder[] = [];
  #rows = 0;

  constructor(options: TableBuilderOptions) {
    this.#options = options;
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds the rows of a batch, at most `limit`. */
  add({ names, rows }: RowBatch, limit: number = Number.POSITIVE_INFINITY): void {
    this.#addColumns(names);
    const columns = this.#columns;
    // A counted loop: this runs once for each cell of the file.
    for (const row of rows.length > limit ? rows.slice(0, limit) : rows) {
      for (let at = 0; at < columns.length; at++) {
        const column = columns[at];
        if (column !== undefined) addCell(column, row[at]);
      }
    }
    this.#rows += Math.min(rows.length, limit);
  }

  /** Columns that come up later were missing until now. */
  #addColumns(names: readonly string[]): void {
    const { decimal, missing, kinds } = this.#options;
    for (const name of names.slice(this.#columns.length)) {
      const longestMissing = Math.max(...[...missing].map((text) => text.length));
      const options = { decimal: decimal(), missing, longestMissing };
      const column = new ColumnBuilder(name, options, kinds.get(name) ?? null);
      column.skip(this.#rows);
      this.#columns.push(column);
    }
  }

  /** The table, after the last batch. */
  build(notes: readonly string[]): Table {
    // One after the other, so that what a column needed while it was read can go.
    const columns = this.#columns.map((column) => column.build());
    return { rows: this.#rows, columns, notes: [...notes] };
  }
}

function addCell(column: ColumnBuilder, cell: Cell): void {
  switch (typeof cell) {
    case 'string':
      column.add(cell);
      return;
    case 'number':
      column.addNumber(cell);
      return;
    case 'bigint':
    case 'boolean':
      column.add(String(cell));
      return;
    default:
      if (cell instanceof Date) column.addSeconds(cell.getTime() / 1000);
      else column.skip(1);
  }
}

/**
 * A table in memory: typed columns side by side, without an object per row. What is in a file is
 * found out by read/, what a model makes of it by prepare/.
 */

/** A cell that did not fit its column, and was taken as missing. */
export interface OddCell {
  /** Row of the file, counted from 1, the header included. */
  readonly row: number;
  readonly text: string;
}

/** Numbers, NaN where one is missing. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
  /** Whether all are whole and none was written with a point: `3`, not `3.0`. */
  readonly whole: boolean;
  /** How many cells were no numbers and were taken as missing, with the first ones. */
  readonly oddCount: number;
  readonly odd: readonly OddCell[];
}

/** Moments, as seconds since 1970 in UTC, NaN where one is missing. */
export interface DateColumn {
  readonly kind: 'date';
  readonly name: string;
  readonly values: Float64Array;
  readonly oddCount: number;
  readonly odd: readonly OddCell[];
}

/** Texts: for each row a number into the list of different texts, -1 where one is missing. */
export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  readonly codes: Int32Array;
  /** Different texts in the order in which they first occur. */
  readonly texts: readonly string[];
  /** True when there were too many different texts to keep; all further ones have the code -2. */
  readonly overflow: boolean;
}

/** One column. */
export type Column = NumberColumn | DateColumn | TextColumn;

/** Columns of equal length. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** What a person should know about how it was read, a sentence each. */
  readonly notes: readonly string[];
}

/** The column of this name, or undefined. */
export function columnNamed(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** Whether the cell of `row` is missing. */
export function isMissing(column: Column, row: number): boolean {
  if (column.kind === 'text') return (column.codes[row] ?? -1) === -1;
  return Number.isNaN(column.values[row] ?? Number.NaN);
}

/** The cell of `row` as a text; an empty text when it is missing. */
export function cellText(column: Column, row: number): string {
  if (isMissing(column, row)) return '';
  switch (column.kind) {
    case 'text':
      return column.texts[column.codes[row] ?? -1] ?? '…';
    case 'number':
      return String(column.values[row]);
    case 'date':
      return dateText(column.values[row] ?? Number.NaN);
  }
}

/** `2024-02-29`, or with a time of day when it is not midnight. */
export function dateText(seconds: number): string {
  const milliseconds = 1000 * seconds;
  if (!(Math.abs(milliseconds) <= 8.64e15)) return '';
  const iso = new Date(milliseconds).toISOString();
  return seconds % 86_400 === 0 ? iso.slice(0, 10) : iso.replace('.000Z', 'Z');
}

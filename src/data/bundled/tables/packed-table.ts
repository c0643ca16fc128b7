/**
 * A table of decimal numbers as text: each number is an integer (its digits without the point) in a
 * fixed number of base-64 digits per column. It needs no decoder of the platform, compresses well,
 * and gives back the doubles of the original decimals. Written by scripts/pack-tables.ts.
 */

/** The base-64 digits by value; 0 to 9 stand for themselves. */
export const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';

/** Rows of numbers; each string but `cells` has one character per column. */
export interface PackedTable {
  readonly rows: number;
  /** Digits after the decimal point. */
  readonly decimals: string;
  /** Base-64 digits of a cell. */
  readonly widths: string;
  /** The cells, row after row, nothing between them. */
  readonly cells: string;
}

/** The columns of a table, each with one double per row. */
export function unpackColumns(table: PackedTable): readonly Float64Array[] {
  const widths = Array.from(table.widths, Number);
  const scales = Array.from(table.decimals, (decimals) => 10 ** Number(decimals));
  const columns = widths.map(() => new Float64Array(table.rows));
  const valueAt = new Uint8Array(128);
  for (let value = 0; value < digits.length; value++) valueAt[digits.charCodeAt(value)] = value;
  let at = 0;
  for (let row = 0; row < table.rows; row++) {
    for (const [index, column] of columns.entries()) {
      let integer = 0;
      for (const end = at + (widths[index] ?? 0); at < end; at++) {
        integer = integer * 64 + (valueAt[table.cells.charCodeAt(at)] ?? 0);
      }
      // Both are exact and below 2^53, so the quotient is the double nearest to the decimal.
      column[row] = integer / (scales[index] ?? 1);
    }
  }
  return columns;
}

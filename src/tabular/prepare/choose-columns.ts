/**
 * Which columns a model can learn from, and why the others are left out: constant ones, names of
 * rows, running text, copies of another column.
 */

import type { Column, NumberColumn, Table, TextColumn } from '../table.js';

/** A column that is not used. */
export interface LeftOut {
  readonly column: string;
  /** Ends the sentence "left out, because ...". */
  readonly reason: string;
}

/** Columns to learn from, and the others. */
export interface ChosenColumns {
  readonly used: readonly Column[];
  readonly leftOut: readonly LeftOut[];
}

/** Names that say that a column of different whole numbers names rows. */
const idNames = /(^|[^a-z])(id|uuid|guid|index|rownum|row_number|key)$/i;
/** The same in `customerId`. */
const camelId = /[a-z]I[dD]$/;
/** Numbers that name places rather than amounts. */
export const codeNames: RegExp =
  /(^|[^a-z])(zip|zipcode|zip_code|postal|postcode|postal_code|plz|phone)([^a-z]|$)/i;
/** Cells looked at first when columns are compared. */
const hashed = 2000;

/** Divides the columns of `table` without those named in `apart`. */
export function chooseColumns(table: Table, apart: ReadonlyMap<string, string>): ChosenColumns {
  const used: Column[] = [];
  const leftOut: LeftOut[] = [];
  const byHash = new Map<string, Column[]>();
  for (const column of table.columns) {
    const known = apart.get(column.name);
    const reason = known ?? reasonAgainst(column, table.rows);
    if (reason !== null) {
      if (reason !== '') leftOut.push({ column: column.name, reason });
      continue;
    }
    const alike = byHash.get(hashOf(column)) ?? [];
    const twin = alike.find((other) => sameCells(other, column));
    if (twin !== undefined) {
      leftOut.push({ column: column.name, reason: `it repeats '${twin.name}'` });
      continue;
    }
    byHash.set(hashOf(column), [...alike, column]);
    used.push(column);
  }
  return { used, leftOut };
}

function reasonAgainst(column: Column, rows: number): string | null {
  return column.kind === 'text' ? againstText(column) : againstNumbers(column, rows);
}

function againstText(column: TextColumn): string | null {
  const { texts, codes } = column;
  if (texts.length === 0) return 'all its cells are missing';
  const present = codes.reduce((count, code) => count + (code === -1 ? 0 : 1), 0);
  if (texts.length === 1 && present === codes.length) {
    return `it is the same in each row ('${shortened(texts[0] ?? '')}')`;
  }
  const length = texts.slice(0, 1000).reduce((sum, text) => sum + text.length, 0);
  const mean = length / Math.min(1000, texts.length);
  const words = texts.slice(0, 1000).filter((text) => text.trim().split(/\s+/).length > 3).length;
  const isProse = mean > 30 || words > 0.5 * Math.min(1000, texts.length);
  if (texts.length > 20 && texts.length > 0.1 * present && isProse) {
    return 'it is running text, which this model does not read';
  }
  if (column.overflow || (texts.length > 20 && texts.length > 0.5 * present)) {
    return `it names rows: ${texts.length} different texts in ${present} rows`;
  }
  return null;
}

function againstNumbers(column: Exclude<Column, TextColumn>, rows: number): string | null {
  const { first, present, isSame, isCounter } = walk(column.values);
  if (present === 0) return 'all its cells are missing';
  if (isSame && present === rows) return `it is the same in each row (${first})`;
  if (column.kind !== 'number') return null;
  if (isCounter && rows > 20) return 'it counts the rows';
  return isNamed(column) ? 'it names rows: its numbers are all different' : null;
}

/** What is there, whether it is all the same, and whether each is the one before and 1. */
function walk(values: Float64Array): {
  readonly first: number;
  readonly present: number;
  readonly isSame: boolean;
  readonly isCounter: boolean;
} {
  let first = Number.NaN;
  let before = Number.NaN;
  let present = 0;
  let isSame = true;
  let isCounter = true;
  // A counted loop: this runs once for each cell of a column.
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (Number.isNaN(value)) {
      isCounter = false;
      continue;
    }
    if (present === 0) first = value;
    else if (value !== before + 1) isCounter = false;
    if (value !== first) isSame = false;
    before = value;
    present += 1;
  }
  return { first, present, isSame, isCounter };
}

/** Different whole numbers under a name such as `id`. */
function isNamed({ name, whole, values }: NumberColumn): boolean {
  if (!whole || !(idNames.test(name) || camelId.test(name)) || values.length <= 20) return false;
  return new Set(values).size > 0.95 * values.length;
}

function hashOf(column: Column): string {
  const cells = column.kind === 'text' ? column.codes : column.values;
  let hash = 0x811c9dc5;
  for (let row = 0; row < Math.min(hashed, cells.length); row++) {
    const value = cells[row] ?? 0;
    hash = Math.imul(hash ^ Math.floor(value * 1024), 0x01000193);
  }
  return `${column.kind} ${hash}`;
}

/** Whether two columns say the same; texts may be other ones that stand for the same categories. */
function sameCells(a: Column, b: Column): boolean {
  const [first, second] = [cellsOf(a), cellsOf(b)];
  return first.every((value, row) => Object.is(value, second[row]));
}

function cellsOf(column: Column): Int32Array | Float64Array {
  return column.kind === 'text' ? column.codes : column.values;
}

function shortened(text: string): string {
  return text.length <= 30 ? text : `${text.slice(0, 30)}…`;
}

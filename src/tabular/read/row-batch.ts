/** Some rows of a file as its format gives them: the common form behind CSV, JSON and Parquet. */

/** A cell: a text that has yet to be understood, or a value whose type the format knows. */
export type Cell = string | number | boolean | bigint | Date | null | undefined;

/** Rows that follow each other. */
export interface RowBatch {
  /** Names of the columns so far; later batches may have more, at the end. */
  readonly names: readonly string[];
  /** Cells in the order of the names; a row may lack some at its end. */
  readonly rows: readonly (readonly Cell[])[];
}

/** Any value of a JSON or Parquet file as a cell; lists and objects become their JSON. */
export function toCell(value: unknown): Cell {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return value;
    case 'object':
      if (value === null || value instanceof Date) return value;
      return JSON.stringify(value, (_, one: unknown) =>
        typeof one === 'bigint' ? String(one) : one,
      );
    default:
      return null;
  }
}

/** A cell as a text, as CSV has it; an empty text when there is none. */
export function showCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/** A last row that adds up the others, as spreadsheets end: it is no row to learn from. */

import type { Column, Table } from '../table.js';

const totals = /^(?:(?:grand|sub)[ -]?)?total(?:s|e)?:?$|^(?:sum|summe|gesamt|insgesamt|somme):?$/i;
/** With fewer rows a category of this name is as likely. */
const fewestRows = 10;

/** Whether the last cell says that its row is of totals, and no other cell of the column does. */
function saysTotal(column: Column, last: number): boolean {
  if (column.kind !== 'text') {
    return (
      column.odd.length === 1 &&
      column.odd.some(({ row, text }) => row === last + 2 && totals.test(text))
    );
  }
  const code = column.codes[last] ?? -1;
  return totals.test(column.texts[code] ?? '') && column.codes.indexOf(code) === last;
}

function shortened(column: Column, rows: number): Column {
  if (column.kind === 'text') return { ...column, codes: column.codes.slice(0, rows) };
  const odd = column.odd.filter(({ row }) => row <= rows + 1);
  const oddCount = column.oddCount - (column.odd.length - odd.length);
  return { ...column, values: column.values.slice(0, rows), odd, oddCount };
}

/** The table without a row of totals at its end, and with a note about it. */
export function withoutTotals(table: Table): Table {
  const rows = table.rows - 1;
  if (rows < fewestRows || !table.columns.some((column) => saysTotal(column, rows))) return table;
  const notes = [...table.notes, `The last row is left out: it is of totals.`];
  return { rows, notes, columns: table.columns.map((column) => shortened(column, rows)) };
}

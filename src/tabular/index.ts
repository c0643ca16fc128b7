/** Entry `chainrule/tabular`: tables from files, and what makes tensors of them. */

export { type ReadProgress, type ReadTableOptions, readTable } from './read/read-table.js';
export { loadTableModel, TablePredictor } from './saved/load-table-model.js';
export type { Column, DateColumn, NumberColumn, OddCell, Table, TextColumn } from './table.js';

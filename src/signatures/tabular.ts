/** What public functions are called with: written by `npm run signatures` from their types. */

import { Signature } from '../calls/index.js';

export const TablePredictor: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'new TablePredictor(facts: TableFacts<model,spec,preparation>, model: TableModel<spec,layout>)',
);
export const TablePredictor$predict: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'TablePredictor.predict(table: Table<rows,columns,notes>)',
);
export const loadTableModel: Readonly<Signature> = /* @__PURE__ */ new Signature(
  'loadTableModel(path: string)',
);
export const readTable: Readonly<Signature> = /* @__PURE__ */ new Signature(
  "readTable(path: string, options?: { delimiter?: string, decimal?: '.' | ',', encoding?: string, missing?: string[], skipBadRows?: boolean, kinds?: Map<get,has>, limit?: number, onProgress?: function })",
);

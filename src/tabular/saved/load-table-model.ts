/**
 * `loadTableModel`: a trained model of a table from its file, ready to predict. Node and Deno only.
 */

import * as signatures from '../../signatures/tabular.js';
import { loadCheckpoint } from '../../train/index.js';
import { predictEncoded } from '../fit/predict-rows.js';
import { layoutOf } from '../model/model-spec.js';
import { TableModel } from '../model/table-model.js';
import { RowEncoder } from '../prepare/encode.js';
import type { Target } from '../prepare/target.js';
import type { ColumnKind } from '../read/column-builder.js';
import type { Table } from '../table.js';
import { type TableFacts, tableFactsOf } from './table-facts.js';

/**
 * A model that predicts rows of tables.
 *
 * @example
 * const predictor: TablePredictor = loadTableModel('runs/iris-1/best.safetensors');
 * const { target, columns } = predictor; // what is predicted, and from what
 */
export class TablePredictor {
  /** What the model was made of. */
  readonly facts: TableFacts;
  readonly model: TableModel;

  constructor(facts: TableFacts, model: TableModel) {
    signatures.TablePredictor.check(arguments);
    this.facts = facts;
    this.model = model;
  }

  /** The column that is predicted. */
  get target(): Target {
    return this.facts.preparation.target;
  }

  /** Kinds of the columns as the model knows them, so that a table is read alike. */
  get kinds(): ReadonlyMap<string, ColumnKind> {
    const kinds = new Map<string, ColumnKind>();
    for (const { kind, column } of this.facts.preparation.features) {
      kinds.set(column, kind === 'category' ? 'text' : kind);
    }
    const { target } = this;
    kinds.set(target.column, target.kind === 'classes' ? 'text' : 'number');
    return kinds;
  }

  /** Columns that the model looks at. */
  get columns(): readonly string[] {
    return this.facts.preparation.features.map(({ column }) => column);
  }

  /**
   * Predictions for all rows: for classes their probabilities `[rows * classes]`, row by row, else
   * a number for each row. A column that the table lacks counts as missing.
   */
  predict(table: Table): Float32Array {
    signatures.TablePredictor$predict.check(arguments);
    const encoder = new RowEncoder(this.facts.preparation, table);
    const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
    return predictEncoded(this.model, this.target, encoder.encode(rows), table.rows);
  }
}

/**
 * Loads the model in the checkpoint `path` that `chainrule train <table>` wrote.
 * @throws DataError when the file is missing, damaged, or holds another model.
 *
 * @example
 * // After `npx chainrule train iris.csv --target species`:
 * const predictor = loadTableModel('runs/iris-1/best.safetensors');
 * const table = await readTable('new.csv', { kinds: predictor.kinds });
 * const probabilities = predictor.predict(table);
 */
export function loadTableModel(path: string): TablePredictor {
  signatures.loadTableModel.check(arguments);
  const checkpoint = loadCheckpoint(path);
  const facts = tableFactsOf(checkpoint.facts, path);
  const model = new TableModel(facts.spec, layoutOf(facts.preparation));
  model.loadStateDict(checkpoint.model);
  model.eval();
  return new TablePredictor(facts, model);
}

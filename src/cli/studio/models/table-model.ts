/** A model of a table, as the studio's page asks it: a row that is typed in, or a file of rows. */

import { DataError } from '../../../errors.js';
import type { PredictField, Prediction, Predictions, RunModel } from '../../../studio/index.js';
import type { Feature } from '../../../tabular/prepare/feature.js';
import { readBatches } from '../../../tabular/read/read-table.js';
import { showCell } from '../../../tabular/read/row-batch.js';
import { loadTableModel, type TablePredictor } from '../../../tabular/saved/load-table-model.js';
import { lackingWords } from '../../table/lacking-columns.js';
import { predictBatch, readingOfModel } from '../../table/predict-batch.js';
import { withFile } from './dropped-file.js';

const mostRows = 5000;
const endings: readonly string[] = ['.csv', '.tsv', '.txt', '.json', '.jsonl', '.gz', '.parquet'];

function fieldOf(feature: Feature): PredictField {
  const { column } = feature;
  switch (feature.kind) {
    case 'number':
      return { kind: 'number', column, usual: feature.median };
    case 'category':
      return { kind: 'category', column, choices: feature.levels.filter((one) => one !== '') };
    case 'date':
      return { kind: 'date', column };
  }
}

function checkRow(fields: readonly PredictField[], row: Readonly<Record<string, string>>): void {
  for (const [column, text] of Object.entries(row)) {
    const field = fields.find((one) => one.column === column);
    if (field === undefined) throw new DataError(`The model knows no column '${column}'`);
    const isOdd = field.kind === 'number' && text !== '' && !Number.isFinite(Number(text));
    if (isOdd)
      throw new DataError(`${column}: '${text}' is no number. Leave it empty if not known`);
  }
}

function labelsOf({ target }: TablePredictor): readonly string[] {
  return target.kind === 'classes' ? target.labels : [];
}

async function predictFile(predictor: TablePredictor, path: string): Promise<Predictions> {
  const reading = readingOfModel(predictor);
  const opened = await readBatches(path, reading);
  const rows: Prediction[] = [];
  const notes: string[] = [];
  for await (const batch of opened.batches) {
    if (rows.length === 0) notes.push(lackingWords(predictor, batch.names, 'The file') ?? '');
    const target = batch.names.indexOf(predictor.target.column);
    const form = { decimal: opened.decimal, missing: reading.missing };
    const first = rows.length + 1;
    const found = predictBatch(predictor, batch, form).map((one, i): Prediction => {
      const actual = target < 0 ? '' : showCell(batch.rows[i]?.[target]);
      return { ...one, place: `row ${first + i}`, actual: actual === '' ? null : actual };
    });
    rows.push(...found.slice(0, mostRows - rows.length));
    if (rows.length < mostRows) continue;
    notes.push(`These are the first ${mostRows} rows; npx chainrule predict has no limit`);
    break;
  }
  if (rows.length === 0) throw new DataError('The file has no rows');
  const said = [...notes, ...opened.notes].filter((note) => note !== '');
  return { labels: labelsOf(predictor), rows, notes: said };
}

/** The model of a table in the checkpoint `path`. @throws DataError when it cannot be read. */
export function tableModel(path: string): RunModel {
  const predictor = loadTableModel(path);
  const fields = predictor.facts.preparation.features.map(fieldOf);
  return {
    form: { target: predictor.target.column, fields, drawing: null, files: endings },
    predict: async (question) => {
      switch (question.kind) {
        case 'row': {
          const { row } = question;
          checkRow(fields, row);
          const batch = { names: Object.keys(row), rows: [Object.values(row)] };
          const form = { decimal: () => '.' as const, missing: [''] };
          const found = predictBatch(predictor, batch, form);
          const rows = found.map((one) => ({ ...one, place: 'row', actual: null }));
          return { labels: labelsOf(predictor), rows, notes: [] };
        }
        case 'drawing':
          throw new DataError('This model looks at rows, not at pictures');
        case 'file':
          return withFile(question, endings, (file) => predictFile(predictor, file));
      }
    },
  };
}

/** Predictions for rows as a file or a form gives them. */

import { classesOf } from '../../tabular/judge/scores.js';
import { type DecimalSign, missingTexts } from '../../tabular/read/cell.js';
import type { RowBatch } from '../../tabular/read/row-batch.js';
import { TableBuilder } from '../../tabular/read/table-builder.js';
import type { TablePredictor } from '../../tabular/saved/load-table-model.js';

/** How cells are written. */
export interface CellForm {
  readonly decimal: () => DecimalSign;
  /** Texts that stand for a missing value; undefined for the usual ones. */
  readonly missing?: readonly string[] | undefined;
}

/** What is predicted for a row: the class or the number as a text, and probabilities of classes. */
export interface RowPrediction {
  readonly value: string;
  readonly probabilities: readonly number[];
}

/** How files are read that look like the one the model learned from. */
export function readingOfModel({ facts }: TablePredictor): {
  readonly decimal?: DecimalSign;
  readonly missing?: readonly string[];
} {
  const { missing, decimal } = facts;
  return {
    ...(decimal === null ? {} : { decimal }),
    ...(missing === null ? {} : { missing }),
  };
}

/** A float32 with the digits that it has. */
function shortest(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Predictions for the rows of a batch. */
export function predictBatch(
  predictor: TablePredictor,
  batch: RowBatch,
  { decimal, missing = [...missingTexts] }: CellForm,
): RowPrediction[] {
  const { kinds, target } = predictor;
  const builder = new TableBuilder({ decimal, missing: new Set(missing), kinds });
  builder.add(batch);
  const values = predictor.predict(builder.build([]));
  if (target.kind === 'number') {
    return Array.from(values, (value) => ({ value: shortest(value), probabilities: [] }));
  }
  const { labels } = target;
  return Array.from(classesOf(values, labels.length), (label, row) => ({
    value: labels[label] ?? '',
    probabilities: Array.from(values.subarray(row * labels.length, (row + 1) * labels.length)),
  }));
}

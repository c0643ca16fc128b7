/**
 * A preparation: all that turns rows of a table into inputs of a model, fitted on the rows to learn
 * from. Plain data, saved beside the weights, so that the same is done to every row later on.
 */

import { DataError } from '../../errors.js';
import type { Column, Table } from '../table.js';
import { chooseColumns, type LeftOut } from './choose-columns.js';
import type { Feature } from './feature.js';
import { fitCategory, fitDate, fitNumber } from './fit-features.js';
import type { Target } from './target.js';

/** A fitted preparation. */
export interface Preparation {
  readonly target: Target;
  /** In the order of the inputs; embedded categories come last. */
  readonly features: readonly Feature[];
  readonly leftOut: readonly LeftOut[];
}

/** What `fitPreparation` needs beside the table. */
export interface FitOptions {
  readonly target: Target;
  /** Rows to learn from; no other is looked at. */
  readonly rows: Int32Array;
  /** Columns that are not inputs, by name, and why; an empty text for one that needs no word. */
  readonly apart?: ReadonlyMap<string, string>;
}

function fitFeature(column: Column, rows: Int32Array): Feature {
  switch (column.kind) {
    case 'number':
      return fitNumber(column, rows);
    case 'text':
      return fitCategory(column, rows);
    case 'date':
      return fitDate(column, rows);
  }
}

/** Whether the number of a category is an input, which a model looks up. */
export function isEmbedded(feature: Feature): boolean {
  return feature.kind === 'category' && feature.embedding !== null;
}

/**
 * Fits scales, categories and date parts on the rows in `options.rows`.
 * @throws DataError when no column is left to learn from.
 */
export function fitPreparation(table: Table, options: FitOptions): Preparation {
  const { target, rows, apart = new Map<string, string>() } = options;
  const chosen = chooseColumns(table, new Map([...apart, [target.column, '']]));
  const features = chosen.used.map((column) => fitFeature(column, rows));
  const empty = features.filter(
    (feature) => feature.kind === 'category' && isEmpty(feature.levels),
  );
  const kept = features.filter((feature) => !empty.includes(feature));
  const leftOut = [
    ...chosen.leftOut,
    ...empty.map(({ column }) => ({
      column,
      reason: 'each of its texts is too rare to learn from',
    })),
  ];
  if (kept.length === 0) {
    const reasons = leftOut
      .slice(0, 3)
      .map(({ column, reason }) => `'${column}', because ${reason}`);
    const why = reasons.length === 0 ? '' : ` Left out: ${reasons.join('; ')}.`;
    throw new DataError(
      `There is no column to predict '${target.column}' from.${why} Add columns that say something ` +
        'about it',
    );
  }
  const ordered = [...kept.filter((one) => !isEmbedded(one)), ...kept.filter(isEmbedded)];
  return { target, features: ordered, leftOut };
}

function isEmpty(levels: readonly string[]): boolean {
  return levels.length === 0 || (levels.length === 1 && levels[0] === '');
}

/** Columns that a model learned from and a file does not have. */

import { DataError } from '../../errors.js';
import type { TablePredictor } from '../../tabular/saved/load-table-model.js';
import { didYouMean } from '../args/nearest.js';
import type { Terminal } from '../screen/terminal.js';

/** Longer lists are cut. */
const mostNames = 8;

/**
 * What is to be said of columns that `file`, which has `names`, lacks; null when it has all.
 * @throws DataError when it has none of the model's columns.
 */
export function lackingWords(
  { columns }: TablePredictor,
  names: readonly string[],
  file: string,
): string | null {
  const lacking = columns.filter((column) => !names.includes(column));
  if (lacking.length === 0) return null;
  const shown = lacking.slice(0, mostNames).join(', ');
  const list =
    lacking.length > mostNames ? `${shown} and ${lacking.length - mostNames} more` : shown;
  const hint = didYouMean(lacking[0] ?? '', names);
  if (lacking.length === columns.length) {
    throw new DataError(
      `${file} has none of the columns that the model learned from: ${list}${hint}. ` +
        'Is it the right file, and does it have a header?',
    );
  }
  return (
    `${file} lacks columns that the model learned from: ${list}; they count as missing, ` +
    `so predictions are worse than they could be${hint}`
  );
}

/**
 * Warns of columns that `file`, which has `names`, lacks.
 * @throws DataError when it has none of the model's columns.
 */
export function warnOfLacking(
  predictor: TablePredictor,
  names: readonly string[],
  file: string,
  terminal: Terminal,
): void {
  const words = lackingWords(predictor, names, file);
  if (words !== null) terminal.error(`chainrule: ${words}`);
}

/** A confusion matrix as a small table of text. */

import type { ConfusionMatrix } from '../train/index.js';
import type { Terminal } from './terminal.js';

const label = 'actual';

/** Rows are actual classes, columns predicted ones; a dot is a zero, so that mistakes stand out. */
export function confusionTable(matrix: ConfusionMatrix, style: Terminal['style']): string {
  const counts = matrix.counts();
  const most = Math.max(...counts.flat(), matrix.classes - 1);
  const width = String(most).length + 2;
  const cell = (value: number | string): string => String(value).padStart(width);
  const head = `${label}${counts.map((_, column) => cell(column)).join('')}   predicted`;
  const rows = counts.map((row, actual) => {
    const cells = row.map((count, predicted) => {
      if (count === 0) return style('dim', cell('·'));
      return style(actual === predicted ? 'green' : 'red', cell(count));
    });
    return `${String(actual).padStart(label.length)}${cells.join('')}`;
  });
  return [style('dim', head), ...rows].join('\n');
}

/** A confusion matrix as a small table of text. */

import type { Terminal } from './terminal.js';

const title = 'actual';
/** Names of classes are cut to this length. */
const longestName = 12;

function short(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

/**
 * Rows are actual classes, columns predicted ones; a dot is a zero, so that mistakes stand out.
 * Classes are called by their numbers when no `names` are given.
 */
export function confusionTable(
  counts: readonly (readonly number[])[],
  style: Terminal['style'],
  names: readonly string[] = counts.map((_, i) => String(i)),
): string {
  const labels = names.map(short);
  const longest = Math.max(...labels.map(({ length }) => length));
  const most = Math.max(...counts.flat());
  const width = Math.max(String(most).length, longest) + 2;
  const side = Math.max(title.length, longest);
  const cell = (value: number | string): string => String(value).padStart(width);
  const head = `${title.padStart(side)}${labels.map(cell).join('')}   predicted`;
  const rows = counts.map((row, actual) => {
    const cells = row.map((count, predicted) => {
      if (count === 0) return style('dim', cell('·'));
      return style(actual === predicted ? 'green' : 'red', cell(count));
    });
    return `${(labels[actual] ?? '').padStart(side)}${cells.join('')}`;
  });
  return [style('dim', head), ...rows].join('\n');
}

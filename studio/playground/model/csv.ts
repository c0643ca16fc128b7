/** Points from a table of one's own: its first two columns of numbers, and its last column. */

import { most, type Point } from './config.js';

const span = 2.5;

/** Numbers of a column, moved and stretched to the plane that is shown. */
function scaled(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => span * ((2 * (value - low)) / (high - low || 1) - 1));
}

/** The points of a text. @throws Error, as a sentence, for one that has none. */
export function readTable(text: string): Point[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const sign = [',', ';', '\t'].find((one) => lines[0]?.includes(one)) ?? ',';
  const rows = lines.map((line) =>
    line.split(sign).map((cell) => cell.trim().replace(/^"|"$/g, '')),
  );
  const isRow = (row: readonly string[]): boolean =>
    row.length >= 3 &&
    row.slice(0, 2).every((cell) => cell !== '' && Number.isFinite(Number(cell)));
  const good = rows.filter(isRow).slice(0, most.points);
  if (good.length < 2) {
    throw new Error('The table needs at least three columns: two of numbers, and the class last.');
  }
  const labels = [...new Set(good.map((row) => row.at(-1) ?? ''))];
  if (labels.length > most.classes) {
    throw new Error(
      `The last column has ${labels.length} values; ${most.classes} classes fit here.`,
    );
  }
  const x = scaled(good.map(([first]) => Number(first)));
  const y = scaled(good.map(([, second]) => Number(second)));
  return good.map((row, i) => [
    Math.round(1000 * (x[i] ?? 0)) / 1000,
    Math.round(1000 * (y[i] ?? 0)) / 1000,
    labels.indexOf(row.at(-1) ?? ''),
  ]);
}

/** Points from a table of one's own: its columns of numbers, and its last column to be learned. */

import { type FeatureName, most, type PlayConfig, type Point } from './config.js';

const span = 2.5;

/** Numbers of a column, moved and stretched to the plane that is shown. */
function scaled(values: readonly number[], reach: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => {
    const place = reach * ((2 * (value - low)) / (high - low || 1) - 1);
    return Math.round(1000 * place) / 1000;
  });
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && cell !== '' && Number.isFinite(Number(cell));
}

/** Cells, row by row, without those rows that are shorter or longer than the first. */
function cellsOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const sign = [',', ';', '\t'].find((one) => lines[0]?.includes(one)) ?? ',';
  const rows = lines.map((line) =>
    line.split(sign).map((cell) => cell.trim().replace(/^"|"$/g, '')),
  );
  return rows.filter((row) => row.length === rows[0]?.length);
}

/** What is learned: classes, or numbers where there are too many different ones for classes. */
function targetsIn(cells: readonly string[]): Pick<PlayConfig, 'target'> & { labels: number[] } {
  const names = [...new Set(cells)];
  if (names.length <= most.classes) {
    return { target: 'class', labels: cells.map((cell) => names.indexOf(cell)) };
  }
  if (cells.every(isNumber)) return { target: 'number', labels: scaled(cells.map(Number), 1) };
  throw new Error(`The last column has ${names.length} values; ${most.classes} classes fit here.`);
}

/**
 * What a text changes of the choices: the first two columns of numbers are shown, all are used.
 * @throws Error, as a sentence, for a table that has no two columns of numbers before its last one.
 */
export function readTable(text: string): Partial<PlayConfig> {
  const all = cellsOf(text);
  const [head = []] = all;
  const hasHead = !head.slice(0, -1).some(isNumber);
  const rows = (hasHead ? all.slice(1) : all).slice(0, most.points);
  const places = head
    .map((_, i) => i)
    .filter((i) => i < head.length - 1 && rows.every((row) => isNumber(row[i])))
    .slice(0, most.columns);
  if (rows.length < 2 || places.length < 2) {
    throw new Error(
      'The table needs two rows and three columns: two of numbers without gaps, and last the ' +
        'class or the number to be learned.',
    );
  }
  const { target, labels } = targetsIn(rows.map((row) => row.at(-1) ?? ''));
  const values = places.map((place) =>
    scaled(
      rows.map((row) => Number(row[place])),
      span,
    ),
  );
  const points = rows.map((_, i): Point => {
    const [x = 0, y = 0, ...rest] = values.map((column) => column[i] ?? 0);
    return [x, y, labels[i] ?? 0, ...rest];
  });
  return {
    data: 'painted',
    points,
    target,
    columns: places.map((i) => (hasHead ? (head[i] ?? '') : `column ${i + 1}`)),
    features: places.map((_, i): FeatureName => `x${i + 1}`),
  };
}

/** The choices with column `column` shown in the place of the first or the second one. */
export function showColumn(config: PlayConfig, place: 0 | 1, column: number): Partial<PlayConfig> {
  const swap = <Item>(list: readonly Item[]): Item[] => {
    const items = [...list];
    const [a, b] = [items[place], items[column]];
    if (a !== undefined && b !== undefined) [items[place], items[column]] = [b, a];
    return items;
  };
  return {
    columns: swap(config.columns),
    points: config.points.map(([x, y, label, ...rest]) => {
      const [first = 0, second = 0, ...others] = swap([x, y, ...rest]);
      return [first, second, label, ...others];
    }),
  };
}

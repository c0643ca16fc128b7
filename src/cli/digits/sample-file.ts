/** Reads pictures of digits from a file: CSV with a picture per line, or JSON arrays. */

import { DataError } from '../../errors.js';
import { readFileBytes } from '../../io/file-errors.js';

/** Pixels of a picture. */
export const pixels = 64;
/** Value of full ink; paper is 0. */
export const fullInk = 16;

/** One picture. */
export interface Sample {
  /** Where it is in the file: `line 3`, or `item 3` of a JSON list. */
  readonly place: string;
  readonly values: readonly number[];
  /** The digit that it shows, if the file says so. */
  readonly label: number | null;
}

/**
 * The pictures in the file at `path`: 64 numbers from 0 to 16 each, and perhaps the digit after
 * them. A first line of words is passed over.
 *
 * @throws DataError that names the file, the line, and what is wrong.
 */
export function readSamples(path: string): Sample[] {
  const text = new TextDecoder().decode(readFileBytes('predict', path));
  const rows = /^\s*\[/.test(text) ? readJson(path, text) : readCsv(path, text);
  if (rows.length === 0) throw new DataError(`predict: ${path} has no pictures in it`);
  return rows.map((row) => toSample(path, row));
}

interface Row {
  readonly place: string;
  readonly numbers: readonly number[];
}

function readCsv(path: string, text: string): Row[] {
  const lines = text.split(/\r?\n/).map((line, i) => ({ line, place: `line ${i + 1}` }));
  const isHeader = (line: string): boolean =>
    line.split(',').every((field) => Number.isNaN(Number.parseFloat(field)));
  return lines
    .filter(({ line }, i) => line.trim() !== '' && !(i === 0 && isHeader(line)))
    .map(({ line, place }) => {
      const numbers = line.split(',').map((field, column) => {
        const number = field.trim() === '' ? Number.NaN : Number(field);
        if (Number.isFinite(number)) return number;
        throw new DataError(
          `predict: ${path}: ${place}, column ${column + 1}: expected a number, found '${field.trim()}'`,
        );
      });
      return { place, numbers };
    });
}

function readJson(path: string, text: string): Row[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`predict: ${path} is not JSON: ${String(cause)}`, { cause });
  }
  const list: readonly unknown[] = Array.isArray(content) ? content : [content];
  // One picture may stand alone, without a list around it.
  const items = list.every((item) => typeof item === 'number') && list.length > 0 ? [list] : list;
  return items.map((item, i) => {
    const place = `item ${i + 1}`;
    const flat: readonly unknown[] = Array.isArray(item) ? item.flat(Number.POSITIVE_INFINITY) : [];
    const numbers = flat.filter((value) => typeof value === 'number');
    if (Array.isArray(item) && numbers.length === flat.length) return { place, numbers };
    throw new DataError(`predict: ${path}: ${place}: expected an array of numbers`);
  });
}

function toSample(path: string, { place, numbers }: Row): Sample {
  const fail = (problem: string): DataError =>
    new DataError(`predict: ${path}: ${place}: ${problem}`);
  if (numbers.length !== pixels && numbers.length !== pixels + 1) {
    throw fail(
      `expected ${pixels} numbers, or ${pixels + 1} with the digit last, found ${numbers.length}`,
    );
  }
  const values = numbers.slice(0, pixels);
  const bad = values.findIndex((value) => !(value >= 0 && value <= fullInk));
  if (bad >= 0) {
    throw fail(`pixel ${bad + 1} is ${values[bad]}, expected 0 (paper) to ${fullInk} (ink)`);
  }
  const label = numbers[pixels] ?? null;
  if (label !== null && !(Number.isInteger(label) && label >= 0 && label <= 9)) {
    throw fail(`the digit after the pixels is ${label}, expected 0 to 9`);
  }
  return { place, values, label };
}

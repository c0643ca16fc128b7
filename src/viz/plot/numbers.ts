/**
 * Reads what users plot: lists, typed arrays and tensors become plain numbers, or a clear error.
 */

import { ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import { Tensor } from '../../tensor/index.js';
import { showCount } from '../style/number.js';

/** Numbers to plot. A `null` is a missing value, as JSON writes NaN. */
export type Numbers = Tensor | ArrayLike<number | null>;

/** All numbers, row-major; a missing one is NaN. @throws ValueError when there are none. */
export function numbersOf(op: string, name: string, values: Numbers): number[] {
  refuseForeign(`${op}: ${name}`, values);
  const list = values instanceof Tensor ? values.toTypedArray() : values;
  if (typeof list !== 'object' || list === null || typeof list.length !== 'number') {
    throw new ValueError(`${op}: ${name} must be numbers or a tensor, got ${typeof values}`);
  }
  if (list.length === 0) throw new ValueError(`${op}: ${name} is empty, there is nothing to plot`);
  return Array.from(list, (value, i) => {
    if (value === null) return Number.NaN;
    if (typeof value === 'number') return value;
    throw new ValueError(`${op}: ${name}[${i}] is not a number but ${JSON.stringify(value)}`);
  });
}

/** All numbers. @throws ValueError when there are none, or one is NaN or infinite. */
export function finiteNumbersOf(op: string, name: string, values: Numbers): number[] {
  const list = numbersOf(op, name, values);
  const bad = list.filter((x) => !Number.isFinite(x)).length;
  if (bad === 0) return list;
  const first = list.findIndex((x) => !Number.isFinite(x));
  throw new ValueError(
    `${op}: ${showCount(bad)} of the ${showCount(list.length)} numbers in ${name} are not finite ` +
      `(the first is ${list[first]}, at ${first})`,
  );
}

/** A list of rows of equal lengths. @throws ShapeError for anything else. */
export function rowsOf(
  op: string,
  name: string,
  values: Tensor | readonly ArrayLike<number>[],
): number[][] {
  refuseForeign(`${op}: ${name}`, values);
  if (values instanceof Tensor) {
    const [count = 0, width = 0] = values.shape;
    if (values.ndim !== 2) {
      throw new ShapeError(`${op}: ${name} must be [N, D], got shape ${show(values.shape)}`);
    }
    const flat = finiteNumbersOf(op, name, values);
    return Array.from({ length: count }, (_, i) => flat.slice(i * width, (i + 1) * width));
  }
  if (!Array.isArray(values) || values.length === 0) {
    throw new ValueError(`${op}: ${name} is empty, there is nothing to plot`);
  }
  const rows = values.map((row, i) => finiteNumbersOf(op, `${name}[${i}]`, row));
  const width = rows[0]?.length;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd === -1) return rows;
  throw new ShapeError(
    `${op}: the rows of ${name} differ in length, row 0 has ${width} numbers and row ${odd} has ` +
      `${rows[odd]?.length}`,
  );
}

/** Smallest and largest of finite numbers; NaN and infinities are passed over. */
export function extentOf(values: Iterable<number>): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const x of values) {
    if (!Number.isFinite(x)) continue;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  return [low, high];
}

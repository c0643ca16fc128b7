/** Between nested arrays, as users write and read them, and flat row-major values. */

import { DTypeError, ShapeError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { type Shape, show } from '../../graph/shape.js';

/** Numbers or booleans in arrays of arrays, to any depth. */
export type Nested = number | boolean | readonly Nested[];

function isList(value: Nested | undefined): value is readonly Nested[] {
  return Array.isArray(value);
}

/** Sizes and row-major values of a nested array. @throws ShapeError when it is ragged. */
export function flatten(value: Nested): { shape: number[]; values: number[]; isBool: boolean } {
  const shape: number[] = [];
  for (let level: Nested | undefined = value; isList(level); level = level[0]) {
    shape.push(level.length);
  }
  let row: readonly Nested[] = [value];
  for (let d = 0; d < shape.length; d++) {
    row.forEach((part) => checkLevel(part, shape, d));
    row = row.flat();
  }
  row.forEach((part) => checkLeaf(part, shape));
  const isBool = row.length > 0 && row.every((part) => typeof part === 'boolean');
  return { shape, values: row.map(Number), isBool };
}

function checkLevel(part: Nested, shape: Shape, d: number): void {
  if (Array.isArray(part) && part.length === shape[d]) return;
  const found = Array.isArray(part) ? `one of length ${part.length}` : `a ${typeof part}`;
  throw new ShapeError(
    `tensor: ragged array: expected ${shape[d]} elements in every array at depth ${d}, ` +
      `found ${found}`,
  );
}

function checkLeaf(part: Nested, shape: Shape): void {
  if (typeof part === 'number' || typeof part === 'boolean') return;
  if (Array.isArray(part)) {
    throw new ShapeError(
      `tensor: ragged array: expected numbers at depth ${shape.length} (shape ${show(shape)}), ` +
        'found an array',
    );
  }
  refuseForeign('tensor', part);
  throw new DTypeError(`tensor: expected a number or a boolean, got ${describe(part)}`);
}

function describe(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return `the string ${JSON.stringify(value)}. Convert it first: Number(x)`;
}

/**
 * Row-major values as nested arrays of the given shape, in the type that the caller knows it to be.
 */
export function nest<Values extends Nested>(
  values: ArrayLike<number>,
  shape: Shape,
  isBool: boolean,
): Values {
  return nestAny(values, shape, isBool) as Values;
}

function nestAny(values: ArrayLike<number>, shape: Shape, isBool: boolean): Nested {
  const convert = (x: number | undefined): Nested => (isBool ? x !== 0 : (x ?? 0));
  if (shape.length === 0) return convert(values[0]);
  let row: Nested[] = Array.from(values, convert);
  for (let d = shape.length - 1; d > 0; d--) {
    const size = shape[d] ?? 1;
    const count = shape.slice(0, d).reduce((product, n) => product * n, 1);
    row = Array.from({ length: count }, (_, i) => row.slice(i * size, (i + 1) * size));
  }
  return row;
}

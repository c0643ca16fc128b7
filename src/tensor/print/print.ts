/**
 * Tensors as text, in PyTorch's form: aligned columns, lines of 80 characters, long dims shortened.
 * How one number is written is in number-format.ts.
 */

import type { DType } from '../../graph/dtype.js';
import { contiguousStrides, numel, type Shape, show } from '../../graph/shape.js';
import { formatOf, type NumberFormat } from './number-format.js';

const PREFIX = 'tensor(';
const LINE_WIDTH = 80;
/** Tensors of more elements are shortened to this many at both ends of each dim. */
const SHORTEN_ABOVE = 1000;
const EDGE_ITEMS = 3;

/** A tensor to print. */
interface Printed {
  readonly values: ArrayLike<number>;
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly isShort: boolean;
}

/** Offsets of the items of dim `d` to show, with `null` for the gap. */
function shownOffsets(x: Printed, d: number, offset: number): (number | null)[] {
  const [size, stride] = [x.shape[d] ?? 0, x.strides[d] ?? 0];
  const range = (from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => offset + (from + i) * stride);
  if (!x.isShort || size <= 2 * EDGE_ITEMS) return range(0, size);
  return [...range(0, EDGE_ITEMS), null, ...range(size - EDGE_ITEMS, size)];
}

/** Every number that will be seen. */
function shownValues(x: Printed): number[] {
  let offsets = [0];
  for (let d = 0; d < x.shape.length; d++) {
    offsets = offsets.flatMap((offset) =>
      shownOffsets(x, d, offset).filter((shown) => shown !== null),
    );
  }
  return offsets.map((offset) => x.values[offset] ?? 0);
}

/** The last dim: as many numbers to a line as fit. */
function writeRow(x: Printed, offset: number, indent: number, format: NumberFormat): string {
  const texts = shownOffsets(x, x.shape.length - 1, offset).map((place) =>
    place === null ? ' ...' : format.write(x.values[place] ?? 0).padStart(format.width),
  );
  const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (format.width + 2)));
  const lines = Array.from({ length: Math.ceil(texts.length / perLine) }, (_, i) =>
    texts.slice(i * perLine, (i + 1) * perLine).join(', '),
  );
  return `[${lines.join(`,\n${' '.repeat(indent + 1)}`)}]`;
}

/** Dims `d` and after, the first character at column `indent`. Recurses over the dims. */
function write(
  x: Printed,
  d: number,
  offset: number,
  indent: number,
  format: NumberFormat,
): string {
  const rest = x.shape.length - d;
  if (rest === 0) return format.write(x.values[offset] ?? 0);
  if (rest === 1) return writeRow(x, offset, indent, format);
  const parts = shownOffsets(x, d, offset).map((place) =>
    place === null ? '...' : write(x, d + 1, place, indent + 1, format),
  );
  return `[${parts.join(`,${'\n'.repeat(rest - 1)}${' '.repeat(indent + 1)}`)}]`;
}

/** What the values do not tell. */
function factsOf(shape: Shape, dtype: DType, requiresGrad: boolean): string[] {
  const isEmpty = numel(shape) === 0;
  const facts: string[] = [];
  if (isEmpty && shape.length !== 1) facts.push(`shape=${show(shape)}`);
  if (dtype === 'float64' || (isEmpty && dtype !== 'float32')) facts.push(`dtype=${dtype}`);
  if (requiresGrad) facts.push('requiresGrad=true');
  return facts;
}

/**
 * `tensor([[1., 2.], [3., 4.]])`; the dtype is named unless the numbers tell it, as is requiresGrad
 * when true, and the shape of an empty tensor.
 */
export function print(
  values: ArrayLike<number>,
  shape: Shape,
  dtype: DType,
  requiresGrad: boolean,
): string {
  const isShort = numel(shape) > SHORTEN_ABOVE;
  const x: Printed = { values, shape, strides: contiguousStrides(shape), isShort };
  const format = formatOf(shownValues(x), dtype);
  let text = PREFIX + (numel(shape) === 0 ? '[]' : write(x, 0, 0, PREFIX.length, format));
  for (const fact of factsOf(shape, dtype, requiresGrad)) {
    const column = text.length - (text.lastIndexOf('\n') + 1);
    const fits = column + fact.length + 3 <= LINE_WIDTH;
    text += fits ? `, ${fact}` : `,\n${' '.repeat(PREFIX.length)}${fact}`;
  }
  return `${text})`;
}

/** Tensors as text, in PyTorch's form: aligned columns, four digits, long dims shortened. */

import type { DType } from '../graph/dtype.js';
import { isFloat } from '../graph/dtype.js';
import { contiguousStrides, numel, type Shape, show } from '../graph/shape.js';

const SHORTEN_ABOVE = 1000;
const EDGE_ITEMS = 3;

/** Text of one number, given the look of all of them. */
type Format = (x: number) => string;

function formatOf(values: readonly number[], dtype: DType): Format {
  if (dtype === 'bool') return (x) => String(x !== 0);
  if (!isFloat(dtype)) return String;
  const finite = values.filter(Number.isFinite);
  const special = (x: number): string => (Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf');
  if (finite.every(Number.isInteger) && finite.every((x) => Math.abs(x) < 1e8)) {
    return (x) => (Number.isFinite(x) ? `${x}.` : special(x));
  }
  const sizes = finite.filter((x) => x !== 0).map(Math.abs);
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  const scientific = largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
  return (x) => {
    if (!Number.isFinite(x)) return special(x);
    return scientific ? x.toExponential(4) : x.toFixed(4);
  };
}

/** Indices to show of a dim: all, or a few at each end with `null` for the gap. */
function shownIndices(size: number, shorten: boolean): (number | null)[] {
  if (!shorten || size <= 2 * EDGE_ITEMS) return Array.from({ length: size }, (_, i) => i);
  const head = Array.from({ length: EDGE_ITEMS }, (_, i) => i);
  return [...head, null, ...head.map((i) => size - EDGE_ITEMS + i)];
}

/** `tensor([[1., 2.], [3., 4.]])`; dtype and requiresGrad are named when they are not the default. */
export function print(
  values: ArrayLike<number>,
  shape: Shape,
  dtype: DType,
  requiresGrad: boolean,
): string {
  const shorten = numel(shape) > SHORTEN_ABOVE;
  const strides = contiguousStrides(shape);
  const shown: number[] = [];
  const collect = (d: number, offset: number): void => {
    if (d === shape.length) shown.push(values[offset] ?? 0);
    else {
      for (const i of shownIndices(shape[d] ?? 0, shorten)) {
        if (i !== null) collect(d + 1, offset + i * (strides[d] ?? 0));
      }
    }
  };
  collect(0, 0);
  const format = formatOf(shown, dtype);
  const width = Math.max(0, ...shown.map((x) => format(x).length));
  const write = (d: number, offset: number): string => {
    if (d === shape.length) {
      const text = format(values[offset] ?? 0);
      return shape.length === 0 ? text : text.padStart(width);
    }
    const parts = shownIndices(shape[d] ?? 0, shorten).map((i) =>
      i === null ? '...' : write(d + 1, offset + i * (strides[d] ?? 0)),
    );
    const isRow = d === shape.length - 1;
    const newline = `,${'\n'.repeat(shape.length - 1 - d)}${' '.repeat(8 + d)}`;
    return `[${parts.join(isRow ? ', ' : newline)}]`;
  };
  const facts = [write(0, 0)];
  if (numel(shape) === 0 && shape.length > 1) facts.push(`shape=${show(shape)}`);
  if (dtype === 'float64' || (numel(shape) === 0 && dtype !== 'float32')) {
    facts.push(`dtype=${dtype}`);
  }
  if (requiresGrad) facts.push('requiresGrad=true');
  return `tensor(${facts.join(', ')})`;
}

/**
 * Numbers of a tensor as text, all in one form that suits them together: whole, with four digits,
 * or scientific. Source: PyTorch's printing,
 * https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */

import { type DType, isFloat } from '../../graph/dtype.js';

/** Digits after the point. */
const PRECISION = 4;

/** Text of one number, and the width that aligns it with the others. */
export interface NumberFormat {
  readonly write: (x: number) => string;
  readonly width: number;
}

function special(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  return x > 0 ? 'inf' : '-inf';
}

/** `-0` keeps its sign, which String() drops. */
function whole(x: number): string {
  return `${Object.is(x, -0) ? '-0' : x}.`;
}

/** At least two digits in the exponent, as C writes it. */
function scientific(x: number): string {
  return x.toExponential(PRECISION).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** The form in which numbers that differ this much are still readable. */
function formOf(numbers: readonly number[]): (x: number) => string {
  const sizes = numbers.map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const isWide = largest / smallest > 1000 || largest > 1e8;
  if (numbers.every(Number.isInteger)) return isWide ? scientific : whole;
  return isWide || smallest < 1e-4 ? scientific : (x) => x.toFixed(PRECISION);
}

/** The form for these values. Infinite ones and NaN have no say in it, as in PyTorch. */
export function formatOf(values: readonly number[], dtype: DType): NumberFormat {
  if (!isFloat(dtype)) {
    const write = dtype === 'bool' ? (x: number) => String(x !== 0) : String;
    return { write, width: widest(values, write) };
  }
  const counted = values.filter((x) => Number.isFinite(x) && x !== 0);
  const form = formOf(counted);
  const write = (x: number): string => (Number.isFinite(x) ? form(x) : special(x));
  return { write, width: widest(counted, write) };
}

function widest(values: readonly number[], write: (x: number) => string): number {
  return values.reduce((width, x) => Math.max(width, write(x).length), 1);
}

/** Numbers with something written around them: a unit, a currency, accounting's brackets. */

import { type DecimalSign, readNumber } from './cell.js';

/** A number and the unit behind it, `''` for none. */
export interface Measure {
  readonly value: number;
  readonly unit: string;
}

/** Thousands with spaces between them. */
const spaced = /^\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?$/;
const bracketed = /^\((.*)\)$/;
const withUnit =
  /^([-+]?)\s?([$€£¥₹]|(?:USD|EUR|GBP|CHF|JPY) )?\s?([\d.,'\u00a0\u202f ]*\d)\s?(%|[$€£¥₹]|[A-Za-zµμ°Ω][A-Za-zµμ°Ω²³/]{0,7})?$/;

/**
 * The number in `3.2 kg`, `1.234,50 €`, `(12)` or `USD 5`, by the decimal sign of the file; null
 * for anything else. Units have to be the same in a column, so the unit is told.
 */
export function readMeasure(text: string, decimal: DecimalSign): Measure | null {
  const negative = bracketed.exec(text)?.[1];
  const found = withUnit.exec(negative ?? text);
  if (found === null) return null;
  const [, sign = '', prefix = '', digits = '', suffix = ''] = found;
  if (negative !== undefined && sign !== '') return null;
  const whole = spaced.test(digits) ? digits.replaceAll(/[\s']/g, '') : digits;
  const value = readNumber(whole, decimal);
  if (!Number.isFinite(value)) return null;
  const isNegative = sign === '-' || negative !== undefined;
  return { value: isNegative ? -value : value, unit: suffix || prefix.trim() };
}

/**
 * What the text of one cell is: missing, a number, a moment, or a text. Knows nothing of columns.
 */

/** Texts that stand for a missing value when nothing else is said. */
export const missingTexts: readonly string[] = [
  '',
  '?',
  'NA',
  'N/A',
  'n/a',
  'na',
  '#N/A',
  'NaN',
  'nan',
  'null',
  'NULL',
  'Null',
];

/** Texts that mean a missing value among numbers and dates, and themselves among texts. */
export const blankTexts: ReadonlySet<string> = new Set(['None', 'none', '-', '--', '.', 'unknown']);

/** The sign between whole and fraction. */
export type DecimalSign = '.' | ',';

const plainNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?$/;
const decimalComma = /^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d*),?\d*(?:[eE][-+]?\d{1,3})?$/;
const dressed = /^([-+]?)[$€£]?(\d{1,3}(?:[,' \u00a0]\d{3})+|\d+)(\.\d+)? ?[%$€£]?$/;

const infinite = /^[-+]?inf(?:inity)?$/i;

/** Digits that are a name rather than an amount: leading zeros, or more than a number can hold. */
const nameOfDigits = /^[-+]?0\d|^[-+]?\d{16,}$/;

/** Code of `0`. */
const zero = 48;

/** Whether `0...` is more than a plain zero: `007` is a name, `0.7` and `0` are amounts. */
function startsLikeAName(text: string): boolean {
  return text.length > 15 || text.charCodeAt(0) === zero || text.charCodeAt(1) === zero;
}

const nine = 57;
const minus = 45;
const point = 46;
/** Digits that a double holds exactly, and powers of ten by which it divides without an error. */
const mostDigits = 15;
const powers: readonly number[] = Array.from({ length: mostDigits + 1 }, (_, i) => 10 ** i);

/**
 * The number in a text such as `-12.5`, correctly rounded since both the digits and the power of
 * ten are exact; NaN for any other form. Five times as fast as a pattern and `Number`.
 */
function scanDecimal(text: string): number {
  const { length } = text;
  const start = text.charCodeAt(0) === minus ? 1 : 0;
  if (length - start > mostDigits + 1) return Number.NaN;
  let digits = 0;
  let pointAt = -1;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    const digit = digitOf(code);
    if (digit >= 0) digits = digits * 10 + digit;
    else if (code === point && pointAt < 0) pointAt = i;
    else return Number.NaN;
  }
  const count = length - start - (pointAt < 0 ? 0 : 1);
  const isName = count > 1 && text.charCodeAt(start) === zero && pointAt !== start + 1;
  if (isName || count === 0 || count > mostDigits) return Number.NaN;
  const value = scaled(digits, pointAt < 0 ? 0 : length - 1 - pointAt);
  return start === 1 ? -value : value;
}

function digitOf(code: number): number {
  return code >= zero && code <= nine ? code - zero : -1;
}

function scaled(digits: number, places: number): number {
  return places === 0 ? digits : digits / (powers[places] ?? Number.NaN);
}

/**
 * The number that `text` (trimmed, not empty) says, or NaN. Reads `1e-3`, thousands (`1,234.5`, or
 * `1.234,5` with a decimal comma), currencies and percent signs; texts of digits that are names,
 * such as `007` or a number of 18 digits, are no numbers.
 */
export function readNumber(text: string, decimal: DecimalSign): number {
  if (decimal === '.') {
    const simple = scanDecimal(text);
    if (!Number.isNaN(simple)) return simple;
    if (startsLikeAName(text) && nameOfDigits.test(text)) return Number.NaN;
    if (plainNumber.test(text)) return Number(text);
    return readDressed(text);
  }
  if (nameOfDigits.test(text)) return Number.NaN;
  if (text.includes(',') || /\.\d{3}(\.|$)/.test(text)) {
    if (!decimalComma.test(text)) return Number.NaN;
    return Number(text.replaceAll('.', '').replace(',', '.'));
  }
  return plainNumber.test(text) ? Number(text) : readDressed(text);
}

function readDressed(text: string): number {
  if (infinite.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const found = dressed.exec(text);
  if (found === null) return Number.NaN;
  const [, sign = '', whole = '', fraction = ''] = found;
  return Number(`${sign}${whole.replaceAll(/[,' \u00a0]/g, '')}${fraction}`);
}

const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:\s?([AaPp])\.?[Mm]\.?)?$/;
const month = /^(\d{4})[-/](\d{1,2})$/;
const isoDate =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|[-+]\d{2}:?\d{2})?$/;
const otherDate = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[T ](\d{1,2}:\d{2}.*))?$/;
/** `7/4/20`, as spreadsheets write it. */
const shortYear = /^(\d{1,2})(\/)(\d{1,2})\/(\d{2})(?:[T ](\d{1,2}:\d{2}.*))?$/;

const namedDate =
  /^(?:(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})|([A-Za-z]{3,9}) (\d{1,2}),? (\d{4}))$/;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** `12 Jun 1998`, `12-Jun-1998`, `June 12, 1998`. */
function readNamedDate(text: string): WrittenDate | null {
  const [, dayA, monthA, yearA, monthB, dayB, yearB] = namedDate.exec(text) ?? [];
  const name = (monthA ?? monthB ?? '').slice(0, 3).toLowerCase();
  const first = 1 + months.indexOf(name);
  const second = Number(dayA ?? dayB);
  if (first === 0 || !inMonth(second)) return null;
  return { order: 'ymd', year: Number(yearA ?? yearB), first, second, seconds: 0 };
}

/** A moment whose day and month may still change places. */
export interface WrittenDate {
  readonly order: 'ymd' | 'dmy' | 'unknown';
  readonly year: number;
  /** As written: month then day for `ymd`, else in the order of the text. */
  readonly first: number;
  readonly second: number;
  /** Seconds of the day. */
  readonly seconds: number;
}

/**
 * The moment that `text` says, or null: `2024-02-29`, `2024-02-29T12:30:00Z`, `29.2.2024`,
 * `2/29/2024 3:05 PM`, `2024-02`; a time alone, `7:43`, is one of 1 January 1970.
 */
export function readDate(text: string): WrittenDate | null {
  if (text.length < 4 || text.length > 35) return null;
  const short = text.length < 14 ? readTime(text) : null;
  if (short !== null) return short;
  if (text.length < 8) return readMonth(text) ?? readOtherDate(text);
  if (text.length === 10) {
    const plain = scanDay(text);
    if (plain !== null) return plain;
  }
  const iso = isoDate.exec(text);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second, fraction, zone] = iso;
    const seconds = secondsOf(hour, minute, second, fraction) - zoneSeconds(zone);
    const date = { year: Number(year), first: Number(month), second: Number(day), seconds };
    return date.first >= 1 && date.first <= 12 && inMonth(date.second)
      ? { order: 'ymd', ...date }
      : null;
  }
  return readOtherDate(text) ?? readNamedDate(text);
}

/** `7:43`, on the first day that there is. */
function readTime(text: string): WrittenDate | null {
  const seconds = text.includes(':') ? readClock(text) : null;
  return seconds === null ? null : { order: 'ymd', year: 1970, first: 1, second: 1, seconds };
}

/** Seconds of the day of `7:43`, `19:43:10` or `7:43 PM`; null for anything else. */
function readClock(text: string): number | null {
  const found = clock.exec(text);
  if (found === null) return null;
  const [, hours, minutes, seconds, fraction, half] = found;
  const isHalf = half !== undefined;
  const hour = Number(hours);
  const isTime = hour <= (isHalf ? 12 : 23) && (!isHalf || hour > 0) && Number(minutes) <= 59;
  if (!isTime || Number(seconds ?? 0) > 60) return null;
  const afternoon = isHalf && half.toLowerCase() === 'p' ? 12 : 0;
  return secondsOf(String(isHalf ? (hour % 12) + afternoon : hour), minutes, seconds, fraction);
}

/** `2024-02`: the first day of the month. */
function readMonth(text: string): WrittenDate | null {
  const [, year, first] = (month.exec(text) ?? []).map(Number);
  if (year === undefined || first === undefined) return null;
  const isMonth = first >= 1 && first <= 12 && year >= 1700 && year <= 2200;
  return isMonth ? { order: 'ymd', year, first, second: 1, seconds: 0 } : null;
}

/** The century of a year of two digits: those to come are few. */
function fullYear(year: string): number {
  if (year.length > 2) return Number(year);
  return Number(year) + (Number(year) < 70 ? 2000 : 1900);
}

/** `29.2.2024`, `2/29/2024`, `2/29/24`, with a time or without. */
function readOtherDate(text: string): WrittenDate | null {
  const [, first, sign, second, year = '', time] =
    otherDate.exec(text) ?? shortYear.exec(text) ?? [];
  const seconds = time === undefined ? 0 : readClock(time);
  if (sign === undefined || seconds === null) return null;
  const date = { year: fullYear(year), first: Number(first), second: Number(second), seconds };
  if (!inMonth(date.first) || !inMonth(date.second)) return null;
  if (date.first > 12 && date.second > 12) return null;
  return { order: sign === '.' ? 'dmy' : 'unknown', ...date };
}

/** `2024-02-29`, which most dates are written as, and nothing else; no pattern is as fast. */
function scanDay(text: string): WrittenDate | null {
  if (text.charCodeAt(4) !== minus || text.charCodeAt(7) !== minus) return null;
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const first = twoDigits(text, 5);
  const second = twoDigits(text, 8);
  const isDay = year >= 0 && first >= 1 && first <= 12 && second >= 1 && second <= 31;
  return isDay ? { order: 'ymd', year, first, second, seconds: 0 } : null;
}

/** The number of two digits; far below 0 for anything else. */
function twoDigits(text: string, at: number): number {
  const tens = digitOf(text.charCodeAt(at));
  const ones = digitOf(text.charCodeAt(at + 1));
  return tens < 0 || ones < 0 ? -1e6 : 10 * tens + ones;
}

function inMonth(day: number): boolean {
  return day >= 1 && day <= 31;
}

function secondsOf(hour = '0', minute = '0', second = '0', fraction = '0'): number {
  return 3600 * Number(hour) + 60 * Number(minute) + Number(second) + Number(fraction);
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (3600 * Number(zone.slice(1, 3)) + 60 * Number(zone.slice(-2)));
}

/**
 * Reads lines of JSON that all have the same form, as metrics have, ten times as fast as
 * `JSON.parse`: the form of one line (the bytes between its values) is learned, later lines are
 * compared with it and only their values are read. A line of another form is refused.
 */

/** What stands at a place of the form. */
type SlotKind = 'number' | 'time' | 'other';

interface Slot {
  /** The bytes before it. */
  readonly before: Uint8Array;
  /** Names of the objects around it: `train/loss`. */
  readonly path: string;
  readonly kind: SlotKind;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const open = 0x7b;
const close = 0x7d;
const bracket = 0x5b;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const letterN = 0x6e;

/** Beyond this one more digit would not be exact. */
const longestMantissa = 900_719_925_474_098;
const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);
const decoder = new TextDecoder();

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= 0x39;
}

/** Whether nothing of a value begins here. */
function isBetween(byte: number): boolean {
  return byte === open || byte === close || byte === comma || byte <= 0x20;
}

/** Behind the string that begins at `at`. */
function endOfString(bytes: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i < end && bytes[i] !== quote) i += bytes[i] === backslash ? 2 : 1;
  return i + 1;
}

/** Behind the number or word that begins at `at`. */
function endOfWord(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && bytes[i] !== comma && bytes[i] !== close) i++;
  return i;
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function kindOf(text: string, path: string): SlotKind {
  if (text.startsWith('"')) {
    return path === 'time' && isoTime.test(text.slice(1, -1)) ? 'time' : 'other';
  }
  return text === 'true' || text === 'false' ? 'other' : 'number';
}

/** The form of lines of JSON. */
export class LineForm {
  /** Names of the numbers of a line, in their order. */
  readonly paths: readonly string[];
  readonly #slots: readonly Slot[];
  readonly #after: Uint8Array;
  #at = 0;
  #dropped = 0;
  #day = 0;
  #dayTime = 0;

  private constructor(slots: readonly Slot[], after: Uint8Array) {
    this.#slots = slots;
    this.#after = after;
    this.paths = slots.filter(({ kind }) => kind !== 'other').map(({ path }) => path);
  }

  /** The form of the line in `bytes[start, end)`; null for one with lists, or none at all. */
  static of(bytes: Uint8Array, start: number, end: number): LineForm | null {
    const names: string[] = [];
    const slots: Slot[] = [];
    let key = '';
    let from = start;
    let i = start;
    while (i < end) {
      const byte = bytes[i] ?? 0;
      if (byte === bracket) return null;
      if (byte === open) names.push(key);
      if (byte === close) names.pop();
      if (isBetween(byte)) {
        i++;
        continue;
      }
      const stop = byte === quote ? endOfString(bytes, i, end) : endOfWord(bytes, i, end);
      const text = decoder.decode(bytes.subarray(i, stop));
      if (bytes[stop] === colon) {
        key = text.slice(1, -1);
        i = stop + 1;
        continue;
      }
      const path = [...names.slice(1), key].join('/');
      slots.push({ before: bytes.slice(from, i), path, kind: kindOf(text, path) });
      from = stop;
      i = stop;
    }
    return slots.length === 0 ? null : new LineForm(slots, bytes.slice(from, end));
  }

  /** Reads a line into `out`, a number for each path; false when it has another form. */
  read(bytes: Uint8Array, start: number, end: number, out: Float64Array): boolean {
    this.#at = start;
    let count = 0;
    for (const { before, kind } of this.#slots) {
      if (!this.#skip(bytes, before)) return false;
      if (kind === 'other') this.#skipValue(bytes, end);
      else out[count++] = kind === 'number' ? this.#number(bytes) : this.#time(bytes);
    }
    return this.#skip(bytes, this.#after) && this.#at === end;
  }

  #skip(bytes: Uint8Array, expected: Uint8Array): boolean {
    const at = this.#at;
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + expected.length;
    return true;
  }

  #skipValue(bytes: Uint8Array, end: number): void {
    const at = this.#at;
    this.#at = bytes[at] === quote ? endOfString(bytes, at, end) : endOfWord(bytes, at, end);
  }

  /** A number, within one unit in its sixteenth digit; NaN for null. */
  #number(bytes: Uint8Array): number {
    if (bytes[this.#at] === letterN) {
      this.#at += 4;
      return Number.NaN;
    }
    const sign = bytes[this.#at] === minus ? -1 : 1;
    if (sign < 0) this.#at++;
    const mantissa = this.#digits(bytes, 0);
    let exponent = this.#dropped;
    let all = mantissa;
    if (bytes[this.#at] === point) {
      const start = ++this.#at;
      all = this.#digits(bytes, mantissa);
      exponent += this.#dropped - (this.#at - start);
    }
    const letter = bytes[this.#at];
    if (letter === 0x65 || letter === 0x45) exponent += this.#exponent(bytes);
    return sign * scaled(all, exponent);
  }

  /** Goes on with `mantissa`; digits beyond what is exact are counted in `#dropped`. */
  #digits(bytes: Uint8Array, mantissa: number): number {
    let value = mantissa;
    let at = this.#at;
    let dropped = 0;
    for (let byte = bytes[at] ?? 0; isDigit(byte); byte = bytes[++at] ?? 0) {
      if (value < longestMantissa) value = 10 * value + byte - zero;
      else dropped++;
    }
    this.#at = at;
    this.#dropped = dropped;
    return value;
  }

  #exponent(bytes: Uint8Array): number {
    let at = this.#at + 1;
    const sign = bytes[at] === minus ? -1 : 1;
    if (bytes[at] === minus || bytes[at] === 0x2b) at++;
    let value = 0;
    for (; isDigit(bytes[at] ?? 0); at++) value = 10 * value + (bytes[at] ?? 0) - zero;
    this.#at = at;
    return sign * value;
  }

  /** `"2026-11-30T16:58:48.707Z"` in milliseconds since 1970. */
  #time(bytes: Uint8Array): number {
    const at = this.#at + 1;
    this.#at = at + 25;
    const month = 100 * fourDigits(bytes, at) + twoDigits(bytes, at + 5);
    const day = 100 * month + twoDigits(bytes, at + 8);
    if (day !== this.#day) {
      this.#day = day;
      this.#dayTime = Date.UTC(Math.floor(month / 100), (month % 100) - 1, day % 100);
    }
    const minutes = 60 * twoDigits(bytes, at + 11) + twoDigits(bytes, at + 14);
    const seconds = 60 * minutes + twoDigits(bytes, at + 17);
    const thousandths = 10 * twoDigits(bytes, at + 20) + (bytes[at + 22] ?? 0) - zero;
    return this.#dayTime + 1000 * seconds + thousandths;
  }
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return 10 * (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) - 11 * zero;
}

function fourDigits(bytes: Uint8Array, at: number): number {
  return 100 * twoDigits(bytes, at) + twoDigits(bytes, at + 2);
}

function scaled(mantissa: number, exponent: number): number {
  if (exponent === 0) return mantissa;
  const power = powers[Math.abs(exponent)];
  if (power === undefined) return mantissa * 10 ** exponent;
  return exponent < 0 ? mantissa / power : mantissa * power;
}

/**
 * One column while it is being read: takes the text of each cell once and decides at the end what
 * the column is, from all rows. A column that starts with numbers keeps numbers and, beside them,
 * the texts that were none; a column that starts with a text keeps texts.
 */

import { type Column, dateText, type OddCell } from '../table.js';
import { blankTexts, type DecimalSign, readDate, readNumber, type WrittenDate } from './cell.js';
import { GrowingCodes, GrowingFloats } from './growing.js';
import { readMeasure } from './measure.js';

/** What kind a column is taken for, whatever is in it. */
export type ColumnKind = Column['kind'];

/** How cells are read. */
export interface CellOptions {
  readonly decimal: DecimalSign;
  readonly missing: ReadonlySet<string>;
  /** Characters of the longest text in `missing`, beyond which none need be looked up. */
  readonly longestMissing: number;
}

/** More different texts than these are no categories; the rest is counted only. */
const mostTexts = 200_000;
/** A column of numbers may hold this share of other texts, which are then taken as missing. */
const oddShare = 0.05;
/**
 * Rows in which the text of each number is kept, as `1.50`, should the column turn out to be of
 * texts: a model has to find it again. Later ones are written anew.
 */
const keptRows = 10_000;
/** How many odd cells are shown. */
const oddShown = 3;
/** A text that is cut out of a large one keeps the large one alive, from this length on. */
const slicedLength = 13;

/** Takes in cells, gives a column. */
export class ColumnBuilder {
  readonly name: string;
  readonly #options: CellOptions;
  readonly #forced: ColumnKind | null;
  #kind: ColumnKind | null;
  readonly #values = new GrowingFloats();
  /** Codes of texts; only there once a text has come. */
  #codes: GrowingCodes | null = null;
  readonly #texts = new Map<string, number>();
  readonly #odd: OddCell[] = [];
  #rows = 0;
  #fitting = 0;
  #others = 0;
  /** Infinite numbers among the others, which do not speak against a column of numbers. */
  #infinite = 0;
  #whole = true;
  #named = false;
  #overflow = false;
  #hasBlanks = false;
  /** The unit behind all numbers; null before one was seen. */
  #unit: string | null = null;
  #dayFirst = false;
  #monthFirst = false;

  /** @param forced the kind, when it is known already, as it is when a model predicts. */
  constructor(name: string, options: CellOptions, forced: ColumnKind | null = null) {
    this.name = name;
    this.#options = options;
    this.#forced = forced;
    this.#kind = forced;
  }

  /** Cells so far. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds the cell of the next row. */
  add(cell: string): void {
    const text = trimmed(cell);
    this.#rows += 1;
    if (this.#isMissing(text)) this.#push(Number.NaN, -1);
    else if (this.#kind === 'text') this.#pushText(text);
    else this.#addTyped(text);
  }

  #isMissing(text: string): boolean {
    const { missing, longestMissing } = this.#options;
    return text.length <= longestMissing && missing.has(text);
  }

  /** Adds a number that came as one, as in JSON. */
  addNumber(value: number): void {
    if (this.#kind !== 'number' && this.#kind !== null) {
      this.add(String(value));
      return;
    }
    this.#rows += 1;
    this.#kind = 'number';
    if (!Number.isInteger(value)) this.#whole = false;
    if (Number.isFinite(value)) this.#fitting += 1;
    this.#push(Number.isFinite(value) ? value : Number.NaN, -1);
  }

  /** Adds a moment, in seconds since 1970. */
  addSeconds(seconds: number): void {
    this.add(dateText(seconds));
  }

  /** Adds `count` missing cells. */
  skip(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#rows += 1;
      this.#push(Number.NaN, -1);
    }
  }

  #addTyped(text: string): void {
    if (blankTexts.has(text)) {
      this.#hasBlanks = true;
      // Kept as a text too, in case that the column turns out to be of texts.
      this.#push(Number.NaN, this.#forced === null ? this.#codeOf(text) : -1);
      return;
    }
    const value = this.#kind === 'date' ? Number.NaN : readNumber(text, this.#options.decimal);
    if (!Number.isNaN(value)) {
      this.#addParsed(text, value);
      return;
    }
    if (this.#kind !== 'date' && this.#addMeasure(text)) return;
    const date = this.#kind === 'number' ? null : readDate(text);
    if (date !== null) {
      this.#kind = 'date';
      this.#fitting += 1;
      this.#push(this.#packed(date), this.#isKept() ? this.#codeOf(text) : -1);
      return;
    }
    if (this.#kind === null) {
      this.#kind = 'text';
      this.#pushText(text);
      return;
    }
    this.#addOdd(text);
  }

  #addParsed(text: string, value: number): void {
    this.#kind = 'number';
    if (!Number.isFinite(value)) {
      this.#infinite += 1;
      this.#addOdd(text);
      return;
    }
    this.#fitting += 1;
    if (this.#whole && (!Number.isInteger(value) || /[.,eE]/.test(text))) this.#whole = false;
    this.#push(value, this.#isKept() && String(value) !== text ? this.#codeOf(text) : -1);
  }

  /** Whether the text of a number or a date is kept: no longer where all rows fit so far. */
  #isKept(): boolean {
    return this.#forced === null && this.#rows <= keptRows;
  }

  /** Adds a number with a unit, as far as it is that of the others. */
  #addMeasure(text: string): boolean {
    const found = readMeasure(text, this.#options.decimal);
    if (found === null) return false;
    const { value, unit } = found;
    if (this.#forced === null && unit !== '') {
      this.#unit ??= unit;
      if (this.#unit !== unit) return false;
    }
    this.#kind = 'number';
    this.#fitting += 1;
    if (!Number.isInteger(value)) this.#whole = false;
    this.#push(value, this.#forced === null ? this.#codeOf(text) : -1);
    return true;
  }

  #addOdd(text: string): void {
    this.#others += 1;
    if (/^0\d+$|^\d{16,}$/.test(text)) this.#named = true;
    if (this.#odd.length < oddShown) this.#odd.push({ row: this.#rows + 1, text: clipped(text) });
    this.#push(Number.NaN, this.#forced === null ? this.#codeOf(text) : -1);
  }

  #pushText(text: string): void {
    this.#fitting += 1;
    this.#push(Number.NaN, this.#codeOf(text));
  }

  #codeOf(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= mostTexts) {
      this.#overflow = true;
      return -2;
    }
    const code = this.#texts.size;
    this.#texts.set(text.length < slicedLength ? text : Buffer.from(text).toString(), code);
    return code;
  }

  /** Forgets the texts of numbers when all rows fitted so far: they cost memory and time. */
  #dropTexts(): void {
    if (this.#kind === 'text' || this.#others > 0 || this.#unit !== null || this.#hasBlanks) return;
    this.#codes = null;
    this.#texts.clear();
  }

  #push(value: number, code: number): void {
    if (this.#rows === keptRows + 1) this.#dropTexts();
    if (this.#kind !== 'text') this.#values.push(value);
    if (code === -1 && this.#codes === null) return;
    if (this.#codes === null) {
      this.#codes = new GrowingCodes();
      for (let i = 1; i < this.#rows; i++) this.#codes.push(-1);
    }
    this.#codes.push(code);
  }

  /** A date as one number, in which day and month can still change places. */
  #packed({ order, year, first, second, seconds }: WrittenDate): number {
    if (order === 'dmy' || (order === 'unknown' && first > 12)) this.#dayFirst = true;
    if (order === 'ymd' || (order === 'unknown' && second > 12)) this.#monthFirst = true;
    return ((year * 32 + first) * 32 + second) * 1e6 + seconds;
  }

  /** The column, after the last cell. */
  build(): Column {
    const { name } = this;
    const numbers = this.#numbersAmongTexts();
    if (numbers !== null) return numbers;
    const odd = { oddCount: this.#others, odd: this.#odd };
    const kind = this.#finalKind();
    if (kind === 'number') {
      return { kind, name, values: this.#values.take(), whole: this.#whole, ...odd };
    }
    if (kind === 'date') return { kind, name, values: this.#seconds(), ...odd };
    return { kind, name, ...this.#asTexts(), overflow: this.#overflow };
  }

  /**
   * The column as one of numbers, though it started with a text: what comes first decides nothing.
   */
  #numbersAmongTexts(): Column | null {
    if (this.#kind !== 'text' || this.#forced !== null || this.#overflow) return null;
    const texts = [...this.#texts.keys()];
    const read = texts.map((text) => readNumber(text, this.#options.decimal));
    if (read.filter(Number.isFinite).length < texts.length / 2) return null;
    const codes = this.#codes?.view() ?? new Int32Array();
    const isOdd = texts.map((text, i) => !Number.isFinite(read[i]) && !blankTexts.has(text));
    const odd: OddCell[] = [];
    let oddCount = 0;
    let fitting = 0;
    codes.forEach((code, row) => {
      if (code < 0) return;
      if (isOdd[code] !== true) fitting += 1;
      else if (oddCount++ < oddShown) odd.push({ row: row + 2, text: clipped(texts[code] ?? '') });
    });
    const isNamed = texts.some((text) => /^0\d+$|^\d{16,}$/.test(text));
    if (isNamed || oddCount > oddShare * (fitting + oddCount)) return null;
    const whole = texts.every((text, i) => !Number.isFinite(read[i]) || /^[-+]?\d+$/.test(text));
    const values = Float64Array.from(codes, (code) => {
      const value = read[code] ?? Number.NaN;
      return Number.isFinite(value) ? value : Number.NaN;
    });
    return { kind: 'number', name: this.name, values, whole, oddCount, odd };
  }

  #finalKind(): ColumnKind {
    if (this.#forced !== null) return this.#forced;
    // Missing cells only: numbers, of which there is none.
    if (this.#kind === null) return 'number';
    if (this.#kind === 'text' || this.#others === 0) return this.#kind;
    const share = (this.#others - this.#infinite) / (this.#fitting + this.#others);
    return this.#named || share > oddShare ? 'text' : this.#kind;
  }

  #seconds(): Float64Array {
    const values = this.#values.take();
    // A counted loop: this runs once for each cell of a column.
    for (let row = 0; row < values.length; row++) {
      values[row] = this.#unpacked(values[row] ?? Number.NaN);
    }
    return values;
  }

  #unpacked(packed: number): number {
    if (Number.isNaN(packed)) return packed;
    const days = Math.floor(packed / 1e6 + 0.1);
    const year = Math.floor(days / 1024);
    const first = Math.floor(days / 32) % 32;
    const second = days % 32;
    const dayFirst = this.#dayFirst && !this.#monthFirst;
    const midnight = Date.UTC(year, (dayFirst ? second : first) - 1, dayFirst ? first : second);
    return midnight / 1000 + (packed - days * 1e6);
  }

  /**
   * What was read, as texts: numbers and dates that came before the first text are written again.
   */
  #asTexts(): { readonly codes: Int32Array; readonly texts: readonly string[] } {
    const codes = this.#codes?.take() ?? new Int32Array(this.#rows).fill(-1);
    const values = this.#kind === 'text' ? new Float64Array() : this.#values.view();
    values.forEach((value, row) => {
      if (Number.isNaN(value) || (codes[row] ?? -1) !== -1) return;
      codes[row] = this.#codeOf(
        this.#kind === 'date' ? dateText(this.#unpacked(value)) : String(value),
      );
    });
    return { codes, texts: [...this.#texts.keys()] };
  }
}

function trimmed(cell: string): string {
  const last = cell.length - 1;
  if (last < 0 || (cell.charCodeAt(0) > 32 && cell.charCodeAt(last) > 32)) return cell;
  return cell.trim();
}

/** A text short enough for a message. */
function clipped(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

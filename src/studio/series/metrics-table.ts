/** The metrics of a run as columns by name, filled from the bytes of its `metrics.jsonl`. */

import { Column } from './column.js';
import { LineForm } from './line-form.js';

const newline = 0x0a;
/** Forms that are remembered: a training without and with a validation has two. */
const mostForms = 4;
const mostColumns = 400;
const decoder = new TextDecoder();
/** What counts, and the time, need all their digits. */
const exactNames: ReadonlySet<string> = new Set(['time', 'step', 'epoch']);

/** The number that stands at a path, or undefined; a time as milliseconds. */
function numberOf(path: string, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return path === 'time' && typeof value === 'string' ? Date.parse(value) : undefined;
}

/** All numbers in a value, by the names that lead to them; times as milliseconds. */
export function flatNumbers(value: unknown): Map<string, number> {
  const found = new Map<string, number>();
  const open: [string, unknown][] = [['', value]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, inner] = next;
    const number = numberOf(path, inner);
    if (number !== undefined) found.set(path, number);
    else if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      const prefix = path === '' ? '' : `${path}/`;
      const entries = Object.entries(inner).reverse();
      open.push(...entries.map(([name, one]): [string, unknown] => [prefix + name, one]));
    }
  }
  return found;
}

/** A form with the columns of its numbers, and how many lines had it. */
interface Known {
  readonly form: LineForm;
  readonly columns: readonly (Column | null)[];
  lines: number;
}

/** Columns of numbers, one for each line so far; a line without one has NaN, or nothing behind. */
export class MetricsTable {
  /** Lines that have been read. */
  rows = 0;
  /** Lines that are no JSON. */
  damaged = 0;
  readonly #columns = new Map<string, Column>();
  readonly #forms: Known[] = [];
  #values = new Float64Array(64);

  /** Names of the columns that have numbers, in the order in which they came. */
  get names(): readonly string[] {
    return [...this.#columns].filter(([, column]) => column.hasNumber).map(([name]) => name);
  }

  /** Bytes that the columns take. */
  get bytes(): number {
    let sum = 0;
    for (const column of this.#columns.values()) sum += column.bytes;
    return sum;
  }

  /** The numbers of the last line by name. */
  get last(): Record<string, number> {
    const entries = this.names.map((name): [string, number] => [
      name,
      this.#columns.get(name)?.at(this.rows - 1) ?? Number.NaN,
    ]);
    return Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value)));
  }

  /** A table with these columns of `rows` lines. */
  static of(columns: ReadonlyMap<string, Column>, rows: number, damaged: number): MetricsTable {
    const table = new MetricsTable();
    for (const [name, column] of columns) table.#columns.set(name, column);
    table.rows = rows;
    table.damaged = damaged;
    return table;
  }

  /** The column of a name. */
  column(name: string): Column | undefined {
    return this.#columns.get(name);
  }

  /** Takes all whole lines of `bytes`; returns how many bytes they are. */
  add(bytes: Uint8Array): number {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(newline, start);
      if (end < 0) return start;
      if (end > start) this.#addLine(bytes, start, end);
      start = end + 1;
    }
  }

  #addLine(bytes: Uint8Array, start: number, end: number): void {
    for (let i = 0; i < this.#forms.length; i++) {
      const known = this.#forms[i];
      if (known?.form.read(bytes, start, end, this.#values) !== true) continue;
      for (let k = 0; k < known.columns.length; k++) {
        const value = this.#values[k] ?? Number.NaN;
        // A place that is left out counts as none, and null is none.
        if (!Number.isNaN(value)) known.columns[k]?.put(this.rows, value);
      }
      this.rows++;
      known.lines++;
      this.#bringForward(i, known);
      return;
    }
    this.#addUnknown(bytes, start, end);
  }

  /** What is commoner is tried first. */
  #bringForward(i: number, known: Known): void {
    const before = this.#forms[i - 1];
    if (before === undefined || before.lines >= known.lines) return;
    this.#forms[i - 1] = known;
    this.#forms[i] = before;
  }

  /** A line of a form that is not known yet: read as JSON, and its form kept for the next ones. */
  #addUnknown(bytes: Uint8Array, start: number, end: number): void {
    let line: unknown;
    try {
      line = JSON.parse(decoder.decode(bytes.subarray(start, end)));
    } catch {
      this.damaged++;
      return;
    }
    for (const [name, value] of flatNumbers(line)) this.#columnOf(name)?.put(this.rows, value);
    this.rows++;
    const form = LineForm.of(bytes, start, end);
    if (form === null) return;
    if (this.#values.length < form.paths.length) this.#values = new Float64Array(form.paths.length);
    const columns = form.paths.map((path) => this.#columnOf(path));
    if (this.#forms.length === mostForms) this.#forms.pop();
    this.#forms.push({ form, columns, lines: 1 });
  }

  #columnOf(name: string): Column | null {
    const known = this.#columns.get(name);
    if (known !== undefined) return known;
    if (this.#columns.size >= mostColumns) return null;
    const column = new Column(exactNames.has(name));
    this.#columns.set(name, column);
    return column;
  }
}

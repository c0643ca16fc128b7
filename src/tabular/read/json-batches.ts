/**
 * Records of a JSON text that arrives in pieces: one object per line, or a list of objects. Each
 * object is cut out and parsed by itself, so the text may be larger than memory.
 */

import { DataError } from '../../errors.js';
import { type Cell, type RowBatch, toCell } from './row-batch.js';

const quote = 34;
const backslash = 92;
const open = 123;
const close = 125;

/** Records taken together. */
const batchSize = 4096;

/** @throws DataError that names the record which is no JSON object. */
export async function* jsonBatches(
  name: string,
  pieces: AsyncIterable<string>,
): AsyncGenerator<RowBatch> {
  const columns = new Map<string, number>();
  const splitter = new ObjectSplitter(name);
  let rows: Cell[][] = [];
  const take = (): RowBatch => {
    const batch = { names: [...columns.keys()], rows };
    rows = [];
    return batch;
  };
  for await (const piece of pieces) {
    for (const record of splitter.add(piece)) {
      rows.push(rowOf(record, columns));
      if (rows.length >= batchSize) yield take();
    }
  }
  splitter.end();
  if (splitter.count === 1) checkRecord(name, rows[0] ?? [], [...columns.keys()]);
  if (rows.length > 0) yield take();
}

/** @throws DataError when the only record of a file is what holds the table. */
function checkRecord(name: string, row: readonly Cell[], columns: readonly string[]): void {
  const lists = columns.filter((_, i) => {
    const cell = row[i];
    return typeof cell === 'string' && cell.startsWith('[') && cell.length > 2;
  });
  const [first] = lists;
  if (first === undefined) return;
  const cure =
    lists.length === 1
      ? `Write the list under '${first}' alone into a file: jq '.${first}'`
      : 'Write a list of records instead, [{ ... }, { ... }], one for each row';
  throw new DataError(
    `read: ${name} is one object, in which '${first}' is a list: one row for each record is ` +
      `needed. ${cure}`,
  );
}

/** The cells of a record in the order of `columns`, which grows; objects inside are taken apart. */
function rowOf(record: object, columns: Map<string, number>): Cell[] {
  const row: Cell[] = new Array<Cell>(columns.size).fill(null);
  const put = (key: string, value: unknown): void => {
    const known = columns.get(key);
    const at = known ?? columns.size;
    if (known === undefined) columns.set(key, at);
    row[at] = toCell(value);
  };
  for (const [key, value] of Object.entries(record)) {
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isNested) put(key, value);
    else for (const [inner, cell] of Object.entries(value)) put(`${key}.${inner}`, cell);
  }
  return row;
}

/** Cuts a text into the objects that are in it. */
class ObjectSplitter {
  readonly #name: string;
  #text = '';
  #at = 0;
  #depth = 0;
  #start = 0;
  #inText = false;
  #count = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /** Records so far. */
  get count(): number {
    return this.#count;
  }

  *add(piece: string): Generator<object> {
    this.#text += piece;
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (this.#inText) this.#stepInText(code);
      else if (code === quote && this.#depth > 0) this.#inText = true;
      else if (this.#step(code)) yield this.#parse(this.#text.slice(this.#start, this.#at + 1));
    }
    const keep = this.#depth > 0 ? this.#start : this.#text.length;
    this.#text = this.#text.slice(keep);
    this.#at -= keep;
    this.#start -= keep;
  }

  /** Takes in a sign outside of texts; true where it closes a record. */
  #step(code: number): boolean {
    if (code === open) this.#open();
    else if (this.#depth === 0) this.#checkBetween(code);
    else if (code === close) {
      this.#depth -= 1;
      return this.#depth === 0;
    }
    return false;
  }

  #stepInText(code: number): void {
    // What follows a backslash is part of the text, a quote too.
    if (code === backslash) this.#at += 1;
    else if (code === quote) this.#inText = false;
  }

  #open(): void {
    if (this.#depth === 0) this.#start = this.#at;
    this.#depth += 1;
  }

  /** Between records there are commas, blanks and the brackets of a list. */
  #checkBetween(code: number): void {
    const sign = String.fromCharCode(code);
    if (/[\s,[\]\ufeff]/.test(sign)) return;
    const found = this.#text.slice(this.#at, this.#at + 20).split('\n')[0] ?? '';
    throw new DataError(
      `read: ${this.#name}: after record ${this.#count}: expected a JSON object { ... }, found ` +
        `'${found}'. Write one object per line, or a list of objects`,
    );
  }

  #parse(text: string): object {
    this.#count += 1;
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value;
    } catch (cause) {
      throw new DataError(
        `read: ${this.#name}: record ${this.#count} is not JSON: ${String(cause)}`,
        { cause },
      );
    }
    throw new Error('internal: an object that is none');
  }

  end(): void {
    if (this.#depth === 0) return;
    throw new DataError(
      `read: ${this.#name}: record ${this.#count + 1} is cut off: its closing } is missing`,
    );
  }
}

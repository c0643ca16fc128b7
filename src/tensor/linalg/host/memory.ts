/**
 * Where factorisations work: one WebAssembly memory of float64 numbers with the three kernels that
 * do nearly all of their arithmetic. It is apart from the engine's memory, since a factorisation
 * runs while its forward function does, and keeps nothing after it.
 */

import { internal } from '../../../errors.js';
import type { Kernel } from '../../../kernel/ir.js';
import { rotateRowsKernel } from '../../../kernel/linear/rotate-rows.js';
import { subtractProductKernel } from '../../../kernel/linear/subtract-product.js';
import { turnPairsKernel } from '../../../kernel/linear/turn-pairs.js';
import { type MappedTuple, mapTuple } from '../../../list.js';
import { compileModule } from '../../../wasm/compile-module.js';
import { detectFeatures } from '../../../wasm/features.js';
import { renderKernel } from '../../../wasm/render.js';

/** Part of a matrix: where its first number is, and how far apart rows and columns are. */
export interface Part {
  readonly at: number;
  readonly row: number;
  readonly step: number;
}

/** A kernel over the rows from `from` to `to`, whose arguments lie at the start of the memory. */
type Run = (args: number, from: number, to: number) => void;

/** Float64 lanes of a vector of 128 bits. */
const lanes = 2;
const pageBytes = 65536;
const firstPages = 4;
const mostPages = 65536;
/** Numbers at the start of the memory that hold arguments and what kernels count. */
const reserved = 32;
/** Rows are padded to whole groups of so many numbers, which the kernels go through at a time. */
const padding = 8;
/** Numbers of a memory that is kept for the next call, however large: 64 MiB. */
const mostKept = 8 * 1024 * 1024;

/** The memory, its kernels and its views. */
export class Workspace {
  #data: Float64Array;
  #words: Int32Array;
  readonly #memory: WebAssembly.Memory;
  readonly #product: Run;
  readonly #rotate: Run;
  readonly #turn: Run;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages });
    const { fma } = detectFeatures();
    const run = (kernel: Kernel): Run => {
      const module = compileModule(renderKernel(kernel, { fma, shared: false }), true);
      const entry: unknown = new WebAssembly.Instance(module, { env: { memory } }).exports.kernel;
      if (!isRun(entry)) throw internal(`kernel ${kernel.name} has no entry`);
      return entry;
    };
    this.#memory = memory;
    this.#data = new Float64Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
    this.#product = run(subtractProductKernel(lanes));
    this.#rotate = run(rotateRowsKernel(lanes));
    this.#turn = run(turnPairsKernel(lanes));
  }

  /** All numbers; another array after `reserve`. */
  get data(): Float64Array {
    return this.#data;
  }

  /** Makes room for so many numbers. */
  reserve(size: number): void {
    const missing = size - this.#data.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil((missing * 8) / pageBytes));
    this.#data = new Float64Array(this.#memory.buffer);
    this.#words = new Int32Array(this.#memory.buffer);
  }

  /** C -= A B, of so many rows, columns and, between them, steps. Only A may be a transpose. */
  subtractProduct(c: Part, a: Part, b: Part, rows: number, columns: number, steps: number): void {
    if (rows <= 0 || columns <= 0 || steps <= 0) return;
    this.#arguments(
      ...[8 * c.at, 8 * c.row, 8 * a.at, 8 * a.row, 8 * a.step, 8 * b.at, 8 * b.row],
      ...[columns, steps],
    );
    this.#product(0, 0, rows);
  }

  /**
   * Rotates the rows of `matrix`, each with the one after it, by `count` pairs of cosine and sine
   * that lie at `rotations`.
   */
  rotateRows(matrix: Part, rotations: number, count: number): void {
    this.#arguments(8 * matrix.at, 8 * matrix.row, 8 * rotations, count);
    this.#rotate(0, 0, matrix.row / padding);
  }

  /**
   * A sweep of Jacobi's rotations over `count` rows and the same rows of `others`; `squares` is
   * where the squares of the rows are. Returns how many pairs were turned.
   */
  turnPairs(rows: Part, others: Part, squares: number, count: number, least: number): number {
    const turns = reserved - 1;
    this.#words[2 * turns] = 0;
    const [first, second] = [rows, others].map(({ at, row }) => [8 * at, 8 * row, row]);
    this.#arguments(...(first ?? []), ...(second ?? []), 8 * squares, count, 8 * turns);
    this.#data[9] = least;
    this.#turn(0, 0, count);
    return this.#words[2 * turns] ?? 0;
  }

  #arguments(...values: readonly number[]): void {
    for (let i = 0; i < values.length; i++) this.#words[2 * i] = values[i] ?? 0;
  }
}

function isRun(value: unknown): value is Run {
  return typeof value === 'function';
}

let kept: Workspace | null = null;

/** Rows and columns of a matrix. */
export type Size = readonly [rows: number, columns: number];

/** A place with the distance of rows: whole cache lines, an odd number of them. */
function distance(columns: number): number {
  // Rows an even number of lines apart fall on few places of the cache.
  const lines = Math.ceil(columns / padding);
  return padding * (lines + (lines > 1 && lines % 2 === 0 ? 1 : 0));
}

/** The workspace with a matrix of zeros of each size; what was in it before is lost. */
export function openWorkspace<const S extends readonly Size[]>(
  ...sizes: S
): [Workspace, ...MappedTuple<S, Part>] {
  let end = reserved;
  const parts = mapTuple(sizes, ([rows, columns]): Part => {
    const part = { at: end, row: distance(columns), step: 1 };
    end += Math.max(rows, 1) * part.row;
    return part;
  });
  const workspace = kept ?? new Workspace();
  workspace.reserve(end);
  kept = end > mostKept ? null : workspace;
  workspace.data.fill(0, reserved, end);
  return [workspace, ...parts];
}

/** The part that begins at a row and a column. */
export function from({ at, row, step }: Part, i: number, j: number): Part {
  return { at: at + i * row + j * step, row, step };
}

/** Rows as columns, where it lies. */
export function flipped({ at, row, step }: Part): Part {
  return { at, row: step, step: row };
}

/** Makes so many rows zero. */
export function clear({ data }: Workspace, { at, row }: Part, rows: number): void {
  data.fill(0, at, at + rows * row);
}

/** Writes rows of numbers into a matrix. */
export function write(
  { data }: Workspace,
  { at, row }: Part,
  values: Float64Array,
  [rows, columns]: Size,
): void {
  for (let i = 0; i < rows; i++) {
    data.set(values.subarray(i * columns, (i + 1) * columns), at + i * row);
  }
}

/** Numbers of a matrix, row by row, or of its transpose where `part` is flipped. */
export function read({ data }: Workspace, part: Part, [rows, columns]: Size): Float64Array {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const start = part.at + i * part.row;
    if (part.step === 1) values.set(data.subarray(start, start + columns), i * columns);
    else {
      for (let j = 0; j < columns; j++) values[i * columns + j] = data[start + j * part.step] ?? 0;
    }
  }
  return values;
}

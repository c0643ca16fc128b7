/**
 * The micro-kernel: a tile of `rows` x `vectors` results held in registers while the inner dim runs
 * past, one step per iteration (two in one block make V8 spill every accumulator). With 6x8 results
 * twelve sums are in flight, which hides the latency of the multiply-adds entirely. Source of the
 * scheme: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
 */

import { add, constant, fma, type KernelBuilder, load, mul, splat } from '../builder.js';
import type { Expr, Local } from '../ir.js';
import { type ContractForm, type Element, elementOf, type TileShape } from './form.js';
import { storeTile, type TileOutput } from './store-tile.js';

/** Vector registers that compilers leave to us. */
const usableRegisters = 15;

/**
 * Where a micro-kernel reads the elements of its rows: packed side by side, at one address per row
 * with a constant step, or at one address per row plus an offset per step from a table of i32.
 */
export type TileRows =
  | { readonly kind: 'together'; readonly address: Expr; readonly step: Expr }
  | { readonly kind: 'apart'; readonly addresses: readonly Expr[]; readonly step: Expr }
  | { readonly kind: 'listed'; readonly addresses: readonly Expr[]; readonly table: Expr };

/**
 * Where it reads the vectors of columns: at one address with a step, or with offsets from a table
 * of i32.
 */
export type TileColumns =
  | { readonly kind: 'even'; readonly address: Expr; readonly step: Expr }
  | { readonly kind: 'listed'; readonly address: Expr; readonly table: Expr };

/** One tile at one block of the inner dim. */
export interface TileInput {
  readonly a: TileRows;
  readonly b: TileColumns;
  readonly steps: Expr;
}

/** Adds one block of the inner dim to one tile of the results. */
export function writeTile(
  builder: KernelBuilder,
  form: ContractForm,
  input: TileInput,
  output: TileOutput,
): void {
  const sums = accumulate(builder, form, input).map((row) => row.map((sum) => builder.get(sum)));
  storeTile(builder, form, sums, output);
}

/** The inner loop: the sums of one block. */
function accumulate(builder: KernelBuilder, form: ContractForm, input: TileInput): Local[][] {
  const { scalar, lanes, bytes } = elementOf(form);
  const zero = constant(0, scalar, lanes);
  const sums = Array.from({ length: form.tile.rows }, () =>
    Array.from({ length: form.tile.vectors }, () => variable(builder, zero)),
  );
  const columns = columnReader(builder, input.b);
  const rows = rowReader(builder, elementOf(form), input.a);
  const step = (): void => {
    const right = columns.enter();
    const read = (v: number): Expr => builder.let(load(scalar, right, v * lanes * bytes, lanes));
    const factor = rows.enter();
    // A single row uses each vector once, and so needs no registers to keep them.
    const vectors =
      sums.length === 1 ? [] : Array.from({ length: form.tile.vectors }, (_, v) => read(v));
    for (const [r, row] of sums.entries()) {
      const factors = builder.let(splat(factor(r), lanes));
      for (const [v, sum] of row.entries()) {
        builder.set(sum, multiplyAdd(factors, vectors[v] ?? read(v), builder.get(sum)));
      }
    }
    rows.leave();
    columns.leave();
  };
  if (isTight(form.tile)) builder.tightLoop(input.steps, step);
  else builder.loop(constant(0), input.steps, 1, step);
  return sums;
}

/** Whether there is a register for one row's element (or vector) at a time only. */
export function isTight({ rows, vectors }: TileShape): boolean {
  return rows * vectors + vectors + rows > usableRegisters;
}

/** Reads one element per row at each step. */
interface RowReader {
  /** Begins a step; the result reads the element of a row. */
  enter(): (row: number) => Expr;
  leave(): void;
}

/** Finds the vectors of each step. */
function columnReader(builder: KernelBuilder, b: TileColumns): { enter(): Expr; leave(): void } {
  const pointer = variable(builder, b.kind === 'listed' ? b.table : b.address);
  const at = builder.get(pointer);
  const step = b.kind === 'listed' ? constant(4) : b.step;
  return {
    enter: () => (b.kind === 'listed' ? builder.let(add(b.address, load('i32', at))) : at),
    leave: () => builder.set(pointer, add(at, step)),
  };
}

function rowReader(builder: KernelBuilder, { scalar, bytes }: Element, a: TileRows): RowReader {
  if (a.kind === 'listed') {
    const entry = variable(builder, a.table);
    return {
      enter: () => {
        const offset = builder.let(load('i32', builder.get(entry)));
        return (row) => load(scalar, add(a.addresses[row] ?? offset, offset));
      },
      leave: () => builder.set(entry, add(builder.get(entry), constant(4))),
    };
  }
  const starts = a.kind === 'apart' ? a.addresses : [a.address];
  const pointers = starts.map((start) => variable(builder, start));
  return {
    enter: () => (row) => {
      const [first] = pointers;
      const pointer = a.kind === 'apart' ? pointers[row] : first;
      const address = pointer === undefined ? constant(0) : builder.get(pointer);
      return load(scalar, address, a.kind === 'apart' ? 0 : row * bytes);
    },
    leave: () => {
      for (const pointer of pointers) builder.set(pointer, add(builder.get(pointer), a.step));
    },
  };
}

/** A new variable with a first value. */
export function variable(builder: KernelBuilder, value: Expr): Local {
  const local = builder.local(value.type);
  builder.set(local, value);
  return local;
}

/** a * b + c in any element type. */
export function multiplyAdd(a: Expr, b: Expr, c: Expr): Expr {
  return a.type.scalar === 'i32' ? add(mul(a, b), c) : fma(a, b, c);
}

/**
 * The micro-kernel: a tile of `rows` x `vectors` results held in registers while the inner dim runs
 * past, one step per iteration (two in one block make V8 spill every accumulator). With 6x8 results
 * twelve sums are in flight, which hides the latency of the multiply-adds entirely. Tiles that hang
 * over an edge are stored in scratch memory, from where their valid part goes home.
 * Source of the scheme: Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
 */

import {
  add,
  binary,
  compare,
  constant,
  fma,
  type KernelBuilder,
  load,
  mul,
  select,
  splat,
} from './builder.js';
import {
  type ContractForm,
  type Element,
  elementOf,
  panelWidth,
  type TileShape,
} from './contract-form.js';
import { smaller } from './contract-index.js';
import { turn } from './contract-pack.js';
import type { Expr, Local } from './ir.js';

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

/** One tile at one block of the inner dim. */
export interface TileInput {
  readonly a: TileRows;
  readonly b: { readonly address: Expr; readonly step: Expr };
  readonly steps: Expr;
  /** Whether nothing has been stored yet that this block adds to. */
  readonly isFirst: Expr;
}

/** The matrix of results; addresses in bytes, the others in elements. */
export interface TileOutput {
  readonly base: Expr;
  /** Bytes between the lines of the matrix: its rows or, when tiles are turned, its columns. */
  readonly pitch: Expr;
  readonly row: Expr;
  readonly column: Expr;
  readonly rows: Expr;
  readonly columns: Expr;
  /** Memory for one tile. */
  readonly scratch: Expr;
}

/** Adds one block of the inner dim to one tile of the results. */
export function writeTile(
  builder: KernelBuilder,
  form: ContractForm,
  input: TileInput,
  output: TileOutput,
): void {
  const element = elementOf(form);
  const place = placeOf(builder, form, output);
  const { isWhole } = place;
  const sums = accumulate(builder, form, input);
  const lines = linesOf(builder, form, sums, {
    address: builder.let(select(isWhole, place.home, place.scratch)),
    pitch: builder.let(select(isWhole, place.pitch, place.scratchPitch)),
  });
  const addsHere = builder.let(
    select(input.isFirst, constant(0), select(isWhole, constant(1), constant(0))),
  );
  builder.if(
    compare('eq', addsHere, constant(0)),
    () => storeLines(builder, lines),
    () => addLines(builder, element, lines),
  );
  builder.if(
    isWhole,
    () => {},
    () => sendHome(builder, element, input.isFirst, place),
  );
}

/** Where a tile belongs, and where it is put together first if it is not whole. */
interface Place {
  readonly isWhole: Expr;
  readonly home: Expr;
  /** Bytes between lines. */
  readonly pitch: Expr;
  readonly scratch: Expr;
  readonly scratchPitch: Expr;
  /** Valid lines and their valid elements, which may be more than the tile's. */
  readonly lines: Expr;
  readonly length: Expr;
  readonly size: { readonly lines: number; readonly length: number };
}

function placeOf(builder: KernelBuilder, form: ContractForm, output: TileOutput): Place {
  const { bytes } = elementOf(form);
  const { rows } = form.tile;
  const width = panelWidth(form);
  const left = builder.let(binary('sub', output.rows, output.row));
  const wide = builder.let(binary('sub', output.columns, output.column));
  const fits = binary(
    'and',
    compare('ge', left, constant(rows)),
    compare('ge', wide, constant(width)),
  );
  const whole = builder.let(select(fits, constant(1), constant(0)));
  const [line, within] = form.isTurned ? [output.column, output.row] : [output.row, output.column];
  const start = add(mul(line, output.pitch), mul(within, constant(bytes)));
  const size = form.isTurned ? { lines: width, length: rows } : { lines: rows, length: width };
  return {
    isWhole: compare('ne', whole, constant(0)),
    home: builder.let(add(output.base, start)),
    pitch: output.pitch,
    scratch: output.scratch,
    scratchPitch: constant(size.length * bytes),
    lines: form.isTurned ? wide : left,
    length: form.isTurned ? left : wide,
    size,
  };
}

/** A vector of results and its place. */
interface ResultVector {
  readonly address: Expr;
  readonly offset: number;
  readonly value: Expr;
}

/** The results as they lie in memory, turned over if need be. */
function linesOf(
  builder: KernelBuilder,
  form: ContractForm,
  sums: readonly (readonly Local[])[],
  target: { readonly address: Expr; readonly pitch: Expr },
): ResultVector[] {
  const bytes = form.lanes * elementOf(form).bytes;
  const rows = sums.map((row) => row.map((sum) => builder.get(sum)));
  const lines = form.isTurned ? turned(builder, rows, form.lanes) : rows;
  return lines.flatMap((line, index) => {
    const address = builder.let(add(target.address, mul(constant(index), target.pitch)));
    return line.map((value, v) => ({ address, offset: v * bytes, value }));
  });
}

/** Columns of a tile, as vectors of neighbouring rows. */
function turned(
  builder: KernelBuilder,
  rows: readonly (readonly Expr[])[],
  lanes: number,
): Expr[][] {
  const columns: Expr[][] = [];
  for (let first = 0; first < rows.length; first += lanes) {
    const group = rows.slice(first, first + lanes);
    for (const v of (rows[0] ?? []).keys()) {
      const square = group.flatMap((row) => row[v] ?? []);
      for (const [j, part] of turn(builder, square).entries()) {
        const column = columns[v * lanes + j] ?? [];
        column.push(builder.let(part));
        columns[v * lanes + j] = column;
      }
    }
  }
  return columns;
}

function storeLines(builder: KernelBuilder, lines: readonly ResultVector[]): void {
  for (const { address, offset, value } of lines) builder.store(address, value, offset);
}

function addLines(
  builder: KernelBuilder,
  { scalar, lanes }: Element,
  lines: readonly ResultVector[],
): void {
  for (const { address, offset, value } of lines) {
    builder.store(address, add(load(scalar, address, offset, lanes), value), offset);
  }
}

/** The valid part of a tile in scratch memory goes, or is added, to the results. */
function sendHome(builder: KernelBuilder, element: Element, isFirst: Expr, place: Place): void {
  const { scalar, bytes } = element;
  const length = builder.let(smaller(place.length, constant(place.size.length)));
  const whole = builder.let(binary('sub', length, binary('rem', length, constant(element.lanes))));
  builder.loop(constant(0), smaller(place.lines, constant(place.size.lines)), 1, (line) => {
    const to = builder.let(add(place.home, mul(line, place.pitch)));
    const from = builder.let(add(place.scratch, mul(line, place.scratchPitch)));
    const send = (first: Expr, end: Expr, lanes: number): void => {
      builder.loop(first, end, lanes, (i) => {
        const offset = builder.let(mul(i, constant(bytes)));
        const home = builder.let(add(to, offset));
        const value = builder.let(load(scalar, add(from, offset), 0, lanes));
        builder.if(
          isFirst,
          () => builder.store(home, value),
          () => builder.store(home, add(load(scalar, home, 0, lanes), value)),
        );
      });
    };
    send(constant(0), whole, element.lanes);
    send(whole, length, 1);
  });
}

/** The inner loop: the sums of one block. */
function accumulate(builder: KernelBuilder, form: ContractForm, input: TileInput): Local[][] {
  const { scalar, lanes, bytes } = elementOf(form);
  const zero = constant(0, scalar, lanes);
  const sums = Array.from({ length: form.tile.rows }, () =>
    Array.from({ length: form.tile.vectors }, () => variable(builder, zero)),
  );
  const right = variable(builder, input.b.address);
  const rows = rowReader(builder, elementOf(form), input.a);
  const step = (): void => {
    const vectors = Array.from({ length: form.tile.vectors }, (_, v) =>
      builder.let(load(scalar, builder.get(right), v * lanes * bytes, lanes)),
    );
    const factor = rows.enter();
    // Against the order in which results are stored: V8 then loads an element just before its use.
    for (const [r, row] of [...sums.entries()].reverse()) {
      const factors = builder.let(splat(factor(r), lanes));
      for (const [v, sum] of row.entries()) {
        const vector = vectors[v];
        if (vector === undefined) continue;
        builder.set(sum, multiplyAdd(factors, vector, builder.get(sum)));
      }
    }
    rows.leave();
    builder.set(right, add(builder.get(right), input.b.step));
  };
  if (isTight(form.tile)) builder.tightLoop(input.steps, step);
  else builder.loop(constant(0), input.steps, 1, step);
  return sums;
}

/** Whether there is a register for one row's element at a time only. */
function isTight({ rows, vectors }: TileShape): boolean {
  return rows * vectors + vectors + rows > usableRegisters;
}

/** Reads one element per row at each step. */
interface RowReader {
  /** Begins a step; the result reads the element of a row. */
  enter(): (row: number) => Expr;
  leave(): void;
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

function variable(builder: KernelBuilder, value: Expr): Local {
  const local = builder.local(value.type);
  builder.set(local, value);
  return local;
}

/** a * b + c in any element type. */
export function multiplyAdd(a: Expr, b: Expr, c: Expr): Expr {
  return a.type.scalar === 'i32' ? add(mul(a, b), c) : fma(a, b, c);
}

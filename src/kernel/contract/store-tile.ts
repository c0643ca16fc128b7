/**
 * Takes a finished tile to the matrix of results: stores it or adds it to what is there, transposed
 * if need be. Tiles that hang over an edge are stored in scratch memory, from where their valid
 * part goes home.
 */

import { add, binary, compare, constant, type KernelBuilder, lane, load, mul } from '../builder.js';
import type { Expr } from '../ir.js';
import { transpose } from '../transpose.js';
import { type ContractForm, type Element, elementOf, panelWidth } from './form.js';
import { smaller } from './index-map.js';

/** The matrix of results; addresses in bytes, the others in elements. */
export interface TileOutput {
  readonly base: Expr;
  /** Bytes between the lines of the matrix: its rows or, when tiles are transposed, its columns. */
  readonly pitch: Expr;
  readonly row: Expr;
  readonly column: Expr;
  /** Behind the last row and column that tiles may store. */
  readonly rows: Expr;
  readonly columns: Expr;
  /** Memory for one tile. */
  readonly scratch: Expr;
  /** Whether nothing has been stored yet that this block adds to. */
  readonly isFirst: Expr;
}
/** Stores or adds the rows of a tile. */
export function storeTile(
  builder: KernelBuilder,
  form: ContractForm,
  sums: readonly (readonly Expr[])[],
  output: TileOutput,
): void {
  const element = elementOf(form);
  const place = placeOf(builder, form, output);
  builder.if(
    place.isWhole,
    () => {
      const whole = form.isSwapped ? transposed(builder, sums, form.lanes) : sums;
      const target = { address: place.home, pitch: place.pitch };
      const lines = linesAt(builder, element, whole, target);
      builder.if(
        output.isFirst,
        () => storeLines(builder, lines),
        () => addLines(builder, element, lines),
      );
    },
    // V8 orders the multiply-adds of the loop by what it meets first going backwards. Rows that are
    // stored here one by one let it load the element of a row just before its use.
    () => {
      const pitch = constant(panelWidth(form) * element.bytes);
      storeLines(builder, linesAt(builder, element, sums, { address: place.scratch, pitch }));
      sendHome(builder, form, output.isFirst, place);
    },
  );
}

/** Where a tile belongs, and where it is put together first if part of it hangs over an edge. */
interface TileAddress {
  readonly isWhole: Expr;
  readonly home: Expr;
  /** Bytes between lines of the results. */
  readonly pitch: Expr;
  readonly scratch: Expr;
  /** Valid rows and columns, which may be more than the tile's. */
  readonly rows: Expr;
  readonly columns: Expr;
}

function placeOf(builder: KernelBuilder, form: ContractForm, output: TileOutput): TileAddress {
  const { bytes } = elementOf(form);
  const rows = builder.let(binary('sub', output.rows, output.row));
  const columns = builder.let(binary('sub', output.columns, output.column));
  const [line, within] = form.isSwapped ? [output.column, output.row] : [output.row, output.column];
  const start = add(mul(line, output.pitch), mul(within, constant(bytes)));
  return {
    isWhole: binary(
      'and',
      compare('ge', rows, constant(form.tile.rows)),
      compare('ge', columns, constant(panelWidth(form))),
    ),
    home: builder.let(add(output.base, start)),
    pitch: output.pitch,
    scratch: output.scratch,
    rows,
    columns,
  };
}

/** A vector of results, or a single one, and its place. */
interface ResultVector {
  readonly address: Expr;
  readonly offset: number;
  readonly value: Expr;
}

/** Lines of results that begin `pitch` bytes apart. */
function linesAt(
  builder: KernelBuilder,
  { bytes }: Element,
  lines: readonly (readonly Expr[])[],
  target: { readonly address: Expr; readonly pitch: Expr },
): ResultVector[] {
  return lines.flatMap((line, index) => {
    const address = builder.let(add(target.address, mul(constant(index), target.pitch)));
    let before = 0;
    return line.map((value) => {
      const offset = before * bytes;
      before += value.type.lanes;
      return { address, offset, value };
    });
  });
}

/** Columns of a tile: vectors of neighbouring rows, and one by one those that fill no vector. */
function transposed(
  builder: KernelBuilder,
  rows: readonly (readonly Expr[])[],
  lanes: number,
): Expr[][] {
  const vectors = rows[0]?.length ?? 0;
  const columns: Expr[][] = Array.from({ length: vectors * lanes }, () => []);
  for (let first = 0; first < rows.length; first += lanes) {
    const group = rows.slice(first, first + lanes);
    for (let v = 0; v < vectors; v++) {
      const square = group.flatMap((row) => row[v] ?? []);
      const isWhole = square.length === lanes;
      const parts = isWhole
        ? transpose(builder, square).map((part) => [part])
        : apart(square, lanes);
      for (const [j, part] of parts.entries()) {
        columns[v * lanes + j]?.push(...part.map((value) => builder.let(value)));
      }
    }
  }
  return columns;
}

/** The elements of each column of some rows. */
function apart(rows: readonly Expr[], lanes: number): Expr[][] {
  return Array.from({ length: lanes }, (_, j) => rows.map((row) => lane(row, j)));
}

function storeLines(builder: KernelBuilder, lines: readonly ResultVector[]): void {
  for (const { address, offset, value } of lines) builder.store(address, value, offset);
}

function addLines(
  builder: KernelBuilder,
  { scalar }: Element,
  lines: readonly ResultVector[],
): void {
  for (const { address, offset, value } of lines) {
    builder.store(address, add(load(scalar, address, offset, value.type.lanes), value), offset);
  }
}

/** The valid part of a tile in scratch memory goes, or is added, to the results. */
function sendHome(
  builder: KernelBuilder,
  form: ContractForm,
  isFirst: Expr,
  place: TileAddress,
): void {
  const { scalar, lanes, bytes } = elementOf(form);
  const width = panelWidth(form);
  const columns = builder.let(smaller(place.columns, constant(width)));
  const whole = builder.let(binary('sub', columns, binary('rem', columns, constant(lanes))));
  const [across, along] = form.isSwapped
    ? [constant(bytes), place.pitch]
    : [place.pitch, constant(bytes)];
  builder.loop(constant(0), smaller(place.rows, constant(form.tile.rows)), 1, (row) => {
    const to = builder.let(add(place.home, mul(row, across)));
    const from = builder.let(add(place.scratch, mul(row, constant(width * bytes))));
    const send = (first: Expr, end: Expr, count: number): void => {
      builder.loop(first, end, count, (i) => {
        const home = builder.let(add(to, mul(i, along)));
        const source = add(from, mul(i, constant(bytes)));
        const value = builder.let(load(scalar, source, 0, count));
        builder.if(
          isFirst,
          () => builder.store(home, value),
          () => builder.store(home, add(load(scalar, home, 0, count), value)),
        );
      });
    };
    if (!form.isSwapped) send(constant(0), whole, lanes);
    send(form.isSwapped ? constant(0) : whole, columns, 1);
  });
}

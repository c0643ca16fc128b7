/**
 * C -= A B of float64 matrices in one memory, the inner loop of every factorisation. Rows of B and
 * C are read in order; A has any strides, so it may be the transpose of what is stored. It takes
 * parts of matrices as they lie: nothing is packed, since these parts are small and change at once.
 */

import { add, binary, constant, fma, KernelBuilder, load, mul, splat } from '../builder.js';
import { variable } from '../contract/tile.js';
import type { Expr, Kernel, Local } from '../ir.js';

const bytes = 8;
/** Eight sums in flight, in eleven of sixteen registers; a row left over is alone in its tile. */
const tiles = { many: { rows: 4, vectors: 2 }, single: { rows: 1, vectors: 8 } };

/** What a kernel for some rows and columns at a time works with. */
interface Operands {
  readonly c: Expr;
  readonly cRow: Expr;
  readonly a: Expr;
  readonly aRow: Expr;
  readonly aStep: Expr;
  readonly b: Expr;
  readonly bRow: Expr;
  readonly steps: Expr;
}

/**
 * The kernel; a unit is a row of C. Arguments, each i32, strides in bytes: address and row stride
 * of C; address, row stride and column stride of A; address and row stride of B; columns of C;
 * columns of A. `lanes`: float64 lanes of a vector.
 */
export function subtractProductKernel(lanes: number): Kernel {
  const builder = new KernelBuilder();
  const [c, cRow, a, aRow, aStep, b, bRow] = Array.from({ length: 7 }, () => builder.arg('i32'));
  const [columns, steps] = [builder.arg('i32'), builder.arg('i32')];
  if (!(c && cRow && a && aRow && aStep && b && bRow)) throw new Error('internal: arguments');
  const operands: Operands = { c, cRow, a, aRow, aStep, b, bRow, steps };
  const rows = (from: Expr, to: Expr, { rows: count, vectors }: typeof tiles.many): void => {
    const width = vectors * lanes;
    const wide = wholes(builder, constant(0), columns, width);
    builder.loop(from, to, count, (row) => {
      builder.loop(constant(0), wide, width, (column) => {
        writeTile(builder, operands, { row, column, count, vectors, lanes });
      });
      builder.loop(wide, columns, 1, (column) => {
        writeTile(builder, operands, { row, column, count, vectors: 1, lanes: 1 });
      });
    });
  };
  const tall = wholes(builder, builder.range('lo'), builder.range('hi'), tiles.many.rows);
  rows(builder.range('lo'), tall, tiles.many);
  rows(tall, builder.range('hi'), tiles.single);
  return builder.build('subtract product', `subtract product ${lanes}`);
}

/** The end of the last whole group of `size` units. */
function wholes(builder: KernelBuilder, from: Expr, to: Expr, size: number): Expr {
  const length = builder.let(binary('sub', to, from));
  return builder.let(binary('sub', to, binary('rem', length, constant(size))));
}

interface Tile {
  readonly row: Expr;
  readonly column: Expr;
  /** Rows, vectors of each, and lanes of a vector. */
  readonly count: number;
  readonly vectors: number;
  readonly lanes: number;
}

function writeTile(
  builder: KernelBuilder,
  { c, cRow, a, aRow, aStep, b, bRow, steps }: Operands,
  { row, column, count, vectors, lanes }: Tile,
): void {
  const across = builder.let(mul(column, constant(bytes)));
  const sums = Array.from({ length: count }, () =>
    Array.from({ length: vectors }, () => variable(builder, constant(0, 'f64', lanes))),
  );
  const right = variable(builder, add(b, across));
  const left = sums.map((_, r) => variable(builder, add(a, mul(add(row, constant(r)), aRow))));
  builder.loop(constant(0), steps, 1, () => {
    const read = Array.from({ length: vectors }, (_, v) =>
      builder.let(load('f64', builder.get(right), v * lanes * bytes, lanes)),
    );
    sums.forEach((ofRow, r) => {
      addProducts(builder, ofRow, read, left[r]);
      step(builder, left[r], aStep);
    });
    step(builder, right, bRow);
  });
  sums.forEach((ofRow, r) => {
    const target = builder.let(add(add(c, mul(add(row, constant(r)), cRow)), across));
    ofRow.forEach((sum, v) => {
      const before = load('f64', target, v * lanes * bytes, lanes);
      builder.store(target, binary('sub', before, builder.get(sum)), v * lanes * bytes);
    });
  });
}

function addProducts(
  builder: KernelBuilder,
  sums: readonly Local[],
  vectors: readonly Expr[],
  pointer: Local | undefined,
): void {
  if (pointer === undefined) return;
  const lanes = vectors[0]?.type.lanes ?? 1;
  const factor = builder.let(splat(load('f64', builder.get(pointer)), lanes));
  sums.forEach((sum, v) => {
    const x = vectors[v];
    if (x !== undefined) builder.set(sum, fma(factor, x, builder.get(sum)));
  });
}

function step(builder: KernelBuilder, pointer: Local | undefined, by: Expr): void {
  if (pointer !== undefined) builder.set(pointer, add(builder.get(pointer), by));
}

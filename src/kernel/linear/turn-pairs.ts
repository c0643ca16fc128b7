/**
 * A sweep of one-sided Jacobi over the rows of a float64 matrix: each pair of rows is rotated until
 * it is orthogonal, and the same rows of a second matrix with it. Source: Golub and Van Loan,
 * "Matrix Computations", section 8.6.
 */

import {
  add,
  binary,
  compare,
  constant,
  fma,
  KernelBuilder,
  lane,
  load,
  mul,
  select,
  splat,
  unary,
} from '../builder.js';
import { variable } from '../contract/tile.js';
import type { Expr, Kernel, Local } from '../ir.js';

const bytes = 8;
/** Vectors at a time; rows are padded to a multiple of them. */
const vectors = 4;

/**
 * The kernel; a unit is a row, which is paired with all after it. Arguments: address and row stride
 * of the rows and their length, the same of the second matrix, address of the squares of the rows,
 * number of rows, address of a number that is raised by each turn (all i32), and the cosine between
 * two rows that counts as none (f64).
 */
export function turnPairsKernel(lanes: number): Kernel {
  const builder = new KernelBuilder();
  const sides = [0, 1].map(() => ({
    at: builder.arg('i32'),
    stride: builder.arg('i32'),
    length: builder.arg('i32'),
  }));
  const [squares, count, turns] = [builder.arg('i32'), builder.arg('i32'), builder.arg('i32')];
  const least = builder.arg('f64');
  const square = (row: Expr): Expr => builder.let(add(squares, mul(row, constant(bytes))));
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (i) => {
    builder.loop(builder.let(add(i, constant(1))), count, 1, (j) => {
      const rows = sides.map(({ at, stride, length }) => ({
        x: builder.let(add(at, mul(i, stride))),
        y: builder.let(add(at, mul(j, stride))),
        length,
      }));
      const [first] = rows;
      if (first === undefined) return;
      const [xx, yy] = [builder.let(load('f64', square(i))), builder.let(load('f64', square(j)))];
      const xy = builder.let(dot(builder, lanes, first));
      const size = builder.let(unary('abs', xy));
      const bound = binary('mul', least, unary('sqrt', binary('mul', xx, yy)));
      const isOblique = binary(
        'and',
        compare('gt', size, builder.let(bound)),
        compare('gt', size, constant(0, 'f64')),
      );
      builder.if(isOblique, () => {
        const turn = rotation(builder, xx, yy, xy);
        rows.forEach((pair, side) => {
          const sums = rotate(builder, lanes, pair, turn);
          if (side > 0) return;
          builder.store(square(i), sums[0]);
          builder.store(square(j), sums[1]);
        });
        builder.store(turns, add(load('i32', turns), constant(1)));
      });
    });
  });
  return builder.build('turn pairs', `turn pairs ${lanes}`);
}

interface Pair {
  readonly x: Expr;
  readonly y: Expr;
  readonly length: Expr;
}

/** Cosine and sine of the turn that makes two rows with these products orthogonal. */
function rotation(
  builder: KernelBuilder,
  xx: Expr,
  yy: Expr,
  xy: Expr,
): { readonly cosine: Expr; readonly sine: Expr } {
  const one = constant(1, 'f64');
  const twice = binary('add', xy, xy);
  const tau = builder.let(binary('div', binary('sub', yy, xx), twice));
  const root = unary('sqrt', fma(tau, tau, one));
  const tangent = builder.let(
    binary(
      'div',
      select(compare('ge', tau, constant(0, 'f64')), one, constant(-1, 'f64')),
      binary('add', unary('abs', tau), root),
    ),
  );
  const cosine = builder.let(binary('div', one, unary('sqrt', fma(tangent, tangent, one))));
  return { cosine, sine: builder.let(binary('mul', tangent, cosine)) };
}

/** Runs along a pair of rows, `vectors` vectors at a time. */
function along(
  builder: KernelBuilder,
  lanes: number,
  { x, y, length }: Pair,
  body: (x: Expr, y: Expr, offset: number, v: number) => void,
): void {
  builder.loop(constant(0), length, vectors * lanes, (index) => {
    const offset = builder.let(mul(index, constant(bytes)));
    const [left, right] = [builder.let(add(x, offset)), builder.let(add(y, offset))];
    for (let v = 0; v < vectors; v++) body(left, right, v * lanes * bytes, v);
  });
}

function zeros(builder: KernelBuilder, lanes: number): Local[] {
  return Array.from({ length: 2 }, () => variable(builder, constant(0, 'f64', lanes)));
}

/** The sum of all lanes of two vectors. */
function total(builder: KernelBuilder, sums: readonly Local[], lanes: number): Expr {
  const [a, b] = sums.map((sum) => builder.get(sum));
  if (a === undefined || b === undefined) return constant(0, 'f64');
  const both = builder.let(binary('add', a, b));
  let sum = lane(both, 0);
  for (let i = 1; i < lanes; i++) sum = binary('add', sum, lane(both, i));
  return sum;
}

function dot(builder: KernelBuilder, lanes: number, pair: Pair): Expr {
  const sums = zeros(builder, lanes);
  along(builder, lanes, pair, (x, y, offset, v) => {
    const sum = sums[v % 2];
    if (sum === undefined) return;
    const product = fma(
      load('f64', x, offset, lanes),
      load('f64', y, offset, lanes),
      builder.get(sum),
    );
    builder.set(sum, product);
  });
  return total(builder, sums, lanes);
}

/** Turns a pair of rows; returns their new squares. */
function rotate(
  builder: KernelBuilder,
  lanes: number,
  pair: Pair,
  turn: { readonly cosine: Expr; readonly sine: Expr },
): [xx: Expr, yy: Expr] {
  const [cosine, sine] = [splat(turn.cosine, lanes), splat(turn.sine, lanes)].map((x) =>
    builder.let(x),
  );
  const [xx, yy] = [zeros(builder, lanes), zeros(builder, lanes)];
  along(builder, lanes, pair, (left, right, offset, v) => {
    const [forX, forY] = [xx[v % 2], yy[v % 2]];
    if (!(cosine && sine && forX && forY)) return;
    const x = builder.let(load('f64', left, offset, lanes));
    const y = builder.let(load('f64', right, offset, lanes));
    const newX = builder.let(binary('sub', binary('mul', cosine, x), binary('mul', sine, y)));
    const newY = builder.let(fma(sine, x, binary('mul', cosine, y)));
    builder.store(left, newX, offset);
    builder.store(right, newY, offset);
    builder.set(forX, fma(newX, newX, builder.get(forX)));
    builder.set(forY, fma(newY, newY, builder.get(forY)));
  });
  return [builder.let(total(builder, xx, lanes)), builder.let(total(builder, yy, lanes))];
}

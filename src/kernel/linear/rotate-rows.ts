/**
 * Rotations of neighbouring rows of a float64 matrix, one after the other: what a step of the QR
 * algorithm does with the vectors. A row is kept in registers from one rotation to the next.
 */

import { add, binary, constant, fma, KernelBuilder, load, mul, splat } from '../builder.js';
import { variable } from '../contract/tile.js';
import type { Expr, Kernel, Local } from '../ir.js';

const bytes = 8;
/** Vectors of a row that go together: a cache line. */
const vectors = 4;

/**
 * The kernel; a unit is a group of `4 lanes` columns. Arguments, each i32: address of the first
 * row, its stride in bytes, address of the rotations (cosine, sine), their number. Rotation k makes
 * row k into `cosine x + sine y` and row k + 1, which is y, into `cosine y - sine x`.
 */
export function rotateRowsKernel(lanes: number): Kernel {
  const builder = new KernelBuilder();
  const [first, stride, rotations] = [builder.arg('i32'), builder.arg('i32'), builder.arg('i32')];
  const count = builder.arg('i32');
  const place = (v: number): number => v * lanes * bytes;
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (group) => {
    const row = variable(builder, add(first, mul(group, constant(place(vectors)))));
    const turn = variable(builder, rotations);
    const kept: Local[] = Array.from({ length: vectors }, (_, v) =>
      variable(builder, load('f64', builder.get(row), place(v), lanes)),
    );
    builder.tightLoop(count, () => {
      const cosine = builder.let(splat(load('f64', builder.get(turn)), lanes));
      const sine = builder.let(splat(load('f64', builder.get(turn), bytes), lanes));
      const next = builder.let(add(builder.get(row), stride));
      kept.forEach((local, v) => {
        const x: Expr = builder.get(local);
        const y = builder.let(load('f64', next, place(v), lanes));
        builder.store(builder.get(row), fma(sine, y, binary('mul', cosine, x)), place(v));
        builder.set(local, binary('sub', binary('mul', cosine, y), binary('mul', sine, x)));
      });
      builder.set(row, next);
      builder.set(turn, add(builder.get(turn), constant(2 * bytes)));
    });
    kept.forEach((local, v) => {
      builder.store(builder.get(row), builder.get(local), place(v));
    });
  });
  return builder.build('rotate rows', `rotate rows ${lanes}`);
}

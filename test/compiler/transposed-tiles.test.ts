/**
 * Operands that lie transposed in memory: tiles and what they leave give what single elements give.
 */

import { type DType, realize, setNumThreads, type Tensor, tensor, where } from 'chainrule';
import { afterAll, describe, expect, it } from 'vitest';
import { bandOf } from '../../src/compiler/lower/loops/transposed-tiles.js';
import { getNumThreads } from '../../src/runtime/devices.js';

const threads = getNumThreads();
afterAll(() => setNumThreads(threads));

function filled(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, i) => ((i * 37) % 101) - 50);
  return tensor(values, { dtype, shape });
}

/** Element [i, j] of a matrix given by rows. */
const turnedOver = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] ?? Number.NaN));

/** Rows of a band on this target. */
const bandRows = bandOf(4);

const dtypes: readonly DType[] = ['float32', 'int32', 'float64'];

describe.each(dtypes)('matrices of %s', (dtype) => {
  it.each([
    [16, 16],
    [4, 64],
    [64, 4],
    [bandRows + 1, 33],
    [2 * bandRows + 7, 70],
    [70, 2 * bandRows + 7],
    [5, 300],
    [300, 5],
  ])('of %i rows and %i columns', (rows, columns) => {
    const x = filled([rows, columns], dtype);
    const expected = turnedOver(x.toArray() as number[][]);
    const doubled = expected.map((row) => row.map((value) => 2 * value + 0));
    expect(x.transpose(0, 1).add(x.transpose(0, 1)).toArray()).toEqual(doubled);
    const y = filled([columns, rows], dtype);
    const sums = (y.toArray() as number[][]).map((row, i) =>
      row.map((value, j) => value - (expected[i]?.[j] ?? 0)),
    );
    expect(y.sub(x.transpose(0, 1)).toArray()).toEqual(sums);
  });
});

describe('dims in another order', () => {
  const orders = [
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  it.each(orders)('%i, %i, %i', (...order) => {
    const x = filled([9, 21, 34]);
    const values = x.toTypedArray();
    const [p = 0, q = 0, r = 0] = order;
    const strides = [21 * 34, 34, 1];
    const [I = 0, J = 0, K = 0] = order.map((d) => x.shape[d]);
    const at = (i: number, j: number, k: number): number =>
      i * (strides[p] ?? 0) + j * (strides[q] ?? 0) + k * (strides[r] ?? 0);
    const expected = Float32Array.from({ length: values.length }, (_, n) => {
      return -(values[at(Math.floor(n / (J * K)), Math.floor(n / K) % J, n % K)] ?? 0) + 0;
    });
    expect([I, J, K]).toEqual(x.permute(order).shape);
    expect(x.permute(order).neg().add(0).toTypedArray()).toEqual(expected);
  });

  it('with a number for each row and each column, and two operands transposed', () => {
    const [x, y] = [filled([50, 40]), filled([50, 40])];
    const [row, column] = [filled([50]), filled([40, 1])];
    const whole = x.transpose(0, 1).mul(row).add(column).sub(y.transpose(0, 1));
    const transposed = x
      .mul(row.unsqueeze(1))
      .add(column.reshape([40]))
      .sub(y);
    expect(whole.toArray()).toEqual(turnedOver(transposed.toArray() as number[][]));
  });
});

it('bools, which choose', () => {
  const x = filled([30, 40]);
  const isLarge = x.gt(10);
  realize([isLarge]);
  const y = filled([40, 30]);
  const expected = (y.toArray() as number[][]).map((row, i) =>
    row.map((value, j) => (((x.toArray() as number[][])[j]?.[i] ?? 0) > 10 ? value : -1)),
  );
  expect(where(isLarge.transpose(0, 1), y, -1).toArray()).toEqual(expected);
});

it('operands transposed along different dims', () => {
  const [a, b] = [filled([16, 16, 16]), filled([16, 16, 16])];
  const sum = a
    .permute([1, 2, 0])
    .add(b.permute([2, 1, 0]))
    .toTypedArray();
  const [u, v] = [a.toTypedArray(), b.toTypedArray()];
  const expected = sum.map((_, n) => {
    const [i, j, k] = [Math.floor(n / 256), Math.floor(n / 16) % 16, n % 16];
    return (u[k * 256 + i * 16 + j] ?? 0) + (v[k * 256 + j * 16 + i] ?? 0);
  });
  expect(sum).toEqual(expected);
});

it('the same bits on any number of threads', () => {
  const x = filled([700, 601]);
  const [one, ...more] = [1, 2, 3].map((count) => {
    setNumThreads(count);
    for (let i = 0; i < 4; i++) x.transpose(0, 1).exp().toTypedArray();
    return x.transpose(0, 1).exp().toTypedArray();
  });
  for (const other of more) expect(other).toEqual(one);
});

/**
 * Rows that are added where an index says: of any width and dtype, in any layout, on any threads.
 */

import { type DType, setNumThreads, type Tensor, tensor, zeros } from 'chainrule';
import { afterAll, describe, expect, it } from 'vitest';
import { getNumThreads } from '../../src/runtime/devices.js';

const threads = getNumThreads();
afterAll(() => setNumThreads(threads));

const places = Int32Array.from({ length: 40 }, (_, i) => (i * 7) % 11);

/** What adding row i of `rows` to row places[i] of zeros gives. */
function expectedRows(rows: readonly (readonly number[])[], width: number): number[][] {
  const sums = Array.from({ length: 11 }, () => new Array<number>(width).fill(0));
  rows.forEach((row, i) => {
    const sum = sums[places[i] ?? 0] ?? [];
    row.forEach((value, c) => {
      sum[c] = (sum[c] ?? 0) + value;
    });
  });
  return sums;
}

function scatterRows(rows: Tensor): Tensor {
  const [count = 0, width = 0] = rows.shape;
  const index = tensor(places).unsqueeze(1).expand([count, width]);
  return zeros([11, width], { dtype: rows.dtype }).scatterAdd(0, index, rows);
}

const dtypes: readonly DType[] = ['float32', 'int32', 'float64'];

describe.each(dtypes)('rows of %s', (dtype) => {
  it.each([1, 2, 3, 4, 7, 16, 33, 130, 515])('of %i elements', (width) => {
    const values = Array.from({ length: 40 * width }, (_, i) => ((i * 31) % 17) - 8);
    const rows = tensor(values, { dtype, shape: [40, width] });
    const columns = tensor(values, { dtype, shape: [width, 40] }).transpose(0, 1);
    for (const source of [rows, columns]) {
      const expected = expectedRows(source.toArray() as number[][], width);
      expect(scatterRows(source).toArray()).toEqual(expected);
    }
  });
});

describe('adding rows', () => {
  it('gives the same bits on any number of threads', () => {
    const rows = tensor(
      Float32Array.from({ length: 40 * 9000 }, (_, i) => Math.sin(i)),
      { shape: [40, 9000] },
    );
    const [one, ...more] = [1, 2, 3].map((count) => {
      setNumThreads(count);
      for (let i = 0; i < 4; i++) scatterRows(rows).toTypedArray();
      return scatterRows(rows).toTypedArray();
    });
    for (const other of more) expect(other).toEqual(one);
  });

  it('names an index out of range', () => {
    const index = tensor([0, 11], { dtype: 'int32' }).unsqueeze(1).expand([2, 64]);
    const rows = zeros([2, 64]);
    expect(() => zeros([11, 64]).scatterAdd(0, index, rows).toArray()).toThrow(/11/);
  });
});

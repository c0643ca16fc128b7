/**
 * Vectors of every other element: slices with a step of 2 are what their elements are one by one.
 */

import { arange, type DType } from 'chainrule';
import { describe, expect, it } from 'vitest';

const dtypes: readonly DType[] = ['float32', 'int32', 'float64'];

describe.each(dtypes)('every other element of %s', (dtype) => {
  it.each([2, 7, 8, 9, 10, 16, 17, 33, 130])('in rows of %i', (columns) => {
    const x = arange(1, 5 * columns + 1, 1, { dtype }).reshape([5, columns]);
    for (const start of [0, 1]) {
      const expected = Array.from({ length: 5 }, (_row, row) =>
        Array.from({ length: Math.ceil((columns - start) / 2) }, (_, i) => {
          return 3 * (1 + row * columns + start + 2 * i);
        }),
      );
      expect(x.slice(1, start, columns, 2).mul(3).toArray()).toEqual(expected);
    }
  });

  it('up to the last, along a row and in a sum', () => {
    for (const count of [9, 15, 31, 1023]) {
      const x = arange(0, count, 1, { dtype });
      const half = (count - 1) / 2;
      expect(x.slice(0, 0, count, 2).sum().item()).toBe(half * (half + 1));
    }
  });
});

/** Infinite, huge and missing numbers where a formula alone would give another answer. */

import { acosh, cdist, tensor, zeros } from 'chainrule';
import { expect, test } from 'vitest';

const inf = Number.POSITIVE_INFINITY;

test('a quantile between an infinite and a finite element is infinite', () => {
  const x = tensor([
    [-inf, 1, inf],
    [0, 1, inf],
  ]);
  expect(x.quantile(0.3, 1).at(0).item()).toBe(-inf);
  expect(x.quantile(0.3, 1).at(1).item()).toBeCloseTo(0.6, 6);
  expect(x.quantile(0.6, 1).toArray()).toEqual([inf, inf]);
});

test('acosh of a huge negative number is NaN', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    expect(acosh(tensor([-1e30, -2, 0.5, 1], { dtype })).toArray()).toEqual([NaN, NaN, NaN, 0]);
  }
  expect(acosh(tensor(-1e300, { dtype: 'float64' })).item()).toBeNaN();
});

test.each([0, 1, 2, 3, inf])('rows of no numbers are at distance 0, p %d', (p) => {
  expect(cdist(zeros([2, 0]), zeros([3, 0]), p).toArray()).toEqual(zeros([2, 3]).toArray());
});

/** What answers with numbers and booleans, and what names lists both ways. */

import { allclose, equal, median, tensor, zeros } from 'chainrule';
import { expect, test } from 'vitest';

const x = tensor([
  [1, 5, 2],
  [4, 3, 6],
]);

test('size and dim', () => {
  expect(x.size()).toEqual([2, 3]);
  expect([x.size(0), x.size(-1), x.dim()]).toEqual([2, 3, 2]);
  expect(() => x.size(2)).toThrow('size: dim 2 does not exist');
});

test('allclose and equal', () => {
  expect(allclose(x, x.add(1e-7))).toBe(true);
  expect(x.allclose(x.add(0.1))).toBe(false);
  expect(allclose(tensor([Number.NaN]), tensor([Number.NaN]), { equalNan: true })).toBe(true);
  expect(equal(x, x.add(0))).toBe(true);
  expect(x.equal(zeros([2]))).toBe(false);
  expect(equal(tensor([Number.NaN]), tensor([Number.NaN]))).toBe(false);
});

test('values and indices destructure both ways', () => {
  const { values, indices } = x.max(1);
  const [again, places] = x.max(1);
  expect([values.toArray(), indices.toArray()]).toEqual([
    [5, 6],
    [1, 2],
  ]);
  expect(equal(values, again)).toBe(true);
  expect(equal(indices, places)).toBe(true);
  expect(x.sort(0).indices.at(0).toArray()).toEqual([0, 1, 0]);
  expect(median(x).item()).toBe(3);
  expect(x.max().item()).toBe(6);
});

test('transposes are properties, and a tensor can be walked over', () => {
  expect(x.T.shape).toEqual([3, 2]);
  expect(zeros([2, 3, 4]).mT.shape).toEqual([2, 4, 3]);
  expect([...x].map((row) => row.sum().item())).toEqual([8, 13]);
  expect(() => [...tensor(1)]).toThrow('unbind: a 0-d tensor has no dim');
});

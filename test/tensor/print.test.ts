/**
 * Tensors as text, as PyTorch prints them but for JavaScript's words (`true`, `requiresGrad=true`).
 */

import { inspect } from 'node:util';
import { arange, full, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const cases: { readonly [name: string]: readonly [x: Tensor, text: string] } = {
  'a whole number': [tensor(3), 'tensor(3.)'],
  'a fraction': [tensor(-2.56789), 'tensor(-2.5679)'],
  'minus zero': [tensor([-0, 1]), 'tensor([-0., 1.])'],
  'an int32': [tensor(7, { dtype: 'int32' }), 'tensor(7)'],
  bools: [tensor([true, false]), 'tensor([ true, false])'],
  'numbers of two signs': [
    tensor([
      [1.5, -2.25],
      [-10, 100],
    ]),
    'tensor([[  1.5000,  -2.2500],\n        [-10.0000, 100.0000]])',
  ],
  'negative integers': [arange(-10, 0, 3), 'tensor([-10,  -7,  -4,  -1])'],
  'a float64': [tensor([1, 2], { dtype: 'float64' }), 'tensor([1., 2.], dtype=float64)'],
  'a leaf': [tensor([0.5], { requiresGrad: true }), 'tensor([0.5000], requiresGrad=true)'],
  'sizes far apart': [tensor([1, 2000]), 'tensor([1.0000e+00, 2.0000e+03])'],
  'sizes just near enough': [tensor([1, 1000]), 'tensor([   1., 1000.])'],
  'a tiny number': [tensor([1e-5]), 'tensor([1.0000e-05])'],
  'an exponent of three digits': [
    tensor(1e-300, { dtype: 'float64' }),
    'tensor(1.0000e-300, dtype=float64)',
  ],
  'whole numbers with others': [
    tensor([1, NaN, -Infinity, Infinity]),
    'tensor([1., nan, -inf, inf])',
  ],
  'fractions with others': [
    tensor([1.5, NaN, -Infinity, 0]),
    'tensor([1.5000,    nan,   -inf, 0.0000])',
  ],
  'no number at all': [tensor([NaN]), 'tensor([nan])'],
  nothing: [tensor([]), 'tensor([])'],
  'nothing of a shape': [zeros([2, 0]), 'tensor([], shape=[2, 0])'],
  'nothing of a dtype': [zeros([0], { dtype: 'int32' }), 'tensor([], dtype=int32)'],
  'three dims': [
    arange(8).reshape([2, 2, 2]),
    'tensor([[[0, 1],\n         [2, 3]],\n\n        [[4, 5],\n         [6, 7]]])',
  ],
  'a row that is longer than a line': [
    arange(20),
    'tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n' +
      '        18, 19])',
  ],
  '1000 elements': [
    zeros([2, 500]).slice(1, 0, 3),
    'tensor([[0., 0., 0.],\n        [0., 0., 0.]])',
  ],
  '1001 elements': [arange(1001), 'tensor([   0,    1,    2,  ...,  998,  999, 1000])'],
  'many rows': [
    zeros([501, 2]),
    'tensor([[0., 0.],\n        [0., 0.],\n        [0., 0.],\n        ...,\n' +
      '        [0., 0.],\n        [0., 0.],\n        [0., 0.]])',
  ],
  'numbers hidden in the middle': [
    tensor([0, 0, 0, ...new Array(1000).fill(12345.5), 1, 1, 1]),
    'tensor([0., 0., 0.,  ..., 1., 1., 1.])',
  ],
};

test.each(Object.entries(cases))('%s', (_, [x, text]) => {
  expect(String(x)).toBe(text);
  expect(`${x}`).toBe(text);
});

test('a fact that does not fit into the line starts a new one', () => {
  const x = full([12], 0.5, { requiresGrad: true });
  expect(String(x).split('\n')).toEqual([
    'tensor([0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000,',
    '        0.5000, 0.5000, 0.5000], requiresGrad=true)',
  ]);
  const wide = full([9], 0.5, { dtype: 'float64' });
  expect(String(wide).split('\n')).toEqual([
    'tensor([0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000, 0.5000],',
    '       dtype=float64)',
  ]);
});

describe("Node's console", () => {
  test('shows the text', () => expect(inspect(tensor([1, 2]))).toBe('tensor([1., 2.])'));

  test('aligns it inside of an object', () => {
    expect(inspect({ x: tensor([[1], [2]]) })).toBe('{\n  x: tensor([[1.],\n          [2.]])\n}');
  });
});

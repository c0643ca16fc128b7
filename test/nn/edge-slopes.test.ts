/** First and second gradients of losses and activations where their pieces meet, as PyTorch's. */

import { grad, nn, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const F = nn.functional;

function leaf(values: number[] | number[][]): Tensor {
  return tensor(values, { dtype: 'float64', requiresGrad: true });
}

/** The gradient of the sum, and the gradient of the sum of that. */
function slopes(f: (x: Tensor) => Tensor, values: number[]): { first: unknown; second: unknown } {
  const x = leaf(values);
  const first = grad(f(x).sum(), x);
  return { first: first.toArray(), second: grad(first.sum(), x).toArray() };
}

const none = zeros([4], { dtype: 'float64' });
const reduction = 'sum';
const robust: readonly [string, (x: Tensor) => Tensor, number[], number[]][] = [
  ['huberLoss', (x) => F.huberLoss(x, none, { reduction }), [0, 0.25, -1, 1], [1, 1, 0, 0]],
  ['smoothL1Loss', (x) => F.smoothL1Loss(x, none, { reduction }), [0, 0.25, -1, 1], [1, 1, 0, 0]],
  [
    'huberLoss, no line',
    (x) => F.huberLoss(x, none, { reduction, delta: Number.POSITIVE_INFINITY }),
    [0, 0.25, -2, 1],
    [1, 1, 1, 1],
  ],
  [
    'smoothL1Loss, half as wide',
    (x) => F.smoothL1Loss(x, none, { reduction, beta: 0.5 }),
    [0, 0.5, -1, 1],
    [2, 2, 0, 0],
  ],
];

test.each(robust)('%s is curved at distance 0', (_, f, first, second) => {
  expect(slopes(f, [0, 0.25, -2, 1])).toEqual({ first, second });
});

describe('a margin that is met exactly', () => {
  test.each([1, 2])('costs nothing to keep in multiMarginLoss, p %d', (p) => {
    const x = leaf([
      [1, 1, 0],
      [0, -1, -1],
    ]);
    const target = tensor([0, 0], { dtype: 'int32' });
    const gradient = grad(F.multiMarginLoss(x, target, { p: p as 1 | 2 }), x);
    expect(gradient.mul(6).round().toArray()).toEqual([
      [-p, p, 0],
      [0, 0, 0],
    ]);
  });

  test('costs nothing to keep in multilabelMarginLoss', () => {
    const x = leaf([1, 0, 0.5]);
    const loss = F.multilabelMarginLoss(x, tensor([0, -1, -1], { dtype: 'int32' }));
    expect(grad(loss.mul(3), x).toArray()).toEqual([-1, 0, 1]);
  });
});

test('hardswish has the slope of its curve at both bounds', () => {
  const { first } = slopes(F.hardswish, [-4, -3, 0, 3, 4]);
  expect(first).toEqual([0, -0.5, 0.5, 1.5, 1]);
});

test.each([
  ['relu6', F.relu6],
  ['hardtanh', (x: Tensor) => F.hardtanh(x)],
])('%s passes the gradient on at NaN', (_, f) => {
  const x = leaf([Number.NaN, 0.25, 9]);
  expect(grad(f(x).sum(), x).toArray()).toEqual([1, 1, 0]);
});

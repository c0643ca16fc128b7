/** Pooling: ties, margins, gradients, and windows that do not fit. */

import { gradcheck, nn, ones, randn, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const F = nn.functional;
const { adaptiveAvgPool2d, avgPool2d, maxPool1d, maxPool2d } = F;

const leaf = (...shape: number[]) => randn(shape, { dtype: 'float64', requiresGrad: true });

describe('max pools', () => {
  test('the gradient of equal elements goes to the first', () => {
    const x = tensor([[[2, 2, 1, 2, 5, 5]]], { requiresGrad: true });
    maxPool1d(x, 3).sum().backward();
    expect(x.grad?.toArray()).toEqual([[[1, 0, 0, 0, 1, 0]]]);
    const square = tensor(
      [
        [
          [1, 3],
          [3, 3],
        ],
      ],
      { requiresGrad: true },
    );
    maxPool2d(square, 2).sum().backward();
    expect(square.grad?.toArray()).toEqual([
      [
        [0, 1],
        [0, 0],
      ],
    ]);
  });

  test('so it does where windows overlap, and where they are large', () => {
    const x = ones([1, 1, 4], { requiresGrad: true });
    maxPool1d(x, 2, { stride: 1 }).sum().backward();
    expect(x.grad?.toArray()).toEqual([[[1, 1, 1, 0]]]);
    const wide = ones([1, 1, 80], { requiresGrad: true });
    maxPool1d(wide, 40).sum().backward();
    const places = wide.grad?.toTypedArray() ?? [];
    expect([...places].flatMap((g, i) => (g === 0 ? [] : [[i, g]]))).toEqual([
      [0, 1],
      [40, 1],
    ]);
  });

  test('the margin never wins', () => {
    const y = maxPool1d(tensor([[[-3, -1, -2]]]), 3, { stride: 1, padding: 1 });
    expect(y.toArray()).toEqual([[[-1, -1, -1]]]);
  });

  test('a rest that fills no window is left out', () => {
    expect(maxPool2d(ones([1, 1, 5, 7]), 2).shape).toEqual([1, 1, 2, 3]);
  });

  test('NaN wins', () => {
    expect(maxPool1d(tensor([[[1, Number.NaN]]]), 2).item()).toBeNaN();
  });

  test.each([
    ['tiling', 2, {}],
    ['overlapping', 3, { stride: 2, padding: 1 }],
    ['dilated', 2, { stride: 1, dilation: 2 }],
    ['uneven', [1, 3], { stride: [2, 1] }],
    ['of many places', [5, 7], { stride: 1, padding: [0, 1] }],
  ])('gradcheck, %s', (_, kernel, options) => {
    expect(gradcheck((x: Tensor) => maxPool2d(x, kernel, options), [leaf(2, 1, 5, 6)])).toBe(true);
  });
});

describe('average pools', () => {
  test('zeros of the margin count unless told otherwise', () => {
    const x = ones([1, 1, 2, 2]);
    expect(avgPool2d(x, 2, { stride: 2, padding: 1 }).toArray()).toEqual([
      [
        [
          [0.25, 0.25],
          [0.25, 0.25],
        ],
      ],
    ]);
    const without = avgPool2d(x, 2, { stride: 2, padding: 1, countIncludePad: false });
    expect(without.toArray()).toEqual([
      [
        [
          [1, 1],
          [1, 1],
        ],
      ],
    ]);
  });

  test.each([
    ['tiling', 2, {}],
    ['overlapping', 3, { stride: 2, padding: 1, countIncludePad: false }],
  ])('gradcheck, %s', (_, kernel, options) => {
    expect(gradcheck((x: Tensor) => avgPool2d(x, kernel, options), [leaf(1, 2, 5, 6)])).toBe(true);
  });

  test('adaptive cells may overlap', () => {
    const x = tensor([[[1, 2, 3, 4, 5]]]);
    expect(adaptiveAvgPool2d(x, [1, 2]).toArray()).toEqual([[[2, 4]]]);
    expect(adaptiveAvgPool2d(ones([2, 3, 4, 6]), [2, 3]).shape).toEqual([2, 3, 2, 3]);
    expect(gradcheck((a: Tensor) => adaptiveAvgPool2d(a, [2, 3]), [leaf(1, 1, 3, 4)])).toBe(true);
  });
});

describe('indices', () => {
  test('lead back to the maxima, and layers say by their type whether they return them', () => {
    const x = randn([2, 3, 6, 6]);
    const [most, indices] = new nn.MaxPool2d(2, { returnIndices: true }).forward(x);
    expect(x.flatten(2).gather(2, indices.flatten(2)).toArray()).toEqual(most.flatten(2).toArray());
    const alone: Tensor = new nn.MaxPool2d(2).forward(x);
    expect(alone.toArray()).toEqual(most.toArray());
    const back = new nn.MaxUnpool2d(2).forward(most, indices, [2, 3, 6, 6]);
    expect(back.ne(0).sum().item()).toBe(most.numel);
  });
});

const places = (shape: number[]) => zeros(shape, { dtype: 'int32' });

describe('errors', () => {
  test.each([
    [
      () => maxPool2d(ones([1, 1, 1, 4]), 2),
      'a window of 2 does not fit into spatial dim 0 of [1, 4]',
    ],
    [() => maxPool2d(ones([4, 4]), 2), 'must be [N, C, H, W] or [C, H, W], got [4, 4]'],
    [() => maxPool2d(ones([1, 1, 4, 4]), 2, { padding: 2 }), 'at most half the kernel size [2, 2]'],
    [() => avgPool2d(ones([1, 1, 4, 4]), 0), 'kernelSize must be an integer'],
    [
      () => F.maxPool3d(ones([4, 4, 4]), 2),
      'must be [N, C, D, H, W] or [C, D, H, W], got [4, 4, 4]',
    ],
    [
      () => maxPool1d(ones([1, 1, 1]), 3, { stride: 2, ceilMode: true }),
      'a window of 3 does not fit',
    ],
    [() => avgPool2d(ones([1, 1, 4, 4]), 2, { divisorOverride: 0 }), 'must not be 0, got 0'],
    [() => adaptiveAvgPool2d(ones([1, 1, 4, 4]), [2]), 'a list of 2, or null'],
    [
      () => F.adaptiveMaxPool1d(ones([1, 1, 4]), 0),
      'outputSize must be a positive integer or null',
    ],
    [() => F.maxUnpool1d(ones([1, 1, 2]), ones([1, 1, 2]), 2), 'the indices must be int32'],
    [
      () => F.maxUnpool1d(ones([1, 1, 2]), places([1, 2]), 2),
      'shape of the input [1, 1, 2], got [1, 2]',
    ],
    [
      () => F.maxUnpool1d(ones([1, 1, 2]), places([1, 1, 2]), 2, { outputSize: [6] }),
      'outputSize must be less than a stride [2] away from [4], got [6]',
    ],
    [() => F.maxUnpool1d(ones([1, 1, 2]), places([1, 1, 2]).add(9), 2).toArray(), 'out of range'],
  ])('%#', (call, message) => {
    expect(call).toThrow(message);
  });
});

/** Convolution: gradients of first and second order, odd geometries, and what its errors say. */

import { customOp, grad, gradcheck, nn, ones, randn, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const { conv1d, conv2d, convTranspose2d } = nn.functional;

const leaf = (...shape: number[]) => randn(shape, { dtype: 'float64', requiresGrad: true });

const cases = [
  { name: 'plain', x: [2, 2, 4, 3], w: [3, 2, 3, 2], options: {} },
  { name: 'stride leaves a rest', x: [1, 1, 6, 5], w: [2, 1, 3, 2], options: { stride: [2, 3] } },
  {
    name: 'padding wider than the kernel',
    x: [1, 1, 3, 3],
    w: [1, 1, 2, 2],
    options: { padding: 3 },
  },
  { name: 'dilation', x: [1, 2, 6, 5], w: [1, 2, 2, 3], options: { dilation: [3, 2], padding: 1 } },
  {
    name: 'groups',
    x: [2, 4, 3, 3],
    w: [6, 2, 2, 2],
    options: { groups: 2, stride: 2, padding: 1 },
  },
  { name: 'same, even kernel', x: [1, 1, 4, 4], w: [1, 1, 2, 4], options: { padding: 'same' } },
] as const;

describe('conv2d', () => {
  test.each(cases)('gradcheck, $name', ({ x, w, options }) => {
    const inputs = [leaf(...x), leaf(...w), leaf(w[0])];
    const fn = (...[a, b, c]: Tensor[]) => conv2d(a as Tensor, b as Tensor, c as Tensor, options);
    expect(gradcheck(fn, inputs)).toBe(true);
  });

  test.each(cases)('gradcheck of the gradient, $name', ({ x, w, options }) => {
    const inputs = [leaf(...x), leaf(...w)] as const;
    const shape = conv2d(inputs[0], inputs[1], null, options).shape;
    const cotangent = randn(shape, { dtype: 'float64' });
    const total = (a: Tensor, b: Tensor) => conv2d(a, b, null, options).mul(cotangent).sum();
    expect(gradcheck((a, b) => grad(total(a, b), a), [...inputs])).toBe(true);
    expect(gradcheck((a, b) => grad(total(a, b), b), [...inputs])).toBe(true);
  });

  test("'same' keeps the size and puts the extra zero last", () => {
    const x = tensor([[[1, 2, 3]]]);
    const y = conv1d(x, ones([1, 1, 2]), null, { padding: 'same' });
    expect(y.toArray()).toEqual([[[3, 5, 3]]]);
  });

  test('takes an image without a batch', () => {
    const x = randn([2, 5, 5]);
    const w = randn([3, 2, 3, 3]);
    expect(conv2d(x, w).toArray()).toEqual(conv2d(x.unsqueeze(0), w).squeeze(0).toArray());
  });
});

describe('convTranspose2d', () => {
  test.each([
    { name: 'plain', options: {} },
    { name: 'stride', options: { stride: 2, padding: 1, outputPadding: 1 } },
    { name: 'groups and dilation', options: { groups: 2, dilation: 2, stride: [1, 3] } },
    { name: 'padding cuts more than the kernel adds', options: { padding: 3, stride: 3 } },
  ])('gradcheck, $name', ({ options }) => {
    const fn = (...[a, b]: Tensor[]) => convTranspose2d(a as Tensor, b as Tensor, null, options);
    expect(gradcheck(fn, [leaf(1, 2, 4, 4), leaf(2, 2, 2, 3)])).toBe(true);
  });

  test('is the gradient of conv2d with respect to its input', () => {
    const options = { stride: 2, padding: 1, dilation: 2 };
    const [x, w] = [leaf(2, 3, 7, 9), leaf(4, 3, 3, 2)];
    const y = conv2d(x, w, null, options);
    const g = randn(y.shape, { dtype: 'float64' });
    const expected = grad(y, x, g).toTypedArray();
    const actual = convTranspose2d(g, w, null, options).toTypedArray();
    expect(actual).toHaveLength(expected.length);
    actual.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12);
    });
  });
});

describe('layers', () => {
  test('outputSize chooses among the sizes that a stride leaves open', () => {
    const conv = new nn.ConvTranspose1d(1, 1, 3, { stride: 2 });
    expect(conv.forward(ones([1, 1, 4])).shape).toEqual([1, 1, 9]);
    expect(conv.forward(ones([1, 1, 4]), [10]).shape).toEqual([1, 1, 10]);
    expect(conv.forward(ones([1, 4]), [1, 10]).shape).toEqual([1, 10]);
    expect(() => conv.forward(ones([1, 1, 4]), [11])).toThrow(
      'ConvTranspose1d: outputSize must be between [9] and [10] for an input of shape [1, 1, 4], got [11]',
    );
  });

  test('an unknown padding mode lists the known ones', () => {
    const mode = 'mirror' as 'reflect';
    expect(() => new nn.Conv3d(1, 1, 3, { paddingMode: mode })).toThrow(
      "Conv3d: unknown paddingMode 'mirror', expected 'zeros', 'reflect', 'replicate' or 'circular'",
    );
  });
});

describe('errors', () => {
  const w = ones([4, 3, 3, 3]);

  test('another channel count names both shapes and the fix', () => {
    expect(() => conv2d(ones([8, 1, 28, 28]), w)).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: conv2d: the input [8, 1, 28, 28] has 1 channels in dim 1, the weight [4, 3, 3, 3] takes 3. Change the layer's first argument to 1, or the input.]`,
    );
    expect(() => conv2d(ones([8, 28, 28, 3]), w)).toThrow('did you mean x.permute(0, 3, 1, 2)?');
  });

  test('a kernel that does not fit', () => {
    expect(() => conv2d(ones([1, 3, 2, 5]), w)).toThrow(
      'conv2d: a window of 3 does not fit into spatial dim 0 of [2, 5]',
    );
  });

  test.each([
    [{ padding: 'full' }, "'same' or 'valid', got 'full'"],
    [{ padding: 'same', stride: 2 }, "padding 'same' needs stride 1"],
    [{ stride: 0 }, 'stride must be an integer, or a list of 2, of at least 1, got 0'],
    [{ groups: 3 }, 'groups must be positive and divide the channel counts 4'],
  ])('%j', (options, message) => {
    const call = () => conv2d(ones([1, 3, 5, 5]), w, null, options as nn.functional.ConvOptions);
    expect(call).toThrow(message);
  });

  test('dtype, dims, output padding, layer arguments', () => {
    expect(() => conv2d(ones([1, 3, 5, 5], { dtype: 'int32' }), w)).toThrow(
      "Did you mean input.to('float32')?",
    );
    expect(() => conv2d(ones([3, 5]), w)).toThrow('must be [N, C, H, W] or [C, H, W], got [3, 5]');
    expect(() => convTranspose2d(ones([1, 4, 5, 5]), w, null, { outputPadding: 1 })).toThrow(
      'outputPadding must be less than stride or dilation, got 1 and 1',
    );
    expect(() => new nn.Conv2d(0, 1, 3)).toThrow('Conv2d: inChannels must be a positive integer');
    expect(() => new nn.Conv2d(3, 4, 3, { groups: 2 })).toThrow('Conv2d: groups must divide');
  });
});

describe('a plain backward() through a convolution', () => {
  test('leaves gradients at the image, at the weights and below the image', () => {
    const image = tensor(
      Array.from({ length: 32 }, (_, i) => i / 7),
      { requiresGrad: true },
    );
    const weight = tensor([1, 2, 3, 4, 5, 6, 7, 8], { requiresGrad: true });
    const x = image.mul(2).reshape([1, 2, 4, 4]);
    nn.functional
      .conv2d(x, weight.reshape([1, 2, 2, 2]))
      .sum()
      .backward();
    // Every corner of the image is in one window, the inner places in four.
    expect(image.grad?.at([0, 4]).toArray()).toEqual([2, 6, 6, 4]);
    const total = [0, 1].map((channel) => x.at(0, channel, [0, 3], [0, 3]).sum().item());
    expect(weight.grad?.toArray()).toHaveLength(8);
    expect(weight.grad?.at(0).item()).toBeCloseTo(total[0] ?? 0, 4);
    expect(weight.grad?.at(4).item()).toBeCloseTo(total[1] ?? 0, 4);
  });

  test('tells the backward of a custom op which inputs require gradients', () => {
    const seen: boolean[] = [];
    const identity = customOp({
      forward: (a: Tensor, b: Tensor) => a.add(b),
      backward: (gradient: Tensor, inputs: readonly Tensor[]) => {
        seen.push(...inputs.map((input) => input.requiresGrad));
        return [gradient, null];
      },
    });
    identity(tensor([1], { requiresGrad: true }), tensor([2]))
      .sum()
      .backward();
    expect(seen).toEqual([true, false]);
  });
});

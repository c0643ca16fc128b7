/**
 * Long sums of equal float32 numbers, which are the worst for a running total: each addition rounds
 * to the same side. Whatever adds up a million terms, in any shape, forward and in gradients, is
 * right to five digits.
 */

import { einsum, grad, nn, ones, optim, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, it } from 'vitest';

const { functional } = nn;
const million = 1_000_000;

/** What a case computes of one number, and what each element is to be. */
type Case = (x: Tensor, value: number) => readonly [actual: Tensor, expected: number];

/** The number everywhere, without memory for it. */
const wide = (x: Tensor, ...shape: number[]): Tensor => x.expand(shape);
/** The number everywhere, in memory. */
const filled = (value: number, ...shape: number[]): Tensor => {
  const count = shape.reduce((all, size) => all * size, 1);
  return tensor(new Float32Array(count).fill(value)).reshape(shape);
};
/** The gradient, for what is the sum of a function, of one of its operands. */
const gradientOf = (operand: Tensor, fn: (x: Tensor) => Tensor): Tensor => {
  operand.requiresGrad = true;
  return grad(fn(operand).sum(), operand);
};
const index = (count: number): Tensor => zeros([count], { dtype: 'int32' });

const sums: { readonly [name: string]: Case } = {
  'all elements': (x, c) => [wide(x, million).sum(), million * c],
  'all elements in memory': (_x, c) => [filled(c, million + 7).sum(), (million + 7) * c],
  'their mean': (x, c) => [wide(x, 1000, 1001).mean(), c],
  'rows of three': (x, c) => [wide(x, million, 3).sum(0), million * c],
  'rows in memory': (_x, c) => [filled(c, 300_001, 5).mean(0), c],
  'wide rows': (x, c) => [wide(x, million / 10, 37).sum(0), (million / 10) * c],
  'one column': (x, c) => [wide(x, million, 1).sum(0), million * c],
  columns: (x, c) => [wide(x, 3, million + 5).sum(1), (million + 5) * c],
  'columns in memory': (_x, c) => [filled(c, 2, 700_003).sum(1), 700_003 * c],
  'first and last dim': (x, c) => [wide(x, 1000, 3, 1001).sum([0, 2]), 1_001_000 * c],
  'first dim and a short last one': (x, c) => [wide(x, 200_000, 3, 5).sum([0, 2]), million * c],
  'first two dims': (x, c) => [wide(x, 1000, 1000, 4).mean([0, 1]), c],
  'every other dim': (x, c) => [wide(x, 100, 2, 100, 2, 100).sum([0, 2, 4]), million * c],
  'dims of two': (x, c) => [
    wide(x, ...Array(20).fill(2), 3).sum([...Array(20).keys()]),
    2 ** 20 * c,
  ],
  'a turned matrix': (_x, c) => [filled(c, 3, million).permute([1, 0]).sum(0), million * c],
  'every other element': (_x, c) => [
    filled(c, 2 * million)
      .slice(0, 0, 2 * million, 2)
      .sum(),
    million * c,
  ],
  'a sum that joins others': (x, c) => {
    const y = wide(x, 5, 400_000).mul(wide(x, 400_000));
    return [y.sum(1).add(y.amax(1).mul(0)), 400_000 * Math.fround(c * c)];
  },
};

const products: { readonly [name: string]: Case } = {
  'a dot product': (x, c) => [wide(x, million).matmul(ones([million])), million * c],
  'a matrix with a vector': (x, c) => [wide(x, 7, million).matmul(ones([million])), million * c],
  'a vector with a matrix': (x, c) => [ones([million]).matmul(wide(x, million, 9)), million * c],
  'matrices in memory': (_x, c) => [filled(c, 3, million).matmul(ones([million, 5])), million * c],
  'turned matrices in memory': (_x, c) => {
    const rows = ones([300_001, 17]).permute([1, 0]);
    return [rows.matmul(filled(c, 300_001, 9)), 300_001 * c];
  },
  'a vector with a matrix in memory': (_x, c) => [
    ones([1, 100_000]).matmul(filled(c, 100_000, 64)),
    100_000 * c,
  ],
  'rows with rows': (_x, c) => [
    einsum('ik,jk->ij', filled(c, 20, 100_003), ones([20, 100_003])),
    100_003 * c,
  ],
  'large tiles': (x, c) => [wide(x, 60, 100_000).matmul(ones([100_000, 60])), 100_000 * c],
  'two inner dims': (_x, c) => [
    einsum('aib,ajb->ij', filled(c, 400, 3, 1000), ones([400, 4, 1000])),
    400_000 * c,
  ],
  'long inner dims': (_x, c) => [
    einsum('aib,ajb->ij', filled(c, 20, 3, 20_011), ones([20, 4, 20_011])),
    400_220 * c,
  ],
  'a batch': (x, c) => [
    wide(x, 3, 4, million / 10).matmul(ones([3, million / 10, 2])),
    (million / 10) * c,
  ],
  'a convolution': (_x, c) => [
    functional.conv1d(filled(c, 1, 8, 20_000), ones([2, 8, 20_000])),
    160_000 * c,
  ],
  'the gradient of filters': (_x, c) => [
    gradientOf(ones([4, 2, 1, 1]), (w) => functional.conv2d(filled(c, 3, 2, 400, 400), w)),
    480_000 * c,
  ],
  'the gradient of larger filters': (_x, c) => {
    const image = filled(c, 1, 2, 402, 402);
    return [gradientOf(ones([4, 2, 3, 3]), (w) => functional.conv2d(image, w)), 160_000 * c];
  },
};

const gradients: { readonly [name: string]: Case } = {
  'of a number that is repeated': (_x, c) => [
    gradientOf(ones([1]), (w) => w.expand([million]).mul(c)),
    million * c,
  ],
  'of a bias': (_x, c) => [
    gradientOf(zeros([3]), (b) => functional.linear(ones([300_000, 2]), ones([3, 2]), b).mul(c)),
    300_000 * c,
  ],
  'of the bias of a convolution': (_x, c) => [
    gradientOf(zeros([4]), (b) =>
      functional.conv2d(ones([3, 2, 400, 400]), ones([4, 2, 1, 1]), b).mul(c),
    ),
    480_000 * c,
  ],
  'of weights': (_x, c) => [
    gradientOf(ones([3, 2]), (w) => functional.linear(filled(c, 300_000, 2), w)),
    300_000 * c,
  ],
  'of a running sum': (x, c) => [
    gradientOf(zeros([million]), (y) => y.cumsum(0).mul(x)).at(0),
    million * c,
  ],
  'of the weights of layerNorm': (_x, c) => [
    gradientOf(zeros([4]), (b) =>
      functional.layerNorm(ones([million / 4, 4]), [4], ones([4]), b).mul(c),
    ),
    (million / 4) * c,
  ],
  'of an embedding': (_x, c) => [
    gradientOf(ones([3, 4]), (w) => functional.embedding(index(million), w).mul(c)).at(0),
    million * c,
  ],
  'of an embedding with one column': (_x, c) => [
    gradientOf(ones([3, 1]), (w) => functional.embedding(index(million), w).mul(c)).at(0),
    million * c,
  ],
  'of rows that are picked': (_x, c) => [
    gradientOf(ones([2, 9]), (w) => w.indexSelect(0, index(100_000)).mul(c)).at(0),
    100_000 * c,
  ],
  'of elements that are picked': (_x, c) => [
    gradientOf(ones([3, 5]), (w) =>
      w.gather(1, zeros([3, 200_000], { dtype: 'int32' })).mul(c),
    ).slice(1, 0, 1),
    200_000 * c,
  ],
};

const functions: { readonly [name: string]: Case } = {
  'a running sum': (x, c) => [
    wide(x, million)
      .cumsum(0)
      .at(million - 1),
    million * c,
  ],
  'a running sum down columns': (x, c) => [
    wide(x, million / 4, 3)
      .cumsum(0)
      .at(million / 4 - 1),
    (million / 4) * c,
  ],
  'scatter-add': (x, c) => [
    zeros([4]).scatterAdd(0, index(million), wide(x, million)).at(0),
    million * c,
  ],
  logsumexp: (x, c) => [wide(x, 2, million).logsumexp(1), c + Math.log(million)],
  'logsumexp over rows': (x, c) => [wide(x, million, 2).logsumexp(0), c + Math.log(million)],
  softmax: (x) => [wide(x, 2, million).softmax(1).slice(1, 0, 9), 1 / million],
  logSoftmax: (x) => [wide(x, million, 2).logSoftmax(0).slice(0, 0, 9), -Math.log(million)],
  norm: (x, c) => [wide(x, million, 2).norm(2, 0), Math.sqrt(million) * c],
  'norm of degree 1': (x, c) => [wide(x, 2, million).norm(1, 1), million * c],
  // Half of the elements are 0 and half twice the number.
  var: (x, c) => [
    wide(x.mul(2), 500_000, 1)
      .mul(tensor([[0, 1]]))
      .var(),
    c * c * (million / (million - 1)),
  ],
  std: (x, c) => [
    wide(x.mul(2), 500_000, 2)
      .mul(
        tensor([[0], [1]])
          .expand([2, 250_000])
          .reshape([500_000, 1]),
      )
      .std(0),
    c,
  ],
  layerNorm: (x, c) => {
    const y = wide(x, 3, 200_000, 1)
      .mul(tensor([0, 2]))
      .reshape([3, 400_000]);
    return [functional.layerNorm(y, [400_000]).abs(), c / Math.sqrt(c * c + 1e-5)];
  },
  'statistics of BatchNorm': (x, c) => {
    const layer = new nn.BatchNorm1d(3, { momentum: 1 });
    layer.forward(wide(x, 300_000, 3));
    return [layer.stateDict().running_mean as Tensor, c];
  },
  'average pooling': (x, c) => [functional.avgPool2d(wide(x, 1, 1, 700, 700), 700), c],
  mseLoss: (x, c) => [functional.mseLoss(wide(x, 1000, 1000), zeros([1000, 1000])), c * c],
  l1Loss: (x, c) => [functional.l1Loss(wide(x, million, 2), zeros([million, 2])), c],
  crossEntropy: (x) => [functional.crossEntropy(wide(x, 300_000, 3), index(300_000)), Math.log(3)],
  'the norm of gradients': (x, c) => {
    const weight = ones([million]);
    weight.requiresGrad = true;
    weight.mul(x).sum().backward();
    return [optim.clipGradNorm([weight], 1e9), Math.sqrt(million) * c];
  },
};

describe.each([0.1, 1 / 3, 0.7])('a million times %d', (value) => {
  const c = Math.fround(value);
  const check = (cases: { readonly [name: string]: Case }) => (name: string) => {
    const [actual, expected] = cases[name]?.(tensor(value), c) ?? [ones([]), Number.NaN];
    let worst = 0;
    for (const found of actual.toTypedArray()) {
      worst = Math.max(worst, Math.abs(Number(found) / expected - 1));
    }
    expect(worst).toBeLessThan(1e-5);
  };
  it.each(Object.keys(sums))('is summed: %s', check(sums));
  it.each(Object.keys(products))('is multiplied: %s', check(products));
  it.each(Object.keys(gradients))('is a gradient: %s', check(gradients));
  it.each(Object.keys(functions))('is in a function: %s', check(functions));
});

describe('a long sum of what is not finite', () => {
  const count = 20_000;
  const last = (x: Tensor): number => Number(x.toTypedArray().at(-1));
  const ways: { readonly [name: string]: (x: Tensor) => Tensor } = {
    'all elements': (x) => x.sum(),
    columns: (x) => x.reshape([1, count]).expand([2, count]).sum(1),
    rows: (x) => x.reshape([count, 1]).expand([count, 5]).sum(0),
    'a product with a vector': (x) => x.matmul(ones([count])),
    'a product with a matrix': (x) => x.reshape([1, count]).matmul(ones([count, 9])),
    'a running sum': (x) => x.cumsum(0),
    'scatter-add': (x) => zeros([1]).scatterAdd(0, index(count), x),
  };
  const made = (at: readonly (readonly [number, number])[]): Tensor => {
    const values = new Float32Array(count).fill(0.5);
    for (const [i, value] of at) values[i] = value;
    return tensor(values);
  };

  it.each(Object.keys(ways))('is what it is in a short one: %s', (name) => {
    const sum = (...at: readonly (readonly [number, number])[]): number =>
      last(ways[name]?.(made(at)) ?? zeros([]));
    expect(sum()).toBe(count / 2);
    expect(sum([7, Infinity])).toBe(Infinity);
    expect(sum([9000, -Infinity])).toBe(-Infinity);
    expect(sum([7, Infinity], [19_000, Infinity])).toBe(Infinity);
    expect(sum([7, Infinity], [19_000, -Infinity])).toBeNaN();
    expect(sum([19_999, Number.NaN])).toBeNaN();
    expect(sum([0, Number.NaN])).toBeNaN();
    expect(sum([3, 3e38], [12_000, 3e38])).toBe(Infinity);
  });

  it('is 0 where there is nothing, or zeros of either sign', () => {
    expect(zeros([0]).sum().item()).toBe(0);
    expect(zeros([3, 0]).sum(1).toArray()).toEqual([0, 0, 0]);
    expect(tensor(new Float32Array(count).fill(-0)).sum().item()).toBe(0);
    expect(tensor(2.5).sum().item()).toBe(2.5);
  });

  it('counts what is true', () => {
    expect(
      ones([million + 3])
        .gt(0)
        .sum()
        .item(),
    ).toBe(million + 3);
    expect(ones([300_001, 5]).gt(0).sum(0).toArray()).toEqual(Array(5).fill(300_001));
  });
});

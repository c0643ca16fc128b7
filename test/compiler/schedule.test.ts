/**
 * What random graphs reach too rarely: long sums of numbers, and gathers that differ in one thing.
 */

import { arange, full, IndexError, profile, realize, type Tensor, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';

describe('a sum that is cut into pieces', () => {
  it('finds its number among several', () => {
    const [small, large] = [full([], 5), full([20_000], 3)];
    expect(small.mul(2).add(large.sum()).item()).toBe(60_010);
  });

  it('is as exact with a rest of one element', () => {
    const x = arange(16_385).to('float64');
    expect(x.sum().item()).toBe((16_384 * 16_385) / 2);
    expect(x.max().item()).toBe(16_384);
  });
});

describe('gathers of one index from parts of one tensor', () => {
  const index = tensor([4, 1], { dtype: 'int32' });
  it('check the size of their own part', () => {
    const x = tensor([1, 2, 3, 4, 5, 6]);
    const [whole, part] = [x.gather(0, index), x.slice(0, 0, 3).gather(0, index)];
    expect(() => realize([part, whole])).toThrow(IndexError);
    expect(() => realize([whole, part])).toThrow(IndexError);
    expect(whole.toArray()).toEqual([5, 2]);
  });
});

describe('a value of two kernels', () => {
  const make = (first: number): Tensor =>
    tensor(Float32Array.from({ length: 64 * 64 }, (_, i) => first + i)).reshape([64, 64]);
  const [x, y, z] = [make(0), make(1), make(2)];

  it.each([
    ['three arrays, and is stored', z, 'max 64x+64'],
    ['two arrays, and is computed twice', 1, 'mul+add+max 64x+64'],
  ])('is made of %s', (_, third, second) => {
    const value = x.mul(y).add(third);
    const { runs } = profile(() => realize([value.sum(0), value.amax(1)]));
    expect(runs.map(({ name }) => name)).toEqual(['mul+add+sum 64x+64', second]);
  });
});

describe('a product without a sum', () => {
  const [column, row] = [arange(1, 6).to('float32'), arange(1, 4).to('float32')];
  const outer = (): Tensor => column.unsqueeze(1).matmul(row.unsqueeze(0));

  it('is elementwise, together with what follows', () => {
    const expected = [1, 2, 3, 4, 5].map((a) => [1, 2, 3].map((b) => a * b + 1));
    const { value, runs } = profile(() => outer().add(1).toArray());
    expect(value).toEqual(expected);
    expect(runs.map(({ name }) => name)).toContain('mul+add 3x5');
  });

  it('takes batches, numbers and operands in any order', () => {
    const a = arange(24).to('float64').reshape([2, 12, 1]);
    const b = arange(6).to('float64').reshape([2, 3, 1]);
    const product = a.matmul(b.transpose(1, 2));
    expect(product.toArray()).toEqual(a.mul(b.transpose(1, 2)).toArray());
    expect(
      full([3, 1], 2)
        .matmul(full([1, 2], 5))
        .toArray(),
    ).toEqual(full([3, 2], 10).toArray());
  });
});

describe('numbers that are operands of products', () => {
  it('are their own in gradients, whatever number comes first', () => {
    const [x, w] = [
      arange(6).to('float32').reshape([2, 3]),
      arange(12).to('float32').reshape([3, 4]),
    ];
    w.requiresGrad = true;
    x.mul(3).matmul(w).sum().backward();
    const sums = [9, 15, 21].map((sum) => new Array<number>(4).fill(sum));
    expect(w.grad?.toArray()).toEqual(sums);
  });

  it('are their own as matrices', () => {
    const w = arange(6).to('float32').reshape([2, 3]).mul(7);
    expect(full([4, 2], 1).matmul(w).toArray()).toEqual(new Array<number[]>(4).fill([21, 35, 49]));
    expect(
      w
        .mul(2)
        .matmul(full([3, 1], 1))
        .toArray(),
    ).toEqual([[42], [168]]);
  });
});

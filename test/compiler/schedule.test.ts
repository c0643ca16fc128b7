/** What random graphs reach too rarely: long sums of numbers, and gathers that differ in one thing. */

import { arange, full, IndexError, realize, tensor } from 'chainrule';
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

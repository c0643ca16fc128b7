/**
 * Estimates of kernels by the cost model, in nanoseconds, beside times measured on 65,536 elements
 * once and for all: `bench/cost-model.ts` measures again.
 */

import { manualSeed, maximum, rand, randint, realize, type Tensor, where } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { withWatch } from '../../src/backend/watch.js';

manualSeed(5);
const shape = [256, 256];
const [x, y] = [rand(shape), rand(shape)];
const doubles = rand(shape, { dtype: 'float64' });
const [row, picks] = [rand([256]), randint(0, 256, shape)];
realize([x, y, doubles, row, picks]);

/** The estimate of all kernels that a result takes. */
function estimate(result: Tensor): number {
  let total = 0;
  withWatch(
    ({ kernels }, run) => {
      for (const [i, { work }] of kernels.entries()) {
        total += work;
        run(i);
      }
    },
    () => realize([result]),
  );
  return total;
}

describe('the estimate of a kernel', () => {
  it.each<readonly [name: string, measuredMicroseconds: number, result: () => Tensor]>([
    ['neg', 6.8, () => x.neg()],
    ['add', 9.8, () => x.add(y)],
    ['maximum', 10.2, () => maximum(x, y)],
    ['where', 15.5, () => where(x.lt(0.5), x, y)],
    ['sqrt', 26.6, () => x.sqrt()],
    ['exp', 38.2, () => x.exp()],
    ['log', 64.6, () => x.log()],
    ['pow', 344, () => x.pow(y)],
    ['dropout mask', 261, () => x.mul(rand(shape).lt(0.5)).mul(2)],
    ['add of a transposed matrix', 24.9, () => x.add(y.transpose(0, 1))],
    ['gather', 58.8, () => x.gather(1, picks)],
    ['sum', 4.4, () => x.sum()],
    ['sum over rows', 5.7, () => x.sum(0)],
    ['softmax', 69.9, () => x.softmax(1)],
    ['float64 add', 49, () => doubles.add(doubles)],
    ['float64 tanh', 2500, () => doubles.tanh()],
  ])('of %s is within a factor of two of the %s µs it took', (_, measured, result) => {
    const ratio = estimate(result()) / 1000 / measured;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('counts what does not vary along a row once for each row', () => {
    const once = estimate(x.add(row.sum().exp().log().exp().log()));
    expect(once).toBeLessThan(1.2 * estimate(x.add(row.sum())));
  });

  it('grows with the elements', () => {
    const [half, whole] = [x.slice(0, 0, 128), x].map((part) => estimate(part.exp()));
    expect((whole ?? 0) / (half ?? 0)).toBeCloseTo(2, 2);
  });
});

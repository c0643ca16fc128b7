/** Random tensors from tensors of parameters: statistics, seeds, and mistakes they explain. */

import {
  bernoulli,
  exponential,
  Generator,
  manualSeed,
  multinomial,
  nn,
  normal,
  randintLike,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, test } from 'vitest';

const N = 20_000;

/** The share of each place among samples. */
function shares(samples: Tensor, places: number): number[] {
  const counts = new Array<number>(places).fill(0);
  for (const place of samples.toTypedArray()) counts[place] = (counts[place] ?? 0) + 1;
  return counts.map((count) => count / samples.numel);
}

describe('draws', () => {
  test('have the statistics of their distributions', () => {
    manualSeed(5);
    const p = bernoulli(zeros([N]).add(0.3))
      .mean()
      .item();
    expect(Math.abs(p - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / N));
    const waits = exponential([N], { lambd: 0.5, dtype: 'float64' });
    expect(Math.abs(waits.mean().item() - 2)).toBeLessThan((4 * 2) / Math.sqrt(N));
    expect(waits.min().item()).toBeGreaterThanOrEqual(0);
    const x = normal(zeros([N, 2]).add(tensor([-1, 5])), tensor([2, 0.5]));
    const [means, stds] = [x.mean(0).toTypedArray(), x.std(0).toTypedArray()];
    expect([means[0], means[1], stds[0], stds[1]].map((v) => Number((v ?? 0).toFixed(1)))).toEqual([
      -1, 5, 2, 0.5,
    ]);
    expect(normal(3, zeros([4])).toArray()).toEqual([3, 3, 3, 3]);
    expect(randintLike(zeros([3, 2]), 4, 5).toArray()).toEqual([
      [4, 4],
      [4, 4],
      [4, 4],
    ]);
  });

  test('multinomial draws in proportion to the weights, and each place once without replacement', () => {
    manualSeed(6);
    const weights = tensor([
      [1, 0, 3],
      [2, 2, 0],
    ]);
    const drawn = multinomial(weights, N, { replacement: true });
    const expected = [
      [0.25, 0, 0.75],
      [0.5, 0.5, 0],
    ];
    for (const [row, chances] of expected.entries()) {
      for (const [place, share] of shares(drawn.select(0, row), 3).entries()) {
        const p = chances[place] ?? 0;
        expect(Math.abs(share - p)).toBeLessThanOrEqual(4 * Math.sqrt((p * (1 - p)) / N));
      }
    }
    const orders = multinomial(zeros([N, 3]).add(tensor([1, 1, 2])), 3);
    expect(
      orders
        .sort(-1)[0]
        .sub(tensor([0, 1, 2], { dtype: 'int32' }))
        .abs()
        .max()
        .item(),
    ).toBe(0);
    const first = shares(orders.slice(1, 0, 1), 3);
    expect(Math.abs((first[2] ?? 0) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / N));
  });

  test('draw from a generator, the same numbers again', () => {
    const draw = (generator: Generator) => [
      bernoulli(zeros([5]).add(0.5), { generator }).toArray(),
      exponential([3], { generator }).toArray(),
      multinomial(tensor([1, 2, 3]), 2, { generator }).toArray(),
      normal(zeros([3]), 1, { generator }).toArray(),
      nn.init.truncNormal(zeros([4]), 0, 1, -2, 2, { generator }).toArray(),
    ];
    expect(draw(new Generator(3))).toEqual(draw(new Generator(3)));
    expect(draw(new Generator(3))).not.toEqual(draw(new Generator(4)));
  });

  test('say what is wrong', () => {
    expect(() => bernoulli(zeros([2], { dtype: 'int32' }))).toThrow('bernoulli: needs floats');
    expect(() => exponential([2], { lambd: 0 })).toThrow('lambd must be positive, got 0');
    expect(() => normal(1, 2)).toThrow('normal: needs a tensor for the shape');
    expect(() => multinomial(zeros([2]), 3)).toThrow('cannot draw 3 samples of 2 weights without');
    expect(() => multinomial(zeros([]), 1)).toThrow('needs [n] or [rows, n], got shape []');
  });
});

describe('init', () => {
  test('truncNormal stays within its ends, with the deviation of what is left', () => {
    manualSeed(7);
    const x = nn.init.truncNormal(zeros([N]), 0, 1, -1, 1);
    expect(x.abs().max().item()).toBeLessThanOrEqual(1);
    // sqrt(1 - 2 phi(1) / (2 Phi(1) - 1))
    expect(x.std().item()).toBeCloseTo(0.5396, 1.7);
    expect(() => nn.init.truncNormal(zeros([1]), 0, 1, 2, 1)).toThrow('needs a < b, got 2 and 1');
  });

  test('dirac lets channels through', () => {
    const conv = new nn.Conv2d(4, 6, 3, { padding: 1, bias: false, groups: 2 });
    nn.init.dirac(conv.weight, { groups: 2 });
    const x = normal(zeros([1, 4, 5, 5]), 1);
    const y = conv.forward(x).detach();
    for (const [from, to] of [
      [0, 0],
      [1, 1],
      [2, 3],
      [3, 4],
    ] as const) {
      expect(y.slice(1, to, to + 1).toArray()).toEqual(x.slice(1, from, from + 1).toArray());
    }
    expect(() => nn.init.dirac(zeros([2, 2]))).toThrow('three to five dims');
    expect(() => nn.init.dirac(zeros([3, 2, 1]), { groups: 2 })).toThrow('divide the 3 outputs');
  });

  test('sparse leaves as many zeros in each column, in other rows', () => {
    manualSeed(8);
    const x = nn.init.sparse(zeros([50, 20]), 0.1, { std: 2 });
    expect(x.eq(0).sum(0).toArray()).toEqual(new Array(20).fill(5));
    expect(new Set(x.eq(0).argmax(0).toArray() as number[]).size).toBeGreaterThan(5);
    expect(() => nn.init.sparse(zeros([2]), 0.1)).toThrow('needs a 2-d tensor');
    expect(() => nn.init.sparse(zeros([2, 2]), 2)).toThrow('sparsity must be in [0, 1], got 2');
  });
});

/** `nn.init`: how far and how wide weights are drawn, by PyTorch's own fans and gains. */

import { manualSeed, nn, type Tensor, zeros } from 'chainrule';
import { beforeEach, describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';

interface InitCase {
  readonly init: string;
  readonly shape: readonly number[];
  readonly options: object;
  /** Of a uniform distribution. */
  readonly bound?: number;
  /** Of a normal distribution. */
  readonly std?: number;
}

beforeEach(() => manualSeed(3));

function draw(row: InitCase): Tensor {
  const init: unknown = Reflect.get(nn.init, row.init);
  if (typeof init !== 'function') throw new Error(`nn.init has no ${row.init}`);
  const weight = zeros([...row.shape]);
  Reflect.apply(init, undefined, [weight, row.options]);
  return weight.to('float64');
}

describe('distributions', () => {
  for (const row of readFixture<InitCase>('nn/init')) {
    test(`${row.init} ${row.shape.join('x')} ${JSON.stringify(row.options)}`, () => {
      const weight = draw(row);
      const std = row.std ?? (row.bound ?? 0) / Math.sqrt(3);
      // About 2,000 numbers: the standard error of both is below 2.5 % of the deviation.
      expect(Math.abs(weight.std().item() / std - 1)).toBeLessThan(0.08);
      expect(Math.abs(weight.mean().item()) / std).toBeLessThan(0.1);
      if (row.bound !== undefined) {
        const reach = weight.abs().max().item();
        expect(reach).toBeLessThanOrEqual(row.bound * (1 + 1e-6));
        expect(reach).toBeGreaterThan(row.bound * 0.99);
      }
    });
  }
});

test.each([
  [4, 7],
  [7, 4],
])('orthogonal %ix%i', (rows, columns) => {
  const weight = zeros([rows, columns], { dtype: 'float64' });
  nn.init.orthogonal(weight);
  const narrow = Math.min(rows, columns);
  const product =
    rows <= columns ? weight.matmul(weight.transpose(0, 1)) : weight.transpose(0, 1).matmul(weight);
  for (let i = 0; i < narrow; i++) {
    for (let j = 0; j < narrow; j++) {
      expect(product.at(i, j).item()).toBeCloseTo(i === j ? 1 : 0, 6);
    }
  }
});

test('constants', () => {
  const weight = zeros([2, 2]);
  expect(nn.init.ones(weight).toArray()).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(nn.init.constant(weight, 2.5).toArray()).toEqual([
    [2.5, 2.5],
    [2.5, 2.5],
  ]);
  expect(nn.init.eye(weight).toArray()).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(nn.init.zeros(weight).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

describe('gains and fans', () => {
  test('are those of PyTorch', () => {
    expect(nn.init.calculateGain('relu')).toBeCloseTo(Math.SQRT2, 12);
    expect(nn.init.calculateGain('tanh')).toBeCloseTo(5 / 3, 12);
    expect(nn.init.calculateFans(zeros([8, 3, 5, 5]))).toEqual({ fanIn: 75, fanOut: 200 });
    expect(nn.init.calculateFans(zeros([10, 4]))).toEqual({ fanIn: 4, fanOut: 10 });
  });

  test('are refused for what has none', () => {
    expect(() => nn.init.calculateFans(zeros([3]))).toThrow('[3]');
    expect(() => nn.init.calculateGain('cubic' as 'relu')).toThrow("unknown nonlinearity 'cubic'");
  });
});

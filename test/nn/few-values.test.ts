/**
 * Normalisation of batches of none and of one value, where PyTorch has an error and where it has
 * not.
 */

import { grad, nn, ones, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const shapesOfNone = [
  [0, 3],
  [0, 3, 4],
  [4, 3, 0],
  [0, 3, 2, 2],
  [2, 3, 0, 4],
];
const shapesOfOne = [
  [1, 3],
  [1, 3, 1],
  [1, 3, 1, 1],
];

function batchNorm(shape: readonly number[], options: nn.BatchNormOptions = {}) {
  return shape.length === 4 ? new nn.BatchNorm2d(3, options) : new nn.BatchNorm1d(3, options);
}

describe.each(shapesOfNone.map((shape) => [shape]))('a batch of none, %j', (shape) => {
  test.each([0.1, null])('leaves the statistics, momentum %j', (momentum) => {
    const layer = batchNorm(shape, { momentum });
    const y = layer.forward(zeros(shape));
    expect(y.shape).toEqual(shape);
    const parameters = layer.parameters();
    const gradients = grad(y.sum(), [...parameters]);
    expect(gradients.map((g) => g.toArray())).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(layer.runningMean?.toArray()).toEqual([0, 0, 0]);
    expect(layer.runningVar?.toArray()).toEqual([1, 1, 1]);
    expect(layer.numBatchesTracked?.item()).toBe(1);
  });

  test('and the next batch counts as the second', () => {
    const layer = batchNorm(shape, { momentum: null });
    layer.forward(zeros(shape));
    layer.forward(ones(shape.map((n) => n || 2)));
    expect(layer.runningMean?.toArray()).toEqual([0.5, 0.5, 0.5]);
  });

  test('passes without statistics and in eval mode', () => {
    const layer = batchNorm(shape, { trackRunningStats: false });
    expect(layer.forward(zeros(shape)).shape).toEqual(shape);
    expect(layer.eval().forward(zeros(shape)).shape).toEqual(shape);
    expect(batchNorm(shape).eval().forward(zeros(shape)).shape).toEqual(shape);
  });
});

describe.each(shapesOfOne.map((shape) => [shape]))('one value per channel, %j', (shape) => {
  test('is too few where its own statistics are used', () => {
    expect(() => batchNorm(shape).forward(ones(shape))).toThrow(/training.*Use a larger batch/);
    const layer = batchNorm(shape, { trackRunningStats: false });
    expect(() => layer.forward(ones(shape))).toThrow('more than one value per channel');
    expect(() => layer.eval().forward(ones(shape))).toThrow(/eval\(\).*trackRunningStats: true/);
  });

  test('is enough with running statistics', () => {
    const y = batchNorm(shape).eval().forward(ones(shape));
    expect(y.flatten().toArray()).toEqual(new Array(3).fill(Math.fround(1 / Math.sqrt(1 + 1e-5))));
  });
});

test('two values are enough without running statistics', () => {
  const layer = batchNorm([1, 3, 2], { trackRunningStats: false }).eval();
  expect(
    layer
      .forward(ones([1, 3, 2]))
      .sum()
      .item(),
  ).toBe(0);
});

test('groups', () => {
  const { groupNorm, layerNorm } = nn.functional;
  expect(() => groupNorm(ones([1, 4]), 4)).toThrow(
    'groupNorm: needs more than one value per group',
  );
  expect(groupNorm(ones([2, 4]), 4).shape).toEqual([2, 4]);
  expect(groupNorm(tensor([[1, 2, 3, 4]]), 2).shape).toEqual([1, 4]);
  expect(groupNorm(zeros([0, 4, 3]), 2).shape).toEqual([0, 4, 3]);
  expect(layerNorm(zeros([0, 3]), [3]).shape).toEqual([0, 3]);
});

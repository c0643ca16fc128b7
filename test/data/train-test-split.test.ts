/** trainTestSplit against scikit-learn's, and what it refuses. */

import { arange, manualSeed, ShapeError, tensor, ValueError } from 'chainrule';
import { loadDigits, TensorDataset, trainTestSplit } from 'chainrule/data';
import { describe, expect, it } from 'vitest';
import { sklearn } from './sklearn.js';

describe('with the seed of scikit-learn', () => {
  it.each(sklearn.splits)('$length samples, $options', (expected) => {
    const { length, options, stratify } = expected;
    const extra = stratify === null ? {} : { stratify };
    const [train, test] = trainTestSplit([arange(length)], { ...options, ...extra });
    expect(train.tensors[0].toArray()).toEqual(expected.train);
    expect(test.tensors[0].toArray()).toEqual(expected.test);
  });
});

describe('trainTestSplit', () => {
  it('splits a data set and keeps its samples together', () => {
    const digits = loadDigits();
    const [train, test] = trainTestSplit(digits, { testSize: 0.2, seed: 1 });
    expect([train.length, test.length]).toEqual([1437, 360]);
    const [x, y] = test.get(0);
    const at = digits.length - 1;
    expect(x.shape).toEqual([64]);
    expect(y.dtype).toBe('int32');
    expect(digits.get(at)[0].shape).toEqual([64]);
  });

  it('splits any object with length and get', () => {
    const squares = {
      length: 4,
      get: (index: number): [ReturnType<typeof tensor>] => [tensor([index, index ** 2])],
    };
    const [train, test] = trainTestSplit(squares, { shuffle: false });
    expect(train.tensors[0].toArray()).toEqual([
      [0, 0],
      [1, 1],
      [2, 4],
    ]);
    expect(test.tensors[0].toArray()).toEqual([[3, 9]]);
  });

  it('follows manualSeed without a seed', () => {
    const split = () => trainTestSplit([arange(50)])[1].tensors[0].toArray();
    manualSeed(5);
    const first = split();
    const second = split();
    manualSeed(5);
    expect(split()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('takes a tensor of classes', () => {
    const y = tensor([0, 0, 0, 0, 1, 1, 1, 1], { dtype: 'int32' });
    const [, test] = trainTestSplit(new TensorDataset(y), { testSize: 0.5, stratify: y });
    expect(test.tensors[0].sum().item()).toBe(2);
  });

  const ten = [arange(10)] as const;
  it.each([
    [() => trainTestSplit(ten, { testSize: 0 }), /testSize must leave samples .* got 0 of 10/],
    [() => trainTestSplit(ten, { testSize: 10 }), /a number from 1 to 9; got 10 of 10/],
    [() => trainTestSplit(ten, { testSize: 0.95 }), /got 0.95 of 10/],
    [() => trainTestSplit(ten, { testSize: 2.5 }), /got 2.5 of 10/],
    [() => trainTestSplit(ten, { testSize: -0.2 }), /got -0.2 of 10/],
    [() => trainTestSplit(ten, { testSize: Number.NaN }), /got NaN of 10/],
    [
      () => trainTestSplit(ten, { stratify: Array(10).fill(0), shuffle: false }),
      /stratify needs shuffle: true/,
    ],
    [
      () => trainTestSplit(ten, { stratify: [0, 0, 0, 0, 0, 0, 0, 0, 0, 7] }),
      /at least 2 samples of each class, class 7 has 1/,
    ],
    [
      () => trainTestSplit(ten, { testSize: 1, stratify: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1] }),
      /finds 2 classes.*got 9 for training and 1 for testing/,
    ],
    [() => trainTestSplit(ten, { seed: 1.5 }), /trainTestSplit: seed must be an integer/],
  ])('refuses: %s', (split, message) => {
    expect(split).toThrow(ValueError);
    expect(split).toThrow(message);
  });

  it('refuses classes of another number of samples', () => {
    const split = () => trainTestSplit(ten, { stratify: [0, 1] });
    expect(split).toThrow(ShapeError);
    expect(split).toThrow('got 2 for 10 samples');
  });
});

/** Running means, accuracy, and the confusion matrix. */

import { tensor } from 'chainrule';
import { accuracy, ConfusionMatrix, RunningMean } from 'chainrule/train';
import { describe, expect, it } from 'vitest';

const int32 = (values: number[]) => tensor(values, { dtype: 'int32' });
const scores = [
  [0.1, 0.9],
  [0.8, 0.2],
  [0.3, 0.7],
];

describe('RunningMean', () => {
  it('weighs, and goes on from its state', () => {
    const mean = new RunningMean().add(2, 64).add(1, 32);
    expect(mean.value).toBeCloseTo(5 / 3, 12);
    expect(mean.weight).toBe(96);
    expect(new RunningMean(mean.stateDict()).add(5, 96).value).toBeCloseTo(10 / 3, 12);
  });

  it('of nothing is NaN', () => {
    expect(new RunningMean().value).toBeNaN();
  });
});

describe('accuracy', () => {
  it('is the share of highest scores that are right', () => {
    expect(accuracy(tensor(scores), int32([1, 0, 0])).item()).toBeCloseTo(2 / 3, 6);
  });

  it('takes the first of equal scores', () => {
    expect(accuracy(tensor([[1, 1]]), int32([0])).item()).toBe(1);
  });

  it('says what does not fit', () => {
    expect(() => accuracy(tensor(scores), int32([1, 0]))).toThrow(
      'accuracy: expected scores [N, C] and classes [N], got [3, 2] and [2]',
    );
  });
});

describe('ConfusionMatrix', () => {
  it('counts scores and classes, batch by batch', () => {
    const matrix = new ConfusionMatrix(2);
    matrix.add(tensor(scores), int32([1, 0, 0])).add(int32([1]), int32([1]));
    expect(matrix.counts()).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(matrix.total).toBe(4);
    expect(matrix.accuracy).toBe(0.75);
  });

  it('of nothing has no accuracy', () => {
    expect(new ConfusionMatrix(3).accuracy).toBeNaN();
  });

  it('refuses classes that it does not have, and counts nothing then', () => {
    const matrix = new ConfusionMatrix(2);
    expect(() => matrix.add(int32([0, 2]), int32([0, 1]))).toThrow(
      'ConfusionMatrix.add: no class 2, there are 2 (0 to 1)',
    );
    expect(matrix.total).toBe(0);
    expect(() => matrix.add(tensor(scores), int32([0]))).toThrow('got shapes [3, 2] and [1]');
  });

  it.each([0, 1.5, Number.NaN])('refuses %d classes', (classes) => {
    expect(() => new ConfusionMatrix(classes)).toThrow('classes must be a positive integer');
  });
});

/**
 * What losses say about shapes, dtypes and classes that do not fit, and their values at the edges.
 */

import { gradcheck, IndexError, nn, ones, randn, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const F = nn.functional;

describe('losses', () => {
  test('shapes that would broadcast by accident are an error', () => {
    expect(() => F.mseLoss(ones([4, 1]), ones([4]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: mseLoss: input has shape [4, 1], target has [4]. Did you mean target.reshape([4, 1])?]`,
    );
  });

  test('an unknown reduction lists the known ones', () => {
    const options = { reduction: 'avg' as 'mean' };
    const known = "unknown reduction 'avg', expected 'mean', 'sum' or 'none'";
    for (const loss of [F.mseLoss, F.l1Loss, F.smoothL1Loss, F.huberLoss, F.hingeLoss]) {
      expect(() => loss(ones([2]), ones([2]), options)).toThrow(`${loss.name}: ${known}`);
    }
    expect(() => F.crossEntropy(ones([2]), tensor(1, { dtype: 'int32' }), options)).toThrow(known);
    expect(() => F.klDiv(ones([2]), ones([2]), options)).toThrow("'batchmean'");
  });

  test('widths are checked', () => {
    expect(() => F.smoothL1Loss(ones([1]), ones([1]), { beta: -1 })).toThrow(
      'beta must be zero or',
    );
    expect(() => F.huberLoss(ones([1]), ones([1]), { delta: 0 })).toThrow('delta must be positive');
    expect(F.smoothL1Loss(ones([1]), zeros([1]), { beta: 0 }).item()).toBe(1);
  });

  test('modules hold the options', () => {
    const [x, y] = [tensor([1, 4]), tensor([0, 0])];
    expect(new nn.MSELoss({ reduction: 'sum' }).forward(x, y).item()).toBe(17);
    expect(new nn.L1Loss().forward(x, y).item()).toBe(2.5);
    expect(new nn.SmoothL1Loss({ beta: 2 }).forward(x, y).item()).toBe(1.625);
    expect(new nn.HuberLoss({ delta: 2 }).forward(x, y).item()).toBe(3.25);
    expect(new nn.HingeLoss().forward(tensor([0.5, -1]), tensor([1, -1])).item()).toBe(0.25);
    expect(new nn.KLDivLoss({ reduction: 'sum' }).forward(zeros([2]), ones([2])).item()).toBe(0);
    expect(new nn.BCELoss().forward(tensor([0.5]), tensor([1])).item()).toBeCloseTo(Math.LN2);
    expect(new nn.BCEWithLogitsLoss().forward(zeros([1]), ones([1])).item()).toBeCloseTo(Math.LN2);
    const target = tensor([1], { dtype: 'int32' });
    expect(new nn.CrossEntropyLoss().forward(zeros([1, 2]), target).item()).toBeCloseTo(Math.LN2);
    expect(new nn.NLLLoss().forward(tensor([[0, -3]]), target).item()).toBe(3);
  });
});

describe('crossEntropy', () => {
  const target = tensor([0, 2], { dtype: 'int32' });

  test('a class that does not exist is named', () => {
    const loss = F.crossEntropy(ones([2, 2]), target);
    expect(() => loss.item()).toThrow(IndexError);
    expect(() => loss.item()).toThrow(/crossEntropy.*2/s);
  });

  test('float class indices and misfitting shapes', () => {
    expect(() => F.crossEntropy(ones([2, 3]), ones([2]))).toThrow(
      "class indices must be int32, got float32. Did you mean target.to('int32')?",
    );
    expect(() => F.crossEntropy(ones([4, 3]), target)).toThrow(
      'input [4, 3] has 3 classes in dim 1, so class indices must have shape [4], got [2]',
    );
    expect(() => F.crossEntropy(ones([2, 3]), target, { weight: ones([2]) })).toThrow(
      'one factor per class, shape [3], got [2]',
    );
    expect(() => F.crossEntropy(ones([2, 3]), target, { labelSmoothing: 2 })).toThrow(
      'labelSmoothing must be in [0, 1], got 2',
    );
  });

  test('huge logits neither overflow nor lose digits', () => {
    const logits = tensor([
      [1e30, 0],
      [10000, 10001],
    ]);
    const loss = F.crossEntropy(logits, tensor([0, 0], { dtype: 'int32' }), { reduction: 'none' });
    const [sure, close] = loss.toTypedArray();
    expect(sure).toBe(0);
    expect(close).toBeCloseTo(Math.log(1 + Math.E), 6);
  });

  test('all targets ignored: the mean is NaN, the sum 0', () => {
    const ignored = tensor([-100, -100], { dtype: 'int32' });
    expect(F.crossEntropy(ones([2, 3]), ignored).item()).toBeNaN();
    expect(F.crossEntropy(ones([2, 3]), ignored, { reduction: 'sum' }).item()).toBe(0);
  });

  test('gradcheck', () => {
    const x = randn([3, 4], { dtype: 'float64', requiresGrad: true });
    const classes = tensor([1, 0, 3], { dtype: 'int32' });
    const weight = tensor([1, 2, 3, 4], { dtype: 'float64' });
    const loss = (a: Tensor) => F.crossEntropy(a, classes, { weight, labelSmoothing: 0.2 });
    expect(gradcheck(loss, [x])).toBe(true);
  });
});

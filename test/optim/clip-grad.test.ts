/** Clipping: when it is computed, what it leaves alone, and mistakes. */

import { optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const { clipGradNorm, clipGradValue } = optim;

function withGradient(dtype: 'float32' | 'float64', ...gradient: number[]): Tensor {
  const p = tensor(gradient, { dtype, requiresGrad: true });
  p.square().sum().mul(0.5).backward();
  return p;
}

describe('clipGradNorm', () => {
  test('scales all gradients by one factor, and returns the norm as it was', () => {
    const [p, q] = [withGradient('float64', 3), withGradient('float64', 4)];
    const norm = clipGradNorm([p, q], 1);
    expect(norm.item()).toBe(5);
    expect(p.grad?.item()).toBeCloseTo(0.6, 6);
    expect(q.grad?.item()).toBeCloseTo(0.8, 6);
  });

  test('the norm can be read after the step', () => {
    const p = withGradient('float32', 3, 4);
    const optimizer = new optim.SGD([p], { lr: 1 });
    const norm = clipGradNorm([p], 1);
    for (let i = 0; i < 3; i++) optimizer.step();
    expect(norm.item()).toBe(5);
  });

  test('keeps the dtype of each gradient, and takes one tensor too', () => {
    const [p, q] = [withGradient('float32', 3), withGradient('float64', 4)];
    clipGradNorm([p, q], 1);
    expect([p.grad?.dtype, q.grad?.dtype]).toEqual(['float32', 'float64']);
    expect(clipGradNorm(withGradient('float32', 2), 1).item()).toBe(2);
  });

  test('without gradients the norm is 0', () => {
    const p = tensor([1], { requiresGrad: true });
    expect(clipGradNorm([p], 1).item()).toBe(0);
    expect(p.grad).toBeNull();
  });

  test('mistakes', () => {
    expect(() => clipGradNorm([], -1)).toThrow('maxNorm must be zero or more, got -1');
    expect(() => clipGradNorm([], Number.NaN)).toThrow('got NaN');
    expect(() => clipGradNorm([], 1, { normType: 0 })).toThrow('normType must be positive, got 0');
  });
});

describe('clipGradValue', () => {
  test('limits each element', () => {
    const p = withGradient('float32', -3, 0.5, 2);
    clipGradValue([p], 1);
    expect(p.grad?.toArray()).toEqual([-1, 0.5, 1]);
    expect(() => clipGradValue([p], Number.NaN)).toThrow('clipValue must be zero or more, got NaN');
  });
});

/** The options that `torch.autograd.grad` has. */

import { GradientError, grad, tensor } from 'chainrule';
import { expect, test } from 'vitest';

const x = tensor([1, 2], { requiresGrad: true });
const other = tensor([3], { requiresGrad: true });

test('createGraph: results can be differentiated again, unless it is false', () => {
  const [slope] = grad(x.pow(3).sum(), [x], null, { createGraph: true, retainGraph: true });
  expect(slope.requiresGrad).toBe(true);
  expect(grad(slope.sum(), x).toArray()).toEqual([6, 12]);
  const plain = grad(x.pow(3).sum(), x, null, { createGraph: false });
  expect([plain.requiresGrad, plain.toArray()]).toEqual([false, [3, 12]]);
});

test('allowUnused: zeros if it is left out, null if true, an error if false', () => {
  expect(grad(x.sum(), other).toArray()).toEqual([0]);
  expect(grad(x.sum(), other, null, { allowUnused: true })).toBeNull();
  const [slope, none] = grad(x.sum(), [x, other], null, { allowUnused: true });
  expect([slope?.toArray(), none]).toEqual([[1, 1], null]);
  expect(() => grad(x.sum(), other, null, { allowUnused: false })).toThrow(GradientError);
});

/** What may be assigned to `grad`: a tensor of the same shape and dtype, or null. */

import { nn, ones, optim, type Tensor, tensor, zeros } from 'chainrule';
import { expect, test } from 'vitest';

/** What TypeScript would refuse, as plain JavaScript passes it. */
function untyped(value: unknown): Tensor {
  return value as Tensor;
}

const refused: readonly (readonly [what: string, gradient: Tensor, message: RegExp])[] = [
  ['a shape that broadcasts', ones([3]), /^grad: .*\[2, 3\].*\[3\].*equal/],
  ['a 0-d tensor', tensor(1), /\[2, 3\].*\[\]/],
  ['a shape of as many elements', ones([3, 2]), /Did you mean gradient.reshape\(\[2, 3\]\)\?/],
  [
    'another float',
    ones([2, 3], { dtype: 'float64' }),
    /float32.*float64.*gradient.to\('float32'\)/,
  ],
  ['integers', ones([2, 3], { dtype: 'int32' }), /int32/],
  ['a number', untyped(1), /got number/],
  ['an array', untyped([[1, 2, 3]]), /got object/],
  ['undefined', untyped(undefined), /got undefined.*zeroGrad\(\)/],
];

test.each(refused)('%s is refused', (_what, gradient, message) => {
  const p = new nn.Parameter(zeros([2, 3]));
  p.sum().backward();
  expect(() => {
    p.grad = gradient;
  }).toThrow(message);
  expect(p.grad?.toArray()).toEqual(ones([2, 3]).toArray());
});

test('what fits is what step() uses, and null forgets', () => {
  const p = new nn.Parameter(zeros([2]));
  p.grad = tensor([1, -2]);
  new optim.SGD([p], { lr: 0.5 }).step();
  expect(p.toArray()).toEqual([-0.5, 1]);
  p.grad = null;
  expect(p.grad).toBe(null);
});

/**
 * The methods of a tensor are the operations of `as-methods.ts`: no more, no fewer, none forgotten.
 */

import { Tensor, type TensorMethods, tensor } from 'chainrule';
import { expect, test } from 'vitest';
import * as ops from '../../src/tensor/ops/as-methods.js';

/** Names in one list and not in the other; `never` when they agree. */
type Difference =
  | Exclude<keyof TensorMethods, keyof typeof ops>
  | Exclude<keyof typeof ops, keyof TensorMethods>;

test.each(Object.keys(ops))('%s is a method', (name) => {
  expect(typeof Reflect.get(Tensor.prototype, name)).toBe('function');
});

test('the types list the same methods', () => {
  const difference: readonly Difference[] = [];
  const none: readonly never[] = difference;
  expect(none).toEqual([]);
});

test('a method takes what the function takes after its tensor', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(x.sum(1, true).toArray()).toEqual(ops.sum(x, 1, true).toArray());
  expect(x.at(0, [1, null]).toArray()).toEqual([2]);
});

test('methods are not listed among the fields of a tensor', () => {
  expect(Object.keys(Tensor.prototype)).toEqual([]);
});

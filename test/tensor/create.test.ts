/** Tensors from the user's values, and the options that may follow any number of numbers. */

import { arange, DTypeError, eye, ShapeError, tensor, ValueError } from 'chainrule';
import { describe, expect, test } from 'vitest';

describe('options come after any number of numbers', () => {
  test('arange', () => {
    expect(arange(3, { dtype: 'float64' }).toTypedArray()).toEqual(new Float64Array([0, 1, 2]));
    expect(arange(1, 3, { dtype: 'float32' }).toTypedArray()).toEqual(new Float32Array([1, 2]));
    expect(arange(5, 0, -2, { requiresGrad: true, dtype: 'float32' }).requiresGrad).toBe(true);
  });

  test('eye', () => {
    expect(eye(2, { dtype: 'int32' }).toTypedArray()).toEqual(new Int32Array([1, 0, 0, 1]));
    expect(eye(1, 2, { dtype: 'bool' }).toArray()).toEqual([[true, false]]);
    expect(eye(0).shape).toEqual([0, 0]);
  });

  test('a wrong dtype names the op', () => {
    const dtype: string = 'float16';
    expect(() => Reflect.apply(arange, null, [3, { dtype }])).toThrow(
      'arange: unknown dtype float16',
    );
    expect(() => Reflect.apply(eye, null, [3, { dtype }])).toThrow('eye: unknown dtype float16');
  });

  test('numbers that make no sense', () => {
    expect(() => arange(0, 1, 0)).toThrow(ValueError);
    expect(() => arange(Number.NaN)).toThrow(ValueError);
    expect(() => Reflect.apply(arange, null, [])).toThrow(ValueError);
    expect(() => eye(-1)).toThrow(ShapeError);
  });
});

describe('tensor', () => {
  test.each([
    [new Float32Array([1.5]), 'float32'],
    [new Float64Array([1.5]), 'float64'],
    [new Int32Array([-1]), 'int32'],
    [new Uint8Array([255]), 'int32'],
  ] as const)('%o is of its dtype', (values, dtype) => {
    const x = tensor(values);
    expect(x.dtype).toBe(dtype);
    expect(Array.from(x.toTypedArray())).toEqual(Array.from(values));
  });

  test('copies the values', () => {
    const values = new Float32Array([1, 2]);
    const x = tensor(values);
    values[0] = 9;
    expect(x.toArray()).toEqual([1, 2]);
  });

  test('what is no number is refused', () => {
    expect(() => Reflect.apply(tensor, null, [['1']])).toThrow(DTypeError);
    expect(() => Reflect.apply(tensor, null, [new BigInt64Array(1)])).toThrow(DTypeError);
  });

  test('shapes of nothing', () => {
    expect(tensor([]).shape).toEqual([0]);
    expect(tensor([[], []]).shape).toEqual([2, 0]);
    expect(tensor([[[]]]).shape).toEqual([1, 1, 0]);
  });

  test.each([
    ['a short row', [[1, 2], [3]]],
    ['a number among rows', [[1], 2]],
    [
      'an array among numbers',
      [
        [1, 2],
        [[3], 4],
      ],
    ],
    ['an empty row', [[], [1]]],
  ])('%s is refused', (_, values) => {
    expect(() => Reflect.apply(tensor, null, [values])).toThrow(ShapeError);
  });
});

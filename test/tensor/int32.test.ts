/** One rule for int32: what does not fit is an error that names the op and the number. */

import {
  arange,
  einsum,
  full,
  fullLike,
  nn,
  ones,
  pow,
  randint,
  realize,
  type Tensor,
  tensor,
  where,
  zeros,
} from 'chainrule';
import { describe, expect, test } from 'vitest';

const top = 2 ** 31 - 1;
const bottom = -(2 ** 31);

function ints(values: number | number[] | number[][]): Tensor {
  return tensor(values, { dtype: 'int32' });
}

function doubles(values: number[]): Tensor {
  return tensor(values, { dtype: 'float64' });
}

/** What each program names as the number that does not fit. */
const misfits: readonly (readonly [op: string, number: string, run: () => Tensor])[] = [
  ['tensor', '3000000000', () => ints([3e9])],
  ['tensor', 'NaN', () => ints([1, Number.NaN])],
  ['tensor', '2147483648', () => tensor(Float64Array.of(1, 2 ** 31), { dtype: 'int32' })],
  ['arange', '2999999998', () => arange(3e9 - 2, 3e9)],
  ['arange', '-2147483650', () => arange(0, -(2 ** 31) - 10, -(2 ** 30) - 1)],
  ['full', '3000000000', () => full([2], 3e9, { dtype: 'int32' })],
  ['fullLike', '-Infinity', () => fullLike(ints([1]), -Infinity)],
  ['clamp', '3000000000', () => ints([1]).clamp(0, 3e9)],
  ['where', '3000000000', () => where(tensor([true]), ints([1]), 3e9)],
  ['lt', '-3000000000', () => ints([1]).lt(-3e9)],
  ['randint', '4999999999', () => randint(0, 5e9, [2])],
  ['assign', '3000000000', () => ints(1).assign(3e9)],
  ['add', '2147483648', () => ints([1, 2, 3, 4, 5, top]).add(1)],
  ['add', '4294967294', () => ints([top]).add(ints([top]))],
  ['sub', '-2147483649', () => ints([1 - top, 3]).sub(3)],
  ['mul', '4294967296', () => ints([65536, 2]).mul(ints([65536, 2]))],
  ['mul', '-140737488289792', () => ints(65536).mul(-top)],
  ['neg', '2147483648', () => ints([5, bottom]).neg()],
  ['abs', '2147483648', () => ints([5, bottom]).abs()],
  ['square', '2147488281', () => ints([46340, 46341]).square()],
  ['pow', '2147488281', () => ints([46340, 46341]).pow(2)],
  ['pow', '3486784401', () => ints([2, 3]).pow(20)],
  ['pow', '4294967296', () => pow(2, ints([4, 32]))],
  ['to', '3000000000', () => tensor([1, 3e9]).to('int32')],
  ['to', 'NaN', () => tensor([1, Number.NaN]).to('int32')],
  ['to', 'Infinity', () => doubles([Infinity]).to('int32')],
  ['to', '2147483648', () => doubles([2 ** 31]).to('int32')],
  ['to', '-2147483904', () => tensor([bottom - 256]).to('int32')],
  ['sum', '2147483648', () => ints([top, 1]).sum()],
  ['sum', '3000000000', () => full([3, 100000], 30000, { dtype: 'int32' }).sum(1)],
  ['sum', '3000000000', () => full([100000, 3], 30000, { dtype: 'int32' }).sum(0)],
  ['prod', '4294967296', () => ints([65536, 65536]).prod()],
  ['cumsum', '2147483648', () => ints([top, 1, -5]).cumsum(0)],
  ['matmul', '4294967297', () => ints([[65536, 1]]).matmul(ints([[65536], [1]]))],
  ['einsum', '4294967297', () => einsum('i,i->', ints([65536, 1]), ints([65536, 1]))],
  ['scatterAdd', '2147483648', () => ints([0, 0]).scatterAdd(0, ints([0, 0]), ints([top, 1]))],
  ['linear', '4294967297', () => nn.functional.linear(ints([65536, 1]), ints([[65536, 1]]))],
];

describe('what does not fit', () => {
  test.each(misfits)('%s: %s', (op, number, run) => {
    expect(() => run().toArray()).toThrow(`${op}: ${number} does not fit into int32`);
    expect(() => run().toArray()).toThrow(RangeError);
  });

  test('is told of the first op that met it', () => {
    const x = ints([1, top]).add(1).mul(2).sub(7).sum();
    expect(() => x.item()).toThrow('add: 2147483648 does not fit');
  });

  test('keeps no result, and the next program runs', () => {
    const total = ints([top]).detach();
    expect(() => realize([total.add(1)])).toThrow('does not fit');
    expect(total.sub(1).toArray()).toEqual([top - 1]);
  });
});

describe('what fits is exact', () => {
  const exact: readonly (readonly [name: string, run: () => Tensor, expected: unknown])[] = [
    ['the integer part', () => ints([1.9, -1.9]), [1, -1]],
    ['to', () => doubles([top + 0.9, bottom - 0.9, -0.5]).to('int32'), [top, bottom, 0]],
    ['to of float32', () => tensor([bottom, 2 ** 31 - 128]).to('int32'), [bottom, top - 127]],
    ['arange', () => arange(top - 1, 2 ** 31), [top - 1, top]],
    ['arange of long steps', () => arange(bottom, top, top), [bottom, -1, top - 1]],
    ['add', () => ints([top - 1, bottom + 1]).add(ints([1, -1])), [top, bottom]],
    [
      'mul',
      () => ints([46340, -46341, 65536]).mul(ints([46340, 46340, -32768])),
      [2147395600, -2147441940, bottom],
    ],
    ['pow', () => ints([2, -2, -3, 10]).pow(ints([30, 31, 3, 9])), [2 ** 30, bottom, -27, 1e9]],
    [
      'pow below 0',
      () => ints([0, 1, -1, -1, 2]).pow(ints([-1, -5, -3, -2, -1])),
      [0, 1, -1, 1, 0],
    ],
    ['sum past the end and back', () => ints([top, top, -top, -top, 5]).sum(), 5],
    [
      'sum of halves',
      () =>
        ints([
          [top, bottom],
          [bottom, top],
        ]).sum(0),
      [-1, -1],
    ],
    ['cumsum', () => ints([top, -1, 1, bottom]).cumsum(0), [top, top - 1, top, -1]],
    [
      'prod beside a zero',
      () => where(arange(99).eq(5), 0, full([99], top, { dtype: 'int32' })).prod(),
      0,
    ],
    ['matmul', () => ints([[65536, 65536, 3]]).matmul(ints([[65537], [-65537], [1]])), [[3]]],
    ['min', () => ints([5, bottom, 3]).min(), bottom],
    [
      'min over a dim',
      () =>
        ints([
          [5, bottom],
          [top, 3],
        ]).amin(0),
      [5, bottom],
    ],
    ['argmin', () => ints([5, bottom, top]).argmin(), 1],
    ['max', () => ints([bottom, bottom]).max(), bottom],
    ['sum of a bool', () => ones([70000], { dtype: 'bool' }).sum(), 70000],
    ['cumsum of a bool', () => ones([3], { dtype: 'bool' }).cumsum(0), [1, 2, 3]],
    ['an empty sum', () => zeros([0], { dtype: 'int32' }).sum(), 0],
  ];
  test.each(exact)('%s', (_name, run, expected) => {
    expect(run().dtype).toBe('int32');
    expect(run().toArray()).toEqual(expected);
  });
});

/** The first few of a sort are selected: the same as the beginning of the whole sort. */

import { type Tensor, tensor } from 'chainrule';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const [rows, length] = [3, 200];

const values = fc.array(
  fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(Number.NaN, -0, 1e9, -1e9)),
  { minLength: rows * length, maxLength: rows * length },
);

function listOf(x: Tensor): number[] {
  return [...x.toTypedArray()];
}

describe('topk', () => {
  it.each(['float32', 'float64', 'int32'] as const)(
    'is the beginning of a sort, of %s',
    (dtype) => {
      fc.assert(
        fc.property(values, fc.integer({ min: 0, max: 25 }), fc.boolean(), (list, k, largest) => {
          // int32 has no NaN.
          const numbers = dtype === 'int32' ? list.map((n) => (Number.isNaN(n) ? 5 : n)) : list;
          const x = tensor(numbers, { shape: [rows, length] }).to(dtype);
          const [sorted, order] = x.sort(1, largest);
          const [best, places] = x.topk(k, 1, largest);
          expect(listOf(places)).toEqual(listOf(order.slice(1, 0, k)));
          expect(listOf(best)).toEqual(listOf(sorted.slice(1, 0, k)));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('selects along any dim, from rows in order and against it', () => {
    const ramp = tensor(Float32Array.from({ length: rows * length }, (_, i) => i));
    const x = ramp.reshape([length, rows]);
    expect(listOf(x.topk(2, 0)[1])).toEqual([199, 199, 199, 198, 198, 198]);
    expect(listOf(x.topk(2, 0, false)[0])).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives its gradient to what it has found', () => {
    const x = tensor(
      Float32Array.from({ length }, (_, i) => (37 * i) % length),
      { requiresGrad: true },
    );
    x.topk(3)[0].sum().backward();
    const found = listOf(x.grad as Tensor).flatMap((g, i) => (g === 1 ? [(37 * i) % length] : []));
    expect(found.toSorted((a, b) => a - b)).toEqual([197, 198, 199]);
  });
});

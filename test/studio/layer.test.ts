/** The stepper's layer says what the library says, and every number adds up from its lines. */

import { nn, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';
import {
  at,
  beginning,
  changed,
  descended,
  type Given,
  lossOf,
  slopeOf,
  work,
} from '../../studio/stepper/layer/layer.js';
import { originOf } from '../../studio/stepper/layer/origins.js';

const other: Given = {
  x: [
    [0.3, -1.2],
    [2, 0.7],
    [-0.4, 0.1],
  ],
  weight: [
    [1, -0.5],
    [0.2, 0.9],
    [-1.5, 0.4],
  ],
  bias: [[0.1, -0.2, 0.3]],
  target: [[2], [0], [1]],
};

describe.each([
  ['two classes', beginning],
  ['three classes', other],
])('a layer of %s', (_, given) => {
  const worked = work(given);

  it('has the numbers and gradients of the library', () => {
    const leaf = (rows: readonly (readonly number[])[]) =>
      tensor(
        rows.map((row) => [...row]),
        { dtype: 'float64', requiresGrad: true },
      );
    const [x, weight, bias] = [leaf(given.x), leaf(given.weight), leaf(given.bias)];
    const target = tensor(given.target.flat(), { dtype: 'int32' });
    const z = x.matmul(weight.transpose(0, 1)).add(bias);
    z.retainGrad();
    const loss = nn.functional.crossEntropy(z, target);
    loss.backward();
    const pairs = [
      [worked.z, z],
      [worked.p, z.softmax(1)],
      [worked.dz, z.grad],
      [worked.dWeight, weight.grad],
      [worked.dBias, bias.grad],
      [worked.dx, x.grad],
    ] as const;
    for (const [mine, theirs] of pairs) {
      const values = theirs?.toTypedArray() ?? [];
      for (const [i, value] of mine.flat().entries()) expect(value).toBeCloseTo(values[i] ?? 9, 12);
    }
    expect(lossOf(given)).toBeCloseTo(loss.item(), 12);
  });

  it('has slopes as they are measured', () => {
    for (const [name, grad] of [
      ['x', worked.dx],
      ['weight', worked.dWeight],
      ['bias', worked.dBias],
    ] as const) {
      given[name].forEach((row, i) => {
        for (const k of row.keys()) {
          expect(at(grad, i, k)).toBeCloseTo(slopeOf(given, name, i, k), 8);
        }
      });
    }
  });

  it('tells where each number comes from', () => {
    const numbers = { given, worked };
    for (const name of ['z', 'loss', 'dz', 'dWeight', 'dBias', 'dx'] as const) {
      worked[name].forEach((row, i) => {
        for (const [k, value] of row.entries()) {
          const { lines } = originOf(numbers, { name, row: i, column: k });
          const total = lines.reduce((sum, line) => sum + line.value, 0);
          expect(total).toBeCloseTo(value, 12);
          expect(lines.flatMap(({ from }) => from).length).toBeGreaterThan(0);
        }
      });
    }
    const { lines } = originOf(numbers, { name: 'p', row: 1, column: 0 });
    expect(lines.at(-1)?.value).toBeCloseTo(at(worked.p, 1, 0), 12);
  });
});

it('falls step by step, and one number can be moved', () => {
  expect(lossOf(descended(beginning, 0.5))).toBeLessThan(lossOf(beginning));
  const next = changed(beginning, 'weight', 1, 2, 7);
  expect([at(next.weight, 1, 2), at(beginning.weight, 1, 2)]).toEqual([7, 0.6]);
});

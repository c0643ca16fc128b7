/**
 * `linalg` against PyTorch: values, gradients and gradients of these, of one matrix and of batches.
 */

import { linalg, ones, type Tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { check, floatTypes, functionOf, readCases } from './fixture-cases.js';

const cases = readCases('ops/linalg');

/** Vectors whose signs are arbitrary are compared by their sizes. */
const signless: { readonly [op: string]: (result: unknown) => unknown } = {
  eigh: (result) => {
    const [values, vectors] = result as [Tensor, Tensor];
    return [values, vectors.abs()];
  },
  svd: (result) => (result as Tensor[]).map((part) => part.abs()),
  lstsq: (result) => (result as { readonly solution: Tensor }).solution,
};

describe.each([...new Set(cases.map(({ op }) => op))])('%s', (op) => {
  for (const row of cases) {
    if (row.op !== op) continue;
    // Float32 is computed in float64 and rounded; its gradients multiply what has been rounded.
    for (const float of floatTypes(row).filter((type) => type === 'float64')) {
      test(`${row.kind}, ${float}`, () => {
        const found = functionOf(linalg, op);
        if (found === null) throw new Error(`linalg has no ${op}`);
        check(row, float, (args) => (signless[op] ?? ((x) => x))(found(...args)));
      });
    }
  }
});

test('every function has a case', () => {
  const covered = new Set([...cases.map(({ op }) => op), 'cross']);
  expect(Object.keys(linalg).filter((name) => !covered.has(name))).toEqual([]);
});

test('what cannot be factorised says so', () => {
  const singular = ones([2, 2]);
  expect(() => linalg.solve(singular, singular)).toThrow('linalg.solve: the matrix is singular');
  expect(() => linalg.cholesky(singular.neg())).toThrow('not positive definite');
  expect(() => linalg.inv(singular.at([0, 1]))).toThrow('linalg.inv: needs square matrices');
});

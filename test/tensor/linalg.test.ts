/**
 * `linalg` against PyTorch: values, gradients and gradients of these, of one matrix and of batches.
 */

import { eye, linalg, manualSeed, ones, randn, type Tensor, tensor } from 'chainrule';
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

describe('in blocks', () => {
  // More rows than a block has, and no multiple of it or of a tile.
  const [n, columns] = [77, 45];
  manualSeed(5);
  const random = randn([n, n], { dtype: 'float64' });
  const right = randn([n, columns], { dtype: 'float64' });
  const definite = random.matmul(random.T).add(eye(n, { dtype: 'float64' }));
  /** The largest distance from what is expected. */
  const distance = (x: Tensor, expected: Tensor): number => x.sub(expected).abs().amax().item();
  const unit = eye(n, { dtype: 'float64' });

  test.each<[name: string, found: () => Tensor, expected: Tensor]>([
    ['solve', () => random.matmul(linalg.solve(random, right)), right],
    ['inv', () => linalg.inv(definite).matmul(definite), unit],
    [
      'solveTriangular, lower',
      () => definite.tril().matmul(linalg.solveTriangular(definite, right, { upper: false })),
      right,
    ],
    [
      'solveTriangular, upper',
      () => definite.triu().matmul(linalg.solveTriangular(definite, right, { upper: true })),
      right,
    ],
    ['cholesky', () => linalg.cholesky(definite).matmul(linalg.cholesky(definite).T), definite],
    ['slogdet', () => linalg.slogdet(definite)[1], linalg.eigvalsh(definite).log().sum()],
  ])('%s', (_name, found, expected) => {
    expect(distance(found(), expected)).toBeLessThan(1e-9);
  });

  test.each([
    ['tall', right],
    ['wide', right.T],
    ['square', random],
  ])('qr and svd of a %s matrix', (_name, a) => {
    for (const mode of ['reduced', 'complete'] as const) {
      const [q, r] = linalg.qr(a, { mode });
      expect(distance(q.matmul(r), a)).toBeLessThan(1e-12);
      expect(distance(q.T.matmul(q), eye(q.shape[1] ?? 0))).toBeLessThan(1e-13);
      expect(distance(r, r.triu())).toBe(0);
    }
    const [u, s, v] = linalg.svd(a);
    expect(distance(u.mul(s).matmul(v), a)).toBeLessThan(1e-11);
    expect(distance(u.T.matmul(u), eye(s.shape[0] ?? 0))).toBeLessThan(1e-12);
    expect(distance(v.matmul(v.T), eye(s.shape[0] ?? 0))).toBeLessThan(1e-12);
  });

  test('eigh', () => {
    const { eigenvalues, eigenvectors } = linalg.eigh(definite);
    const found = eigenvectors.mul(eigenvalues).matmul(eigenvectors.T);
    expect(distance(found, definite)).toBeLessThan(1e-11);
    expect(distance(eigenvectors.T.matmul(eigenvectors), unit)).toBeLessThan(1e-12);
  });

  test('svd of a matrix of low rank, and of zeros', () => {
    const low = right.matmul(right.T);
    const [u, s, v] = linalg.svd(low);
    expect(distance(u.mul(s).matmul(v), low)).toBeLessThan(1e-10);
    expect(s.narrow(0, 0, columns).amin().item()).toBeGreaterThan(0.1);
    expect(
      s
        .narrow(0, columns, n - columns)
        .amax()
        .item(),
    ).toBeLessThan(1e-10);
    expect(distance(u.T.matmul(u), unit)).toBeLessThan(1e-12);
    const [zeroU, zeroS] = linalg.svd(low.mul(0));
    expect(zeroS.amax().item()).toBe(0);
    expect(distance(zeroU.T.matmul(zeroU), unit)).toBe(0);
  });

  test('numbers whose squares would overflow or vanish', () => {
    for (const scale of [1e-170, 1e170]) {
      const w = linalg.eigvalsh(definite.mul(scale)).div(scale);
      expect(distance(w, linalg.eigvalsh(definite))).toBeLessThan(1e-10);
    }
  });

  test('nothing, and what is not a number', () => {
    const none = tensor([], { dtype: 'float64' }).reshape([0, 0]);
    expect(linalg.inv(none).shape).toEqual([0, 0]);
    expect(linalg.det(none).item()).toBe(1);
    expect(linalg.cholesky(none).shape).toEqual([0, 0]);
    expect(linalg.eigvalsh(none).shape).toEqual([0]);
    expect(linalg.svdvals(none.reshape([3, 0])).shape).toEqual([0]);
    expect(linalg.qr(none.reshape([0, 2]))[1].shape).toEqual([0, 2]);
    expect(linalg.solve(none.reshape([4, 0, 0]), none.reshape([4, 0, 3])).shape).toEqual([4, 0, 3]);
    const unknown = random.mul(Number.NaN);
    expect(linalg.det(unknown).item()).toBeNaN();
    expect(linalg.inv(unknown).isnan().all().item()).toBe(1);
    expect(linalg.qr(unknown)[1].triu().isnan().any().item()).toBe(1);
  });
});

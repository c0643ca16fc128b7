/** Cholesky, QR, eigenvalues and singular values, with gradients. */

import { oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/linalg.js';
import { customOp } from '../handle/custom-op.js';
import { cat, eye, type Tensor, where } from '../index.js';
import { choleskyFactor } from './host/cholesky.js';
import { symmetricEigen } from './host/eigen.js';
import { householder } from './host/householder.js';
import { checkMatrix, matricesOf, together } from './host/matrices.js';
import { singularValues } from './host/singular.js';
import { lowerHalf, solveTriangular } from './solve.js';

function transposed(x: Tensor): Tensor {
  return x.transpose(-2, -1);
}

const factor = /* @__PURE__ */ customOp({
  name: 'linalg.cholesky',
  forward: (a: Tensor) => together(a, matricesOf(a).map(choleskyFactor), a.shape.slice(-2)),
  // Source: Murray, "Differentiation of the Cholesky decomposition", 2016.
  backward: (gradient: Tensor, _inputs: readonly [Tensor], l: Tensor) => {
    const middle = lowerHalf(transposed(l).matmul(gradient));
    const symmetric = middle.add(transposed(middle)).mul(0.5);
    const half = solveTriangular(transposed(l), symmetric, { upper: true });
    return [solveTriangular(l, half, { upper: false, left: false })];
  },
});

/** Options of `cholesky`. */
export interface CholeskyOptions {
  /** Whether to give the upper triangle, the transpose. Default false. */
  readonly upper?: boolean;
}

/**
 * The lower triangle L with L L^T = A, of a symmetric positive definite `[.., n, n]`, of which the
 * lower triangle is read. Reads the matrix.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.cholesky.html
 * @throws ShapeError unless it is square; ValueError unless it is positive definite.
 * @example
 * console.log(linalg.cholesky(tensor([[4, 2], [2, 5]])).toArray()); // [ [ 2, 0 ], [ 1, 2 ] ]
 */
export function cholesky(a: Tensor, options: CholeskyOptions = {}): Tensor {
  signatures.cholesky.check(arguments);
  checkMatrix('cholesky', a, true);
  const l = factor(a);
  return options.upper === true ? transposed(l) : l;
}

/** Q and R of the reduced form; each has a gradient of its own, which add up. */
function orthogonalParts(a: Tensor, isComplete: boolean): [q: Tensor, r: Tensor] {
  const parts = matricesOf(a.detach()).map((matrix) => householder(matrix, isComplete));
  const [rows = 1, columns = 1] = a.shape.slice(-2);
  const width = isComplete ? rows : Math.min(rows, columns);
  const q = together(
    a,
    parts.map((part) => part.q.data),
    [rows, width],
  );
  const r = together(
    a,
    parts.map((part) => part.r.data),
    [width, columns],
  );
  return [q, r];
}

/** The gradient of both out of those of Q and R. Source: Walter and Lehmann, 2012. */
function orthogonalBackward(q: Tensor, r: Tensor, dq: Tensor | null, dr: Tensor | null): Tensor {
  const fromR = dr === null ? q.mul(0).sum() : dr.matmul(transposed(r));
  const fromQ = dq === null ? q.mul(0).sum() : transposed(q).matmul(dq);
  const upper = fromR.sub(fromQ).triu();
  const n = upper.shape.at(-1) ?? 1;
  const mirrored = upper.add(transposed(upper));
  const symmetric = where(eye(n, { dtype: 'bool' }), mirrored.mul(0.5), mirrored);
  const product = q.matmul(symmetric);
  const total = dq === null ? product : product.add(dq);
  return solveTriangular(transposed(r), total, { upper: false, left: false });
}

/** Options of `qr`. */
export interface QROptions {
  /** `'reduced'` (default) or `'complete'`, which has no gradient. */
  readonly mode?: 'reduced' | 'complete';
}

/**
 * Q with orthonormal columns and an upper triangle R, A = Q R: `[.., m, n] -> [.., m, k], [.., k,
 * n]` with the smaller k of both. Reads the matrix.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.qr.html
 * @throws ShapeError for a tensor without two dims; ValueError for another mode.
 * @example
 * const a = tensor([[3, 1], [4, 2]]);
 * const [q, r] = linalg.qr(a);
 * console.log(q.matmul(r).sub(a).abs().max().item() < 1e-6); // true
 */
export function qr(a: Tensor, options: QROptions = {}): [Q: Tensor, R: Tensor] {
  signatures.qr.check(arguments);
  const { mode = 'reduced' } = options;
  checkMatrix('qr', a);
  if (mode !== 'reduced' && mode !== 'complete') {
    throw new ValueError(
      `linalg.qr: mode must be ${oneOf(['reduced', 'complete'])}, got '${mode}'`,
    );
  }
  const [rows = 1, columns = 1] = a.shape.slice(-2);
  if (mode === 'reduced' && rows < columns) {
    // Q is that of the first columns, and tells what the others are.
    const [left, first] = qr(a.slice(-1, 0, rows));
    return [left, cat([first, transposed(left).matmul(a.slice(-1, rows))], -1)];
  }
  const [q, r] = orthogonalParts(a, mode === 'complete');
  if (mode === 'complete') return [q, r];
  const ofQ = customOp({
    name: 'linalg.qr',
    forward: (_: Tensor) => q,
    backward: (gradient: Tensor, [x]: readonly [Tensor]) => {
      const [q2, r2] = qr(x);
      return [orthogonalBackward(q2, r2, gradient, null)];
    },
  });
  const ofR = customOp({
    name: 'linalg.qr',
    forward: (_: Tensor) => r,
    backward: (gradient: Tensor, [x]: readonly [Tensor]) => {
      const [q2, r2] = qr(x);
      return [orthogonalBackward(q2, r2, null, gradient)];
    },
  });
  return [ofQ(a), ofR(a)];
}

/** 1 / (b - a) off the diagonal of all pairs, 0 on it. */
function gaps(values: Tensor): Tensor {
  const differences = values.unsqueeze(-2).sub(values.unsqueeze(-1));
  const isDiagonal = eye(values.shape.at(-1) ?? 1, { dtype: 'bool' });
  return where(isDiagonal, 0, where(isDiagonal, 1, differences).reciprocal());
}

/** Values in order with vectors as columns, under their names too. */
export type Eigen = [eigenvalues: Tensor, eigenvectors: Tensor] & {
  /** `[.., n]`, rising. */
  readonly eigenvalues: Tensor;
  /** `[.., n, n]`, one in each column. */
  readonly eigenvectors: Tensor;
};

/** Options of `eigh` and `eigvalsh`. */
export interface EighOptions {
  /** The triangle that is read: the lower (default) or the upper one. */
  readonly UPLO?: 'L' | 'U';
}

/**
 * Eigenvalues in rising order and eigenvectors (columns) of a symmetric `[.., n, n]`, of which one
 * triangle is read, the lower by default. Reads the matrix. The sign of a vector is arbitrary;
 * equal eigenvalues make the gradient of vectors infinite.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.eigh.html
 * @throws ShapeError unless it is square.
 * @example
 * const { eigenvalues } = linalg.eigh(tensor([[2, 1], [1, 2]]));
 * console.log(eigenvalues.toString()); // tensor([1., 3.])
 */
export function eigh(a: Tensor, options: EighOptions = {}): Eigen {
  signatures.eigh.check(arguments);
  checkMatrix('eigh', a, true);
  if (options.UPLO === 'U') return eigh(transposed(a));
  const n = a.shape.at(-1) ?? 1;
  const parts = matricesOf(a.detach()).map(symmetricEigen);
  const w = together(
    a,
    parts.map((part) => part.w),
    [n],
  );
  const v = together(
    a,
    parts.map((part) => part.vectors),
    [n, n],
  );
  const vectors = customOp({
    name: 'linalg.eigh',
    forward: (_: Tensor) => transposed(v),
    backward: (gradient: Tensor, [x]: readonly [Tensor]) => {
      const [values, columns] = eigh(x);
      const turn = transposed(columns).matmul(gradient);
      // Symmetric, as the matrices are among which the gradient is one.
      const inner = turn.sub(transposed(turn)).mul(0.5).mul(gaps(values));
      return [columns.matmul(inner).matmul(transposed(columns))];
    },
  });
  const values = customOp({
    name: 'linalg.eigh',
    forward: (_: Tensor) => w,
    backward: (gradient: Tensor, [x]: readonly [Tensor]) => {
      const [, columns] = eigh(x);
      return [columns.mul(gradient.unsqueeze(-2)).matmul(transposed(columns))];
    },
  });
  const [eigenvalues, eigenvectors] = [values(a), vectors(a)];
  return Object.assign<[Tensor, Tensor], { eigenvalues: Tensor; eigenvectors: Tensor }>(
    [eigenvalues, eigenvectors],
    { eigenvalues, eigenvectors },
  );
}

/**
 * Eigenvalues of a symmetric `[.., n, n]` in rising order: `[.., n]`.
 * @throws ShapeError
 * @example
 * console.log(linalg.eigvalsh(tensor([[2, 1], [1, 2]])).toString()); // tensor([1., 3.])
 */
export function eigvalsh(a: Tensor, options: EighOptions = {}): Tensor {
  signatures.eigvalsh.check(arguments);
  return eigh(a, options).eigenvalues;
}

/**
 * The gradient of the factor on the left, U, out of `gradient` (with V turned for the right one).
 */
function leftBackward(u: Tensor, s: Tensor, v: Tensor, gradient: Tensor): Tensor {
  const squares = s.square();
  const skew = transposed(u).matmul(gradient);
  const inner = skew.sub(transposed(skew)).mul(gaps(squares)).mul(s.unsqueeze(-2));
  const within = u.matmul(inner).matmul(transposed(v));
  if ((u.shape.at(-2) ?? 0) <= (u.shape.at(-1) ?? 0)) return within;
  const outside = gradient.sub(u.matmul(transposed(u).matmul(gradient)));
  return within.add(outside.div(s.unsqueeze(-2)).matmul(transposed(v)));
}

/** Options of `svd`. */
export interface SVDOptions {
  /** Whether U and V are square; else they have the smaller k of m and n. Default true. */
  readonly fullMatrices?: boolean;
}

/**
 * U, the singular values in falling order, and the transpose of V, with A = U S V^T: `[.., m, n] ->
 * [.., m, m], [.., k], [.., n, n]` with the smaller k of both; `[.., m, k], [.., k], [.., k, n]`
 * with `fullMatrices: false`. Reads the matrix. Signs of vectors are arbitrary, and those beyond k
 * have no gradient; equal singular values make the gradients of vectors infinite.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.svd.html
 * @throws ShapeError for a tensor without two dims.
 * @example
 * const [, s] = linalg.svd(tensor([[2, 0], [0, 8]]));
 * console.log(s.toString()); // tensor([8., 2.])
 */
export function svd(a: Tensor, options: SVDOptions = {}): [U: Tensor, S: Tensor, Vh: Tensor] {
  signatures.svd.check(arguments);
  checkMatrix('svd', a);
  const [u, s, vh] = reducedSvd(a);
  if (options.fullMatrices === false) return [u, s, vh];
  return [completed(u), s, transposed(completed(transposed(vh)))];
}

/** Orthonormal columns, and what makes a square of them. */
function completed(columns: Tensor): Tensor {
  const [rows = 0, rank = 0] = columns.shape.slice(-2);
  if (rows === rank) return columns;
  if (rank === 0) {
    return eye(rows, { dtype: columns.dtype }).expand([...columns.shape.slice(0, -1), rows]);
  }
  const [whole] = orthogonalParts(columns, true);
  return cat([columns, whole.slice(-1, rank)], -1);
}

/** The singular values with as many vectors on both sides. */
export function reducedSvd(a: Tensor): [U: Tensor, S: Tensor, Vh: Tensor] {
  const [rows = 1, columns = 1] = a.shape.slice(-2);
  const rank = Math.min(rows, columns);
  const parts = matricesOf(a.detach()).map(singularValues);
  const given = {
    u: together(
      a,
      parts.map((part) => part.u.data),
      [rows, rank],
    ),
    s: together(
      a,
      parts.map((part) => part.s),
      [rank],
    ),
    v: together(
      a,
      parts.map((part) => part.v.data),
      [columns, rank],
    ),
  };
  const part = (
    value: Tensor,
    backward: (u: Tensor, s: Tensor, v: Tensor, gradient: Tensor) => Tensor,
  ): Tensor => {
    const op = customOp({
      name: 'linalg.svd',
      forward: (_: Tensor) => value,
      backward: (gradient: Tensor, [x]: readonly [Tensor]) => {
        const [u, s, vh] = reducedSvd(x);
        return [backward(u, s, transposed(vh), gradient)];
      },
    });
    return op(a);
  };
  const u = part(given.u, leftBackward);
  const s = part(given.s, (left, _, right, gradient) =>
    left.mul(gradient.unsqueeze(-2)).matmul(transposed(right)),
  );
  const v = part(given.v, (left, values, right, gradient) =>
    transposed(leftBackward(right, values, left, gradient)),
  );
  return [u, s, transposed(v)];
}

/**
 * Singular values in falling order: `[.., m, n] -> [.., k]`.
 * @throws ShapeError
 * @example
 * console.log(linalg.svdvals(tensor([[2, 0], [0, 8]])).toString()); // tensor([8., 2.])
 */
export function svdvals(a: Tensor): Tensor {
  signatures.svdvals.check(arguments);
  return reducedSvd(a)[1];
}

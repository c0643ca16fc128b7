/** Norms of vectors and matrices, ranks, pseudo-inverses and least squares. */

import { ShapeError, ValueError } from '../../errors.js';
import { normalizeDim, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/linalg.js';
import { customOp } from '../handle/custom-op.js';
import { type Dim, Tensor, matrixPower as wholePower, zeros } from '../index.js';
import { eigh, eigvalsh, reducedSvd, svdvals } from './factorisations.js';
import { checkMatrix } from './host/matrices.js';
import { inv } from './solve.js';

/** Order of a norm of matrices. */
export type MatrixOrder = 'fro' | 'nuc' | 1 | -1 | 2 | -2 | number;

/**
 * Norm of vectors along a dim or several, or of all elements: order 2 by default.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.vector_norm.html
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(linalg.vectorNorm(tensor([3, -4])).item()); // 5
 */
export function vectorNorm(x: Tensor, ord = 2, dim: Dim = null, keepdim = false): Tensor {
  signatures.vectorNorm.check(arguments);
  return x.norm(ord, dim, keepdim);
}

/** The norm over the last two dims, which go. */
function ofMatrices(x: Tensor, ord: MatrixOrder): Tensor {
  if (ord === 'fro') return x.norm('fro', [-2, -1]);
  if (ord === 'nuc') return svdvals(x).sum(-1);
  const size = Math.abs(ord);
  const pick = (values: Tensor): Tensor => (ord > 0 ? values.amax(-1) : values.amin(-1));
  if (size === 2) return pick(svdvals(x));
  if (size === 1) return pick(x.abs().sum(-2));
  if (size === Number.POSITIVE_INFINITY) return pick(x.abs().sum(-1));
  throw new ValueError(
    `linalg.matrixNorm: unknown order ${ord}, expected 'fro', 'nuc', 1, 2 or Infinity`,
  );
}

/**
 * Norm of matrices in two dims (the last two): `'fro'` (default), `'nuc'`, 1, 2, Infinity, or the
 * smallest instead, -1, -2, -Infinity.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.matrix_norm.html
 * @throws ShapeError for fewer than two dims; ValueError for another order.
 * @example
 * console.log(linalg.matrixNorm(tensor([[3, 0], [0, 4]])).item()); // 5
 */
export function matrixNorm(
  x: Tensor,
  ord: MatrixOrder = 'fro',
  dim: readonly [number, number] = [-2, -1],
  keepdim = false,
): Tensor {
  signatures.matrixNorm.check(arguments);
  checkMatrix('matrixNorm', x);
  const dims = dim.map((d) => normalizeDim('linalg.matrixNorm', d, x.ndim));
  const result = ofMatrices(x.movedim(dims, [-2, -1]), ord);
  if (!keepdim) return result;
  return [...dims].sort((a, b) => a - b).reduce((kept, d) => kept.unsqueeze(d), result);
}

/**
 * Norm of a vector or a matrix: of one dim `vectorNorm`, of two with an order `matrixNorm`, of all
 * elements without one. Source: https://pytorch.org/docs/stable/generated/torch.linalg.norm.html
 * @throws ShapeError, ValueError, IndexError as these.
 * @example
 * console.log(linalg.norm(tensor([3, 4])).item()); // 5
 */
export function norm(
  x: Tensor,
  ord: MatrixOrder | null = null,
  dim: Dim = null,
  keepdim = false,
): Tensor {
  signatures.norm.check(arguments);
  const list = typeof dim === 'number' ? [dim] : dim;
  const isMatrix = (list?.length ?? x.ndim) === 2;
  if (ord === null) return vectorNorm(x, 2, dim, keepdim);
  if (isMatrix) {
    const [a = -2, b = -1] = list ?? [];
    return matrixNorm(x, ord, [a, b], keepdim);
  }
  if (typeof ord !== 'number') {
    throw new ValueError(`linalg.norm: order '${ord}' is of matrices, got shape ${show(x.shape)}`);
  }
  return vectorNorm(x, ord, dim, keepdim);
}

function transposed(x: Tensor): Tensor {
  return x.transpose(-2, -1);
}

/** Options of `pinv` and `matrixRank`. */
export interface RankOptions {
  /** Singular values up to this count as 0; a tensor has one for each matrix. Default 0. */
  readonly atol?: Tensor | number | null;
  /**
   * Singular values up to this share of the largest count as 0; a tensor has one for each matrix.
   * Default the larger size times the unit of the dtype, or 0 where there is an `atol`.
   */
  readonly rtol?: Tensor | number | null;
  /** Whether the matrix is symmetric; its lower triangle is read then. Default false. */
  readonly hermitian?: boolean;
}

/** Which singular values count; the tolerances of the matrices stand beside them. */
function counted(x: Tensor, s: Tensor, { atol, rtol }: RankOptions): Tensor {
  const unit = x.dtype === 'float64' ? 2 ** -52 : 2 ** -23;
  const share = rtol ?? (atol ? 0 : Math.max(...x.shape.slice(-2)) * unit);
  const [least, most] = [besideValues(atol ?? 0), s.amax(-1, true).mul(besideValues(share))];
  return s.gt(most.maximum(least));
}

/** A tolerance of each matrix, beside its singular values. */
function besideValues(tolerance: Tensor | number): Tensor | number {
  return tolerance instanceof Tensor ? tolerance.unsqueeze(-1) : tolerance;
}

/** Whether matrices have no element. */
function isEmpty(a: Tensor): boolean {
  return a.shape.slice(-2).includes(0);
}

function inverseOf(x: Tensor, options: RankOptions): Tensor {
  if (options.hermitian === true) {
    const [values, vectors] = eigh(x);
    const inverse = values.reciprocal().mul(counted(x, values.abs(), options));
    return vectors
      .mul(inverse.nanToNum({ posinf: 0, neginf: 0 }).unsqueeze(-2))
      .matmul(transposed(vectors));
  }
  const [u, s, vh] = reducedSvd(x);
  const inverse = s
    .reciprocal()
    .mul(counted(x, s, options))
    .nanToNum({ posinf: 0 });
  return transposed(vh).mul(inverse.unsqueeze(-2)).matmul(transposed(u));
}

/**
 * The pseudo-inverse: `[.., m, n] -> [.., n, m]`. Reads the matrix.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.pinv.html
 * @throws ShapeError for a tensor without two dims.
 * @example
 * const result = linalg.pinv(tensor([[2, 0], [0, 4]]));
 * console.log(result.flatten().toString()); // tensor([0.5000, 0.0000, 0.0000, 0.2500])
 */
export function pinv(a: Tensor, options: RankOptions = {}): Tensor {
  signatures.pinv.check(arguments);
  checkMatrix('pinv', a, options.hermitian === true);
  if (isEmpty(a)) return transposed(a);
  const op = customOp({
    name: 'linalg.pinv',
    forward: (x: Tensor) => inverseOf(x, options),
    // Source: Golub and Pereyra, 1973.
    backward: (gradient: Tensor, [x]: readonly [Tensor], p: Tensor) => {
      const [g, pt] = [transposed(gradient), transposed(p)];
      const down = transposed(p.matmul(g).matmul(p)).neg();
      const left = g.sub(x.matmul(p).matmul(g)).matmul(p).matmul(pt);
      const right = pt.matmul(p).matmul(g.sub(g.matmul(p).matmul(x)));
      return [down.add(left).add(right)];
    },
  });
  return op(a);
}

/**
 * Number of singular values that are not 0: int32 `[.., m, n] -> [..]`. Reads the matrix.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.matrix_rank.html
 * @throws ShapeError for a tensor without two dims.
 * @example
 * console.log(linalg.matrixRank(tensor([[1, 2], [2, 4]])).item()); // 1
 */
export function matrixRank(a: Tensor, options: RankOptions = {}): Tensor {
  signatures.matrixRank.check(arguments);
  checkMatrix('matrixRank', a, options.hermitian === true);
  if (isEmpty(a)) return zeros(a.shape.slice(0, -2), { dtype: 'int32' });
  const x = a.detach();
  const s = options.hermitian === true ? eigvalsh(x).abs() : svdvals(x);
  return counted(a, s, options).sum(-1);
}

/**
 * The X of least squares |A X - B|: `[.., m, n]` and `[.., m, k]`; of several the shortest. Gives
 * `{ solution }`. Reads A. Source:
 * https://pytorch.org/docs/stable/generated/torch.linalg.lstsq.html
 * @throws ShapeError when the rows of A and B differ.
 * @example
 * // The line closest to three points.
 * const a = tensor([[1, 0], [1, 1], [1, 2]]);
 * const { solution } = linalg.lstsq(a, tensor([[1], [3], [5]]));
 * console.log(solution.flatten().toString()); // tensor([1.0000, 2.0000])
 */
export function lstsq(a: Tensor, b: Tensor): { readonly solution: Tensor } {
  signatures.lstsq.check(arguments);
  checkMatrix('lstsq', a);
  checkMatrix('lstsq', b);
  if (a.shape.at(-2) !== b.shape.at(-2)) {
    throw new ShapeError(`linalg.lstsq: A ${show(a.shape)} and B ${show(b.shape)} have other rows`);
  }
  return { solution: pinv(a).matmul(b) };
}

/**
 * A square matrix to a whole power; to a negative one its inverse is multiplied.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.matrix_power.html
 * @throws ShapeError unless it is square; ValueError for a singular matrix to a negative power.
 * @example
 * const result = linalg.matrixPower(tensor([[2, 0], [0, 4]]), -1);
 * console.log(result.toArray()); // [ [ 0.5, 0 ], [ 0, 0.25 ] ]
 */
export function matrixPower(a: Tensor, n: number): Tensor {
  signatures.matrixPower.check(arguments);
  return n < 0 ? wholePower(inv(a), -n) : wholePower(a, n);
}

/** Multiplications of a product of the matrices i to j, and where it is cut in two. */
interface Cut {
  readonly cost: number;
  readonly at: number;
}

/** The best cut of each stretch of a chain, from the shorter ones; by `i * count + j`. */
function bestCuts(sizes: readonly number[]): Cut[] {
  const count = sizes.length - 1;
  const best = new Array<Cut>(count * count).fill({ cost: 0, at: 0 });
  for (let length = 1; length < count; length++) {
    for (let i = 0; i + length < count; i++)
      best[i * count + i + length] = cut(sizes, best, i, length);
  }
  return best;
}

function cut(sizes: readonly number[], best: readonly Cut[], i: number, length: number): Cut {
  const [count, j] = [sizes.length - 1, i + length];
  let least: Cut = { cost: Number.POSITIVE_INFINITY, at: i };
  for (let k = i; k < j; k++) {
    const product = (sizes[i] ?? 1) * (sizes[k + 1] ?? 1) * (sizes[j + 1] ?? 1);
    const parts = (best[i * count + k]?.cost ?? 0) + (best[(k + 1) * count + j]?.cost ?? 0);
    if (parts + product < least.cost) least = { cost: parts + product, at: k };
  }
  return least;
}

/**
 * Product of several matrices, in the order that takes the fewest multiplications; the first and
 * last may be vectors. Source:
 * https://pytorch.org/docs/stable/generated/torch.linalg.multi_dot.html
 * @throws ValueError for fewer than two; ShapeError when inner sizes differ.
 * @example
 * const result = linalg.multiDot([tensor([[1, 2]]), tensor([[3], [4]]), tensor([[5]])]);
 * console.log(result.toArray()); // [ [ 55 ] ]
 */
export function multiDot(tensors: readonly Tensor[]): Tensor {
  signatures.multiDot.check(arguments);
  const [first, last] = [tensors[0], tensors.at(-1)];
  if (tensors.length < 2 || first === undefined || last === undefined) {
    throw new ValueError(`linalg.multiDot: needs at least two tensors, got ${tensors.length}`);
  }
  const chain = tensors.map((x, i) => {
    if (x.ndim === 1 && i === 0) return x.unsqueeze(0);
    return x.ndim === 1 && i === tensors.length - 1 ? x.unsqueeze(1) : x;
  });
  const best = bestCuts([chain[0]?.shape[0] ?? 1, ...chain.map((x) => x.shape[1] ?? 1)]);
  const product = (i: number, j: number): Tensor => {
    const k = best[i * chain.length + j]?.at ?? i;
    return i === j ? (chain[i] ?? first) : product(i, k).matmul(product(k + 1, j));
  };
  let result = product(0, chain.length - 1);
  if (first.ndim === 1) result = result.squeeze(0);
  return last.ndim === 1 ? result.squeeze(-1) : result;
}

/** Solving, inverting and determinants, with gradients. */

import { ShapeError, ValueError } from '../../errors.js';
import { broadcastShapes, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/linalg.js';
import { customOp } from '../handle/custom-op.js';
import { eye, type Tensor, where } from '../index.js';
import { eliminate, solveHalf, solveSquare } from './host/lu.js';
import { checkMatrix, matricesOf, pairsOf, together } from './host/matrices.js';

function transposed(x: Tensor): Tensor {
  return x.transpose(-2, -1);
}

/** The same batches for both. */
function paired(op: string, a: Tensor, b: Tensor): [Tensor, Tensor] {
  const batch = broadcastShapes(`linalg.${op}`, a.shape.slice(0, -2), b.shape.slice(0, -2));
  return [a.expand([...batch, ...a.shape.slice(-2)]), b.expand([...batch, ...b.shape.slice(-2)])];
}

const solved = /* @__PURE__ */ customOp({
  name: 'linalg.solve',
  forward: (a: Tensor, b: Tensor) => {
    const results = pairsOf(a, b).map(([matrix, right]) => {
      const x = solveSquare(matrix, right);
      if (x !== null) return x;
      throw new ValueError('linalg.solve: the matrix is singular. Use linalg.lstsq or pinv');
    });
    return together(b, results, b.shape.slice(-2));
  },
  backward: (gradient: Tensor, [a]: readonly [Tensor, Tensor], x: Tensor): [Tensor, Tensor] => {
    const right = solved(transposed(a), gradient);
    return [right.matmul(transposed(x)).neg(), right];
  },
});

/**
 * The X with A X = B: `[.., n, n]` and `[.., n, k]`, or a vector `[n]` (a batch of vectors where A
 * is a batch and B has its leading dims). Reads both.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.solve.html
 * @throws ShapeError for other shapes; ValueError for a singular matrix.
 * @example
 * console.log(linalg.solve(tensor([[2, 0], [1, 1]]), tensor([4, 3])).toArray()); // [ 2, 1 ]
 */
export function solve(a: Tensor, b: Tensor): Tensor {
  signatures.solve.check(arguments);
  checkMatrix('solve', a, true);
  const isVector =
    b.ndim === 1 || (b.ndim === a.ndim - 1 && show(b.shape) === show(a.shape.slice(0, -1)));
  const right = isVector ? b.unsqueeze(-1) : b;
  if (right.shape.at(-2) !== a.shape.at(-1)) {
    throw new ShapeError(`linalg.solve: A ${show(a.shape)} and B ${show(b.shape)} do not fit`);
  }
  const x = solved(...paired('solve', a, right));
  return isVector ? x.squeeze(-1) : x;
}

/** Options of `solveTriangular`. */
export interface SolveTriangularOptions {
  /** Whether A is upper triangular; what lies on the other side is not read. */
  readonly upper: boolean;
  /** Whether to solve A X = B (default) rather than X A = B. */
  readonly left?: boolean;
  /** Whether the diagonal counts as 1. Default false. */
  readonly unitriangular?: boolean;
}

function triangular(upper: boolean, isUnit: boolean): (a: Tensor, b: Tensor) => Tensor {
  const op = customOp({
    name: 'linalg.solveTriangular',
    forward: (a: Tensor, b: Tensor) => {
      const results = pairsOf(a, b).map(([t, right]) => solveHalf(t, right, { upper, isUnit }));
      return together(b, results, b.shape.slice(-2));
    },
    backward: (gradient: Tensor, [a]: readonly [Tensor, Tensor], x: Tensor): [Tensor, Tensor] => {
      const right = triangular(!upper, isUnit)(transposed(a), gradient);
      const full = right.matmul(transposed(x)).neg();
      const side = isUnit ? 1 : 0;
      return [upper ? full.triu(side) : full.tril(-side), right];
    },
  });
  return op;
}

/**
 * The X with A X = B of a triangular A: `[.., n, n]` and `[.., n, k]`; from the other side `[.., k,
 * n]`. Reads both. Source:
 * https://pytorch.org/docs/stable/generated/torch.linalg.solve_triangular.html
 * @throws ShapeError for other shapes.
 * @example
 * const lower = tensor([[2, 0], [1, 1]]);
 * const x = linalg.solveTriangular(lower, tensor([[4], [3]]), { upper: false });
 * console.log(x.flatten().toArray()); // [ 2, 1 ]
 */
export function solveTriangular(a: Tensor, b: Tensor, options: SolveTriangularOptions): Tensor {
  signatures.solveTriangular.check(arguments);
  const { upper, left = true, unitriangular = false } = options;
  checkMatrix('solveTriangular', a, true);
  checkMatrix('solveTriangular', b);
  if (!left) {
    const turned = { upper: !upper, unitriangular };
    return transposed(solveTriangular(transposed(a), transposed(b), turned));
  }
  if (b.shape.at(-2) !== a.shape.at(-1)) {
    throw new ShapeError(
      `linalg.solveTriangular: ${show(a.shape)} and ${show(b.shape)} do not fit`,
    );
  }
  return triangular(upper, unitriangular)(...paired('solveTriangular', a, b));
}

const inverted = /* @__PURE__ */ customOp({
  name: 'linalg.inv',
  forward: (a: Tensor) => solved(a, eye(a.shape.at(-1) ?? 1, { dtype: a.dtype }).expand(a.shape)),
  backward: (gradient: Tensor, _inputs: readonly [Tensor], inverse: Tensor) => [
    transposed(inverse).matmul(gradient).matmul(transposed(inverse)).neg(),
  ],
});

/**
 * The inverse, `[.., n, n]`. Reads the matrix.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.inv.html
 * @throws ShapeError unless it is square; ValueError for a singular matrix.
 * @example
 * console.log(linalg.inv(tensor([[2, 0], [0, 4]])).toArray()); // [ [ 0.5, 0 ], [ 0, 0.25 ] ]
 */
export function inv(a: Tensor): Tensor {
  signatures.inv.check(arguments);
  checkMatrix('inv', a, true);
  return inverted(a);
}

const determinant = /* @__PURE__ */ customOp({
  name: 'linalg.det',
  forward: (a: Tensor) => {
    const results = matricesOf(a).map((matrix) => {
      const { diagonal, sign } = eliminate(matrix);
      return [diagonal.reduce((product, x) => product * x, sign)];
    });
    return together(a, results, []);
  },
  backward: (gradient: Tensor, [a]: readonly [Tensor], result: Tensor) => [
    transposed(inv(a)).mul(gradient.mul(result).unsqueeze(-1).unsqueeze(-1)),
  ],
});

/**
 * The determinant: `[.., n, n] -> [..]`. Reads the matrix. A singular one has no gradient here.
 * Source: https://pytorch.org/docs/stable/generated/torch.linalg.det.html
 * @throws ShapeError unless it is square.
 * @example
 * console.log(linalg.det(tensor([[1, 2], [3, 4]])).toString()); // tensor(-2.)
 */
export function det(a: Tensor): Tensor {
  signatures.det.check(arguments);
  checkMatrix('det', a, true);
  return determinant(a);
}

const logarithm = /* @__PURE__ */ customOp({
  name: 'linalg.slogdet',
  forward: (a: Tensor) => {
    const results = matricesOf(a).map((matrix) => {
      const { diagonal } = eliminate(matrix);
      return [diagonal.reduce((total, x) => total + Math.log(Math.abs(x)), 0)];
    });
    return together(a, results, []);
  },
  backward: (gradient: Tensor, [a]: readonly [Tensor]) => [
    transposed(inv(a)).mul(gradient.unsqueeze(-1).unsqueeze(-1)),
  ],
});

/**
 * Sign of the determinant and logarithm of its size, without overflow: `[.., n, n] -> [..]` each.
 * Reads the matrix. Source: https://pytorch.org/docs/stable/generated/torch.linalg.slogdet.html
 * @throws ShapeError unless it is square.
 * @example
 * const { sign: s, logabsdet } = linalg.slogdet(tensor([[0, 1], [1, 0]]));
 * console.log(s.item(), logabsdet.item()); // -1 0
 */
export function slogdet(
  a: Tensor,
): [sign: Tensor, logabsdet: Tensor] & { readonly sign: Tensor; readonly logabsdet: Tensor } {
  signatures.slogdet.check(arguments);
  checkMatrix('slogdet', a, true);
  const sign = det(a.detach()).sign();
  const logabsdet = logarithm(a);
  return Object.assign<[Tensor, Tensor], { sign: Tensor; logabsdet: Tensor }>([sign, logabsdet], {
    sign,
    logabsdet,
  });
}

/** Half of what is on the diagonal, and nothing above it. */
export function lowerHalf(x: Tensor): Tensor {
  const n = x.shape.at(-1) ?? 1;
  return where(eye(n, { dtype: 'bool' }), x.mul(0.5), x.tril());
}

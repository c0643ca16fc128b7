/** Products of vectors and matrices under PyTorch's names; all are `matmul` and `einsum`. */

import { ShapeError, ValueError } from '../../../errors.js';
import { normalizeDim, numel, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { eye } from '../../make/create.js';
import { roll } from '../arrange/rearrange.js';
import { add, mul, sub } from '../elementwise/arithmetic.js';
import { permute, reshape, unsqueeze } from '../movement/shape.js';
import { norm } from '../reduction/norm.js';
import { matmul } from './linalg.js';

/** The operand, with so many dims. */
function ofDims(op: string, x: TensorLike, ndim: number): Tensor {
  const value = new Tensor(toNode(op, x));
  if (value.ndim === ndim) return value;
  throw new ShapeError(`${op}: needs a tensor of ${ndim} dims, got shape ${show(value.shape)}`);
}

/**
 * Product of two matrices, without broadcasting: `[n, m] @ [m, p]`.
 * @throws ShapeError
 * @example
 * console.log(mm(tensor([[2, 3]]), tensor([[4], [5]])).toArray()); // [ [ 23 ] ]
 */
export function mm(a: TensorLike, b: TensorLike): Tensor {
  return matmul(ofDims('mm', a, 2), ofDims('mm', b, 2));
}

/**
 * Products of two batches of matrices: `[b, n, m] @ [b, m, p]`.
 * @throws ShapeError
 * @example
 * console.log(bmm(tensor([[[2, 3]]]), tensor([[[4], [5]]])).toArray()); // [ [ [ 23 ] ] ]
 */
export function bmm(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = [ofDims('bmm', a, 3), ofDims('bmm', b, 3)];
  if (x.shape[0] !== y.shape[0]) {
    throw new ShapeError(`bmm: batches ${show(x.shape)} and ${show(y.shape)} differ`);
  }
  return matmul(x, y);
}

/**
 * Product of a matrix and a vector: `[n, m] @ [m]`.
 * @throws ShapeError
 * @example
 * console.log(mv(tensor([[2, 3]]), tensor([4, 5])).toArray()); // [ 23 ]
 */
export function mv(a: TensorLike, b: TensorLike): Tensor {
  return matmul(ofDims('mv', a, 2), ofDims('mv', b, 1));
}

/**
 * Sum of the products of two vectors: `[n] @ [n] -> []`.
 * @throws ShapeError
 * @example
 * console.log(dot(tensor([1, 2]), tensor([3, 4])).item()); // 11
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  return matmul(ofDims('dot', a, 1), ofDims('dot', b, 1));
}

/**
 * `dot`: of real vectors they are one.
 * @throws ShapeError
 * @example
 * console.log(vdot(tensor([1, 2]), tensor([3, 4])).item()); // 11
 */
export function vdot(a: TensorLike, b: TensorLike): Tensor {
  return matmul(ofDims('vdot', a, 1), ofDims('vdot', b, 1));
}

/**
 * All products of an element of each vector: `[n], [m] -> [n, m]`.
 * @throws ShapeError
 * @example
 * console.log(outer(tensor([1, 10]), tensor([2, 3])).toArray()); // [ [ 2, 3 ], [ 20, 30 ] ]
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  return mul(unsqueeze(ofDims('outer', a, 1), 1), ofDims('outer', b, 1));
}

/**
 * Sums of products along the last dims of both: `[.., n], [.., n] -> [.., ..]`; with a number,
 * `mul`.
 * Source: https://pytorch.org/docs/stable/generated/torch.inner.html
 * @throws ShapeError when the last sizes differ.
 * @example
 * console.log(inner(tensor([[1, 2], [0, 1]]), tensor([3, 4])).toArray()); // [ 11, 4 ]
 */
export function inner(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = [new Tensor(toNode('inner', a)), new Tensor(toNode('inner', b))];
  if (x.ndim === 0 || y.ndim === 0) return mul(x, y);
  return tensordot(x, y, [[-1], [-1]]);
}

/**
 * Sum of products over several dims: the last `dims` of a and the first of b, or the listed ones.
 * Source: https://pytorch.org/docs/stable/generated/torch.tensordot.html
 * @throws ShapeError when sizes differ; IndexError for a dim that does not exist.
 * @example
 * // Over both dims: the sum of all products.
 * console.log(tensordot(ones([2, 3]), ones([2, 3])).item()); // 6
 */
export function tensordot(
  a: TensorLike,
  b: TensorLike,
  dims: number | readonly [readonly number[], readonly number[]] = 2,
): Tensor {
  signatures.tensordot.check(arguments);
  const [x, y] = [new Tensor(toNode('tensordot', a)), new Tensor(toNode('tensordot', b))];
  if (typeof dims !== 'number' && (dims.length !== 2 || !dims.every(Array.isArray))) {
    throw new ValueError('tensordot: dims must be a number or two lists, such as [[1], [0]]');
  }
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const [left, right] =
    typeof dims === 'number' ? [upTo(dims).map((i) => x.ndim - dims + i), upTo(dims)] : dims;
  const summedX = left.map((d) => normalizeDim('tensordot', d, x.ndim));
  const summedY = right.map((d) => normalizeDim('tensordot', d, y.ndim));
  const sizes = summedX.map((d) => x.shape[d] ?? 1);
  const isFit = summedY.length === sizes.length && summedY.every((d, i) => y.shape[d] === sizes[i]);
  if (!isFit) {
    throw new ShapeError(
      `tensordot: dims ${show(left)} of ${show(x.shape)} and ${show(right)} of ${show(y.shape)} differ`,
    );
  }
  const keptX = upTo(x.ndim).filter((d) => !summedX.includes(d));
  const keptY = upTo(y.ndim).filter((d) => !summedY.includes(d));
  const [shapeX, shapeY] = [keptX.map((d) => x.shape[d] ?? 1), keptY.map((d) => y.shape[d] ?? 1)];
  const count = numel(sizes);
  const rows = reshape(permute(x, [...keptX, ...summedX]), [numel(shapeX), count]);
  const columns = reshape(permute(y, [...summedY, ...keptY]), [count, numel(shapeY)]);
  return reshape(matmul(rows, columns), [...shapeX, ...shapeY]);
}

/**
 * Kronecker product: each element of a times all of b, side by side; sizes multiply.
 * Source: https://pytorch.org/docs/stable/generated/torch.kron.html
 * @example
 * console.log(kron(tensor([1, 10]), tensor([1, 2])).toArray()); // [ 1, 2, 10, 20 ]
 */
export function kron(a: TensorLike, b: TensorLike): Tensor {
  const [x, y] = [new Tensor(toNode('kron', a)), new Tensor(toNode('kron', b))];
  const ndim = Math.max(x.ndim, y.ndim);
  const widened = (each: Tensor): number[] => [
    ...Array.from({ length: ndim - each.ndim }, () => 1),
    ...each.shape,
  ];
  const [left, right] = [widened(x), widened(y)];
  const product = mul(
    reshape(
      x,
      left.flatMap((n) => [n, 1]),
    ),
    reshape(
      y,
      right.flatMap((n) => [1, n]),
    ),
  );
  return reshape(
    product,
    left.map((n, d) => n * (right[d] ?? 1)),
  );
}

/** Options of `cross`. */
export interface CrossOptions {
  /** The dim of the three coordinates; the first of size 3 by default. */
  readonly dim?: number;
}

/**
 * Cross product of vectors of three coordinates along a dim. Shapes broadcast. Source:
 * https://pytorch.org/docs/stable/generated/torch.cross.html
 * @throws ShapeError unless the dim has size 3.
 * @example
 * console.log(cross(tensor([1, 0, 0]), tensor([0, 1, 0])).toArray()); // [ 0, 0, 1 ]
 */
export function cross(a: TensorLike, b: TensorLike, options: CrossOptions | number = {}): Tensor {
  signatures.cross.check(arguments);
  const [x, y] = [new Tensor(toNode('cross', a)), new Tensor(toNode('cross', b))];
  const given = typeof options === 'number' ? options : options.dim;
  const dim = given === undefined ? x.shape.indexOf(3) : normalizeDim('cross', given, x.ndim);
  if (dim < 0 || x.shape[dim] !== 3 || y.shape[dim - x.ndim + y.ndim] !== 3) {
    throw new ShapeError(`cross: needs a dim of size 3, got ${show(x.shape)} and ${show(y.shape)}`);
  }
  const turned = (each: Tensor, by: number): Tensor => roll(each, by, dim - x.ndim);
  return sub(mul(turned(x, -1), turned(y, -2)), mul(turned(x, -2), turned(y, -1)));
}

/** Options of `addmm` and its kin. */
export interface AddmmOptions {
  /** Factor of what the product is added to. Default 1. */
  readonly beta?: number;
  /** Factor of the product. Default 1. */
  readonly alpha?: number;
}

function added(x: TensorLike, product: Tensor, { beta = 1, alpha = 1 }: AddmmOptions): Tensor {
  const scaled = alpha === 1 ? product : mul(product, alpha);
  // A factor of 0 drops what may be NaN, as in PyTorch.
  if (beta === 0) return scaled;
  return add(beta === 1 ? x : mul(x, beta), scaled);
}

/**
 * beta * x + alpha * (a @ b) of matrices; x broadcasts.
 * @throws ShapeError
 * @example
 * console.log(addmm(tensor([[1]]), tensor([[2, 3]]), tensor([[4], [5]])).toArray()); // [ [ 24 ] ]
 */
export function addmm(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddmmOptions = {},
): Tensor {
  signatures.addmm.check(arguments);
  return added(x, mm(a, b), options);
}

/**
 * beta * x + alpha * (a @ b) of a matrix and a vector; x broadcasts.
 * @throws ShapeError
 * @example
 * console.log(addmv(tensor([1]), tensor([[2, 3]]), tensor([4, 5])).toArray()); // [ 24 ]
 */
export function addmv(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddmmOptions = {},
): Tensor {
  signatures.addmv.check(arguments);
  return added(x, mv(a, b), options);
}

/**
 * beta * x + alpha * (a @ b) of batches of matrices; x broadcasts.
 * @throws ShapeError
 * @example
 * const result = baddbmm(tensor([[[1]]]), tensor([[[2, 3]]]), tensor([[[4], [5]]]));
 * console.log(result.toArray()); // [ [ [ 24 ] ] ]
 */
export function baddbmm(
  x: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddmmOptions = {},
): Tensor {
  signatures.baddbmm.check(arguments);
  return added(x, bmm(a, b), options);
}

/**
 * Distances of all pairs of rows: `[.., n, d], [.., m, d] -> [.., n, m]`, by the p-norm (2 by
 * default). The gradient at distance 0 is 0. The differences of all pairs are not stored, but each
 * is computed.
 * Source: https://pytorch.org/docs/stable/generated/torch.cdist.html
 * @throws ShapeError when the last sizes differ; ValueError for a negative p.
 * @example
 * console.log(cdist(tensor([[0, 0], [3, 4]]), tensor([[0, 0]])).toArray()); // [ [ 0 ], [ 5 ] ]
 */
export function cdist(a: TensorLike, b: TensorLike, p = 2): Tensor {
  signatures.cdist.check(arguments);
  const [x, y] = [new Tensor(toNode('cdist', a)), new Tensor(toNode('cdist', b))];
  if (!(p >= 0)) throw new ValueError(`cdist: p must not be negative, got ${p}`);
  if (x.ndim < 2 || y.ndim < 2 || x.shape.at(-1) !== y.shape.at(-1)) {
    throw new ShapeError(
      `cdist: needs rows of one length, got shapes ${show(x.shape)} and ${show(y.shape)}`,
    );
  }
  // Rows of no numbers are at distance 0 in every norm, though none of these has a largest one.
  const power = x.shape.at(-1) === 0 ? 1 : p;
  return norm(sub(unsqueeze(x, -2), unsqueeze(y, -3)), power, -1);
}

/**
 * A square matrix multiplied n times with itself, `[.., n, n]`; of a negative n see
 * `linalg.matrixPower`. Source:
 * https://pytorch.org/docs/stable/generated/torch.linalg.matrix_power.html
 * @throws ShapeError unless the matrix is square; ValueError unless n is an integer from 0 on.
 * @example
 * console.log(matrixPower(tensor([[1, 1], [0, 1]]), 5).toArray()); // [ [ 1, 5 ], [ 0, 1 ] ]
 */
export function matrixPower(x: TensorLike, n: number): Tensor {
  signatures.matrixPower.check(arguments);
  const value = new Tensor(toNode('matrixPower', x));
  const [rows, columns] = value.shape.slice(-2);
  if (rows === undefined || rows !== columns) {
    throw new ShapeError(`matrixPower: needs a square matrix, got shape ${show(value.shape)}`);
  }
  if (!Number.isInteger(n) || n < 0) {
    throw new ValueError(`matrixPower: n must be an integer from 0 on, got ${n}. Use linalg.inv()`);
  }
  if (n === 0) return add(mul(value, 0), eye(rows, { dtype: value.dtype }));
  let [result, square]: [Tensor | null, Tensor] = [null, value];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result === null ? square : matmul(result, square);
    if (rest > 1) square = matmul(square, square);
  }
  return result ?? value;
}

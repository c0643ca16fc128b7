/** Reductions. `dim` is a number, a list, or left out for all; reduced dims go unless `keepdim`. */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import {
  binary,
  cast,
  cat,
  where as choose,
  full,
  iota,
  max as maxNode,
  mul as multiply,
  neg as negate,
  permute,
  reshape as reshapeNode,
  restoreDims,
  slice,
  sum as sumNode,
} from '../../graph/build/index.js';
import { isFloat } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import { normalizeDim, normalizeDims, numel, show } from '../../graph/shape.js';
import { type TensorLike, toFloatNode, toNode } from '../convert.js';
import { Tensor } from '../tensor.js';
import { abs, add, div, eq, exp, log, mul, pow, sqrt, square, sub, where } from './arithmetic.js';

/** Which dims to reduce: one, several, or all. */
export type Dim = number | readonly number[] | null;

function finish(reduced: Node, like: Node, dims: readonly number[], keepdim: boolean): Tensor {
  return new Tensor(keepdim ? restoreDims(reduced, like, dims) : reduced);
}

/** Sum; 0 of nothing. Integers and bools give int32. */
export function sum(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  const node = toNode('sum', x);
  const dims = normalizeDims('sum', dim, node.shape.length);
  return finish(sumNode(node, dims), node, dims, keepdim);
}

/** Mean of floats; NaN of nothing. */
export function mean(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  const node = toNode('mean', x);
  if (!isFloat(node.dtype)) {
    throw new DTypeError(
      `mean: needs a float tensor, got ${node.dtype}. Convert it first: x.to('float32')`,
    );
  }
  const dims = normalizeDims('mean', dim, node.shape.length);
  const count = numel(dims.map((d) => node.shape[d] ?? 1));
  const total = finish(sumNode(node, dims), node, dims, keepdim);
  return count === 0 ? div(total, 0) : mul(total, 1 / count);
}

function checkNotEmpty(op: string, node: Node, dims: readonly number[]): void {
  if (dims.some((d) => node.shape[d] === 0)) {
    throw new ShapeError(
      `${op}: no largest or smallest element in an empty dim of ${show(node.shape)}`,
    );
  }
}

function extreme(op: 'max' | 'min', x: TensorLike, dim: Dim, keepdim: boolean): Tensor {
  const node = toNode(op, x);
  const dims = normalizeDims(op, dim, node.shape.length);
  checkNotEmpty(op, node, dims);
  const isBool = node.dtype === 'bool';
  const value = isBool ? cast(node, 'int32') : node;
  const reduced = op === 'max' ? maxNode(value, dims) : negate(maxNode(negate(value), dims));
  return finish(isBool ? cast(reduced, 'bool') : reduced, node, dims, keepdim);
}

/**
 * Largest element, NaN if there is one. Like torch.amax, it gives the values alone (see `argmax` for
 * the places), and ties share the gradient equally.
 */
export function max(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  return extreme('max', x, dim, keepdim);
}

/** Smallest element; see `max`. */
export function min(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  return extreme('min', x, dim, keepdim);
}

/**
 * Product; 1 of nothing. Multiplies halves of the dim until one element is left, so that the
 * gradient is exact at zeros, too.
 */
export function prod(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  const input = toNode('prod', x);
  const node = input.dtype === 'bool' ? cast(input, 'int32') : input;
  const dims = normalizeDims('prod', dim, node.shape.length);
  const kept = node.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const keptShape = kept.map((d) => node.shape[d] ?? 1);
  let length = numel(dims.map((d) => node.shape[d] ?? 1));
  let rest = reshapeNode(permute(node, [...kept, ...dims]), [...keptShape, length]);
  const last = keptShape.length;
  const part = (from: number, size: number): Node =>
    slice(rest, {
      start: rest.shape.map((_, d) => (d === last ? from : 0)),
      step: rest.shape.map(() => 1),
      size: rest.shape.map((n, d) => (d === last ? size : n)),
    });
  while (length > 1) {
    const half = Math.floor(length / 2);
    const pairs = multiply(part(0, half), part(half, half));
    rest = length % 2 === 0 ? pairs : cat([pairs, part(length - 1, 1)], last);
    length = half + (length % 2);
  }
  const reduced = length === 0 ? full(keptShape, 1, node.dtype) : reshapeNode(rest, keptShape);
  return finish(reduced, node, dims, keepdim);
}

/** Options of `var` and `std`. */
export interface VarianceOptions {
  /** The divisor is n minus this. Default 1 (Bessel's correction). */
  readonly correction?: number;
  readonly keepdim?: boolean;
}

/** Variance; NaN for a single element unless the correction is 0. */
export function variance(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  const { correction = 1, keepdim = false } = options;
  const node = toFloatNode('var', x);
  const value = new Tensor(node);
  const dims = normalizeDims('var', dim, node.shape.length);
  const count = numel(dims.map((d) => node.shape[d] ?? 1));
  const squares = sum(square(sub(value, mean(value, dims, true))), dims, keepdim);
  return div(squares, Math.max(0, count - correction));
}

/** Standard deviation; see `var`. */
export function std(x: TensorLike, dim: Dim = null, options: VarianceOptions = {}): Tensor {
  return sqrt(variance(x, dim, options));
}

/** Options of `norm`. */
export interface NormOptions {
  /** Order: 2 (default), 1, Infinity, or any other number. */
  readonly p?: number;
  readonly keepdim?: boolean;
}

/** Vector norm: (sum |x|^p)^(1/p). The gradient of the 2-norm at 0 is 0, as in PyTorch. */
export function norm(x: TensorLike, dim: Dim = null, options: NormOptions = {}): Tensor {
  const { p = 2, keepdim = false } = options;
  const value = new Tensor(toFloatNode('norm', x));
  if (Number.isNaN(p)) throw new ValueError('norm: p must be a number, got NaN');
  if (p === Infinity) return max(abs(value), dim, keepdim);
  if (p === -Infinity) return min(abs(value), dim, keepdim);
  if (p === 1) return sum(abs(value), dim, keepdim);
  if (p === 0) return sum(where(eq(value, 0), mul(value, 0), 1), dim, keepdim);
  const total = sum(p === 2 ? square(value) : pow(abs(value), p), dim, keepdim);
  // At 0 the root has an infinite slope: choose the constant 0 there, and a harmless value inside.
  const isZero = eq(total, 0);
  const root = pow(where(isZero, 1, total), p === 2 ? 0.5 : 1 / p);
  return where(isZero, 0, root);
}

function argExtreme(op: string, x: TensorLike, dim: number | null, keepdim: boolean): Tensor {
  const input = toNode(op, x);
  const number = input.dtype === 'bool' ? cast(input, 'int32') : input;
  const signed = op === 'argmin' ? negate(number) : number;
  const value = dim === null ? reshapeNode(signed, [numel(signed.shape)]) : signed;
  const d = normalizeDim(op, dim ?? 0, value.shape.length);
  const size = value.shape[d] ?? 1;
  if (size === 0) throw new ShapeError(`${op}: no element to choose from in ${show(input.shape)}`);
  if (value.shape.length === 0) return new Tensor(full([], 0, 'int32'));
  // The first place that holds the extreme is the one whose distance to the end is largest.
  const best = restoreDims(maxNode(value, [d]), value, [d]);
  const isNumber = binary('eq', value, value);
  const isBest = choose(isNumber, binary('eq', value, best), full(value.shape, 1, 'bool'));
  const along = value.shape.map((n, i) => (i === d ? n : 1));
  const fromEnd = binary('sub', full(along, size, 'int32'), iota(along));
  const distance = maxNode(choose(isBest, fromEnd, full([], 0, 'int32')), [d]);
  const place = binary('sub', full(distance.shape, size, 'int32'), distance);
  if (dim === null) {
    return new Tensor(
      keepdim
        ? reshapeNode(
            place,
            input.shape.map(() => 1),
          )
        : place,
    );
  }
  return finish(place, value, [d], keepdim);
}

/** Index of the largest element (of the first, at a tie; NaN is the largest), int32. */
export function argmax(x: TensorLike, dim: number | null = null, keepdim = false): Tensor {
  return argExtreme('argmax', x, dim, keepdim);
}

/** Index of the smallest element (of the first, at a tie; NaN wins), int32. */
export function argmin(x: TensorLike, dim: number | null = null, keepdim = false): Tensor {
  return argExtreme('argmin', x, dim, keepdim);
}

/** log(sum(e^x)), without overflow. */
export function logsumexp(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  const value = new Tensor(toFloatNode('logsumexp', x));
  const dims = normalizeDims('logsumexp', dim, value.ndim);
  const empty = dims.some((d) => value.shape[d] === 0);
  if (empty) return log(sum(exp(value), dims, keepdim));
  const shift = finiteMax(value, dims);
  const total = log(sum(exp(sub(value, shift)), dims, true));
  const result = add(total, shift);
  return keepdim ? result : new Tensor(reshapeNode(result.node, sum(value, dims).shape));
}

/** The largest element per row as a constant; 0 where it is infinite, which would give NaN. */
function finiteMax(value: Tensor, dims: readonly number[]): Tensor {
  const top = max(value.detach(), dims, true);
  return where(eq(abs(top), Infinity), 0, top);
}

/** e^x / sum(e^x) along `dim`. */
export function softmax(x: TensorLike, dim: number): Tensor {
  const value = new Tensor(toFloatNode('softmax', x));
  const d = normalizeDim('softmax', dim, value.ndim);
  if (value.shape[d] === 0) return value;
  const powers = exp(sub(value, max(value.detach(), d, true)));
  return div(powers, sum(powers, d, true));
}

/** log(softmax(x)), computed as x minus logsumexp. */
export function logSoftmax(x: TensorLike, dim: number): Tensor {
  const value = new Tensor(toFloatNode('logSoftmax', x));
  const d = normalizeDim('logSoftmax', dim, value.ndim);
  if (value.shape[d] === 0) return value;
  const shifted = sub(value, max(value.detach(), d, true));
  return sub(shifted, log(sum(exp(shifted), d, true)));
}

/** Sums of exponentials and the softmax family, shifted by the largest element: no overflow. */

import { dropDims, normalizeDim, normalizeDims } from '../../../graph/shape.js';
import { internally } from '../../../runtime/values/held.js';
import * as signatures from '../../../signatures/tensor.js';
import { constantOf } from '../../handle/constant-of.js';
import { type TensorLike, toFloatNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { abs, add, mul, sub } from '../elementwise/arithmetic.js';
import { eq } from '../elementwise/comparison.js';
import { exp, log, reciprocal } from '../elementwise/elementary.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../movement/shape.js';
import { amax as max } from './extreme.js';
import { sum } from './reduce.js';
import type { Dim } from './reduced.js';

/** The largest element per row as a constant; 0 where it is infinite, which would give NaN. */
function finiteMax(value: Tensor, dims: readonly number[]): Tensor {
  const top = internally(() => max(constantOf(value), dims, true));
  return where(eq(abs(top), Infinity), 0, top);
}

/**
 * log(sum(e^x)) over `dim`: `[.., n, ..] -> [.., ..]`, or `[.., 1, ..]` with `keepdim`. -Infinity
 * of nothing. An int32 or bool becomes float32. Source:
 * https://pytorch.org/docs/stable/generated/torch.logsumexp.html
 *
 * Formula: `log(sum_i exp(x_i))`.
 *
 * @throws IndexError for a dim that does not exist; ValueError for one named twice.
 * @example
 * console.log(logsumexp(tensor([0, 0])).item().toFixed(4)); // 0.6931
 */
export function logsumexp(x: TensorLike, dim: Dim = null, keepdim = false): Tensor {
  signatures.logsumexp.check(arguments);
  const value = new Tensor(toFloatNode('logsumexp', x));
  const dims = normalizeDims('logsumexp', dim, value.ndim);
  const isEmpty = dims.some((d) => value.shape[d] === 0);
  if (isEmpty) return log(sum(exp(value), dims, keepdim));
  const shift = finiteMax(value, dims);
  const total = add(log(sum(exp(sub(value, shift)), dims, true)), shift);
  return keepdim ? total : reshape(total, dropDims(value.shape, dims));
}

/**
 * e^x / sum(e^x) along `dim`: positive numbers of the shape of x that add up to 1. NaN where all
 * are -Infinity. An int32 or bool becomes float32. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
 *
 * Formula: `exp(x_i) / sum_j exp(x_j)`.
 *
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(softmax(tensor([0, 0, 0, 0]), 0).toArray()); // [ 0.25, 0.25, 0.25, 0.25 ]
 */
export function softmax(x: TensorLike, dim: number): Tensor {
  signatures.softmax.check(arguments);
  const value = new Tensor(toFloatNode('softmax', x));
  const d = normalizeDim('softmax', dim, value.ndim);
  if (value.shape[d] === 0) return value;
  const powers = exp(
    sub(
      value,
      internally(() => max(constantOf(value), d, true)),
    ),
  );
  // One quotient per row: those of all elements would take as long as their powers.
  return mul(powers, reciprocal(sum(powers, d, true)));
}

/**
 * log(softmax(x)) along `dim`, in the shape of x, computed as x minus logsumexp. An int32 or bool
 * becomes float32.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.functional.log_softmax.html
 *
 * Formula: `x_i - log(sum_j exp(x_j))`.
 *
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(logSoftmax(tensor([0, 0]), 0).toString()); // tensor([-0.6931, -0.6931])
 */
export function logSoftmax(x: TensorLike, dim: number): Tensor {
  signatures.logSoftmax.check(arguments);
  const value = new Tensor(toFloatNode('logSoftmax', x));
  const d = normalizeDim('logSoftmax', dim, value.ndim);
  if (value.shape[d] === 0) return value;
  const shifted = sub(
    value,
    internally(() => max(constantOf(value), d, true)),
  );
  return sub(shifted, log(sum(exp(shifted), d, true)));
}

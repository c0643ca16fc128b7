/** Elements and dims in another order: rolled, turned, mirrored, moved. */

import { ShapeError, ValueError } from '../../../errors.js';
import { normalizeDim, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';
import { cat } from '../movement/join.js';
import { flip, permute, reshape, transpose } from '../movement/shape.js';
import { slice } from '../movement/slicing.js';

function listOf(value: number | readonly number[]): readonly number[] {
  return typeof value === 'number' ? [value] : value;
}

function rollOne(x: Tensor, shift: number, dim: number): Tensor {
  const d = normalizeDim('roll', dim, x.ndim);
  const size = x.shape[d] ?? 1;
  const by = size === 0 ? 0 : ((shift % size) + size) % size;
  return by === 0 ? x : cat([slice(x, d, size - by), slice(x, d, 0, size - by)], d);
}

/**
 * Elements moved along dims by as many places as `shifts` says, those beyond the end to the start;
 * without dims, along the list of all elements.
 * Source: https://pytorch.org/docs/stable/generated/torch.roll.html
 * @throws ValueError for another number of shifts than dims; IndexError for a dim that does not
 *   exist.
 * @example
 * console.log(roll(tensor([1, 2, 3]), 1).toArray()); // [ 3, 1, 2 ]
 */
export function roll(
  x: TensorLike,
  shifts: number | readonly number[],
  dims: number | readonly number[] | null = null,
): Tensor {
  signatures.roll.check(arguments);
  const value = new Tensor(toNode('roll', x));
  const by = listOf(shifts);
  if (dims === null || listOf(dims).length === 0) {
    return reshape(
      by.reduce((all, shift) => rollOne(all, shift, 0), reshape(value, [-1])),
      value.shape,
    );
  }
  const along = listOf(dims);
  if (along.length !== by.length) {
    throw new ValueError(`roll: ${show(by)} and ${show(along)} must have as many numbers`);
  }
  if (value.ndim === 0) return value;
  return along.reduce((moved, dim, i) => rollOne(moved, by[i] ?? 0, dim), value);
}

/**
 * x turned by 90 degrees, k times, from the first of the two dims towards the second.
 * Source: https://pytorch.org/docs/stable/generated/torch.rot90.html
 * @throws ValueError unless two different dims are named; IndexError for one that does not exist.
 * @example
 * console.log(rot90(tensor([[1, 2], [3, 4]])).toArray()); // [ [ 2, 4 ], [ 1, 3 ] ]
 */
export function rot90(x: TensorLike, k = 1, dims: readonly number[] = [0, 1]): Tensor {
  signatures.rot90.check(arguments);
  const value = new Tensor(toNode('rot90', x));
  const [a, b] = dims.map((d) => normalizeDim('rot90', d, value.ndim));
  if (a === undefined || b === undefined || dims.length !== 2 || a === b || value.ndim < 2) {
    throw new ValueError(
      `rot90: needs two different dims, got ${show(dims)} of shape ${show(value.shape)}`,
    );
  }
  const turns = ((k % 4) + 4) % 4;
  if (turns === 0) return value;
  if (turns === 2) return flip(value, [a, b]);
  return turns === 1 ? transpose(flip(value, b), a, b) : flip(transpose(value, a, b), b);
}

/**
 * Mirrored: dim 1 in reverse order. @throws ShapeError for fewer than two dims.
 * @example
 * console.log(fliplr(tensor([[1, 2], [3, 4]])).toArray()); // [ [ 2, 1 ], [ 4, 3 ] ]
 */
export function fliplr(x: TensorLike): Tensor {
  const value = new Tensor(toNode('fliplr', x));
  if (value.ndim < 2) throw new ShapeError(`fliplr: needs two dims, got ${show(value.shape)}`);
  return flip(value, 1);
}

/**
 * Upside down: dim 0 in reverse order. @throws ShapeError for a 0-d tensor.
 * @example
 * console.log(flipud(tensor([[1, 2], [3, 4]])).toArray()); // [ [ 3, 4 ], [ 1, 2 ] ]
 */
export function flipud(x: TensorLike): Tensor {
  const value = new Tensor(toNode('flipud', x));
  if (value.ndim < 1) throw new ShapeError('flipud: needs a dim, got a 0-d tensor');
  return flip(value, 0);
}

/**
 * Dims `source` moved to the places `destination`, the others in the order that they had.
 * Source: https://pytorch.org/docs/stable/generated/torch.movedim.html
 * @throws ValueError for lists of different lengths, or a dim named twice; IndexError for a dim
 *   that does not exist.
 * @example
 * console.log(movedim(zeros([2, 3, 4]), 0, 2).shape); // [ 3, 4, 2 ]
 */
export function movedim(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  signatures.movedim.check(arguments);
  const value = new Tensor(toNode('movedim', x));
  const from = listOf(source).map((d) => normalizeDim('movedim', d, value.ndim));
  const to = listOf(destination).map((d) => normalizeDim('movedim', d, value.ndim));
  const isOnce = new Set(from).size === from.length && new Set(to).size === to.length;
  if (from.length !== to.length || !isOnce) {
    throw new ValueError(
      `movedim: ${show(listOf(source))} and ${show(listOf(destination))} must name as many dims, ` +
        'each once',
    );
  }
  if (value.ndim === 0) return value;
  const rest = value.shape.flatMap((_, d) => (from.includes(d) ? [] : [d]));
  const order = value.shape.map((_, d) => {
    const moved = to.indexOf(d);
    return moved < 0 ? (rest.shift() ?? 0) : (from[moved] ?? 0);
  });
  return permute(value, order);
}

/**
 * `movedim`, in NumPy's words.
 * @example
 * console.log(moveaxis(zeros([2, 3, 4]), 0, 2).shape); // [ 3, 4, 2 ]
 */
export function moveaxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  signatures.moveaxis.check(arguments);
  return movedim(x, source, destination);
}

/**
 * The transpose of a matrix; a list or a 0-d tensor stays.
 * Source: https://pytorch.org/docs/stable/generated/torch.t.html
 * @throws ShapeError for more than two dims.
 * @example
 * console.log(t(tensor([[1, 2], [3, 4]])).toArray()); // [ [ 1, 3 ], [ 2, 4 ] ]
 */
export function t(x: TensorLike): Tensor {
  const value = new Tensor(toNode('t', x));
  if (value.ndim > 2) {
    throw new ShapeError(`t: needs at most 2 dims, got ${show(value.shape)}. Use transpose()`);
  }
  return value.ndim < 2 ? value : transpose(value, 0, 1);
}

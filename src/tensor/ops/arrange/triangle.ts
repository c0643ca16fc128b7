/** The triangles of a matrix. */

import { ShapeError } from '../../../errors.js';
import {
  binary,
  where as choose,
  compare,
  expandTo,
  full,
  iota,
} from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

function triangle(op: string, x: TensorLike, keep: (row: Node, column: Node) => Node): Tensor {
  const node = toNode(op, x);
  const [rows, columns] = node.shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new ShapeError(`${op}: needs a matrix, got shape ${show(node.shape)}`);
  }
  const mask = keep(iota([rows, 1]), iota([1, columns]));
  const zero = full(node.shape, 0, node.dtype);
  return new Tensor(choose(expandTo(mask, node.shape), node, zero));
}

/** a <= b + by. */
function isBelow(a: Node, b: Node, by: number): Node {
  return compare('le', a, binary('add', b, full([], by, 'int32')));
}

/**
 * The elements on and below a diagonal, zeros elsewhere, in the shape of x: `[.., rows, columns]`.
 * Diagonal 0 is the main one, 1 the next above.
 * Source: https://pytorch.org/docs/stable/generated/torch.tril.html
 * @throws ShapeError for a tensor of fewer than two dims.
 * @example
 * console.log(ones([2, 2]).tril().toArray()); // [ [ 1, 0 ], [ 1, 1 ] ]
 */
export function tril(x: TensorLike, diagonal = 0): Tensor {
  signatures.tril.check(arguments);
  return triangle('tril', x, (row, column) => isBelow(column, row, diagonal));
}

/**
 * The elements on and above a diagonal, zeros elsewhere, in the shape of x: `[.., rows, columns]`.
 * Diagonal 0 is the main one, 1 the next above.
 * Source: https://pytorch.org/docs/stable/generated/torch.triu.html
 * @throws ShapeError for a tensor of fewer than two dims.
 * @example
 * console.log(ones([2, 2]).triu().toArray()); // [ [ 1, 1 ], [ 0, 1 ] ]
 */
export function triu(x: TensorLike, diagonal = 0): Tensor {
  signatures.triu.check(arguments);
  return triangle('triu', x, (row, column) => isBelow(row, column, -diagonal));
}

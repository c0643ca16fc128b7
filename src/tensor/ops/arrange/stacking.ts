/** Tensors put beside each other in NumPy's ways, and grids of their combinations. */

import { oneOf, ShapeError, ValueError } from '../../../errors.js';
import { expandTo } from '../../../graph/builders/index.js';
import { broadcastShapes, numel, type Shape, show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { Tensor } from '../../handle/tensor.js';
import { zeros } from '../../make/create.js';
import { cat, stack } from '../movement/join.js';
import { reshape, transpose } from '../movement/shape.js';

/** Of at least so many dims; new ones stand where NumPy puts them. */
function atLeast(x: Tensor, ndim: 1 | 2 | 3): Tensor {
  const { shape } = x;
  if (shape.length >= ndim) return x;
  if (ndim === 1) return reshape(x, [1]);
  if (ndim === 2) return reshape(x, [1, numel(shape)]);
  return reshape(x, shape.length === 2 ? [...shape, 1] : [1, numel(shape), 1]);
}

/**
 * Joined along dim 1; lists along dim 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.hstack.html
 * @throws ShapeError, ValueError, DTypeError as `cat`.
 * @example
 * console.log(hstack([tensor([1]), tensor([2, 3])]).toArray()); // [ 1, 2, 3 ]
 */
export function hstack(tensors: readonly Tensor[]): Tensor {
  signatures.hstack.check(arguments);
  const all = tensors.map((x) => atLeast(x, 1));
  return cat(all, all[0]?.ndim === 1 ? 0 : 1);
}

/**
 * Joined along dim 0; lists are rows.
 * Source: https://pytorch.org/docs/stable/generated/torch.vstack.html
 * @throws ShapeError, ValueError, DTypeError as `cat`.
 * @example
 * console.log(vstack([tensor([1, 2]), tensor([3, 4])]).toArray()); // [ [ 1, 2 ], [ 3, 4 ] ]
 */
export function vstack(tensors: readonly Tensor[]): Tensor {
  signatures.vstack.check(arguments);
  return cat(
    tensors.map((x) => atLeast(x, 2)),
    0,
  );
}

/**
 * Joined along dim 2; matrices get one.
 * Source: https://pytorch.org/docs/stable/generated/torch.dstack.html
 * @throws ShapeError, ValueError, DTypeError as `cat`.
 * @example
 * console.log(dstack([tensor([1]), tensor([2])]).shape); // [ 1, 1, 2 ]
 */
export function dstack(tensors: readonly Tensor[]): Tensor {
  signatures.dstack.check(arguments);
  return cat(
    tensors.map((x) => atLeast(x, 3)),
    2,
  );
}

/**
 * Joined along dim 1; lists are columns.
 * Source: https://pytorch.org/docs/stable/generated/torch.column_stack.html
 * @throws ShapeError, ValueError, DTypeError as `cat`.
 * @example
 * console.log(columnStack([tensor([1, 2]), tensor([3, 4])]).toArray()); // [ [ 1, 3 ], [ 2, 4 ] ]
 */
export function columnStack(tensors: readonly Tensor[]): Tensor {
  signatures.columnStack.check(arguments);
  return cat(
    tensors.map((x) => (x.ndim < 2 ? reshape(x, [x.numel, 1]) : x)),
    1,
  );
}

/**
 * A matrix with the given ones on its diagonal, corner to corner, zeros elsewhere. Lists are rows.
 * Source: https://pytorch.org/docs/stable/generated/torch.block_diag.html
 * @throws ShapeError for more than two dims.
 * @example
 * console.log(blockDiag(tensor([[1]]), tensor([[2]])).toArray()); // [ [ 1, 0 ], [ 0, 2 ] ]
 */
export function blockDiag(...tensors: readonly Tensor[]): Tensor {
  signatures.blockDiag.check(arguments);
  if (tensors.length === 0) return zeros([1, 0]);
  const blocks = tensors.map((x) => atLeast(x, 2));
  const widths = blocks.map(({ shape, ndim }) => {
    if (ndim > 2) throw new ShapeError(`blockDiag: needs at most 2 dims, got ${show(shape)}`);
    return shape[1] ?? 0;
  });
  const total = widths.reduce((sum, n) => sum + n, 0);
  let start = 0;
  const rows = blocks.map((block, i) => {
    const [count = 0, width = 0] = [block.shape[0], widths[i]];
    const { dtype } = block;
    const [left, right] = [start, total - start - width];
    start += width;
    return cat([zeros([count, left], { dtype }), block, zeros([count, right], { dtype })], 1);
  });
  return cat(rows, 0);
}

/**
 * The tensors stretched to the shape that they have together.
 * Source: https://pytorch.org/docs/stable/generated/torch.broadcast_tensors.html
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * const pair = broadcastTensors(zeros([2, 1]), zeros([3]));
 * console.log(pair.map((each) => each.shape)); // [ [ 2, 3 ], [ 2, 3 ] ]
 */
export function broadcastTensors(...tensors: readonly Tensor[]): Tensor[] {
  signatures.broadcastTensors.check(arguments);
  const shape = tensors.reduce<Shape>(
    (all, x) => broadcastShapes('broadcastTensors', all, x.shape),
    [],
  );
  return tensors.map((x) => new Tensor(expandTo(x.node, shape)));
}

/** Options of `meshgrid`. */
export interface MeshgridOptions {
  /** `'ij'` (default): the first list along dim 0; `'xy'`: along dim 1. */
  readonly indexing?: 'ij' | 'xy';
}

/**
 * Grids of coordinates out of lists, one for each: element [i, j] of the first is a[i], of the
 * second b[j]. Numbers (0-d) count as lists of one.
 * Source: https://pytorch.org/docs/stable/generated/torch.meshgrid.html
 * @throws ShapeError for tensors of more than one dim; ValueError for another indexing.
 * @example
 * const [rows, columns] = meshgrid([tensor([1, 2]), tensor([3, 4])]);
 * console.log(rows.toArray(), columns.toArray()); // [ [ 1, 1 ], [ 2, 2 ] ] [ [ 3, 4 ], [ 3, 4 ] ]
 */
export function meshgrid(tensors: readonly Tensor[], options: MeshgridOptions = {}): Tensor[] {
  signatures.meshgrid.check(arguments);
  const { indexing = 'ij' } = options;
  if (indexing !== 'ij' && indexing !== 'xy') {
    throw new ValueError(
      `meshgrid: indexing must be ${oneOf(['ij', 'xy'])}, got '${String(indexing)}'`,
    );
  }
  const sizes = tensors.map(({ shape }) => {
    if (shape.length > 1) throw new ShapeError(`meshgrid: needs lists, got ${show(shape)}`);
    return shape[0] ?? 1;
  });
  const grids = tensors.map((x, i) => {
    const along = sizes.map((n, d) => (d === i ? n : 1));
    return new Tensor(expandTo(reshape(x, along).node, sizes));
  });
  return indexing === 'xy' && grids.length > 1 ? grids.map((x) => transpose(x, 0, 1)) : grids;
}

/**
 * All combinations of one element from each list, as rows: `[n], [m] -> [n * m, 2]`; of one list,
 * the list. Source: https://pytorch.org/docs/stable/generated/torch.cartesian_prod.html
 * @throws ShapeError for tensors of other than one dim; ValueError for none.
 * @example
 * console.log(cartesianProd(tensor([1]), tensor([3, 4])).toArray()); // [ [ 1, 3 ], [ 1, 4 ] ]
 */
export function cartesianProd(...tensors: readonly Tensor[]): Tensor {
  signatures.cartesianProd.check(arguments);
  const [first] = tensors;
  if (first === undefined) throw new ValueError('cartesianProd: needs at least one tensor');
  if (tensors.length === 1) return first;
  return stack(
    meshgrid(tensors).map((grid) => reshape(grid, [-1])),
    1,
  );
}

/** Products of matrices and vectors; each becomes one contraction. */

import { DTypeError, ShapeError } from '../../../errors.js';
import {
  cast,
  contract,
  exactly,
  expandTo,
  permute,
  reshape,
} from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';
import { broadcastShapes, type Shape, show } from '../../../graph/shape.js';
import { meetingDType, type TensorLike, toNode } from '../../handle/convert.js';
import { Tensor } from '../../handle/tensor.js';

/** Why the inner sizes do not fit, with a transposition that would, if there is one. */
function innerSizesDiffer(a: Shape, b: Shape): ShapeError {
  const inner = a.at(-1);
  const other = b.length === 1 ? b[0] : b.at(-2);
  const remedies = [
    { name: 'b', shape: b.length < 2 ? null : productShape(a, transposed(b)) },
    { name: 'a', shape: a.length < 2 ? null : productShape(transposed(a), b) },
  ];
  const remedy = remedies.find(({ shape }) => shape !== null);
  const fix = remedy?.shape
    ? `. Did you mean ${remedy.name}.transpose(-2, -1)? It gives ${show(remedy.shape)}`
    : '';
  return new ShapeError(
    `matmul: inner sizes differ, ${show(a)} @ ${show(b)} (${inner} and ${other})${fix}`,
  );
}

function transposed(shape: Shape): Shape {
  return [...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1];
}

/** Shape of the product of operands with at least one dim; null when they do not fit. */
function productShape(a: Shape, b: Shape): Shape | null {
  if (a.at(-1) !== (b.length === 1 ? b[0] : b.at(-2))) return null;
  const [left, right] = [a.slice(0, -2), b.slice(0, -2)];
  const fits = right.every((n, i) => {
    const m = left[left.length - right.length + i] ?? 1;
    return n === m || n === 1 || m === 1;
  });
  if (!fits) return null;
  return [
    ...broadcastShapes('matmul', left, right),
    ...a.slice(0, -1).slice(-1),
    ...b.slice(b.length === 1 ? 1 : -1),
  ];
}

/**
 * Matrix product, `[.., m, k] @ [.., k, n] -> [.., m, n]`; leading dims are batches and broadcast.
 * A 1-d operand is a row on the left, a column on the right, and its dim disappears again. Dtypes
 * promote; a sum over no elements is 0. Source:
 * https://pytorch.org/docs/stable/generated/torch.matmul.html
 * @throws ShapeError when the inner sizes differ, the batches do not broadcast, or an operand is
 *   0-d; DTypeError for bools; ValueError, when the values are read, for a sum that no int32 holds.
 * @example
 * console.log(matmul(tensor([[1, 2]]), tensor([[3], [4]])).toArray()); // [ [ 11 ] ]
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const dtype = meetingDType('matmul', a, b);
  const x = cast(toNode('matmul', a), dtype);
  const y = cast(toNode('matmul', b), dtype);
  if (x.dtype === 'bool') {
    throw new DTypeError(
      "matmul: two bools have no product of matrices. Convert them first: x.to('float32')",
    );
  }
  if (x.shape.length === 0 || y.shape.length === 0) {
    throw new ShapeError(
      `matmul: needs tensors of at least one dim, got ${show(x.shape)} and ${show(y.shape)}. ` +
        'To scale by a number, use mul()',
    );
  }
  const isRow = x.shape.length === 1;
  const isColumn = y.shape.length === 1;
  const rows = isRow ? reshape(x, [1, ...x.shape]) : x;
  const columns = isColumn ? reshape(y, [...y.shape, 1]) : y;
  if (rows.shape.at(-1) !== columns.shape.at(-2)) throw innerSizesDiffer(x.shape, y.shape);
  const product = exactly('matmul', (as) => batched(as(rows), as(columns)));
  if (!isRow && !isColumn) return new Tensor(product);
  const last = product.shape.length - 1;
  const shape = product.shape.filter(
    (_, d) => !(isRow && d === last - 1) && !(isColumn && d === last),
  );
  return new Tensor(reshape(product, shape));
}

function swapLast(x: Node): Node {
  const last = x.shape.length - 1;
  const order = x.shape.map((_, d) => d);
  order[last] = last - 1;
  order[last - 1] = last;
  return permute(x, order);
}

function batched(rows: Node, columns: Node): Node {
  // A single right-hand matrix lets all batches of the left be rows of one product.
  if (columns.shape.length === 2) {
    const lead = rows.shape.length - 2;
    return contract(rows, swapLast(columns), { batch: 0, m: lead + 1, n: 1, k: 1 });
  }
  const [m = 1, k = 1] = rows.shape.slice(-2);
  const n = columns.shape.at(-1) ?? 1;
  const batch = broadcastShapes('matmul', rows.shape.slice(0, -2), columns.shape.slice(0, -2));
  const left = expandTo(rows, [...batch, m, k]);
  const right = swapLast(expandTo(columns, [...batch, k, n]));
  return contract(left, right, { batch: batch.length, m: 1, n: 1, k: 1 });
}

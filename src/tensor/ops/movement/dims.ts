/** Sizes and parts in tuples, where their count is written in the call. */

import { ShapeError } from '../../../errors.js';
import { show } from '../../../graph/shape.js';
import * as signatures from '../../../signatures/tensor.js';
import { type TensorLike, toNode } from '../../handle/convert.js';

/** Lists of so many items. */
interface Tuples<Item> {
  readonly 0: [];
  readonly 1: [Item];
  readonly 2: [Item, Item];
  readonly 3: [Item, Item, Item];
  readonly 4: [Item, Item, Item, Item];
  readonly 5: [Item, Item, Item, Item, Item];
  readonly 6: [Item, Item, Item, Item, Item, Item];
  readonly 7: [Item, Item, Item, Item, Item, Item, Item];
  readonly 8: [Item, Item, Item, Item, Item, Item, Item, Item];
}

/** A list of `Count` items: a tuple where `Count` is a number up to 8, else of any length. */
export type TupleOf<Item, Count extends number> = Count extends keyof Tuples<Item>
  ? Tuples<Item>[Count]
  : Item[];

/**
 * The shape of a tensor of `count` dims, as a tuple: `const [n, t, c] = x.dims(3)`.
 * @throws ShapeError when it has another number of dims.
 * @example
 * const [rows, columns] = zeros([2, 3]).dims(2);
 * console.log(rows * columns); // 6
 */
export function dims<const Count extends number>(
  x: TensorLike,
  count: Count,
): TupleOf<number, Count> {
  signatures.dims.check(arguments);
  const { shape } = toNode('dims', x);
  if (shape.length === count) return [...shape] as TupleOf<number, Count>;
  throw new ShapeError(
    `dims: the tensor has ${shape.length} dims, not ${count}: its shape is ${show(shape)}`,
  );
}

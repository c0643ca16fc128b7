/** Samples that two splits have in common. */

import { ShapeError } from '../../errors.js';
import type { Tensor } from '../../tensor/index.js';

/** Every row of the first dim as a key. */
function rowsOf(x: Tensor): string[] {
  const [count = 0] = x.shape;
  const values = x.toTypedArray();
  const width = count === 0 ? 0 : values.length / count;
  return Array.from({ length: count }, (_, i) =>
    values.subarray(i * width, (i + 1) * width).join(),
  );
}

/**
 * How many rows of `held` are rows of `train` as well.
 * @throws ShapeError when the rows of the two have different shapes.
 */
export function commonRows(train: Tensor, held: Tensor): number {
  const [a, b] = [train, held].map(({ shape }) => `[${shape.slice(1).join(', ')}]`);
  if (a !== b || train.ndim === 0 || held.ndim === 0) {
    throw new ShapeError(
      `compareSplits: samples have the shapes ${a} and ${b}. Pass the inputs of both splits, [N, ...]`,
    );
  }
  const known = new Set(rowsOf(train));
  return rowsOf(held).filter((row) => known.has(row)).length;
}

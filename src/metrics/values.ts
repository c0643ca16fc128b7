/** What every metric takes: tensors or plain lists, turned into numbers and checked once. */

import { ShapeError, ValueError } from '../errors.js';
import { Tensor } from '../tensor/index.js';

/** Numbers in a row: a tensor `[N]`, a typed array or a list. */
export type Values = Tensor | ArrayLike<number>;

/** Rows of numbers: a tensor `[N, C]`, or a list of lists. */
export type Rows = Tensor | readonly ArrayLike<number>[];

/** The numbers of `values`. */
export function numbersOf(values: Values): ArrayLike<number> {
  return values instanceof Tensor ? values.toTypedArray() : values;
}

/** The numbers of `rows`, row by row. */
export function rowsOf(op: string, rows: Rows): readonly ArrayLike<number>[] {
  if (!(rows instanceof Tensor)) return rows;
  const [count = 0, width = 0] = rows.shape;
  if (rows.ndim !== 2) {
    throw new ShapeError(`${op}: expected scores [N, C], got [${rows.shape.join(', ')}]`);
  }
  const values = rows.toTypedArray();
  return Array.from({ length: count }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

/**
 * The numbers of both lists, which must be of one length and not empty.
 * @throws ShapeError, ValueError.
 */
export function pairsOf(
  op: string,
  yTrue: Values,
  yPred: Values,
): readonly [truths: ArrayLike<number>, predictions: ArrayLike<number>] {
  const [truths, predictions] = [numbersOf(yTrue), numbersOf(yPred)];
  checkLengths(op, truths.length, predictions.length);
  return [truths, predictions];
}

/** @throws ShapeError for different lengths, ValueError for no samples. */
export function checkLengths(op: string, truths: number, predictions: number): void {
  if (truths !== predictions) {
    throw new ShapeError(
      `${op}: needs one prediction for each truth, got ${truths} truths and ` +
        `${predictions} predictions`,
    );
  }
  if (truths === 0) throw new ValueError(`${op}: there are no samples`);
}

/** The weights of `count` samples; 1 each when none are given. @throws ShapeError. */
export function weightsOf(op: string, given: Values | undefined, count: number): ArrayLike<number> {
  if (given === undefined) return new Float64Array(count).fill(1);
  const weights = numbersOf(given);
  if (weights.length === count) return weights;
  throw new ShapeError(`${op}: ${weights.length} sample weights for ${count} samples`);
}

/** Which classes a classifier takes for which. Counts only; drawing the table is the caller's. */

import { IndexError, ShapeError, ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { confusionMatrix } from '../../metrics/index.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';

/**
 * Counts of (actual, predicted) pairs of classes 0 to C - 1: `confusionMatrix` of
 * `chainrule/metrics`, filled batch by batch.
 *
 * @example
 * const matrix = new ConfusionMatrix(2);
 * matrix.add(tensor([[0.9, 0.1], [0.8, 0.2]]), tensor([0, 1], { dtype: 'int32' }));
 * console.log(matrix.counts(), matrix.accuracy); // [ [ 1, 0 ], [ 1, 0 ] ] 0.5
 */
export class ConfusionMatrix {
  /** Number of classes. */
  readonly classes: number;
  readonly #counts: Float64Array;

  /** @throws ValueError unless `classes` is a positive integer. */
  constructor(classes: number) {
    signatures.ConfusionMatrix.check(arguments);
    if (!Number.isInteger(classes) || classes < 1) {
      throw new ValueError(`ConfusionMatrix: classes must be a positive integer, got ${classes}`);
    }
    this.classes = classes;
    this.#counts = new Float64Array(classes * classes);
  }

  /**
   * Counts a batch: scores `[N, C]`, of which the highest is the prediction, or predicted classes
   * `[N]`; and the actual classes `[N]`. Returns the matrix itself.
   *
   * @throws ShapeError when there is not one class per prediction.
   * @throws IndexError for a class outside of 0 to C - 1; nothing is counted then.
   */
  add(predicted: Tensor, actual: Tensor): this {
    signatures.ConfusionMatrix$add.check(arguments);
    for (const x of [predicted, actual]) refuseForeign('ConfusionMatrix.add', x);
    const predictions = (predicted.ndim === 2 ? predicted.argmax(1) : predicted).toTypedArray();
    const truths = actual.toTypedArray();
    if (predictions.length !== truths.length || actual.ndim !== 1) {
      throw new ShapeError(
        `ConfusionMatrix.add: expected one actual class per prediction, got shapes ` +
          `[${predicted.shape.join(', ')}] and [${actual.shape.join(', ')}]`,
      );
    }
    for (const value of [...predictions, ...truths]) this.#check(value);
    if (truths.length === 0) return this;
    const labels = Array.from({ length: this.classes }, (_, label) => label);
    const counts = confusionMatrix(truths, predictions, { labels }).flat();
    this.#counts.forEach((before, cell) => {
      this.#counts[cell] = before + (counts[cell] ?? 0);
    });
    return this;
  }

  #check(value: number): void {
    if (Number.isInteger(value) && value >= 0 && value < this.classes) return;
    throw new IndexError(
      `ConfusionMatrix.add: no class ${value}, there are ${this.classes} (0 to ${this.classes - 1})`,
    );
  }

  /** Number of samples counted. */
  get total(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Share of the samples on the diagonal, 0 to 1; NaN when nothing has been counted. */
  get accuracy(): number {
    const hits = this.#counts.filter((_, cell) => cell % (this.classes + 1) === 0);
    return hits.reduce((sum, count) => sum + count, 0) / this.total;
  }

  /** The counts: row = actual class, column = predicted class. */
  counts(): number[][] {
    return Array.from({ length: this.classes }, (_, row) =>
      Array.from(this.#counts.subarray(row * this.classes, (row + 1) * this.classes)),
    );
  }
}

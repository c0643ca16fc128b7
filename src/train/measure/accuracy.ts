/** Accuracy of a classifier, as one of the measures that a `Trainer` or `evaluate` takes. */

import { ShapeError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/train.js';
import type { Tensor } from '../../tensor/index.js';

/**
 * Share of the samples whose highest score is that of their class: scores `[N, C]` (logits or
 * probabilities) and classes int32 `[N]` give a 0-d float32 from 0 to 1. Of equal scores the first
 * counts. NaN for no samples.
 *
 * @throws ShapeError when the shapes are others.
 * @example
 * const scores = tensor([[2, 1], [0, 3]]);
 * console.log(accuracy(scores, tensor([0, 0], { dtype: 'int32' })).item()); // 0.5
 */
export function accuracy(scores: Tensor, classes: Tensor): Tensor {
  signatures.accuracy.check(arguments);
  for (const x of [scores, classes]) refuseForeign('accuracy', x);
  const fits = scores.ndim === 2 && classes.ndim === 1 && scores.shape[0] === classes.shape[0];
  if (!fits) {
    throw new ShapeError(
      `accuracy: expected scores [N, C] and classes [N], got ${show(scores.shape)} and ` +
        show(classes.shape),
    );
  }
  return scores.argmax(1).eq(classes).to('float32').mean();
}

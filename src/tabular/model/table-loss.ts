/**
 * Losses and measures of a model of several members: each member learns from the rows of its own,
 * and is judged on those that it has not seen.
 */

import { arange, type Tensor } from '../../index.js';
import type { Measure, Measures } from '../../train/index.js';

/** The parts of a target `[N, 4]`, see batches.ts. */
function partsOf(y: Tensor): Record<'value' | 'weight' | 'fold' | 'side', Tensor> {
  const column = (at: number): Tensor => y.slice(1, at, at + 1).flatten();
  return { value: column(0), weight: column(1), fold: column(2), side: column(3) };
}

/** `[K, N]`: 1 where a member uses a row, on its side. */
function maskOf(y: Tensor, members: number): Tensor {
  const { fold, side } = partsOf(y);
  const own = arange(members).unsqueeze(1).eq(fold.unsqueeze(0)).to('float32');
  // To learn: all rows but those of its fold; to be judged: those of its fold alone.
  return own.sub(side.unsqueeze(0).neg().add(1)).abs();
}

/** The mean of `losses` `[K, N]` over the rows that count. */
function masked(losses: Tensor, y: Tensor): Tensor {
  const { weight } = partsOf(y);
  const mask = maskOf(y, losses.shape[0] ?? 1).mul(weight.unsqueeze(0));
  return losses.mul(mask).sum().div(mask.sum());
}

/** Cross-entropy with smoothed labels. */
export function classLoss(classes: number, labelSmoothing: number): Measure {
  return (prediction, y) => {
    const target = partsOf(y).value.to('int32').oneHot(classes).to('float32');
    const smooth = target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
    return masked(prediction.logSoftmax(2).mul(smooth).sum(2).neg(), y);
  };
}

/** The mean squared error of standardised numbers. */
export const numberLoss: Measure = (prediction, y) =>
  masked(prediction.squeeze(2).sub(partsOf(y).value.unsqueeze(0)).square(), y);

/** What is shown while a classifier learns. */
export const classMeasures: Measures = {
  accuracy: (prediction, y) => {
    const mask = maskOf(y, prediction.shape[0] ?? 1).unsqueeze(2);
    const votes = prediction.softmax(2).mul(mask).sum(0);
    return votes.argmax(1).eq(partsOf(y).value.to('int32')).to('float32').mean();
  },
};

/** What is shown while a regression learns: the share of the variance that is explained. */
export const numberMeasures: Measures = {
  r2: (prediction, y) => numberLoss(prediction, y).neg().add(1),
};

/**
 * Where classes are uneven: how far rare ones are preferred when a row is given its class. A model
 * that learned with class weights finds more of the rare ones, at the price of other mistakes; on
 * rows that it has not learned from one can see which price is paid. Source of the shift by the
 * logarithm of frequencies: Menon et al., "Long-tail learning via logit adjustment", 2021.
 */

import { accuracyScore, balancedAccuracyScore } from '../../metrics/index.js';
import { tensor } from '../../tensor/index.js';
import { classCounts } from './class-weights.js';
import type { TableTraining } from './table-training.js';
import { unseenOutputs } from './unseen.js';

/** Share of the accuracy that preferring rare classes may cost, on rows not learned from. */
const price = 0.003;
/** Powers of the frequencies by which logits are shifted; the weights in the loss are -0.5. */
const powers: readonly number[] = Array.from({ length: 21 }, (_, i) => (i - 10) / 20);

/** A preference and what it does, on the rows that chose it. */
export interface Decision {
  /** Added to the logit of each class. */
  readonly shift: readonly number[];
  readonly accuracy: number;
  readonly balancedAccuracy: number;
}

/**
 * The preference with the highest balanced accuracy among those that cost no more than 0.3 % of the
 * accuracy; null where the classes have not been weighed by themselves.
 */
export function fitDecision(training: TableTraining): Decision | null {
  const { fitted, split, samples, classWeighting } = training;
  if (classWeighting !== 'auto' || samples.classWeights === null) return null;
  const { outputs: logits, truths, width: classes } = unseenOutputs(training.model, training);
  const frequencies = Array.from(
    classCounts(fitted, split.train),
    (count) => Math.max(count, 0.5) / split.train.length,
  );
  const tried = powers.map((power): Decision => {
    const shift = frequencies.map((frequency) => -power * Math.log(frequency));
    const predicted = classesBy(logits, classes, shift);
    return {
      shift,
      accuracy: accuracyScore(truths, predicted),
      balancedAccuracy: balancedAccuracyScore(truths, predicted),
    };
  });
  const highest = Math.max(...tried.map(({ accuracy }) => accuracy));
  const affordable = tried.filter(({ accuracy }) => accuracy >= highest - price);
  return affordable.reduce((a, b) => (b.balancedAccuracy > a.balancedAccuracy ? b : a));
}

function classesBy(logits: Float32Array, classes: number, shift: readonly number[]): Int32Array {
  return Int32Array.from({ length: logits.length / classes }, (_, row) => {
    let [best, highest] = [0, Number.NEGATIVE_INFINITY];
    for (let label = 0; label < classes; label++) {
      const value = (logits[row * classes + label] ?? 0) + (shift[label] ?? 0);
      if (value > highest) [best, highest] = [label, value];
    }
    return best;
  });
}

/** Adds the preference to the model for good: to its last bias, of each member. */
export function applyDecision({ model }: TableTraining, { shift }: Decision): void {
  const { bias } = model.skip;
  bias.assign(bias.add(tensor([...shift])));
}

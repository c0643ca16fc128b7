/** The samples that a recipe's model is most sure of and wrong about, to be looked at. */

import { DataLoader } from '../../data/index.js';
import { type nn, noGrad } from '../../index.js';
import { judgedAtOnce, type Samples } from '../recipe/recipe.js';

/** A sample that was taken for another class. */
export interface SampleMistake {
  /** Its number among the samples that are judged, from 0. */
  readonly row: number;
  readonly actual: string;
  readonly predicted: string;
  /** Probability of the predicted class. */
  readonly by: number;
  /** What the model was shown, where that is a small picture; else null. */
  readonly picture: { readonly width: number; readonly values: readonly number[] } | null;
}

const mostMistakes = 200;
/** Wider pictures would make a page heavy. */
const widest = 32;

/** The worst mistakes, the worst first. */
export function sampleMistakes(
  model: nn.Layer,
  samples: Samples,
  labels: readonly string[],
): SampleMistake[] {
  const found: SampleMistake[] = [];
  let row = 0;
  model.eval();
  for (const [x, y] of new DataLoader(samples, { batchSize: judgedAtOnce })) {
    const shares = noGrad(() => model.forward(x).softmax(1)).toTypedArray();
    const [inputs, targets] = [x.toTypedArray(), y.toTypedArray()];
    const width = x.numel / targets.length;
    targets.forEach((actual, i) => {
      const own = shares.subarray(i * labels.length, (i + 1) * labels.length);
      const by = Math.max(...own);
      const predicted = own.indexOf(by);
      const values = inputs.subarray(i * width, (i + 1) * width);
      const names = { actual: labels[actual] ?? '', predicted: labels[predicted] ?? '' };
      if (predicted !== actual) {
        found.push({ row: row + i, ...names, by, picture: pictureOf(values) });
      }
    });
    row += targets.length;
  }
  return found.sort((a, b) => b.by - a.by).slice(0, mostMistakes);
}

/** A square picture in one colour, its values from 0 to 1. */
export function pictureOf(values: ArrayLike<number>): SampleMistake['picture'] {
  const width = Math.sqrt(values.length);
  if (!Number.isInteger(width) || width > widest || width < 4) return null;
  const all = Array.from(values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const scale = high > low ? 1 / (high - low) : 0;
  return { width, values: all.map((value) => Math.round(100 * (value - low) * scale) / 100) };
}

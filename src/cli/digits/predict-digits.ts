/** What a trained classifier of digits takes the pictures of a file for. */

import { type nn, type Tensor, tensor } from '../../index.js';
import type { Style } from '../recipe/recipe.js';
import { percent } from '../screen/numbers.js';
import { pixels, readSamples, type Sample } from './sample-file.js';

/** What the model says of one picture. */
interface Prediction {
  readonly sample: Sample;
  readonly digit: number;
  /** 0 to 1. */
  readonly probability: number;
}

/** Pictures as the model takes them, `[N, 64]`. */
export function inputOf(samples: readonly Pick<Sample, 'values'>[]): Tensor {
  const values = Float32Array.from(samples.flatMap((sample) => sample.values));
  return tensor(values, { shape: [samples.length, pixels] });
}

function predict(model: nn.Layer, samples: readonly Sample[]): Prediction[] {
  const probabilities = model.forward(inputOf(samples)).softmax(1);
  const digits = probabilities.argmax(1).toTypedArray();
  const highest = probabilities.amax(1).toTypedArray();
  return samples.map((sample, i) => ({
    sample,
    digit: digits[i] ?? 0,
    probability: highest[i] ?? 0,
  }));
}

function describe({ sample, digit, probability }: Prediction, style: Style): string {
  const line = `${sample.place.padEnd(10)}  digit ${digit}  ${percent(probability).padStart(7)}`;
  if (sample.label === null || sample.label === digit) return line;
  return `${line}  ${style('red', `wrong, it is ${sample.label}`)}`;
}

/** A line for each picture in `file`. @throws DataError as `readSamples` does. */
export function* predictDigits(model: nn.Layer, file: string, style: Style): Generator<string> {
  const predictions = predict(model, readSamples(file));
  for (const prediction of predictions) yield describe(prediction, style);
  const labelled = predictions.filter(({ sample }) => sample.label !== null);
  if (labelled.length === 0) return;
  const right = labelled.filter(({ sample, digit }) => sample.label === digit).length;
  yield `accuracy ${percent(right / labelled.length)} (${right} of ${labelled.length})`;
}

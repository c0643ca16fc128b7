/** `chainrule predict`: what a trained classifier takes the pictures of a file for. */

import { tensor } from '../../index.js';
import { loadCheckpoint } from '../../train/index.js';
import { percent } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';
import { DigitsClassifier, pixels, settingsOf } from './digits.js';
import { readSamples, type Sample } from './sample-file.js';

/** What the model says of one picture. */
interface Prediction {
  readonly sample: Sample;
  readonly digit: number;
  /** 0 to 1. */
  readonly probability: number;
}

function loadClassifier(path: string): DigitsClassifier {
  const checkpoint = loadCheckpoint(path);
  const model = new DigitsClassifier(settingsOf(checkpoint.facts, path).hidden);
  model.loadStateDict(checkpoint.model);
  model.eval();
  return model;
}

function predict(model: DigitsClassifier, samples: readonly Sample[]): Prediction[] {
  const values = Float32Array.from(samples.flatMap((sample) => sample.values));
  const x = tensor(values, { shape: [samples.length, pixels] });
  const probabilities = model.forward(x).softmax(1);
  const digits = probabilities.argmax(1).toTypedArray();
  const highest = probabilities.amax(1).toTypedArray();
  return samples.map((sample, i) => ({
    sample,
    digit: digits[i] ?? 0,
    probability: highest[i] ?? 0,
  }));
}

function describe({ sample, digit, probability }: Prediction, terminal: Terminal): string {
  const line = `${sample.place.padEnd(10)}  digit ${digit}  ${percent(probability).padStart(7)}`;
  if (sample.label === null || sample.label === digit) return line;
  return `${line}  ${terminal.style('red', `wrong, it is ${sample.label}`)}`;
}

/** `chainrule predict` with a model of digits: a line for each picture. */
export function predictDigits(checkpoint: string, file: string, terminal: Terminal): number {
  const model = loadClassifier(checkpoint);
  const predictions = predict(model, readSamples(file));
  const lines = predictions.map((prediction) => describe(prediction, terminal));
  const labelled = predictions.filter(({ sample }) => sample.label !== null);
  if (labelled.length > 0) {
    const right = labelled.filter(({ sample, digit }) => sample.label === digit).length;
    lines.push(`accuracy ${percent(right / labelled.length)} (${right} of ${labelled.length})`);
  }
  terminal.write(`${lines.join('\n')}\n`);
  return 0;
}

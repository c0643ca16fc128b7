/** `chainrule predict`: what a trained classifier takes the pictures of a file for. */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../errors.js';
import { tensor } from '../index.js';
import { loadCheckpoint } from '../train/index.js';
import type { Command } from './command.js';
import { DigitsClassifier, pixels, settingsOf } from './digits.js';
import { percent } from './progress-line.js';
import { readSamples, type Sample } from './sample-file.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** What the model says of one picture. */
interface Prediction {
  readonly sample: Sample;
  readonly digit: number;
  /** 0 to 1. */
  readonly probability: number;
}

/** A checkpoint, or the best (else the last) one of a run's folder. */
function checkpointPath(path: string): string {
  if (!existsSync(path)) {
    throw new DataError(`predict: no checkpoint '${path}': no such file or folder`);
  }
  if (!statSync(path).isDirectory()) return path;
  const found = ['best.safetensors', 'last.safetensors']
    .map((name) => join(path, name))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new DataError(`predict: the folder '${path}' has no checkpoint in it (best.safetensors)`);
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
  const highest = probabilities.max(1).toTypedArray();
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

/** `chainrule predict`. */
export const predictCommand: Command = {
  usage: '<checkpoint> <file>',
  help: 'Says which digits the pictures in a file show (64 numbers each, CSV or JSON).',
  options: {},
  run: async ({ positionals }, terminal) => {
    const [checkpoint, file, extra] = positionals;
    if (checkpoint === undefined || file === undefined) {
      throw new UsageError('predict needs a checkpoint (or the folder of a run) and a file');
    }
    if (extra !== undefined) throw new UsageError(`predict: '${extra}' is one word too many`);
    const model = loadClassifier(checkpointPath(checkpoint));
    const predictions = predict(model, readSamples(file));
    const lines = predictions.map((prediction) => describe(prediction, terminal));
    const labelled = predictions.filter(({ sample }) => sample.label !== null);
    if (labelled.length > 0) {
      const right = labelled.filter(({ sample, digit }) => sample.label === digit).length;
      lines.push(`accuracy ${percent(right / labelled.length)} (${right} of ${labelled.length})`);
    }
    terminal.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

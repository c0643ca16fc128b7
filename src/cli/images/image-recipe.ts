/** A folder of pictures as a recipe: a small convolutional network and augmentation. */

import { basename, resolve } from 'node:path';
import {
  compose,
  cutout,
  flip,
  ImageFolder,
  imagePaths,
  type Picture,
  randomCrop,
  readImage,
  resizePicture,
  rotate,
  TensorDataset,
  TransformedDataset,
  trainTestSplit,
} from '../../data/index.js';
import { DataError } from '../../errors.js';
import { nn, optim, type Tensor, tensor } from '../../index.js';
import { accuracy, type Facts } from '../../train/index.js';
import { taskOf } from '../args/run-names.js';
import type { Recipe, RecipeData, RecipeSettings, Style } from '../recipe/recipe.js';
import { percent } from '../screen/numbers.js';
import { ImageClassifier } from './image-classifier.js';

/** What checkpoints say. */
export const imageModel = 'image-cnn';

/** Decoded pictures may take so many numbers of 4 bytes. */
const mostValues = 5e8;
/** Smaller folders get more epochs. */
const stepsWanted = 1500;
const labelSmoothing = 0.1;
/** Pictures of a file or folder that go through the model at once. */
const predictedAtOnce = 64;

/** The size that most pictures of a folder suggest: a power of two, 16 to 64. */
function sizeFor({ samples }: ImageFolder): number {
  const step = Math.max(1, Math.floor(samples.length / 16));
  const looked = samples.filter((_, i) => i % step === 0);
  const sides = looked.map(({ path }) => {
    const { height, width } = readImage(path);
    return Math.min(height, width);
  });
  sides.sort((a, b) => a - b);
  const median = sides[Math.floor(sides.length / 2)] ?? 32;
  return Math.max(16, Math.min(64, 2 ** Math.round(Math.log2(median))));
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/**
 * The recipe of the folder `root`; `facts` are those of a checkpoint, with which pictures can be
 * predicted when the folder is gone.
 * @throws DataError for a folder that is none of pictures.
 */
export function imageRecipe(root: string, facts: Facts = {}): Recipe {
  const known = isListOfTexts(facts.labels) ? facts.labels : null;
  const folder = known === null ? new ImageFolder(root, { size: 32 }) : null;
  const labels = known ?? folder?.classes ?? [];
  const count = folder?.length ?? 0;
  const size = folder === null ? 32 : sizeFor(folder);
  const epochs = Math.max(10, Math.min(60, Math.round((stepsWanted * 32) / Math.max(1, count))));
  return {
    name: taskOf(basename(resolve(root))),
    settings: { epochs, batchSize: 32, lr: 3e-3, seed: 1337, size },
    labels,
    facts: (settings) => ({
      model: imageModel,
      recipe: resolve(root),
      settings: { ...settings },
      labels: [...labels],
    }),
    data: (settings) => dataOf(root, settings),
    model: (settings) => new ImageClassifier(labels.length, Number(settings.size)),
    loss: (logits, target) => nn.functional.crossEntropy(logits, target, { labelSmoothing }),
    metrics: { accuracy },
    optimizer: (model, { lr }) => new optim.AdamW(model.parameters(), { lr, weightDecay: 0.05 }),
    describe: (_, { size: side }) =>
      `convolutional network on ${side} x ${side}, with crops, flips, turns and cutout`,
    predict: (model, file, style) => predictImages(model, file, labels, style),
    predictable: '<picture or folder>',
    pictures: {
      files: ['.png', '.jpg', '.jpeg'],
      read: (file, { size: side }) => ({
        x: stacked([resizePicture(readImage(file), [Number(side), Number(side)])], Number(side)),
        places: [basename(file)],
        actual: [null],
      }),
      drawing: null,
    },
  };
}

/** All pictures decoded, divided by class; the ones to learn from are made anew in each epoch. */
function dataOf(root: string, { seed, ...settings }: RecipeSettings): RecipeData {
  const size = Number(settings.size);
  const folder = new ImageFolder(root, { size });
  if (folder.length * 3 * size * size > mostValues) {
    throw new DataError(
      `train: the ${folder.length} pictures of '${root}' do not fit into memory at ${size} x ${size}. ` +
        'Write a recipe with a loader of your own: chainrule train recipe.ts',
    );
  }
  const all = new Float32Array(folder.length * 3 * size * size);
  const labels = Int32Array.from(folder.samples, ({ label }) => label);
  folder.samples.forEach(({ path }, i) => {
    all.set(folder.read(path).values, i * 3 * size * size);
  });
  const x = tensor(all, { shape: [folder.length, 3, size, size] });
  const y = tensor(labels, { dtype: 'int32' });
  checkCounts(root, folder.classes, labels);
  const classes = Array.from(labels);
  const [rest, test] = trainTestSplit(new TensorDataset(x, y), {
    testSize: Math.max(folder.classes.length, Math.round(0.2 * folder.length)),
    stratify: classes,
    seed,
  });
  const left = Array.from(rest.tensors[1].toTypedArray());
  const [train, validation] = trainTestSplit(rest, {
    testSize: Math.max(folder.classes.length, Math.round(0.15 * rest.length)),
    stratify: left,
    seed,
  });
  const pad = Math.max(1, Math.round(size / 10));
  const augment = compose([
    randomCrop(size, { padding: pad }),
    flip(),
    rotate(10),
    cutout(Math.round(size / 4), { p: 0.5 }),
  ]);
  return { train: new TransformedDataset(train, augment, { seed }), validation, test };
}

/** Fewest pictures of a class, so that each part gets some. */
const fewest = 5;

function checkCounts(root: string, classes: readonly string[], labels: Int32Array): void {
  const counts = classes.map((_, label) => labels.filter((one) => one === label).length);
  const rare = counts.findIndex((count) => count < fewest);
  if (rare < 0) return;
  throw new DataError(
    `train: the class '${classes[rare]}' of '${root}' has ${counts[rare]} pictures, at least ${fewest} ` +
      'are needed: some to learn from, some to choose the epoch by, some to judge by',
  );
}

/** A line for each picture. */
function* predictImages(
  model: nn.Layer,
  path: string,
  labels: readonly string[],
  style: Style,
): Generator<string> {
  const size = model instanceof ImageClassifier ? model.size : 32;
  const paths = imagePaths(path);
  if (paths.length === 0) {
    throw new DataError(`predict: there is no picture (.png, .jpg) in '${path}'`);
  }
  const width = Math.max(...paths.map((one) => one.length));
  for (let start = 0; start < paths.length; start += predictedAtOnce) {
    const part = paths.slice(start, start + predictedAtOnce);
    const pictures = part.map((one) => resizePicture(readImage(one), [size, size]));
    const probabilities = model.forward(stacked(pictures, size)).softmax(1);
    const [best, sure] = [
      probabilities.argmax(1).toTypedArray(),
      probabilities.amax(1).toTypedArray(),
    ];
    for (const [i, one] of part.entries()) {
      const label = labels[best[i] ?? -1] ?? '';
      const shown = (sure[i] ?? 0) < 0.5 ? style('red', label) : label;
      yield `${one.padEnd(width)}  ${shown}  ${percent(sure[i] ?? 0)}`;
    }
  }
}

function stacked(pictures: readonly Picture[], size: number): Tensor {
  const all = new Float32Array(pictures.length * 3 * size * size);
  pictures.forEach(({ values }, i) => {
    all.set(values, i * values.length);
  });
  return tensor(all, { shape: [pictures.length, 3, size, size] });
}

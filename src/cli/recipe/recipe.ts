/**
 * What a recipe is: settings, data, model and loss, from which `chainrule train` makes a training.
 * Digits and folders of pictures are recipes inside; load-recipe.ts reads a user's own from a file.
 */

import { DataLoader, type Dataset } from '../../data/index.js';
import { manualSeed, type nn, optim, type Tensor } from '../../index.js';
import {
  type CheckpointParts,
  type Facts,
  LayerLog,
  type Measures,
  Trainer,
} from '../../train/index.js';
import { currentSpread } from '../../train/ranks/spread.js';

/** Samples of an input and a target. */
export type Samples = Dataset<[x: Tensor, y: Tensor]>;

/** Settings by name: the four that each recipe has, and its own ones. */
export interface RecipeSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Learning rate at the start; it falls to 0 along a cosine unless the recipe says otherwise. */
  readonly lr: number;
  readonly seed: number;
  readonly [name: string]: number | string | boolean;
}

/** The samples to learn from, to choose the best epoch by, and to judge it by in the end. */
export interface RecipeData {
  readonly train: Samples;
  readonly validation: Samples;
  readonly test: Samples | null;
}

/** A recipe. */
export interface Recipe {
  /** What runs are named for. */
  readonly name: string;
  readonly settings: RecipeSettings;
  /** Names of the classes, by their number; null when the target is no class. */
  readonly labels: readonly string[] | null;
  /** What a checkpoint says, so that the recipe is found again. */
  readonly facts: (settings: RecipeSettings) => Facts;
  readonly data: (settings: RecipeSettings) => RecipeData;
  readonly model: (settings: RecipeSettings) => nn.Layer;
  readonly loss: (prediction: Tensor, target: Tensor) => Tensor;
  readonly metrics: Measures;
  /** Whether steps are replayed; undefined for where the trainer sees that they can be. */
  readonly compile?: boolean | undefined;
  readonly optimizer: (model: nn.Layer, settings: RecipeSettings) => optim.Optimizer;
  /** A line about the model. */
  readonly describe: (model: nn.Layer, settings: RecipeSettings) => string;
  /** Lines about each sample of a file; null where the recipe does not say how. */
  readonly predict: ((model: nn.Layer, file: string, style: Style) => Iterable<string>) | null;
  /** What stands for the file in the line that says how to predict. */
  readonly predictable: string;
  /** How pictures come to the model from elsewhere than its data; null where they cannot. */
  readonly pictures: PictureInputs | null;
}

/** Inputs of a model that names what a picture shows. */
export interface PictureInputs {
  /** Endings of the files that `read` takes: `.png`. */
  readonly files: readonly string[];
  /** @throws DataError for a file that cannot be read. */
  readonly read: (file: string, settings: RecipeSettings) => PictureSamples;
  /** Pixels along a side of pictures that can be drawn, and what is made of their ink, 0 to 1. */
  readonly drawing: {
    readonly side: number;
    readonly input: (ink: readonly number[]) => Tensor;
  } | null;
}

/** Pictures of a file. */
export interface PictureSamples {
  /** All inputs, `[N, ...]`. */
  readonly x: Tensor;
  /** Where each stands in the file. */
  readonly places: readonly string[];
  /** What each shows, where the file says so. */
  readonly actual: readonly (string | null)[];
}

/** Marks a text, on a screen that can. */
export type Style = (style: 'red', text: string) => string;

/** A training that is ready to begin. */
export interface RecipeTraining extends RecipeData {
  readonly model: nn.Layer;
  readonly optimizer: optim.Optimizer;
  readonly scheduler: optim.lrScheduler.CosineAnnealingLR;
  readonly trainer: Trainer;
  /** Batches of an epoch. */
  readonly batches: number;
}

/** Rows of a batch when nothing is learned. */
export const judgedAtOnce = 1024;

/** Rows that the layers are watched with. */
const watchedRows = 64;

/** Some inputs to look into the model with. */
function sampleOf(samples: Samples): Tensor[] {
  for (const [x] of new DataLoader(samples, { batchSize: watchedRows })) return [x];
  return [];
}

/** Makes model, optimiser and data of a recipe; sets the global seed. */
export function prepareRecipe(recipe: Recipe, settings: RecipeSettings): RecipeTraining {
  manualSeed(settings.seed);
  const data = recipe.data(settings);
  const { batchSize, seed } = settings;
  const spread = currentSpread();
  const loader = spread.train(data.train, { batchSize, seed });
  const model = recipe.model(settings);
  const optimizer = recipe.optimizer(model, settings);
  const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, settings.epochs);
  const trainer = new Trainer(spread.share(model), {
    optimizer,
    scheduler,
    loss: recipe.loss,
    train: loader,
    validation: spread.validation(data.validation, judgedAtOnce),
    metrics: recipe.metrics,
    doctor: true,
    callbacks: [new LayerLog({ sample: sampleOf(data.validation) })],
    ...(recipe.compile === undefined ? {} : { compile: recipe.compile }),
  });
  return { ...data, model, optimizer, scheduler, trainer, batches: loader.length };
}

/** What a checkpoint of the training holds. */
export function partsOf(
  { model, optimizer, scheduler, trainer }: RecipeTraining,
  facts: Facts,
): CheckpointParts {
  return { model, optimizer, scheduler, trainer, facts };
}

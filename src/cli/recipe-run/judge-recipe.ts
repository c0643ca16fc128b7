/** How good the model of a recipe is on the samples that it holds out, and how that is told. */

import { DataLoader } from '../../data/index.js';
import type { nn, Tensor } from '../../index.js';
import { ConfusionMatrix, evaluate, loadCheckpoint } from '../../train/index.js';
import { judgedAtOnce, type Recipe, type RecipeTraining, type Samples } from '../recipe/recipe.js';
import { confusionTable } from '../screen/confusion-table.js';
import { fourDigits, percent, thousands } from '../screen/numbers.js';
import type { Terminal } from '../screen/terminal.js';

/** What is found out about a checkpoint. */
export interface Result {
  readonly epoch: number;
  readonly rows: number;
  /** Means over the samples that are judged. */
  readonly scores: Readonly<Record<string, number>>;
  readonly confusion: ConfusionMatrix | null;
}

/** Judges the weights in the file `checkpoint`. @throws DataError when they do not fit. */
export async function judgeRecipe(
  recipe: Recipe,
  { model, validation, test }: RecipeTraining,
  checkpoint: string,
): Promise<Result> {
  const { facts } = loadCheckpoint(checkpoint, { model });
  const samples = test ?? validation;
  const loader = new DataLoader(samples, { batchSize: judgedAtOnce });
  const means = (await evaluate(model, loader, { loss: recipe.loss, ...recipe.metrics })) ?? {};
  const epoch = typeof facts.epoch === 'number' ? facts.epoch : 0;
  const { labels } = recipe;
  const confusion = labels === null ? null : confusionOf(model, samples, labels.length);
  const accuracy = confusion === null ? {} : { accuracy: confusion.accuracy };
  return { epoch, rows: samples.length, scores: { ...means, ...accuracy }, confusion };
}

function confusionOf(model: nn.Layer, samples: Samples, classes: number): ConfusionMatrix {
  const matrix = new ConfusionMatrix(classes);
  model.eval();
  const loader: DataLoader<[x: Tensor, y: Tensor]> = new DataLoader(samples, {
    batchSize: judgedAtOnce,
  });
  for (const [x, y] of loader) matrix.add(model.forward(x), y);
  return matrix;
}

/** For people: the confusion of few classes, and the scores. */
export function resultLines(
  recipe: Recipe,
  { test }: RecipeTraining,
  { epoch, rows, scores, confusion }: Result,
  { style }: Terminal,
): string[] {
  const where = test === null ? 'validation' : 'test';
  if (confusion === null) {
    const shown = Object.entries(scores).map(([name, value]) => `${name} ${fourDigits(value)}`);
    return [
      style('bold', `${where} ${shown.join('  ')}`),
      `of ${thousands(rows)} samples, with the weights of epoch ${epoch}`,
    ];
  }
  const labels = recipe.labels ?? [];
  const table = labels.length > 15 ? [] : [confusionTable(confusion.counts(), style, labels), ''];
  const wrong = Math.round(rows * (1 - confusion.accuracy));
  return [
    ...table,
    style('bold', `${where} accuracy ${percent(confusion.accuracy)}`),
    `${wrong} of ${thousands(rows)} samples wrong, with the weights of epoch ${epoch}`,
  ];
}

/** For programs. */
export function asData({ confusion, ...rest }: Result): object {
  return { ...rest, confusion: confusion?.counts() ?? null };
}

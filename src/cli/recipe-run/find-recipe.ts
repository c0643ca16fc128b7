/** Recipes by what is typed, and by what a checkpoint says. */

import { existsSync, statSync } from 'node:fs';
import { DataError } from '../../errors.js';
import type { Facts } from '../../train/index.js';
import { fieldsOf, type Guard, isCount, isNumber } from '../../train/json/guards.js';
import { digitsModel, digitsRecipe } from '../digits/digits.js';
import { imageModel, imageRecipe } from '../images/image-recipe.js';
import { isRecipeFile, loadRecipe } from '../recipe/load-recipe.js';
import type { Recipe, RecipeSettings } from '../recipe/recipe.js';
import { readDescription } from '../table/run-record.js';

/** The recipe that `name` is of: digits, a folder of pictures, a file; null for another thing. */
export async function recipeNamed(name: string): Promise<Recipe | null> {
  if (name === 'digits') return digitsRecipe;
  if (isRecipeFile(name)) return loadRecipe(name);
  return existsSync(name) && statSync(name).isDirectory() ? imageRecipe(name) : null;
}

/** Whether a checkpoint is of a recipe. */
export function isOfRecipe({ model }: Facts): boolean {
  return model === digitsModel || model === imageModel || model === 'recipe';
}

const isSettings: Guard<RecipeSettings> = fieldsOf<RecipeSettings>({
  epochs: isCount,
  batchSize: isCount,
  lr: isNumber,
  seed: isCount,
});

/** What `run.json` says of the training of a recipe. */
interface RecipeRecord {
  /** What was typed: a name, a file, a folder. */
  readonly source: string;
  readonly settings: RecipeSettings;
}

const isText: Guard<string> = (value): value is string => typeof value === 'string';
const isRecord = fieldsOf<RecipeRecord>({ source: isText, settings: isSettings });

/** The record in the folder of a run. @throws DataError when it has none. */
export function readRecipeRecord(folder: string): RecipeRecord {
  const found = readDescription(folder);
  if (isRecord(found)) return found;
  throw new DataError(
    `resume: '${folder}' was killed before it was written down what it is. Train with its name anew`,
  );
}

/**
 * The recipe in the facts of a checkpoint and its settings; `path` names it in errors.
 * @throws DataError when it is of another model.
 */
export async function recipeOf(
  facts: Facts,
  path: string,
): Promise<{ readonly recipe: Recipe; readonly settings: RecipeSettings }> {
  const { model, settings } = facts;
  if (isSettings(settings)) {
    if (model === digitsModel) return { recipe: digitsRecipe, settings };
    if (model === imageModel) return { recipe: imageRecipe(sourceOf(facts), facts), settings };
    if (model === 'recipe') return { recipe: await loadRecipe(sourceOf(facts)), settings };
  }
  throw new DataError(
    `${path} holds ${typeof model === 'string' ? `the model '${model}'` : 'a model of its own'}; ` +
      `the command line knows '${digitsModel}'. Load it with loadCheckpoint from chainrule/train`,
  );
}

function sourceOf({ recipe }: Facts): string {
  return typeof recipe === 'string' ? recipe : '';
}

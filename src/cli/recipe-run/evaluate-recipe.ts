/** `chainrule evaluate` with the model of a recipe: on the samples that its data holds out. */

import { loadCheckpoint } from '../../train/index.js';
import type { Given } from '../args/options.js';
import { UsageError } from '../args/usage-error.js';
import { prepareRecipe } from '../recipe/recipe.js';
import type { Terminal } from '../screen/terminal.js';
import { recipeOf } from './find-recipe.js';
import { asData, judgeRecipe, resultLines } from './judge-recipe.js';

/** Judges the checkpoint `path`. Resolves with the exit code. */
export async function evaluateRecipe(
  path: string,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const { recipe, settings } = await recipeOf(loadCheckpoint(path).facts, path);
  if (given.positionals.length > 1) {
    throw new UsageError(
      `evaluate: ${recipe.name} is judged on the samples that it holds out, so leave out the file`,
    );
  }
  const training = prepareRecipe(recipe, settings);
  const result = await judgeRecipe(recipe, training, path);
  const isJson = given.options.has('json');
  const text = isJson
    ? JSON.stringify(asData(result))
    : resultLines(recipe, training, result, terminal).join('\n');
  terminal.write(`${text}\n`);
  return 0;
}

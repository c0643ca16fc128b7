/** `chainrule predict` with the model of a recipe: lines that the recipe writes about a file. */

import { DataError } from '../../errors.js';
import { loadCheckpoint } from '../../train/index.js';
import type { Terminal } from '../screen/terminal.js';
import { recipeOf } from './find-recipe.js';

/** Lines that are written at once. */
const linesAtOnce = 256;

/** `chainrule predict`. Resolves with the exit code. */
export async function predictRecipe(
  path: string,
  file: string,
  terminal: Terminal,
): Promise<number> {
  const checkpoint = loadCheckpoint(path);
  const { recipe, settings } = await recipeOf(checkpoint.facts, path);
  if (recipe.predict === null) {
    throw new DataError(
      `predict: the recipe '${recipe.name}' does not say how. Add: export function predict(model, ` +
        'file) { return lines; }',
    );
  }
  const model = recipe.model(settings);
  model.loadStateDict(checkpoint.model);
  model.eval();
  let lines: string[] = [];
  for (const line of recipe.predict(model, file, (style, text) => terminal.style(style, text))) {
    lines.push(`${line}\n`);
    if (lines.length < linesAtOnce) continue;
    await terminal.writeAll(lines.join(''));
    lines = [];
  }
  await terminal.writeAll(lines.join(''));
  return 0;
}

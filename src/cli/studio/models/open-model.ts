/** Models of runs for the studio's page: those that the command line itself has trained. */

import { statSync } from 'node:fs';
import { DataError } from '../../../errors.js';
import type { OpenModel, RunModel } from '../../../studio/index.js';
import { loadCheckpoint } from '../../../train/index.js';
import { checkpointPath } from '../../args/checkpoint-path.js';
import { isOfRecipe, recipeOf } from '../../recipe-run/find-recipe.js';
import { pictureModel } from './picture-model.js';
import { tableModel } from './table-model.js';

/** Models that stay loaded: somebody who types asks the same one again and again. */
const mostKept = 4;

async function load(path: string): Promise<RunModel> {
  const { facts, model: weights } = loadCheckpoint(path);
  if (facts.model === 'table') return tableModel(path);
  // Loading one would run code that the checkpoint names, and to look at a run is no leave to.
  if (facts.model === 'recipe' || !isOfRecipe(facts)) {
    throw new DataError(
      'The model of this run is of your own code, which the studio does not run. ' +
        `Where its recipe has predict, the command line does: npx chainrule predict <run> <file>`,
    );
  }
  const { recipe, settings } = await recipeOf(facts, path);
  const model = recipe.model(settings);
  model.loadStateDict(weights);
  model.eval();
  return pictureModel(recipe, settings, model);
}

/** A function that loads the model of a run, and keeps the ones that were asked last. */
export function modelOpener(): OpenModel {
  const kept = new Map<string, { readonly time: number; readonly model: RunModel }>();
  return async (folder) => {
    const path = checkpointPath('predict', folder);
    const time = statSync(path).mtimeMs;
    const known = kept.get(path);
    kept.delete(path);
    const found = known?.time === time ? known : { time, model: await load(path) };
    kept.set(path, found);
    for (const old of [...kept.keys()].slice(0, -mostKept)) kept.delete(old);
    return found.model;
  };
}

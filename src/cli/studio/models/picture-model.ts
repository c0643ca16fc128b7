/** A model of a recipe that names what a picture shows, as the studio's page asks it. */

import { DataError } from '../../../errors.js';
import type { nn, Tensor } from '../../../index.js';
import type { Predictions, RunModel } from '../../../studio/index.js';
import type { PictureSamples, Recipe, RecipeSettings } from '../../recipe/recipe.js';
import { withFile } from './dropped-file.js';

const mostRows = 5000;

/** The model of a recipe, ready to be asked. */
export function pictureModel(recipe: Recipe, settings: RecipeSettings, model: nn.Layer): RunModel {
  const { pictures } = recipe;
  const labels = recipe.labels ?? [];

  function answer({ x, places, actual }: PictureSamples): Predictions {
    const values = model.forward(x).softmax(1).toTypedArray();
    const rows = places.map((place, i) => {
      const own = Array.from(values.subarray(i * labels.length, (i + 1) * labels.length));
      const value = labels[own.indexOf(Math.max(...own))] ?? '';
      return { place, value, actual: actual[i] ?? null, probabilities: own };
    });
    const notes =
      rows.length > mostRows ? [`The first ${mostRows} of ${rows.length} pictures.`] : [];
    return { labels, rows: rows.slice(0, mostRows), notes };
  }

  function drawn(ink: readonly number[]): Tensor {
    const drawing = pictures?.drawing ?? null;
    if (drawing === null) throw new DataError('This model does not take drawings');
    if (ink.length === drawing.side ** 2) return drawing.input(ink);
    throw new DataError(
      `A drawing for this model has ${drawing.side} x ${drawing.side} pixels, got ${ink.length} numbers`,
    );
  }

  return {
    form: {
      target: 'looks like',
      fields: [],
      drawing: pictures?.drawing?.side ?? null,
      files: pictures?.files ?? [],
    },
    predict: async (question) => {
      switch (question.kind) {
        case 'row':
          throw new DataError('This model looks at pictures, not at rows');
        case 'drawing':
          return answer({ x: drawn(question.ink), places: ['drawing'], actual: [null] });
        case 'file': {
          if (pictures === null) throw new DataError('This model reads no files');
          return withFile(question, pictures.files, async (path) =>
            answer(pictures.read(path, settings)),
          );
        }
      }
    },
  };
}

/** `chainrule predict`: finds out what model it is, and hands over to it. */

import { loadCheckpoint } from '../train/index.js';
import { checkpointPath } from './args/checkpoint-path.js';
import type { Command } from './args/command.js';
import { UsageError } from './args/usage-error.js';
import { predictRecipe } from './recipe-run/predict-recipe.js';
import { predictTable } from './table/predict-table.js';
import { readingOptions } from './table/table-options.js';

/** `chainrule predict`. */
export const predictCommand: Command = {
  usage: '<run> <file>',
  help: 'Predicts the rows of a file (- for stdin) and writes them as CSV with the predictions.',
  options: {
    json: { value: null, help: 'write a line of JSON per row instead of CSV' },
    ...readingOptions,
  },
  run: async (given, terminal) => {
    const [checkpoint, file, extra] = given.positionals;
    if (checkpoint === undefined || file === undefined) {
      throw new UsageError('predict needs a checkpoint (or the folder of a run) and a file');
    }
    if (extra !== undefined) throw new UsageError(`predict: '${extra}' is one word too many`);
    const path = checkpointPath('predict', checkpoint);
    const { facts } = loadCheckpoint(path);
    if (facts.model === 'table') return predictTable(path, file, given, terminal);
    return predictRecipe(path, file, terminal);
  },
};

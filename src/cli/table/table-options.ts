/** The options of everything that reads a table, and of trainings on one. */

import {
  type ClassWeight,
  classWeightings,
  defaultWishes,
  type TableWishes,
} from '../../tabular/fit/settings.js';
import { type ModelKind, modelKinds } from '../../tabular/model/model-spec.js';
import type { Task } from '../../tabular/prepare/target.js';
import type { DecimalSign } from '../../tabular/read/cell.js';
import type { ReadTableOptions } from '../../tabular/read/read-table.js';
import { numberOption } from '../args/number-option.js';
import type { Given, OptionTable } from '../args/options.js';
import { UsageError } from '../args/usage-error.js';
import { listOption, shareOption, wordOption } from '../args/word-option.js';

/** How a file is read. */
export const readingOptions: OptionTable = {
  delimiter: { value: '<sign>', help: 'between two cells: , ; | or tab (found out)' },
  decimal: { value: '<sign>', help: 'between whole and fraction: . or , (found out)' },
  encoding: { value: '<name>', help: 'of the text, such as windows-1252 (found out)' },
  missing: { value: '<list>', help: 'texts that mean missing, with commas between them' },
  'skip-bad-rows': { value: null, help: 'leave out rows with too many or too few cells' },
};

/** What a training on a table can be told. */
export const tableOptions: OptionTable = {
  target: { value: '<column>', help: 'the column to predict (one that is called so, or the last)' },
  task: { value: '<task>', help: 'classification or regression (found out)' },
  exclude: { value: '<list>', help: 'columns not to use, with commas between them' },
  group: { value: '<column>', help: 'rows with the same value stay on one side of the split' },
  time: { value: '<column>', help: 'learn from earlier rows, hold out later ones' },
  test: { value: '<share>', help: 'share of the rows to hold out (0.2)' },
  model: { value: '<kind>', help: 'linear, mlp, resnet or ft-transformer (mlp)' },
  ensemble: { value: '<n>', help: 'networks side by side (by the number of rows)' },
  'class-weight': {
    value: '<how>',
    help: 'none, sqrt or balanced: rare classes count more (auto: where they are uneven)',
  },
};

/** How to read the file. @throws UsageError */
export function readingOf(given: Given): ReadTableOptions {
  const delimiter = given.options.get('delimiter');
  const decimal = wordOption<DecimalSign, undefined>(given, 'decimal', ['.', ','], undefined);
  const encoding = given.options.get('encoding');
  const missing = given.options.get('missing');
  return {
    ...(delimiter === undefined ? {} : { delimiter: delimiterSign(delimiter) }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(missing === undefined ? {} : { missing: ['', ...listOption(given, 'missing')] }),
    ...(given.options.has('skip-bad-rows') ? { skipBadRows: true } : {}),
  };
}

function delimiterSign(text: string): string {
  const sign = text === 'tab' || text === '\\t' ? '\t' : text;
  if (sign.length === 1) return sign;
  throw new UsageError(`--delimiter must be one sign, such as ; or tab, got '${text}'`);
}

/** What the user wants, with defaults for the rest. @throws UsageError */
export function wishesOf(given: Given, target: string): TableWishes {
  const fallback = defaultWishes(target);
  const count = (name: string): number | null =>
    given.options.has(name) ? numberOption(given, name, 'count', 1) : null;
  return {
    target,
    task: wordOption<Task, null>(given, 'task', ['classification', 'regression'], null),
    exclude: listOption(given, 'exclude'),
    group: given.options.get('group') ?? null,
    time: given.options.get('time') ?? null,
    test: shareOption(given, 'test', fallback.test),
    seed: numberOption(given, 'seed', 'seed', fallback.seed),
    model: wordOption<ModelKind, ModelKind>(given, 'model', modelKinds, fallback.model),
    ensemble: count('ensemble'),
    hidden: count('hidden'),
    epochs: count('epochs'),
    batchSize: count('batch-size'),
    lr: given.options.has('lr') ? numberOption(given, 'lr', 'positive', 1) : null,
    classWeight: wordOption<ClassWeight, ClassWeight>(
      given,
      'class-weight',
      classWeightings,
      fallback.classWeight,
    ),
  };
}

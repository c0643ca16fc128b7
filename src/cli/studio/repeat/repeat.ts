/**
 * What trains the same again: the words of the command line, from what `run.json` says, and which
 * settings are not the defaults. For the studio's page.
 */

import { existsSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { RunRepeat } from '../../../studio/index.js';
import { defaultWishes } from '../../../tabular/fit/settings.js';
import { loadTableModel } from '../../../tabular/saved/load-table-model.js';
import { digitsRecipe } from '../../digits/digits.js';
import { readRecipeRecord } from '../../recipe-run/find-recipe.js';
import { isAgentRun, readAgentRecord } from '../../rl/agent-record.js';
import { algorithmsFor } from '../../rl/algorithms.js';
import { recipeFor } from '../../rl/recipes.js';
import { programOf } from '../../table/program.js';
import { type RunRecord, readDescription, readRunRecord } from '../../table/run-record.js';

type Values = Readonly<Record<string, unknown>>;

/** A word as a shell takes it for one. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `--batch-size 32` for a setting, `--skip-bad-rows` for one that is on. */
function option(name: string, value: unknown): string[] {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === null || value === undefined || value === false) return [];
  if (value === true) return [flag];
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return text === '' ? [] : [flag, quoted(text)];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The settings that are others than the defaults, by their path in `run.json`. */
function changes(values: Values, defaults: Values, path: string): Record<string, string> {
  const names = Object.keys(defaults).filter((name) => !isSame(values[name], defaults[name]));
  return Object.fromEntries(
    names.map((name) => {
      const usual = defaults[name];
      const text = usual === null ? 'by the data' : String(isSame(usual, []) ? 'none' : usual);
      return [`${path}.${name}`, text];
    }),
  );
}

function words(source: string, options: readonly string[]): string {
  return ['npx chainrule train', quoted(source), ...options].join(' ');
}

/** How the file was read. The empty text is always a missing value, so it is no option. */
function readingOptions({ reading }: RunRecord): string[] {
  return Object.entries(reading).flatMap(([name, value]) => {
    if (name === 'delimiter' && value === '\t') return ['--delimiter', 'tab'];
    const isMissing = name === 'missing' && Array.isArray(value);
    return option(name, isMissing ? value.filter((text) => text !== '') : value);
  });
}

/** The program of `chainrule export`; null where nothing has been saved yet. */
function programIn(folder: string): RunRepeat['program'] {
  const path = ['best', 'last'].map((name) => join(folder, `${name}.safetensors`)).find(existsSync);
  if (path === undefined) return null;
  const run = relative(process.cwd(), folder);
  const { columns } = loadTableModel(path);
  return {
    command: `npx chainrule export ${quoted(run)} --format ts`,
    text: programOf(`${basename(folder)}.safetensors`, columns),
  };
}

function ofTable(folder: string): RunRepeat {
  const record = readRunRecord(folder);
  const { source, wishes } = record;
  const usual = defaultWishes(wishes.target);
  const told = Object.entries(wishes).filter(
    ([name, value]) => name === 'target' || !isSame(value, Reflect.get(usual, name)),
  );
  const options = told.flatMap(([name, value]) => option(name, value));
  return {
    command: words(source, [...options, ...readingOptions(record)]),
    usual: changes({ ...wishes }, { ...usual }, 'wishes'),
    program: programIn(folder),
  };
}

/** Settings of a recipe that the command line takes. */
const recipeSettings = ['epochs', 'batchSize', 'lr', 'seed', 'hidden'] as const;

function ofRecipe(folder: string): RunRepeat {
  const { source, settings } = readRecipeRecord(folder);
  // Others have their defaults from the data, or from code, which is not run to look at a run.
  const usual: Values = source === digitsRecipe.name ? digitsRecipe.settings : {};
  const told = recipeSettings.filter((name) => !isSame(settings[name], usual[name]));
  const options = told.flatMap((name) => option(name, settings[name]));
  return {
    command: words(source, options),
    usual: changes(settings, usual, 'settings'),
    program: null,
  };
}

function ofAgent(folder: string): RunRepeat {
  const { source, algo, steps, seed, options } = readAgentRecord(folder);
  const recipe = recipeFor(algo, source);
  const [first = algo] = algorithmsFor(source);
  const usualAlgo = source === 'Pendulum-v1' ? 'sac' : first;
  const { learningRate, hidden } = options;
  const isOwnRate = !isSame(learningRate, recipe.options.learningRate);
  const isOwnSize = !isSame(hidden, recipe.options.hidden);
  const told = [
    ...(algo === usualAlgo ? [] : option('algo', algo)),
    ...(steps === recipe.steps ? [] : option('steps', steps)),
    ...(isOwnRate ? option('lr', learningRate) : []),
    ...(isOwnSize && Array.isArray(hidden) ? option('hidden', hidden[0]) : []),
    ...(seed === 0 ? [] : option('seed', seed)),
  ];
  const { options: usual } = recipe;
  const known = Object.fromEntries(Object.entries(usual).filter(([name]) => name !== 'seed'));
  return {
    command: words(source, told),
    usual: {
      ...(steps === recipe.steps ? {} : { steps: String(recipe.steps) }),
      ...(seed === 0 ? {} : { seed: '0' }),
      ...changes(options, known, 'options'),
    },
    program: null,
  };
}

/** What trains the run in `folder` again. @throws DataError where that is not written down. */
export function repeatOf(folder: string): RunRepeat {
  if (isAgentRun(folder)) return ofAgent(folder);
  const found = readDescription(folder);
  const kind = typeof found === 'object' && found !== null ? Reflect.get(found, 'kind') : null;
  return kind === 'table' ? ofTable(folder) : ofRecipe(folder);
}

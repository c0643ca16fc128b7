/** A user's recipe from a file: a module that exports settings, data, model and loss. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { nn, optim, Tensor } from '../../index.js';
import { accuracy, type Measures } from '../../train/index.js';
import { taskOf } from '../args/run-names.js';
import { type AnyFunction, type Exports, importModule, isFunction } from './import-module.js';
import type { Recipe, RecipeData, RecipeSettings, Samples } from './recipe.js';

/** Whether a name is that of a module. */
export function isRecipeFile(name: string): boolean {
  return /\.(ts|mts|js|mjs)$/.test(name);
}

const defaults = { epochs: 20, batchSize: 32, lr: 1e-3, seed: 1337 };

/**
 * Loads the recipe in the file `path`.
 * @throws DataError that names the file and what is missing or wrong in it.
 */
export async function loadRecipe(path: string): Promise<Recipe> {
  if (!existsSync(path)) throw new DataError(`train: there is no file '${path}'`);
  const found = await importModule(resolve(path));
  const fail = (problem: string): DataError => new DataError(`${path}: ${problem}`);
  const need = (name: string, form: string): AnyFunction => {
    const value = found[name];
    if (isFunction(value)) return value;
    const what = value === undefined ? 'exports no' : 'exports something else as';
    throw fail(`a recipe ${what} ${name}. Write: export function ${form}`);
  };
  const [data, model, loss] = [
    need('data', 'data(settings) { return { train, validation, test }; }'),
    need('model', 'model(settings) { return new nn.Sequential(...); }'),
    need('loss', 'loss(prediction, target) { return ...; }'),
  ];
  const labels = labelsOf(found, fail);
  const { optimizer, predict } = found;
  return {
    name: taskOf(path).replace(/\.(ts|mts|js|mjs)$/, ''),
    settings: settingsOf(found, fail),
    labels,
    facts: (settings) => ({ model: 'recipe', recipe: resolve(path), settings: { ...settings } }),
    data: (settings) => dataOf(data(settings), fail),
    model: (settings) => {
      const made = model(settings);
      refuseForeign('train', made, 'module');
      if (isLayer(made)) return made;
      throw fail('model(settings) must return a module with forward(x), such as nn.Sequential');
    },
    loss: (prediction, target) => {
      const value = loss(prediction, target);
      if (value instanceof Tensor) return value;
      throw fail('loss(prediction, target) must return a tensor with one element');
    },
    metrics: metricsOf(found, labels),
    compile: typeof found.compile === 'boolean' ? found.compile : undefined,
    optimizer: (made, settings) => {
      const own = isFunction(optimizer) ? optimizer(made, settings) : null;
      if (own instanceof optim.Optimizer) return own;
      if (own !== null) throw fail('optimizer(model, settings) must return an optimizer of optim');
      return new optim.AdamW(made.parameters(), { lr: settings.lr });
    },
    describe: (made) => made.constructor.name,
    predict: isFunction(predict) ? (made, file) => linesOf(predict(made, file), fail) : null,
    predictable: '<file>',
    pictures: null,
  };
}

type Fail = (problem: string) => DataError;

function settingsOf(found: Exports, fail: Fail): RecipeSettings {
  const own = found.settings ?? {};
  if (typeof own !== 'object') throw fail('settings must be an object such as { epochs: 20 }');
  const settings: Record<string, number | string | boolean> = { ...defaults };
  for (const [name, value] of Object.entries(own)) {
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') {
      settings[name] = value;
    } else throw fail(`settings.${name} must be a number, a text or true or false`);
  }
  const { epochs, batchSize, lr, seed } = settings;
  for (const [name, value] of Object.entries({ epochs, batchSize, lr, seed })) {
    if (typeof value !== 'number') throw fail(`settings.${name} must be a number, got ${value}`);
  }
  return { ...settings, ...numbers({ epochs, batchSize, lr, seed }) };
}

function numbers(given: Readonly<Record<keyof typeof defaults, unknown>>): typeof defaults {
  const { epochs, batchSize, lr, seed } = given;
  return {
    epochs: Number(epochs),
    batchSize: Number(batchSize),
    lr: Number(lr),
    seed: Number(seed),
  };
}

function dataOf(value: unknown, fail: Fail): RecipeData {
  const part = (name: string): Samples | null => {
    const found = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
    return isSamples(found) ? found : null;
  };
  const [train, validation] = [part('train'), part('validation')];
  if (train === null || validation === null) {
    throw fail(
      'data(settings) must return { train, validation } and may return test, each a data set of ' +
        '[x, y] with length and get(index), such as a TensorDataset',
    );
  }
  return { train, validation, test: part('test') };
}

function isSamples(value: unknown): value is Samples {
  if (typeof value !== 'object' || value === null) return false;
  return typeof Reflect.get(value, 'length') === 'number' && isFunction(Reflect.get(value, 'get'));
}

function labelsOf({ labels }: Exports, fail: Fail): readonly string[] | null {
  if (labels === undefined) return null;
  if (Array.isArray(labels) && labels.every((one) => typeof one === 'string')) return labels;
  throw fail('labels must be the names of the classes: export const labels = ["cat", "dog"]');
}

function metricsOf({ metrics }: Exports, labels: readonly string[] | null): Measures {
  if (typeof metrics !== 'object' || metrics === null) return labels === null ? {} : { accuracy };
  return Object.fromEntries(Object.entries(metrics).filter(([, one]) => isFunction(one)));
}

function* linesOf(value: unknown, fail: Fail): Generator<string> {
  if (!isIterable(value)) throw fail('predict(model, file) must return a list of lines');
  for (const line of value) yield String(line);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** What `forward` takes and gives is between the recipe's model, its data and its loss. */
function isLayer(value: unknown): value is nn.Layer {
  return value instanceof nn.Module && 'forward' in value;
}

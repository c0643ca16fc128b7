/**
 * Names in pages whose code does not run as a test: those of the tables for people who come from
 * elsewhere, in the column "Chainrule", and what the files of how-tos import.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as chainrule from 'chainrule';
import * as data from 'chainrule/data';
import * as distributed from 'chainrule/distributed';
import * as distributions from 'chainrule/distributions';
import * as estimators from 'chainrule/estimators';
import * as io from 'chainrule/io';
import * as metrics from 'chainrule/metrics';
import * as scalar from 'chainrule/scalar';
import * as train from 'chainrule/train';
import * as viz from 'chainrule/viz';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../../docs/coming-from/', import.meta.url));
const howTos = fileURLToPath(new URL('../../docs/how-to/', import.meta.url));
const { nn, optim } = chainrule;
const entries: Readonly<Record<string, object>> = {
  chainrule,
  'chainrule/data': data,
  'chainrule/distributed': distributed,
  'chainrule/io': io,
  'chainrule/train': train,
};
const modules = [chainrule, nn, nn.functional, optim, data, distributed, distributions, estimators];
const all = [...modules, io, metrics, scalar, train, viz].flatMap((one) => Object.entries(one));

/** What can stand behind a point: names of exports, of members of classes, and of instances. */
const names = new Set(all.map(([name]) => name));
for (const [, value] of all) {
  if (typeof value !== 'function') continue;
  for (let at = value.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
}
const example = new scalar.Value(1);
for (const name of [...Object.keys(example), ...Object.keys(new estimators.Perceptron())])
  names.add(name);
/** JavaScript's own. */
for (const name of ['console', 'log', 'String', 'nn', 'optim', 'functional']) names.add(name);

/** The code in the last column of the tables of a page. */
const codeOf = (page: string): string[] =>
  readFileSync(folder + page, 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .slice(1)
    .flatMap((line) => [...(line.split(' | ').at(-1) ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, code = '']) => code);

it.each(readdirSync(folder))('%s tells only names that exist', (page) => {
  // A name of one letter is the reader's own.
  const called = codeOf(page).flatMap((code) => [
    ...code.matchAll(/(?:new |\.)?([A-Za-z]\w+)\(/g),
    ...code.matchAll(/\.([A-Za-z]\w*)/g),
  ]);
  const told = new Set(called.map(([, name = '']) => name));
  expect(told.size).toBeGreaterThan(15);
  expect([...told].filter((name) => !names.has(name))).toEqual([]);
});

it('files in how-tos import only what exists', () => {
  const imports = readdirSync(howTos).flatMap((page) => [
    ...readFileSync(howTos + page, 'utf8').matchAll(
      /^import \{([^}]+)\} from '(chainrule[\w/]*)';/gm,
    ),
  ]);
  const missing = imports.flatMap(([, list = '', entry = '']) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter((name) => !name.startsWith('type ') && !(name in (entries[entry] ?? {}))),
  );
  expect(imports.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});

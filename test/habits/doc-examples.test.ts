/**
 * The examples of doc comments run, with all exports at hand, and print what their comments say.
 * Every value of tensor, nn, optim, autodiff, expression, distributions, data and train has one,
 * except for a few below.
 */

import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import * as chainrule from 'chainrule';
import * as data from 'chainrule/data';
import * as distributions from 'chainrule/distributions';
import * as train from 'chainrule/train';
import { afterEach, expect, it, vi } from 'vitest';
import { type Declared, publicDeclarations } from '../../scripts/check/public-names.js';
import { readSources } from '../../scripts/check/source.js';
import { groupOf } from '../../site/content/groups.js';

/** These cannot be shown in a line: bases to extend, and what needs files or a network. */
const without = new Set([
  ...['Optimizer', 'LRScheduler', 'UpdateInput', 'belowOne', 'nonNegative', 'LiveNumber', 'Doctor'],
  ...['Distribution'],
  ...['downloadMnist', 'loadMnist', 'readIdx', 'codeTable'],
]);
const floors = /^src\/(tensor|nn|optim|autodiff|data|train|expression|distributions)\//;
const root = fileURLToPath(new URL('../../', import.meta.url));
const declared = publicDeclarations(readSources(root, ['src'])).filter(
  ({ source, statement }) =>
    floors.test(source.path) &&
    !/^export\s+(type|interface)\b/.test(source.text.slice(statement.start, statement.end)),
);

/** The comment right above a declaration. */
function commentOf({ source, statement }: Declared): string {
  const before = source.comments.filter(
    ({ type, end }) =>
      type === 'Block' &&
      end <= statement.start &&
      source.text.slice(end, statement.start).trim() === '',
  );
  return before.at(-1)?.value ?? '';
}

/** `flip` of pictures is another one than that of tensors. */
const placeOf = ({ source, name }: Declared): string => `${source.path}: ${name}`;

/** The code of the example in a comment. */
const exampleOf = (comment: string): string =>
  (comment.split('@example')[1] ?? '')
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n');

/** `var` is a name of PyTorch's and a word of JavaScript's. */
const scope = Object.entries({ ...distributions, ...data, ...train, ...chainrule }).filter(
  ([name]) => name !== 'var',
);
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

afterEach(() => vi.restoreAllMocks());

it('every value has an example', () => {
  const documented = new Set(
    declared.filter((one) => commentOf(one).includes('@example')).map(placeOf),
  );
  const missing = declared.filter((one) => !documented.has(placeOf(one)) && !without.has(one.name));
  expect([...new Set(missing.map(placeOf))]).toEqual([]);
});

it('every value of the main entry has its page in the reference', () => {
  for (const { path } of new Set(declared.map(({ source }) => source))) {
    if (!/^src\/(data|train|distributions)\//.test(path))
      expect(groupOf('chainrule', path, '').slug).not.toBe('');
  }
});

const examples = declared.flatMap((one) => {
  const code = exampleOf(commentOf(one));
  const printed = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map((match) => match[1]);
  const isShort = !code.includes('import ');
  return printed.length > 0 && isShort
    ? [{ name: `${one.source.path}: ${one.name}`, code, printed }]
    : [];
});

it.each(examples)('$name', async ({ code, printed }) => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  chainrule.manualSeed(0);
  // In a block of its own: examples have names of their own, such as `normal`.
  const run = new AsyncFunction(...scope.map(([name]) => name), `{${code}\n}`);
  await run(...scope.map(([, value]) => value));
  const lines = log.mock.calls.map((values) =>
    values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
  );
  expect(lines).toEqual(printed);
});

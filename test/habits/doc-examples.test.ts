/**
 * Every public value has an example in its doc comment. The examples run, with all exports at hand,
 * in an empty folder, and print what their comments say.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { manualSeed } from 'chainrule';
import { transformWithOxc } from 'vite';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { entryPoints } from '../../scripts/check/entry-points.js';
import { type Declared, publicDeclarations } from '../../scripts/check/public-names.js';
import { readSources } from '../../scripts/check/source.js';
import { groupOf } from '../../site/content/groups.js';

/** Exported as a type alone; nobody makes one. */
const typesOnly = new Set(['LiveNumber']);
/** Examples that need a page, a worker's file, a network, several ranks, or what a build made. */
const needMore = new Set([
  ...['OPFSCheckpoint', 'downloadCheckpoint', 'paint'],
  ...['AsyncVectorEnv', 'WorkerDataset', 'WorkerTraining', 'serveDataset', 'serveTraining'],
  ...['downloadMnist', 'loadTableModel', 'TablePredictor', 'startStudio', 'send', 'recv'],
]);
const root = fileURLToPath(new URL('../../', import.meta.url));
const declared = publicDeclarations(readSources(root, ['src'])).filter(
  ({ source, statement }) =>
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

const modules = new Map<string, Readonly<Record<string, unknown>>>();

/** What an example may use without an import: all exports, its own entry's before others. */
function scopeOf({ source }: Declared): Readonly<Record<string, unknown>> {
  const [, folder = ''] = source.path.split('/');
  const own = ['nn', 'optim'].includes(folder) ? {} : modules.get(`chainrule/${folder}`);
  const main = modules.get('chainrule');
  const distributed = modules.get('chainrule/distributed');
  const all = Object.assign({}, ...modules.values(), main, own, { distributed });
  // A name of PyTorch's that is a word of JavaScript's.
  delete all.var;
  return all;
}

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

/** Runs TypeScript with imports, which a function cannot have. */
async function run(code: string, scope: Readonly<Record<string, unknown>>): Promise<void> {
  const { code: script } = await transformWithOxc(code, 'example.ts', { target: 'es2022' });
  const imported: unknown[] = [];
  const lines = script.split('\n').map(async (line) => {
    const [, names, from = ''] = /^import \{ (.*) \} from "(.*)";$/.exec(line) ?? [];
    if (names === undefined) return line;
    const place = imported.push(null) - 1;
    imported[place] = modules.get(from) ?? (await import(/* @vite-ignore */ from));
    return `const { ${names.replaceAll(' as ', ': ')} } = imported[${place}];`;
  });
  // In a block of its own: examples have names of their own, such as `normal`.
  const body = `{\n${(await Promise.all(lines)).join('\n')}\n}`;
  await new AsyncFunction('imported', ...Object.keys(scope), body)(
    imported,
    ...Object.values(scope),
  );
}

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'chainrule-examples-'));

beforeAll(async () => {
  for (const { name, source } of entryPoints) {
    modules.set(name, await import(/* @vite-ignore */ root + source));
  }
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

afterEach(() => vi.restoreAllMocks());

it('every value has an example', () => {
  const documented = new Set(
    declared.filter((one) => commentOf(one).includes('@example')).map(placeOf),
  );
  const missing = declared.filter(
    (one) => !documented.has(placeOf(one)) && !typesOnly.has(one.name),
  );
  expect([...new Set(missing.map(placeOf))]).toEqual([]);
});

it('every value of the main entry has its page in the reference', () => {
  const floors = /^src\/(tensor|nn|optim|autodiff|expression)\//;
  for (const { path } of new Set(declared.map(({ source }) => source))) {
    if (floors.test(path)) expect(groupOf('chainrule', path, '').slug).not.toBe('');
  }
});

/** Bases, and what has no formula but a rule that words say. */
const withoutFormula = /^(Lazy|LRScheduler|Optimizer|ChainedScheduler|SequentialLR|CyclicLR|LBFGS)/;

it('activations, losses, norms, optimisers and schedulers have a formula', () => {
  const layers = 'layers/(activations|batch-norm|instance-norm|normalization|local-response)';
  const floors = new RegExp(
    `^src/(nn/(${layers}|losses|activations|functional/losses)|optim/(kinds|lr-scheduler|[\\w-]+\\.ts))`,
  );
  const callable = /^export (abstract )?(class \w+ extends|function)/;
  const missing = declared.filter((one) => {
    const { source, statement, name } = one;
    if (!floors.test(source.path) || withoutFormula.test(name)) return false;
    if (!callable.test(source.text.slice(statement.start, statement.end))) return false;
    const [prose = ''] = commentOf(one).split('@example');
    return !/`[^`]*[=+*/^(|<>-][^`]*`/.test(prose.replaceAll('\n', ' '));
  });
  expect(missing.map(placeOf)).toEqual([]);
});

const examples = declared.flatMap((one) => {
  const code = exampleOf(commentOf(one));
  const printed = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map((match) => match[1]);
  return code.trim() === '' || needMore.has(one.name)
    ? []
    : [{ name: placeOf(one), one, code, printed }];
});

it('most examples print', () => {
  const silent = examples.filter(({ printed }) => printed.length === 0).map(({ name }) => name);
  expect([...new Set(silent)]).toEqual([
    'src/warnings.ts: setWarnings',
    'src/rl/env/check-env.ts: checkEnv',
  ]);
});

it.each(examples)('$name', async ({ one, code, printed }) => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  manualSeed(0);
  await run(code, scopeOf(one));
  const lines = log.mock.calls.map((values) =>
    values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
  );
  expect(lines).toEqual(printed);
});

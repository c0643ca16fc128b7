/**
 * The compiler of TypeScript names every place that lacks a row of a primitive: tables lose their
 * rows, a few at a time, and primitives that do not exist are added. Nothing is written to disk.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { API, type Diagnostic, type Program } from 'typescript/unstable/sync';
import { afterAll, describe, expect, it } from 'vitest';
import { readSources } from '../../scripts/check/source.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = `${root}tsconfig.rows.json`;

/** Where primitives are listed: a file, and the table in it. */
const tables: readonly (readonly [path: string, table: string])[] = [
  ['src/graph/traits.ts', 'traits'],
  ['src/gradient/rules/elementwise.ts', 'elementwiseRules'],
  ['src/gradient/rules/reduce.ts', 'reduceRules'],
  ['src/gradient/rules/view.ts', 'viewRules'],
  ['src/kernel/math/functions.ts', 'table'],
  ['src/compiler/simplify/structure.ts', 'encoders'],
  ['src/compiler/lower/loops/emit-term.ts', 'emitters'],
  ['src/compiler/schedule/view.ts', 'keepsOrder'],
  ['test/oracle/interpret.ts', 'evaluators'],
  ['test/oracle/error-bound.ts', 'bounds'],
];

/** Files that are not as they are on disk. */
const edited = new Map<string, string>([
  [
    config,
    JSON.stringify({
      extends: './tsconfig.json',
      include: [],
      files: [
        'src/backend/cpu/memory/memory.ts',
        'src/compiler/compile.ts',
        'src/compiler/schedule/pieces.ts',
        'src/gradient/backprop.ts',
        ...tables.map(([path]) => path),
      ],
    }),
  ],
]);
const api = new API({ cwd: root, fs: { readFile: (path) => edited.get(path) } });
afterAll(() => api.close());
api.updateSnapshot({ openProjects: [config] });

const textOf = (path: string): string => readFileSync(root + path, 'utf8');

/** The program with some files in another form, and all others as they are. */
function programWith(changes: ReadonlyMap<string, string>): Program {
  const before = [...edited.keys()].filter((path) => path !== config);
  for (const path of before) edited.delete(path);
  for (const [path, text] of changes) edited.set(root + path, text);
  const changed = [...new Set([...before, ...[...changes.keys()].map((path) => root + path)])];
  const snapshot = api.updateSnapshot({ fileChanges: { changed } });
  const project = snapshot.getProject(config);
  if (project === undefined) throw new Error('the program is gone');
  return project.program;
}

function messageOf({ text, messageChain = [] }: Diagnostic): string {
  return [text, ...messageChain.map(messageOf)].join('\n');
}

function messages(program: Program, path: string): string {
  return program
    .getSemanticDiagnostics(root + path)
    .map(messageOf)
    .join('\n');
}

/** The files that lack something `imaginary` when one file is in another form. */
function missed(path: string, text: string): ReadonlySet<string> {
  const found = programWith(new Map([[path, text]])).getSemanticDiagnostics();
  const missing = found.filter((one) => messageOf(one).includes('imaginary'));
  return new Set(
    missing.map(({ fileName = '' }) => fileName.slice(root.length).replace(/^src\/|\.ts$/g, '')),
  );
}

interface Row {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The rows of a table, as ranges of lines. */
function rowsOf(lines: readonly string[], table: string): Row[] {
  const start = lines.findIndex(
    (line) => line.startsWith(`const ${table}:`) || line.startsWith(`export const ${table}:`),
  );
  const first = lines.findIndex((line, i) => i >= start && line.endsWith('= {')) + 1;
  const end = lines.findIndex((line, i) => i >= first && /^\}/.test(line));
  const heads = lines
    .map((line, i) => ({ name: /^ {2}([a-zA-Z]\w*)\b/.exec(line)?.[1] ?? '', from: i }))
    .filter(({ name, from }) => name !== '' && from >= first && from < end);
  return heads.map((head, i) => ({ ...head, to: heads[i + 1]?.from ?? end }));
}

/** As many names as a message lists in full. */
const together = 4;

describe('a table without some of its rows', () => {
  const sources = tables.map(([path, table]) => {
    const lines = textOf(path).split('\n');
    return { path, lines, rows: rowsOf(lines, table) };
  });
  const steps = Math.max(...sources.map(({ rows }) => Math.ceil(rows.length / together)));

  it('has rows to lose', () => {
    for (const { rows } of sources) expect(rows.length).toBeGreaterThan(3);
    expect(steps).toBeGreaterThan(10);
  });

  it.each(Array.from({ length: steps }, (_, step) => step))('is named, step %i', (step) => {
    const losses = sources.map(({ path, lines, rows }) => {
      const lost = rows.slice(step * together, (step + 1) * together);
      const left = lines.filter((_, i) => !lost.some(({ from, to }) => i >= from && i < to));
      return { path, lost, text: left.join('\n') };
    });
    const shorter = losses.filter(({ lost }) => lost.length > 0);
    const program = programWith(new Map(shorter.map(({ path, text }) => [path, text])));
    for (const { path, lost } of shorter) {
      const found = messages(program, path);
      for (const { name } of lost) expect(`${path}: ${found}`).toContain(name);
    }
  });
});

describe('a primitive that has no rows yet', () => {
  it.each<readonly [row: string, places: readonly string[]]>([
    ['Unary', ['gradient/rules/elementwise', 'kernel/math/functions']],
    ["Binary<'arithmetic'>", ['compiler/lower/loops/emit-term', 'gradient/rules/elementwise']],
    [
      "Unary<None, 'reduction'>",
      ['compiler/lower/loops/emit-term', 'compiler/simplify/structure', 'gradient/rules/reduce'],
    ],
    [
      "Unary<None, 'view'>",
      ['compiler/schedule/view', 'compiler/simplify/structure', 'gradient/rules/view'],
    ],
    [
      'Source<None>',
      ['compiler/schedule/inline', 'compiler/simplify/structure', 'gradient/rules/view'],
    ],
    [
      "Unary<None, 'scan'>",
      ['compiler/lower/rows/row-kernels', 'compiler/simplify/structure', 'gradient/rules/reduce'],
    ],
    [
      "Unary<None, 'imaginary'>",
      [
        'compiler/schedule/inline',
        'compiler/schedule/pieces',
        'compiler/schedule/schedule',
        'compiler/simplify/structure',
        'gradient/backprop',
      ],
    ],
  ])('of the form %s is missed at each place', (row, places) => {
    const path = 'src/graph/ops.ts';
    const text = textOf(path).replace('  floor: Unary;\n', `$&  imaginary: ${row};\n`);
    const everywhere = ['graph/traits', 'test/oracle/error-bound', 'test/oracle/interpret'];
    expect(missed(path, text)).toEqual(new Set([...places, ...everywhere]));
  });
});

it('a dtype that has no rows yet is missed at each place', () => {
  const path = 'src/graph/dtype.ts';
  const text = textOf(path).replace("= 'float32' |", "$& 'imaginary' |");
  expect(missed(path, text)).toEqual(
    new Set([
      'backend/cpu/memory/memory',
      'compiler/lower-job',
      'compiler/lower/launch',
      'graph/builders/exact',
      'graph/builders/source',
      'graph/dtype',
    ]),
  );
});

it('no switch of the compiler has a case for all that is not named', () => {
  const sources = readSources(root, ['src/compiler', 'src/gradient', 'src/graph', 'src/kernel']);
  // The printer of kernels switches over expressions, not over primitives.
  const ours = sources.filter(({ path }) => !path.startsWith('src/kernel/text/'));
  const open = ours.filter(({ text }) => /\bdefault:(?!\s+return assertNever\()/.test(text));
  expect(sources.length).toBeGreaterThan(60);
  expect(open.map(({ path }) => path)).toEqual([]);
});

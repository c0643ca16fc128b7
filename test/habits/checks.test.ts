/** Each habit check finds what it is for, and lets its neighbour pass. */

import { describe, expect, it } from 'vitest';
import { except } from '../../scripts/check/allowed.js';
import { checkDocs } from '../../scripts/check/docs.js';
import { checkComments, checkHeaders, checkNames, checkWidth } from '../../scripts/check/files.js';
import {
  checkBrowserEntries,
  checkDynamicImports,
  checkFloors,
} from '../../scripts/check/floors.js';
import { checkCircles, checkFolders, mostFiles } from '../../scripts/check/layout.js';
import { type Check, parseSource } from '../../scripts/check/source.js';
import { checkEnvironment, checkState } from '../../scripts/check/state.js';
import { checkCasts, checkClasses, checkMemoryNames } from '../../scripts/check/types.js';
import { checkVocabulary } from '../../scripts/check/vocabulary.js';

/** Lines that a check complains about in one file. */
function lines(check: Check, text: string, path = 'src/tensor/a.ts'): number[] {
  return check([parseSource(path, text)]).map(({ line }) => line);
}

/** Messages of a check over several files. */
function messages(check: Check, files: Readonly<Record<string, string>>): string[] {
  const sources = Object.entries(files).map(([path, text]) => parseSource(path, text));
  return check(sources).map(({ path, message }) => `${path}: ${message}`);
}

describe('header', () => {
  it('asks for a first comment', () => {
    expect(lines(checkHeaders, 'export const a = 1;\n')).toEqual([1]);
    expect(lines(checkHeaders, '#!/usr/bin/env node\n// What this is.\n')).toEqual([]);
  });

  it('asks for at most eight lines', () => {
    const words = (count: number): string => Array(count).fill('// word').join('\n');
    expect(lines(checkHeaders, words(8))).toEqual([]);
    expect(lines(checkHeaders, words(9))).toEqual([1]);
    expect(lines(checkHeaders, `${words(8)}\n\n// About the next line.\n`)).toEqual([]);
  });
});

describe('file names', () => {
  it.each(['src/utils/a.ts', 'src/tensor/helper.ts', 'src/io/zip-utils.ts', 'src/misc.ts'])(
    'refuses %s',
    (path) => expect(lines(checkNames, '', path)).toEqual([1]),
  );

  it('lets words that only contain one pass', () => {
    expect(lines(checkNames, '', 'src/compiler/commonality.ts')).toEqual([]);
  });
});

describe('comments', () => {
  it('finds markers and code that was switched off', () => {
    expect(lines(checkComments, '// TODO: later\n')).toEqual([1]);
    expect(lines(checkComments, '// const a = f(b);\n// return a;\n')).toEqual([1, 2]);
  });

  it('lets prose pass', () => {
    expect(lines(checkComments, '// The row comes first;\n// d(ab) = b da + a db\n')).toEqual([]);
  });
});

describe('floors', () => {
  it('lets imports go down and sideways only', () => {
    const files = {
      'src/tensor/a.ts': "import '../graph/node.js';\nimport '../gradient/backward.js';",
      'src/kernel/a.ts': "import type { A } from '../wasm/a.js';",
      'src/graph/a.ts': "export * from '../tensor/a.js';",
      'src/scalar/a.ts': "import '../graph/a.js';",
      'src/strange/a.ts': "import '../graph/a.js';",
      'src/nn/a.ts': "import { tensor } from 'chainrule';",
    };
    expect(messages(checkFloors, files)).toEqual([
      'src/kernel/a.ts: imports go down, kernel/ does not know wasm/',
      'src/graph/a.ts: imports go down, graph/ does not know tensor/',
      'src/scalar/a.ts: scalar/ stands beside the house and imports nothing',
      'src/strange/a.ts: strange/ has no floor; give it one in scripts/check/floors.ts',
      'src/nn/a.ts: sources import each other by relative path',
    ]);
  });

  it('finds an import inside a function', () => {
    expect(lines(checkDynamicImports, "// a\nawait import('./b.js');")).toEqual([2]);
  });

  it('finds what a page cannot load, through other files, unless it is only a type', () => {
    const files = {
      'src/index.ts': "export * from './tensor/a.js';\nexport type * from './io/b.js';",
      'src/tensor/a.ts': "import { readFileSync } from 'node:fs';",
      'src/io/b.ts': "import 'node:fs';",
    };
    expect(messages(checkBrowserEntries, files)).toEqual([
      'src/tensor/a.ts: node:fs is reached from a page',
    ]);
  });
});

describe('state', () => {
  it.each([
    'let mode = true;',
    'export let mode = true;',
    'const cache = new Map<string, number>();',
    'const list: number[] = [];',
    'const state = { mode: true };\nfunction set() { state.mode = false; }',
    'const counts = { a: [0] };\nfunction add() { counts.a[0]++; }',
    'class A { static count = 0; }',
  ])('finds %s', (text) => expect(lines(checkState, text)).toHaveLength(1));

  it.each([
    'const names: readonly string[] = ["a"];',
    'const names = ["a", "b"] as const;',
    'const table: ReadonlyMap<string, number> = new Map();',
    'const table = { a: 1 };',
    'function f() { let a = 1; const list = []; list[0] = a; }',
    'class A { static readonly limit = 3; }',
  ])('lets %s pass', (text) => expect(lines(checkState, text)).toEqual([]));

  it('finds environment variables', () => {
    expect(lines(checkEnvironment, 'if (process.env.THREADS) f();')).toEqual([1]);
  });
});

describe('types and classes', () => {
  it('finds casts, but not `as const`', () => {
    expect(lines(checkCasts, 'f(a as B);\nf(<B>a);\nf([1] as const);')).toEqual([1, 2]);
  });

  it('finds inheritance that is deep, or from a class that is not abstract', () => {
    const text = [
      'abstract class A {}',
      'abstract class B extends A {}',
      'abstract class C extends B {}',
      'class D extends C {}',
      'class E extends Error {}',
      'class F extends E {}',
    ].join('\n');
    expect(lines(checkClasses, text)).toEqual([4, 6]);
  });

  it('finds names that hand memory to the caller, on public floors only', () => {
    const text = 'class A {\n  dispose() {}\n}\nexport function tidy() {}';
    expect(lines(checkMemoryNames, text)).toEqual([2, 4]);
    expect(lines(checkMemoryNames, text, 'src/runtime/a.ts')).toEqual([]);
  });
});

describe('doc comments', () => {
  it('follows re-exports to the declaration', () => {
    const files = {
      'src/index.ts': "export * from './a.js';\nexport * as nn from './b.js';",
      'src/a.ts': "/** Said. */\nexport const a = 1;\nexport { c as d } from './c.js';",
      'src/b.ts': 'export class B {}\nclass Hidden {}',
      'src/c.ts': 'function c() {}\nexport { c };\nexport function unused() {}',
    };
    expect(messages(checkDocs, files)).toEqual([
      'src/b.ts: B has no doc comment',
      'src/c.ts: c has no doc comment',
    ]);
  });

  it('asks one of several declarations', () => {
    const text = '/** Said. */\nexport function f(a: number): void;\nexport function f(): void {}';
    expect(messages(checkDocs, { 'src/index.ts': text })).toEqual([]);
  });
});

describe('exceptions', () => {
  it('silence a file, and are findings when nothing is there to silence', () => {
    const check = except({ 'src/a.ts': 'reason', 'src/b.ts': 'reason' }, checkState);
    const files = { 'src/a.ts': 'let a = 1;', 'src/b.ts': '', 'src/c.ts': 'let c = 1;' };
    expect(messages(check, files)).toEqual([
      'src/c.ts: module-level let',
      'src/b.ts: exception that is no longer needed',
    ]);
  });
});

describe('width', () => {
  it('finds comments that are wider than code may be', () => {
    const wide = 'word '.repeat(21).trim();
    expect(lines(checkWidth, `const a = 1;\n/**\n * ${wide}\n */\n`)).toEqual([3]);
    expect(lines(checkWidth, `// see https://example.org/${'a'.repeat(100)}\n`)).toEqual([]);
  });
});

describe('layout', () => {
  it('finds folders that are a crowd', () => {
    const crowd = (folder: string, count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/a${i}.ts`, '']));
    for (const folder of ['src/io', 'studio/runs']) {
      expect(messages(checkFolders, crowd(folder, mostFiles))).toEqual([]);
      expect(messages(checkFolders, crowd(folder, mostFiles + 1))).toHaveLength(1);
    }
  });

  it('finds circles of files and of folders, by types too, and lets the face of a folder look in', () => {
    const circle = {
      'src/io/a.ts': "import type { B } from './b.js';",
      'src/io/b.ts': "import { a } from './a.js';",
    };
    expect(messages(checkCircles, circle)).toHaveLength(2);
    const folders = {
      'src/io/a.ts': "import { b } from './deep/b.js';",
      'src/io/deep/b.ts': "import { c } from '../c.js';",
      'src/io/c.ts': '',
    };
    expect(messages(checkCircles, folders)).toHaveLength(2);
    const face = {
      ...folders,
      'src/io/a.ts': '',
      'src/io/index.ts': "export * from './deep/b.js';",
    };
    expect(messages(checkCircles, face)).toEqual([]);
  });
});

describe('vocabulary', () => {
  it('refuses words that the glossary replaced, below the tensors', () => {
    const text = '/** What stands in memory. */\nexport const isTurned = true;\n';
    expect(lines(checkVocabulary, text, 'src/compiler/a.ts')).toEqual([2, 1]);
    expect(lines(checkVocabulary, text, 'src/viz/a.ts')).toEqual([]);
    expect(lines(checkVocabulary, '// It turned out well.\n', 'src/compiler/a.ts')).toEqual([]);
  });
});

/**
 * Every TypeScript block of the README, of the how-tos, and of the pages for people who come from
 * elsewhere compiles, runs, and prints what its comments say.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { examplesIn } from '../../scripts/check/examples.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
// Inside the repository, so that the package's name means its sources; `.cache/` is not committed.
const folder = `${root}.cache/readme/`;
const documents = [
  'README.md',
  ...['docs/how-to', 'docs/coming-from'].flatMap((place) =>
    readdirSync(root + place).map((name) => `${place}/${name}`),
  ),
];
const examples = documents.flatMap((document) =>
  examplesIn(readFileSync(root + document, 'utf8')).map((example) => ({
    ...example,
    document,
    path: `${folder}${document.replaceAll(/[/.]/g, '-')}-line-${example.line}.ts`,
  })),
);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, code } of examples) writeFileSync(path, code);
  writeFileSync(
    `${folder}tsconfig.json`,
    JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'] }),
  );
});

afterEach(() => vi.restoreAllMocks());

it('finds the blocks and what they print', () => {
  const markdown =
    '# A\n\n```ts\nconst a = [1];\nconsole.log(a); // [ 1 ]\n```\n\n```sh\nls\n```\n';
  expect(examplesIn(markdown)).toEqual([
    { line: 4, code: 'const a = [1];\nconsole.log(a); // [ 1 ]\n', printed: ['[ 1 ]'] },
  ]);
  expect(examples.length).toBeGreaterThan(0);
});

it('every block compiles', { timeout: 120_000 }, () => {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const args = [tsc, '-p', `${folder}tsconfig.json`, '--isolatedDeclarations', 'false'];
  // The compiler prints nothing when all is well, and its messages are the failure otherwise.
  expect(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).toBe('');
});

it.each(examples)('$document, line $line, prints what it says', async ({ path, printed }) => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  await import(/* @vite-ignore */ path);
  const lines = log.mock.calls.map((values) =>
    values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
  );
  expect(lines).toEqual(printed);
});

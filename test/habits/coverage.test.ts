/** Every value that a user can import is named by a test outside of this folder, or by a fixture. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { publicDeclarations } from '../../scripts/check/public-names.js';
import { readSources } from '../../scripts/check/source.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const typeStatements = /^export\s+(declare\s+)?(type|interface)\b/;

function wordsOfTests(): Set<string> {
  const names = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.(ts|json)$/.test(name) && !name.startsWith('habits'));
  return new Set(
    files.flatMap(
      (name) => readFileSync(`${root}test/${name}`, 'utf8').match(/[A-Za-z]\w+/g) ?? [],
    ),
  );
}

it('every exported value is named by a test', () => {
  const words = wordsOfTests();
  const values = publicDeclarations(readSources(root, ['src'])).filter(
    ({ source, statement }) =>
      !typeStatements.test(source.text.slice(statement.start, statement.end)),
  );
  const untested = values.filter(({ name }) => !words.has(name));
  expect(untested.map(({ source, name }) => `${source.path}: ${name}`)).toEqual([]);
});

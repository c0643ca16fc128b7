/**
 * Every value that a user can import is used by the code of a test outside of this folder, or is a
 * row of a fixture that a test runs; words of comments and titles do not count.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { publicDeclarations } from '../../scripts/check/public-names.js';
import { readSources, type Source } from '../../scripts/check/source.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const typeStatements = /^export\s+(declare\s+)?(type|interface)\b/;

/** Code without its comments, and without strings, whose words are no use of a value. */
function codeOf({ text, comments }: Source): string {
  let code = '';
  let at = 0;
  for (const { start, end } of comments) {
    code += text.slice(at, start);
    at = end;
  }
  return (code + text.slice(at)).replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

/**
 * Names that tests use: those of their code, and those of fixtures, whose rows tests run by name.
 */
function namesOfTests(): Set<string> {
  const isTest = ({ path }: Source): boolean => !path.startsWith('test/habits');
  const code = readSources(root, ['test']).filter(isTest).map(codeOf);
  const fixtures = readdirSync(`${root}test/fixtures`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(`${root}test/fixtures/${name}`, 'utf8'));
  return new Set([...code, ...fixtures].flatMap((text) => text.match(/[A-Za-z]\w*/g) ?? []));
}

it('every exported value is used by a test', () => {
  const names = namesOfTests();
  const values = publicDeclarations(readSources(root, ['src'])).filter(
    ({ source, statement }) =>
      !typeStatements.test(source.text.slice(statement.start, statement.end)),
  );
  const untested = values.filter(({ name }) => !names.has(name));
  expect(untested.map(({ source, name }) => `${source.path}: ${name}`)).toEqual([]);
});

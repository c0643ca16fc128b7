/**
 * What a chapter quotes: its code stands in its programs, its output is printed by them. Each
 * chapter belongs to one file of tests, beside the tests of its numbers, so that a program runs
 * once.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readChapters } from '../../scripts/guide/chapters.js';
import { runProgram } from './run-program.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The file of tests that a chapter belongs to, by its number. */
export const chaptersOf = {
  lecture: [1, 2, 3],
  understanding: [4, 5],
  learning: [6, 7, 8],
  practice: [9, 10],
} as const;

/** Registers a test for each section of these chapters. */
export function quotesAreTrue(numbers: readonly number[]): void {
  const sections = readChapters()
    .filter(({ name }) => numbers.includes(Number.parseInt(name, 10)))
    .flatMap((chapter) => chapter.sections);
  it.each(sections)(
    '$program: code and output are those of the program',
    async ({ program, sources, code, printed }) => {
      const paths = [`examples/tour/${program}.ts`, ...sources];
      const source = paths.map((path) => readFileSync(`${root}${path}`, 'utf8')).join('\n');
      for (const block of code) expect(source).toContain(block);
      expect(await runProgram(program)).toEqual(expect.arrayContaining([...printed]));
    },
    120_000,
  );
}

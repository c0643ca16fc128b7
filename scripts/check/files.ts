/**
 * Checks on files and their comments: a header that says what the file owns, names that say what is
 * inside, no leftovers. Lengths are Biome's (`noExcessiveLinesPerFile`), spelling of names too.
 */

import { parseSync } from 'vite';
import { type Check, type Finding, findingAt, lineAt, type Source } from './source.js';

const longestHeader = 8;
const widest = 100;
const vagueNames = /(^|[/-])(utils?|helpers?|common|misc)(?=[/.-])/;

/** The comments that open a file, up to the first blank line or code, without a `#!` line. */
function headerOf({ text, comments }: Source): { start: number; end: number } | undefined {
  const begin = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  let end = begin;
  for (const comment of comments) {
    const between = text.slice(end, comment.start);
    if (comment.start < begin) continue;
    if (between.trim() !== '' || /\n\s*\n/.test(between)) break;
    end = comment.end;
  }
  return end > begin ? { start: begin, end } : undefined;
}

/** The first thing in a file is a comment of at most eight lines of text. */
export const checkHeaders: Check = (sources) =>
  sources.flatMap((source) => {
    const header = headerOf(source);
    if (!header) return [findingAt(source, 0, 'the first comment says what the file owns')];
    const lines = source.text.slice(header.start, header.end).split('\n');
    const words = lines.filter((line) => /\w/.test(line)).length;
    if (words <= longestHeader) return [];
    return [findingAt(source, header.start, `header of ${words} lines (at most ${longestHeader})`)];
  });

/** No file or folder is named for being left over. */
export const checkNames: Check = (sources) =>
  sources
    .filter(({ path }) => vagueNames.test(path))
    .map(({ path }) => ({
      path,
      line: 1,
      message: 'a name that says nothing about what is inside',
    }));

/** No comment is wider than code may be; the formatter leaves only strings and addresses wide. */
export const checkWidth: Check = (sources) =>
  sources.flatMap((source) =>
    source.comments.flatMap(({ start, end }) => {
      const first = source.text.lastIndexOf('\n', start) + 1;
      const lines = source.text.slice(first, end).split('\n');
      return lines.flatMap((line, i) =>
        line.length > widest && !line.includes('://')
          ? [
              {
                path: source.path,
                line: lineAt(source.text, start) + i,
                message: `a comment of ${line.length} columns (at most ${widest})`,
              },
            ]
          : [],
      );
    }),
  );

/** Prose may end in a semicolon; a line of code also parses, and is more than one word. */
function looksLikeCode(line: string): boolean {
  if (!line.endsWith(';') || /^\w+;$/.test(line)) return false;
  const { errors } = parseSync('comment.ts', line.replace(/^return\b/, 'void'));
  return errors.length === 0;
}

/** No open ends: markers, and code that was switched off. */
export const checkComments: Check = (sources) => {
  const findings: Finding[] = [];
  for (const { path, text, comments } of sources) {
    for (const { type, value, start } of comments) {
      const line = lineAt(text, start);
      const marker = /\b(TODO|FIXME|XXX|HACK)\b/.exec(value)?.[0];
      if (marker) findings.push({ path, line, message: `${marker} without an issue` });
      if (type === 'Line' && looksLikeCode(value.trim())) {
        findings.push({ path, line, message: 'code that was commented out' });
      }
    }
  }
  return findings;
};

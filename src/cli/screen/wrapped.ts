/** Long lines on a narrow screen: cut between words, which a terminal by itself does not do. */

import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.js';

/** A command has to stay one line, so that it can be copied. */
const isCommand = (line: string): boolean => line.includes('npx ');

/**
 * `text` with lines that fit on the screen; what goes on stands two columns further in. Lines with
 * a command, and all lines of a log file, stay as they are.
 */
export function wrapped(text: string, { live, columns }: Terminal): string {
  if (!live) return text;
  return text
    .split('\n')
    .flatMap((line) => (isCommand(line) ? [line] : cut(line, columns)))
    .join('\n');
}

const widthOf = (text: string): number => stripVTControlCharacters(text).length;

function cut(line: string, columns: number): string[] {
  if (widthOf(line) <= columns) return [line];
  const [indent = ''] = /^ */.exec(line) ?? [];
  const words = line.slice(indent.length).split(/(?<=\S) /);
  const lines: string[] = [];
  let current = indent + (words[0] ?? '');
  for (const word of words.slice(1)) {
    if (widthOf(current) + 1 + widthOf(word) <= columns) {
      current += ` ${word}`;
      continue;
    }
    lines.push(current);
    current = `${indent}  ${word.trimStart()}`;
  }
  return [...lines, current];
}

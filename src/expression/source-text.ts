/** The text of an expression as messages show it: holes as `${…}`, and a caret under one place. */

import { ValueError } from '../errors.js';

/** How a hole looks in messages. */
export const holeText = `\${…}`;

/** The whole text, holes included. Positions in an expression count characters of this text. */
export function sourceText(strings: readonly string[]): string {
  return strings.join(holeText);
}

/** An error with the line of the expression and a caret under position `at`. */
export function errorAt(strings: readonly string[], at: number, problem: string): ValueError {
  const text = sourceText(strings);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const [line = ''] = text.slice(start).split('\n');
  const indent = line.length - line.trimStart().length;
  const caret = ' '.repeat(Math.max(0, at - start - indent));
  return new ValueError(`math: ${problem}\n  ${line.trim()}\n  ${caret}^`);
}

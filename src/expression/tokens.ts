/** Splits an expression into numbers, names, symbols and holes. What they mean is decided later. */

import { errorAt, holeText } from './source-text.js';

/** A piece of the text; `at` is its position. `end` stands after the last piece. */
export type Token =
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'hole'; readonly at: number; readonly index: number }
  | { readonly kind: 'name'; readonly at: number; readonly text: string }
  | { readonly kind: 'symbol'; readonly at: number; readonly text: string }
  | { readonly kind: 'end'; readonly at: number };

const space = /\s*/y;
const number = /(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/y;
const name = /[A-Za-z_]\w*/y;
const symbol = /\*\*|==|!=|<=|>=|[-+*/@<>(),]/y;

/** The part of `text` that the pattern matches exactly at `at`, or the empty string. */
function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/**
 * The pieces of the text around the holes. @throws ValueError for a character that means nothing.
 */
export function tokenize(strings: readonly string[]): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  strings.forEach((text, index) => {
    let at = match(space, text, 0).length;
    while (at < text.length) {
      const token = tokenAt(text, at, offset);
      if (token === null) {
        throw errorAt(strings, offset + at, `'${text[at]}' is no operator, number or name`);
      }
      tokens.push(token.token);
      at += token.length;
      at += match(space, text, at).length;
    }
    offset += text.length;
    const isLast = index === strings.length - 1;
    tokens.push(isLast ? { kind: 'end', at: offset } : { kind: 'hole', at: offset, index });
    offset += holeText.length;
  });
  return tokens;
}

function tokenAt(
  text: string,
  start: number,
  offset: number,
): { token: Token; length: number } | null {
  const at = offset + start;
  const digits = match(number, text, start);
  if (digits !== '') {
    return { token: { kind: 'number', at, value: Number(digits) }, length: digits.length };
  }
  const word = match(name, text, start);
  if (word !== '') return { token: { kind: 'name', at, text: word }, length: word.length };
  const sign = match(symbol, text, start);
  if (sign !== '') return { token: { kind: 'symbol', at, text: sign }, length: sign.length };
  return null;
}

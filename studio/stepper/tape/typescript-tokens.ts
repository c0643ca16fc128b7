/** Words of TypeScript, as far as the stepper needs to tell them apart. */

import { SyntaxMistake } from './tokens.js';

/** A word, where it stands, and whether it is the first of its line. */
export interface Word {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
  readonly isFirst: boolean;
}

const pattern =
  /(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<name>[A-Za-z_$][\w$]*)|(?<string>'[^'\n]*'|"[^"\n]*")|(?<sign>\*\*|[-+*/%]=|=>|\S)/y;
const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Where the template whose text begins at `from` ends; holes may have templates of their own. */
function endOfTemplate(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`' && depth === 0) return at;
    else if (text[at] === '`') at = endOfTemplate(text, at + 1);
    else if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && depth > 0) depth--;
  }
  throw new SyntaxMistake('a template begins here and does not end', from - 1);
}

function wordAt(text: string, at: number, isFirst: boolean): Word & { readonly end: number } {
  if (text[at] === '`') {
    const end = endOfTemplate(text, at + 1);
    return { kind: 'template', text: text.slice(at + 1, end), at, isFirst, end: end + 1 };
  }
  pattern.lastIndex = at;
  const { number, name, string, sign = '' } = pattern.exec(text)?.groups ?? {};
  const end = Math.max(pattern.lastIndex, at + 1);
  const from = { at, isFirst, end };
  if (number !== undefined) return { kind: 'number', text: number.replaceAll('_', ''), ...from };
  if (name !== undefined) return { kind: 'name', text: name, ...from };
  if (string !== undefined) return { kind: 'string', text: string.slice(1, -1), ...from };
  return { kind: 'sign', text: sign, ...from };
}

/** All words; comments are left out. @throws SyntaxMistake for a template without an end */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    const between = space.exec(text)?.[0] ?? '';
    const isFirst = words.length === 0 || between.includes('\n');
    at += between.length;
    if (at >= text.length) return [...words, { kind: 'end', text: '', at, isFirst: true }];
    const { end, ...word } = wordAt(text, at, isFirst);
    words.push(word);
    at = end;
  }
}

/** Words of the language of the stepper: names, numbers, operators. */

/** A word, and where it stands. */
export interface Token {
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** A mistake in what was typed, with its place. */
export class SyntaxMistake extends Error {
  override readonly name: string = 'SyntaxMistake';
  /** Where it is, in characters from the start. */
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const pattern =
  /\s*(?:(?<number>\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<sign>\*\*|\+=|-=|\*=|\/=|[-+*/()=.,]))/y;

/** The words of one statement that begins at `start` of the whole text. @throws SyntaxMistake */
export function tokensOf(statement: string, start: number): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  const end = statement.trimEnd().length;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const found = pattern.exec(statement);
    if (found === null) {
      const at = from + (/^\s*/.exec(statement.slice(from))?.[0].length ?? 0);
      throw new SyntaxMistake(`'${statement[at]}' means nothing here`, start + at);
    }
    const { number, name, sign } = found.groups ?? {};
    const text = number ?? name ?? sign ?? '';
    const at = start + found.index + found[0].length - text.length;
    const word = name === undefined ? 'sign' : 'name';
    tokens.push({ kind: number === undefined ? word : 'number', text, at });
  }
  return [...tokens, { kind: 'end', text: '', at: start + end }];
}

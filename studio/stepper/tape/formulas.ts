/** Formulas: statements such as `d = tanh(a*b + c)`, with Python's operators and precedence. */

import { type Binary, type FunctionName, functions, type Tape, TapeBuilder } from './tape.js';
import { SyntaxMistake, type Token, tokensOf } from './tokens.js';

function functionOf(token: Token): FunctionName {
  const found = functions.find((one) => one === token.text);
  if (found !== undefined) return found;
  throw new SyntaxMistake(
    `there is no function '${token.text}'; there is ${functions.join(', ')}`,
    token.at,
  );
}

/** Reads formulas into a tape that is being made. */
export class FormulaReader {
  readonly #builder: TapeBuilder;
  #tokens: readonly Token[] = [];
  #at = 0;

  constructor(builder: TapeBuilder) {
    this.#builder = builder;
  }

  get #now(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    return token ?? { kind: 'end', text: '', at: 0 };
  }

  #take(text: string): boolean {
    if (this.#now.kind !== 'sign' || this.#now.text !== text) return false;
    this.#at++;
    this.#builder.place = this.#now.at;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const found = this.#now.kind === 'end' ? 'the end' : `'${this.#now.text}'`;
    throw new SyntaxMistake(`expected '${text}', found ${found}`, this.#now.at);
  }

  /** Reads what has no assignment; `text` begins at `start` of the whole. */
  expression(text: string, start: number): number {
    this.#tokens = tokensOf(text, start);
    this.#at = 0;
    return this.#whole();
  }

  #whole(): number {
    const id = this.#sum();
    if (this.#now.kind === 'end') return id;
    throw new SyntaxMistake(`'${this.#now.text}' is one word too many`, this.#now.at);
  }

  /** Reads one statement. */
  statement(text: string, start: number): number {
    this.#tokens = tokensOf(text, start);
    this.#at = 0;
    const [first, second] = this.#tokens;
    const isAssigned = first?.kind === 'name' && /^[-+*/]?=$/.test(second?.text ?? '');
    this.#builder.statement = isAssigned ? first.text : 'result';
    if (isAssigned) this.#at = 2;
    const before = this.#builder.size;
    let id = this.#whole();
    if (!isAssigned) return id;
    const sign = second?.text[0] ?? '=';
    if (sign !== '=') id = this.#compound(first, sign, id);
    this.#builder.give(first.text, id, before);
    return id;
  }

  /** `c += x` is `c = c + x`. */
  #compound(name: Token, sign: string, right: number): number {
    const left = this.#builder.names.get(name.text);
    if (left === undefined) throw new SyntaxMistake(`'${name.text}' has no value yet`, name.at);
    const op = sign === '+' || sign === '-' || sign === '*' ? sign : '/';
    return this.#builder.binary(op, left, right);
  }

  /** Operands from the left with one of two signs between them. */
  #chain(signs: readonly [Binary, Binary], operand: () => number): number {
    let left = operand();
    for (;;) {
      const op = signs.find((sign) => this.#take(sign));
      if (op === undefined) return left;
      left = this.#builder.binary(op, left, operand());
    }
  }

  #sum(): number {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/'], () => this.#unary()));
  }

  #unary(): number {
    if (this.#take('+')) return this.#unary();
    if (!this.#take('-')) return this.#power();
    const { kind, text } = this.#now;
    const next = this.#tokens[this.#at + 1]?.text;
    if (kind === 'number' && next !== '**') {
      this.#at++;
      return this.#builder.leaf(`-${text}`);
    }
    return this.#builder.negate(this.#unary());
  }

  #power(): number {
    const base = this.#postfix();
    if (!this.#take('**')) return base;
    const sign = this.#take('-') ? -1 : 1;
    const token = this.#now;
    if (token.kind !== 'number') {
      throw new SyntaxMistake('an exponent is a plain number, as in x**2', token.at);
    }
    this.#at++;
    return this.#builder.power(base, sign * Number(token.text));
  }

  /** `x.relu()` is `relu(x)`. */
  #postfix(): number {
    let value = this.#atom();
    while (this.#take('.')) {
      const name = functionOf(this.#now);
      this.#at++;
      this.#expect('(');
      this.#expect(')');
      value = this.#builder.call(name, value);
    }
    return value;
  }

  #atom(): number {
    const token = this.#now;
    this.#at++;
    if (token.kind === 'number') return this.#builder.leaf(token.text);
    if (token.kind === 'name' && this.#take('(')) {
      const name = functionOf(token);
      const inner = this.#sum();
      this.#expect(')');
      return this.#builder.call(name, inner);
    }
    if (token.kind === 'name') {
      const known = this.#builder.names.get(token.text);
      if (known !== undefined) return known;
      throw new SyntaxMistake(
        `'${token.text}' has no value yet; write ${token.text} = 1`,
        token.at,
      );
    }
    if (token.text === '(') {
      const inner = this.#sum();
      this.#expect(')');
      return inner;
    }
    const found = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    throw new SyntaxMistake(`expected a number or a name, found ${found}`, token.at);
  }
}

/** Reads statements, one a line or between semicolons; `#` is a comment. @throws SyntaxMistake */
export function readFormulas(text: string): Tape {
  const builder = new TapeBuilder();
  const reader = new FormulaReader(builder);
  let root = -1;
  let start = 0;
  for (const line of text.split(/[\n;]/)) {
    const statement = line.replace(/#.*$/, '');
    if (statement.trim() !== '') root = reader.statement(statement, start);
    start += line.length + 1;
  }
  if (root < 0) throw new SyntaxMistake('type an expression, such as a = 2; d = tanh(a)', 0);
  return builder.tape(root);
}

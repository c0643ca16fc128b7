/**
 * The TypeScript of the guide's first chapters: `Value`s, their methods, and formulas in `math`.
 * Whatever else there is in TypeScript is refused with its line and what is taken instead, since a
 * program that is only half read would show numbers that are not its own.
 */

import { FormulaReader } from './formulas.js';
import { type Binary, functions, type Tape, TapeBuilder } from './tape.js';
import { SyntaxMistake } from './tokens.js';
import { type Word, wordsOf } from './typescript-tokens.js';

const operators: ReadonlyMap<string, Binary> = new Map([
  ['add', '+'],
  ['sub', '-'],
  ['mul', '*'],
  ['div', '/'],
]);
const methods = [...operators.keys(), 'pow', 'neg', ...functions, 'named', 'backward'].join(', ');
const taken = `the stepper reads const and let, new Value(2), math\`...\`, and the methods ${methods}`;

class Reader {
  readonly #builder: TapeBuilder;
  readonly #words: readonly Word[];
  readonly #start: number;
  #at = 0;
  #root = -1;
  #backward = -1;

  /** `text` begins at `start` of the whole. */
  constructor(builder: TapeBuilder, text: string, start = 0) {
    this.#builder = builder;
    this.#words = wordsOf(text);
    this.#start = start;
  }

  get #now(): Word {
    return this.#words[this.#at] ?? { kind: 'end', text: '', at: 0, isFirst: true };
  }

  #mistake(message: string, word: Word = this.#now): SyntaxMistake {
    return new SyntaxMistake(message, this.#start + word.at);
  }

  /** What stands here, as messages say it. */
  #found(): string {
    if (this.#now.kind === 'end') return 'the end';
    return this.#now.kind === 'template' ? 'a template' : `'${this.#now.text}'`;
  }

  #next(): Word {
    const word = this.#now;
    this.#at++;
    this.#builder.place = this.#start + this.#now.at;
    return word;
  }

  #take(text: string): boolean {
    const { kind, text: here } = this.#now;
    if ((kind !== 'sign' && kind !== 'name') || here !== text) return false;
    this.#next();
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#mistake(`expected '${text}', found ${this.#found()}`);
  }

  #name(): string {
    if (this.#now.kind !== 'name') throw this.#mistake(`expected a name, found ${this.#found()}`);
    return this.#next().text;
  }

  /** All statements. The result is what `backward()` was asked of, else the last one. */
  program(): number {
    while (this.#now.kind !== 'end') {
      if (!this.#take(';')) this.#statement();
    }
    return this.#backward >= 0 ? this.#backward : this.#root;
  }

  /** An expression and nothing else. */
  only(): number {
    const id = this.#expression();
    if (this.#now.kind !== 'end') throw this.#surplus();
    return id;
  }

  #statement(): void {
    this.#builder.statement = 'result';
    const second = this.#words[this.#at + 1]?.text;
    if (this.#now.text === 'import' || this.#now.text === 'console') this.#skip();
    else if (this.#take('const') || this.#take('let')) {
      do this.#declaration();
      while (this.#take(','));
    } else if (this.#now.kind === 'name' && second === '=') this.#declaration();
    else this.#root = this.#expression();
    const isOver = this.#now.text === ';' || this.#now.isFirst;
    if (!isOver) throw this.#surplus();
  }

  /** Imports and what is printed change no number. */
  #skip(): void {
    let depth = 0;
    do {
      const { text, kind } = this.#next();
      if (kind !== 'sign') continue;
      if ('([{'.includes(text)) depth++;
      if (')]}'.includes(text)) depth--;
    } while (
      this.#now.kind !== 'end' &&
      (depth > 0 || !(this.#now.isFirst || this.#now.text === ';'))
    );
  }

  #surplus(): SyntaxMistake {
    const { text } = this.#now;
    if (!/^(?:[-+*/%]|\*\*)=?$/.test(text)) {
      return this.#mistake(`${this.#found()} is not expected here; ${taken}`);
    }
    return this.#mistake(
      `'${text}' does not work on Values; write a.add(b) or math\`\${a} + \${b}\``,
    );
  }

  /** `a = ...` or `[a, b] = [..., ...]`. */
  #declaration(): void {
    if (this.#take('[')) {
      const names = this.#list(() => this.#name());
      this.#expect('=');
      this.#expect('[');
      const all = [...names];
      this.#list(() => {
        const name = all.shift();
        if (name === undefined) throw this.#mistake(`there are ${names.length} names for this`);
        this.#assign(name);
      });
      if (all.length > 0) throw this.#mistake(`'${all[0]}' gets no value`);
      return;
    }
    const name = this.#name();
    if (this.#take(':')) this.#name();
    this.#expect('=');
    this.#assign(name);
  }

  /** What stands between commas up to `]`. */
  #list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.#take(',')) items.push(read());
    this.#expect(']');
    return items;
  }

  #assign(name: string): void {
    this.#builder.statement = name;
    const before = this.#builder.size;
    this.#root = this.#expression();
    this.#builder.give(name, this.#root, before);
  }

  #expression(): number {
    let value = this.#atom();
    while (this.#take('.')) value = this.#method(value);
    return value;
  }

  #method(value: number): number {
    const word = this.#now;
    const name = this.#name();
    if (!this.#take('(')) {
      throw this.#mistake(
        `.${name} cannot be read or set here: the stepper shows it; ${taken}`,
        word,
      );
    }
    const result = this.#called(name, value, word);
    this.#expect(')');
    return result;
  }

  #called(name: string, value: number, word: Word): number {
    const op = operators.get(name);
    if (op !== undefined) return this.#builder.binary(op, value, this.#expression());
    const found = functions.find((one) => one === name);
    if (found !== undefined) return this.#builder.call(found, value);
    switch (name) {
      case 'neg':
        return this.#builder.negate(value);
      case 'pow':
        return this.#builder.power(value, Number(this.#number('pow takes a plain number')));
      case 'named':
        if (this.#now.kind !== 'string') throw this.#mistake("a name is a text, as in named('a')");
        this.#builder.rename(value, this.#next().text);
        return value;
      case 'backward':
        this.#backward = value;
        return value;
      default:
        throw this.#mistake(`there is no method '${name}'; ${taken}`, word);
    }
  }

  #number(message: string): string {
    const sign = this.#take('-') ? '-' : '';
    if (this.#now.kind !== 'number') throw this.#mistake(`${message}, found ${this.#found()}`);
    return `${sign}${this.#next().text}`;
  }

  #atom(): number {
    const { kind, text } = this.#now;
    if (kind === 'number' || text === '-') {
      return this.#builder.leaf(this.#number('only a plain number has a minus; write a.neg()'));
    }
    if (this.#take('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    if (this.#take('new')) return this.#newValue();
    if (kind === 'name') return this.#named();
    throw this.#mistake(`expected a Value, found ${this.#found()}`);
  }

  #newValue(): number {
    const word = this.#now;
    if (this.#name() !== 'Value')
      throw this.#mistake(`there is no class '${word.text}'; ${taken}`, word);
    this.#expect('(');
    const value = this.#expression();
    if (this.#now.text === ',') throw this.#mistake('new Value takes one number here; use methods');
    this.#expect(')');
    return value;
  }

  /** A name, a function such as `add(1, a)`, or a formula. */
  #named(): number {
    const word = this.#next();
    const { text } = word;
    if (text === 'math' && this.#now.kind === 'template') return this.#formula(this.#next());
    const op = operators.get(text);
    if (op !== undefined && this.#take('(')) {
      const left = this.#expression();
      this.#expect(',');
      const right = this.#expression();
      this.#expect(')');
      return this.#builder.binary(op, left, right);
    }
    const known = this.#builder.names.get(text);
    if (known !== undefined) return known;
    if (/^(?:[=.([]|\w)/.test(this.#now.text) && !this.#now.isFirst && this.#now.text !== '.') {
      throw this.#mistake(`'${text}' is not read here; ${taken}`, word);
    }
    throw this.#mistake(`'${text}' has no value yet; write const ${text} = new Value(1)`, word);
  }

  /** A template of `math`: each hole is a name that no text can have. */
  #formula({ text, at }: Word): number {
    const start = this.#start + at + 1;
    let holes = 0;
    const names: string[] = [];
    const formula = text.replace(/\$\{([^{}]*)\}/g, (whole, hole: string, from: number) => {
      const name = `__${holes++}`.padEnd(whole.length, '_');
      names.push(name);
      this.#builder.names.set(name, new Reader(this.#builder, hole, start + from + 2).only());
      return name;
    });
    const id = new FormulaReader(this.#builder).expression(formula, start);
    for (const name of names) this.#builder.names.delete(name);
    return id;
  }
}

/** The place of a mistake as a line of the text. */
function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** Reads a program. @throws SyntaxMistake that names the line */
export function readTypeScript(text: string): Tape {
  const builder = new TapeBuilder();
  try {
    const root = new Reader(builder, text).program();
    if (root < 0) throw new SyntaxMistake(`nothing is computed; ${taken}`, text.length);
    return builder.tape(root);
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    throw new SyntaxMistake(`line ${lineOf(text, error.at)}: ${error.message}`, error.at);
  }
}

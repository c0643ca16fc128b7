/**
 * What was typed as a list of operations, each after those that it needs: statements such as
 * `d = tanh(a*b + c)`, with Python's operators and precedence. Numbers come later, so that a leaf
 * can be moved without reading the text again.
 */

import { SyntaxMistake, type Token, tokensOf } from './tokens.js';

/** What a node does. */
export type Op =
  | 'leaf'
  | '+'
  | '-'
  | '*'
  | '/'
  | '**'
  | 'neg'
  | 'exp'
  | 'log'
  | 'tanh'
  | 'sigmoid'
  | 'relu';

/** One number of the expression. */
export interface TapeNode {
  readonly id: number;
  readonly op: Op;
  /** The numbers that it is computed from. */
  readonly args: readonly number[];
  /** What was typed for it, or the name that it was given. */
  label: string;
  /** Whether it has a name of its own. */
  isNamed: boolean;
  /** Of a leaf: its number. */
  readonly value: number;
  /** Of a power. */
  readonly exponent: number;
  /** The name that its statement assigns to. */
  readonly statement: string;
}

/** An expression that was read. */
export interface Tape {
  readonly nodes: readonly TapeNode[];
  /** The node that the last statement computes. */
  readonly root: number;
  /** Leaves with a name, which can be moved. */
  readonly inputs: readonly number[];
}

const functions: readonly Op[] = ['exp', 'log', 'tanh', 'sigmoid', 'relu'];
const mostNodes = 2000;

function functionOf(token: Token): Op {
  const found = functions.find((one) => one === token.text);
  if (found !== undefined) return found;
  throw new SyntaxMistake(
    `there is no function '${token.text}'; there is ${functions.join(', ')}`,
    token.at,
  );
}

class Reader {
  readonly nodes: TapeNode[] = [];
  readonly names = new Map<string, number>();
  /** How often a name was given anew. */
  readonly #given = new Map<string, number>();
  #tokens: readonly Token[] = [];
  #at = 0;
  #statement = '';

  get #now(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    return token ?? { kind: 'end', text: '', at: 0 };
  }

  #take(text: string): boolean {
    if (this.#now.kind !== 'sign' || this.#now.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const found = this.#now.kind === 'end' ? 'the end' : `'${this.#now.text}'`;
    throw new SyntaxMistake(`expected '${text}', found ${found}`, this.#now.at);
  }

  #add(op: Op, args: readonly number[], label: string, more: Partial<TapeNode> = {}): number {
    const id = this.nodes.length;
    if (id >= mostNodes) throw new SyntaxMistake(`more than ${mostNodes} numbers`, this.#now.at);
    const statement = this.#statement;
    const node = { id, op, args, label, isNamed: false, value: 0, exponent: 0, statement };
    this.nodes.push({ ...node, ...more });
    return id;
  }

  #label(id: number): string {
    return this.nodes[id]?.label ?? '';
  }

  /** The text of an operand, in brackets where it would be read otherwise. */
  #inner(id: number): string {
    const node = this.nodes[id];
    const isSum = node !== undefined && !node.isNamed && (node.op === '+' || node.op === '-');
    return isSum ? `(${this.#label(id)})` : this.#label(id);
  }

  /** Reads one statement. */
  statement(text: string, start: number): number {
    this.#tokens = tokensOf(text, start);
    this.#at = 0;
    const [first, second] = this.#tokens;
    const isAssigned = first?.kind === 'name' && /^[-+*/]?=$/.test(second?.text ?? '');
    this.#statement = isAssigned ? first.text : 'result';
    if (isAssigned) this.#at = 2;
    const before = this.nodes.length;
    let id = this.#sum();
    if (this.#now.kind !== 'end') {
      throw new SyntaxMistake(`'${this.#now.text}' is one word too many`, this.#now.at);
    }
    if (!isAssigned) return id;
    const sign = second?.text[0] ?? '=';
    if (sign !== '=') id = this.#compound(first, sign, id);
    this.#give(first.text, id, before);
    return id;
  }

  /** `c += x` is `c = c + x`. */
  #compound(name: Token, sign: string, right: number): number {
    const left = this.names.get(name.text);
    if (left === undefined) throw new SyntaxMistake(`'${name.text}' has no value yet`, name.at);
    const op = sign === '+' || sign === '-' || sign === '*' ? sign : '/';
    return this.#add(op, [left, right], `${this.#inner(left)} ${op} ${this.#inner(right)}`);
  }

  #give(name: string, id: number, before: number): void {
    const older = this.nodes[this.names.get(name) ?? -1];
    const isAnew = older !== undefined && older.id !== id && older.isNamed;
    if (isAnew) {
      // The name goes to the new number; the old one is told apart by a subscript.
      const times = (this.#given.get(name) ?? 0) + 1;
      this.#given.set(name, times);
      older.label = `${name}${String(times).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '')}`;
    }
    this.names.set(name, id);
    const node = this.nodes[id];
    // A second name for the same number changes nothing.
    if (node === undefined || id < before || node.isNamed) return;
    node.label = name;
    node.isNamed = true;
  }

  #sum(): number {
    let left = this.#product();
    for (;;) {
      const isPlus = this.#take('+');
      if (!isPlus && !this.#take('-')) return left;
      const op = isPlus ? '+' : '-';
      const right = this.#product();
      left = this.#add(op, [left, right], `${this.#label(left)} ${op} ${this.#inner(right)}`);
    }
  }

  #product(): number {
    let left = this.#unary();
    for (;;) {
      const isTimes = this.#take('*');
      if (!isTimes && !this.#take('/')) return left;
      const op = isTimes ? '*' : '/';
      const right = this.#unary();
      left = this.#add(op, [left, right], `${this.#inner(left)}${op}${this.#inner(right)}`);
    }
  }

  #unary(): number {
    if (this.#take('+')) return this.#unary();
    if (!this.#take('-')) return this.#power();
    const { kind, text } = this.#now;
    const next = this.#tokens[this.#at + 1]?.text;
    if (kind === 'number' && next !== '**') {
      this.#at++;
      return this.#add('leaf', [], `-${text}`, { value: -Number(text) });
    }
    const inner = this.#unary();
    return this.#add('neg', [inner], `-${this.#inner(inner)}`);
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
    const exponent = sign * Number(token.text);
    return this.#add('**', [base], `${this.#inner(base)}**${exponent}`, { exponent });
  }

  /** `x.relu()` is `relu(x)`. */
  #postfix(): number {
    let value = this.#atom();
    while (this.#take('.')) {
      const op = functionOf(this.#now);
      this.#at++;
      this.#expect('(');
      this.#expect(')');
      value = this.#add(op, [value], `${op}(${this.#label(value)})`);
    }
    return value;
  }

  #atom(): number {
    const token = this.#now;
    this.#at++;
    if (token.kind === 'number') {
      return this.#add('leaf', [], token.text, { value: Number(token.text) });
    }
    if (token.kind === 'name' && this.#take('(')) {
      const op = functionOf(token);
      const inner = this.#sum();
      this.#expect(')');
      return this.#add(op, [inner], `${op}(${this.#label(inner)})`);
    }
    if (token.kind === 'name') {
      const known = this.names.get(token.text);
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
export function readTape(text: string): Tape {
  const reader = new Reader();
  let root = -1;
  let start = 0;
  for (const line of text.split(/[\n;]/)) {
    const statement = line.replace(/#.*$/, '');
    if (statement.trim() !== '') root = reader.statement(statement, start);
    start += line.length + 1;
  }
  if (root < 0) throw new SyntaxMistake('type an expression, such as a = 2; d = tanh(a)', 0);
  const nodes = neededBy(reader.nodes, root);
  const inputs = nodes.filter(({ op, isNamed }) => op === 'leaf' && isNamed);
  return { nodes, root, inputs: inputs.map(({ id }) => id) };
}

/** The nodes that the result depends on, in their order. */
function neededBy(nodes: readonly TapeNode[], root: number): TapeNode[] {
  const needed = new Set([root]);
  for (let id = root; id >= 0; id--) {
    if (needed.has(id)) for (const arg of nodes[id]?.args ?? []) needed.add(arg);
  }
  return nodes.filter(({ id }) => needed.has(id));
}

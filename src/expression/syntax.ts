/**
 * How expressions are written: Python's operators with Python's precedence. Turns tokens
 * into a program for a stack machine, by the shunting-yard method of Dijkstra, without recursion.
 * Source: https://docs.python.org/3/reference/expressions.html#operator-precedence
 */

import { operations } from './operations.js';
import { errorAt, sourceText } from './source-text.js';
import { type Token, tokenize } from './tokens.js';

/** One step of the stack machine: push a number or a hole, or apply an operation to the top. */
export type Instruction =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'hole'; readonly index: number; readonly at: number }
  | {
      readonly kind: 'apply';
      readonly operation: string;
      readonly count: number;
      readonly at: number;
    };

interface Operator {
  readonly operation: string;
  readonly precedence: number;
}

const comparison = 1;
const negation: Operator = { operation: 'neg', precedence: 4 };
const power = 5;

const binaryOperators: Readonly<Record<string, Operator>> = {
  '<': { operation: 'lt', precedence: comparison },
  '<=': { operation: 'le', precedence: comparison },
  '>': { operation: 'gt', precedence: comparison },
  '>=': { operation: 'ge', precedence: comparison },
  '==': { operation: 'eq', precedence: comparison },
  '!=': { operation: 'ne', precedence: comparison },
  '+': { operation: 'add', precedence: 2 },
  '-': { operation: 'sub', precedence: 2 },
  '*': { operation: 'mul', precedence: 3 },
  '/': { operation: 'div', precedence: 3 },
  '@': { operation: 'matmul', precedence: 3 },
  '**': { operation: 'pow', precedence: power },
};

const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/** What waits on the stack for its right side, or its closing bracket. */
type Waiting =
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly count: 1 | 2;
      readonly at: number;
    }
  | { readonly kind: 'group'; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly at: number; count: number };

class Parser {
  readonly program: Instruction[] = [];
  readonly #strings: readonly string[];
  readonly #tokens: readonly Token[];
  readonly #waiting: Waiting[] = [];
  #next = 0;

  constructor(strings: readonly string[]) {
    this.#strings = strings;
    this.#tokens = tokenize(strings);
  }

  /** Reads operands and operators in turn, up to the end. */
  parse(): Instruction[] {
    let more = true;
    while (more) {
      while (!this.#readOperand());
      more = this.#readOperator();
    }
    return this.program;
  }

  #take(): Token {
    const token = this.#tokens[this.#next++];
    return token ?? { kind: 'end', at: sourceText(this.#strings).length };
  }

  #fail(at: number, problem: string): never {
    throw errorAt(this.#strings, at, problem);
  }

  /** Reads one token where an operand belongs; true when the operand is complete. */
  #readOperand(): boolean {
    const token = this.#take();
    if (token.kind === 'number' || token.kind === 'hole') {
      this.program.push(token);
      return true;
    }
    if (token.kind === 'name') return this.#readName(token.text, token.at);
    const text = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    if (text === "'('") this.#waiting.push({ kind: 'group', at: token.at });
    else if (text === "'-'") {
      this.#waiting.push({ kind: 'operator', operator: negation, count: 1, at: token.at });
    } else if (text !== "'+'") {
      this.#fail(token.at, `expected a value before ${text}`);
    }
    return false;
  }

  /** A function opens its brackets; a constant is an operand. */
  #readName(name: string, at: number): boolean {
    const next = this.#tokens[this.#next];
    const isCall = next?.kind === 'symbol' && next.text === '(';
    if (isCall && Object.hasOwn(operations, name)) {
      this.#next++;
      this.#waiting.push({ kind: 'call', name, at, count: 1 });
      return false;
    }
    const value = Object.hasOwn(constants, name) ? constants[name] : undefined;
    if (!isCall && value !== undefined) {
      this.program.push({ kind: 'number', value });
      return true;
    }
    if (isCall) {
      this.#fail(at, `unknown function '${name}'. There are ${Object.keys(operations).join(', ')}`);
    }
    return this.#fail(at, `unknown name '${name}'. A variable is written \${${name}}`);
  }

  /** Reads what follows a complete operand; false at the end. */
  #readOperator(): boolean {
    for (;;) {
      const token = this.#take();
      if (token.kind === 'end') return this.#finish();
      const text = token.kind === 'symbol' ? token.text : '';
      if (text === ',') {
        this.#nextArgument(token.at);
        return true;
      }
      if (text !== ')') {
        const operator = binaryOperators[text];
        if (operator === undefined) this.#fail(token.at, 'expected an operator here');
        this.#pushBinary(operator, token.at);
        return true;
      }
      this.#close(token.at);
    }
  }

  #pushBinary(operator: Operator, at: number): void {
    const { precedence } = operator;
    for (let top = this.#waiting.at(-1); top?.kind === 'operator'; top = this.#waiting.at(-1)) {
      const over = top.operator.precedence;
      if (over === comparison && precedence === comparison) {
        this.#fail(at, 'comparisons do not chain. Write (a < b) * (b < c)');
      }
      // ** groups from the right, all others from the left.
      if (over < precedence || (over === power && precedence === power)) break;
      this.#emit(top);
    }
    this.#waiting.push({ kind: 'operator', operator, count: 2, at });
  }

  /** Moves the operator at the top of the stack into the program. */
  #emit({ operator, count, at }: Extract<Waiting, { kind: 'operator' }>): void {
    this.#waiting.pop();
    this.program.push({ kind: 'apply', operation: operator.operation, count, at });
  }

  /** Emits operators up to the innermost open bracket, and returns that. */
  #unwind(): Exclude<Waiting, { kind: 'operator' }> | undefined {
    for (;;) {
      const top = this.#waiting.at(-1);
      if (top?.kind !== 'operator') return top;
      this.#emit(top);
    }
  }

  #nextArgument(at: number): void {
    const open = this.#unwind();
    if (open?.kind !== 'call') this.#fail(at, 'a comma separates the arguments of a function');
    open.count++;
  }

  #close(at: number): void {
    const open = this.#unwind();
    if (open === undefined) this.#fail(at, "this ')' closes nothing");
    this.#waiting.pop();
    if (open.kind === 'group') return;
    const { name, count } = open;
    const [least, most] = operations[name]?.arity ?? [0, 0];
    if (count < least || count > most) {
      const wanted = least === most ? least : `${least} to ${most}`;
      const unit = most === 1 ? 'argument' : 'arguments';
      this.#fail(open.at, `${name} takes ${wanted} ${unit}, not ${count}`);
    }
    this.program.push({ kind: 'apply', operation: name, count, at: open.at });
  }

  #finish(): false {
    const open = this.#unwind();
    if (open !== undefined) this.#fail(open.at, 'this bracket is not closed');
    return false;
  }
}

/** The program of an expression. @throws ValueError, with a caret, when it cannot be read. */
export function parse(strings: readonly string[]): readonly Instruction[] {
  return new Parser(strings).parse();
}

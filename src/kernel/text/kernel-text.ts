/**
 * Kernels as text that can be read, in the manner of JavaScript with vectors: arrays and sizes of
 * one launch in place of addresses, loops, one line for each value. For explanations; nothing is
 * compiled from it.
 */

import type { BinaryOperator, CompareOperator, Expr, Kernel, Local, Stmt } from '../ir.js';
import { constantOf, type Linear, linearText, scaled, sumOf, termOf } from './linear.js';

/**
 * What an argument is in one launch: an array with the byte it starts at, an integer, or a name.
 */
export type ArgumentText =
  | { readonly kind: 'array'; readonly name: string; readonly offset: number }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string };

const infix: { readonly [O in BinaryOperator | CompareOperator]?: string } = {
  ...{ add: '+', sub: '-', mul: '*', div: '/', rem: '%', and: '&', or: '|', xor: '^' },
  ...{ shl: '<<', shr: '>>>', sar: '>>', eq: '===', ne: '!==', lt: '<', le: '<=' },
  ...{ gt: '>', ge: '>=' },
};
/** Integer operators on numbers that are known. */
const integers: { readonly [O in BinaryOperator]?: (a: number, b: number) => number } = {
  and: (a, b) => a & b,
  div: (a, b) => Math.trunc(a / b),
  rem: (a, b) => a % b,
  min: Math.min,
  max: Math.max,
};
const bytesOf = { i32: 4, f32: 4, f64: 8, mask: 1 } as const;
const prefixes = { i32: 'n', f32: 's', f64: 'd', mask: 'm' } as const;
/** Longer integers get a name. */
const longest = 48;
const letters = 'ijklmnopq';

/** How often each variable is written, and which are counters of loops. */
function writesOf(body: readonly Stmt[]): Map<Local, number> {
  const writes = new Map<Local, number>();
  const note = (local: Local): void => void writes.set(local, (writes.get(local) ?? 0) + 1);
  const open = [...body];
  for (let stmt = open.pop(); stmt !== undefined; stmt = open.pop()) {
    if (stmt.kind === 'set') note(stmt.local);
    if (stmt.kind === 'loop' || stmt.kind === 'if') open.push(...stmt.body);
    if (stmt.kind === 'loop') note(stmt.index);
    if (stmt.kind === 'if') open.push(...stmt.otherwise);
  }
  return writes;
}

class KernelText {
  readonly lines: string[] = [];
  readonly #args: readonly ArgumentText[];
  readonly #writes: ReadonlyMap<Local, number>;
  /** Integers that are written once and stand where they are used. */
  readonly #known = new Map<Local, Linear>();
  readonly #names = new Map<Local, string>();
  #depth = 0;
  #loops = 0;

  constructor({ body, locals }: Kernel, args: readonly ArgumentText[]) {
    this.#args = args;
    this.#writes = writesOf(body);
    const changing = locals.filter((local) => (this.#writes.get(local) ?? 0) > 1);
    if (changing.length > 0) this.#push(`let ${changing.map((x) => this.#nameOf(x)).join(', ')};`);
    this.#body(body);
  }

  #push(line: string): void {
    this.lines.push(`${'  '.repeat(this.#depth)}${line}`);
  }

  #body(body: readonly Stmt[]): void {
    for (const stmt of body) this.#stmt(stmt);
  }

  #block(head: string, body: readonly Stmt[]): void {
    this.#push(`${head} {`);
    this.#depth += 1;
    this.#body(body);
    this.#depth -= 1;
    this.#push('}');
  }

  #stmt(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'set':
        this.#set(stmt.local, stmt.value);
        return;
      case 'store': {
        const { address, offset, value } = stmt;
        this.#push(this.#stored(address, offset, value));
        return;
      }
      case 'loop': {
        const i = letters[this.#loops] ?? `i${this.#loops}`;
        this.#names.set(stmt.index, i);
        this.#loops += 1;
        const [from, to] = [this.#text(stmt.from), this.#text(stmt.to)];
        const next = stmt.step === 1 ? `${i}++` : `${i} += ${stmt.step}`;
        this.#block(`for (let ${i} = ${from}; ${i} < ${to}; ${next})`, stmt.body);
        this.#loops -= 1;
        return;
      }
      case 'if':
        this.#block(`if (${this.#text(stmt.condition)})`, stmt.body);
        if (stmt.otherwise.length > 0) this.#block('else', stmt.otherwise);
    }
  }

  #set(local: Local, value: Expr): void {
    const isOnce = this.#writes.get(local) === 1;
    if (isOnce && local.type.scalar === 'i32' && local.type.lanes === 1 && this.#isFixed(value)) {
      const sum = this.#linear(value);
      // What is long, as rounds of random numbers, would double with each use.
      if (linearText(sum).length <= longest) {
        this.#known.set(local, sum);
        return;
      }
    }
    if (isOnce && this.#isName(value)) {
      this.#names.set(local, this.#text(value));
      return;
    }
    this.#push(`${isOnce ? 'const ' : ''}${this.#nameOf(local)} = ${this.#text(value)};`);
  }

  /** Whether a value is a name or a number, and needs no other name. */
  #isName(value: Expr): boolean {
    if (value.kind === 'splat') return this.#isName(value.x);
    if (value.kind === 'local') return this.#writes.get(value.local) === 1;
    return value.kind === 'const' || value.kind === 'arg';
  }

  /**
   * Whether an integer is made of what does not change while it is in use: no memory, no totals.
   */
  #isFixed(expr: Expr): boolean {
    switch (expr.kind) {
      case 'const':
      case 'arg':
      case 'range':
      case 'scratch':
        return true;
      case 'local':
        return this.#writes.get(expr.local) === 1;
      case 'binary':
        return this.#isFixed(expr.a) && this.#isFixed(expr.b);
      default:
        return false;
    }
  }

  #nameOf(local: Local): string {
    const { scalar, lanes } = local.type;
    const name = this.#names.get(local) ?? `${lanes > 1 ? 'v' : prefixes[scalar]}${local.id}`;
    this.#names.set(local, name);
    return name;
  }

  /** An integer, or an address, as a sum. */
  #linear(expr: Expr): Linear {
    switch (expr.kind) {
      case 'const':
        return constantOf(expr.value);
      case 'arg':
        return this.#argument(expr.index);
      case 'range':
        return termOf(expr.end);
      case 'scratch':
        return constantOf(0, 'scratch');
      case 'local':
        return this.#known.get(expr.local) ?? termOf(this.#nameOf(expr.local));
      case 'binary':
        return this.#combined(expr) ?? this.#folded(expr);
      default:
        return termOf(this.#expression(expr));
    }
  }

  #argument(index: number): Linear {
    const arg = this.#args[index];
    if (arg === undefined) return termOf(`arg${index}`);
    if (arg.kind === 'integer') return constantOf(arg.value);
    return arg.kind === 'array' ? constantOf(arg.offset, arg.name) : termOf(arg.name);
  }

  #combined({ op, a, b }: Extract<Expr, { kind: 'binary' }>): Linear | null {
    if (op !== 'add' && op !== 'sub' && op !== 'mul') return null;
    const [left, right] = [this.#linear(a), this.#linear(b)];
    if (op !== 'mul') return sumOf(left, right, op === 'add' ? 1 : -1);
    if (right.terms.size === 0 && right.base === null) return scaled(left, right.constant);
    return left.terms.size === 0 && left.base === null ? scaled(right, left.constant) : null;
  }

  /** What is no sum: a number where both sides are, else a text that can be part of a sum. */
  #folded(expr: Extract<Expr, { kind: 'binary' }>): Linear {
    const [left, right] = [this.#linear(expr.a), this.#linear(expr.b)];
    const fold = integers[expr.op];
    const isNumber = ({ base, terms }: Linear): boolean => base === null && terms.size === 0;
    if (isNumber(right) && right.constant === 1 && expr.op === 'div') return left;
    if (fold !== undefined && isNumber(left) && isNumber(right)) {
      return constantOf(fold(left.constant, right.constant));
    }
    if (expr.op === 'div') return termOf(`trunc(${this.#binary(expr)})`);
    return termOf(infix[expr.op] === undefined ? this.#binary(expr) : `(${this.#binary(expr)})`);
  }

  /**
   * An array and an index in its elements, for memory at an address; bytes where the array is not
   * known.
   */
  #place(address: Expr, offset: number, bytes: number): { array: string; index: string } {
    const sum = this.#linear(address);
    const whole = { ...sum, constant: sum.constant + offset };
    return sum.base === null
      ? { array: 'bytes', index: linearText(whole) }
      : { array: sum.base, index: linearText(whole, bytes) };
  }

  #stored(address: Expr, offset: number, value: Expr): string {
    const { scalar, lanes } = value.type;
    const { array, index } = this.#place(address, offset, bytesOf[scalar]);
    const text = this.#text(value);
    return lanes > 1
      ? `store${lanes}(${array}, ${index}, ${text});`
      : `${array}[${index}] = ${text};`;
  }

  /** An expression; integers are folded. */
  #text(expr: Expr): string {
    const isInteger = expr.type.scalar === 'i32' && expr.type.lanes === 1;
    if (!isInteger) return this.#expression(expr);
    const sum = this.#linear(expr);
    const text = linearText(sum);
    if (sum.base === null) return text;
    return text === '0' ? `addressOf(${sum.base})` : `addressOf(${sum.base}) + ${text}`;
  }

  #operand(expr: Expr): string {
    const text = this.#text(expr);
    return /^-?[\w.]+$|^[\w.]+\([^()]*\)$|^\w+\[[^[\]]*\]$/.test(text) ? text : `(${text})`;
  }

  #binary({ op, a, b }: Extract<Expr, { kind: 'binary' }>): string {
    const sign = infix[op];
    if (sign !== undefined) return `${this.#operand(a)} ${sign} ${this.#operand(b)}`;
    return `${op}(${this.#text(a)}, ${this.#text(b)})`;
  }

  #call(name: string, args: readonly Expr[]): string {
    return `${name}(${args.map((arg) => this.#text(arg)).join(', ')})`;
  }

  #expression(expr: Expr): string {
    switch (expr.kind) {
      case 'const':
        return Object.is(expr.value, -0) ? '-0' : String(expr.value);
      case 'local':
        return this.#nameOf(expr.local);
      case 'binary':
        return this.#binary(expr);
      case 'compare':
        return `${this.#operand(expr.a)} ${infix[expr.op] ?? expr.op} ${this.#operand(expr.b)}`;
      case 'unary':
        return expr.op === 'neg' ? `-${this.#operand(expr.x)}` : this.#call(expr.op, [expr.x]);
      case 'fma':
        return this.#call('fma', [expr.a, expr.b, expr.c]);
      case 'select':
        return `${this.#operand(expr.mask)} ? ${this.#operand(expr.a)} : ${this.#operand(expr.b)}`;
      case 'load':
        return this.#load(expr);
      default:
        return this.#rest(expr);
    }
  }

  #load({ address, offset, type }: Extract<Expr, { kind: 'load' }>): string {
    const { array, index } = this.#place(address, offset, bytesOf[type.scalar]);
    return type.lanes > 1 ? `load${type.lanes}(${array}, ${index})` : `${array}[${index}]`;
  }

  /** What moves values between types and lanes. */
  #rest(expr: Expr): string {
    switch (expr.kind) {
      case 'arg':
      case 'range':
      case 'scratch':
        return linearText(this.#linear(expr));
      case 'convert':
        return this.#call(expr.type.scalar, [expr.x]);
      case 'bitcast':
        return this.#call(`bitsAs_${expr.type.scalar}`, [expr.x]);
      case 'splat':
        return this.#text(expr.x);
      case 'vector':
        return `[${expr.parts.map((part) => this.#text(part)).join(', ')}]`;
      case 'lane':
        return `${this.#operand(expr.x)}[${expr.index}]`;
      case 'any':
        return this.#call('any', [expr.x]);
      case 'shuffle':
        return `shuffle(${this.#text(expr.a)}, ${this.#text(expr.b)}, ${expr.pattern.join(', ')})`;
      case 'math':
        return this.#call(expr.fn, expr.args);
      default:
        return expr.kind;
    }
  }
}

/**
 * The text of a kernel with the arguments of one launch. `lo` and `hi` are the part of the parallel
 * range that a call works on; `load4` and `store4` move vectors of four lanes; a number beside a
 * vector is in all lanes; `bytes` is memory by its address, where a variable says which array.
 */
export function kernelText(kernel: Kernel, args: readonly ArgumentText[]): string {
  return new KernelText(kernel, args).lines.join('\n');
}

/**
 * The operators of terms as JavaScript: what each computes, for one element, without its rounding.
 */

import type { TermOp } from '../../compiler/schedule/term.js';
import type { DType } from '../../graph/dtype.js';
import type { UnaryOp } from '../../graph/ops.js';
import { opsOfKind } from '../../graph/traits.js';

/** A piece of code; an atom can be an operand without parentheses. */
export interface Code {
  readonly text: string;
  readonly isAtom: boolean;
}

/** Code that needs no parentheses. */
export function atom(text: string): Code {
  return { text, isAtom: true };
}

function operand({ text, isAtom }: Code): string {
  return isAtom ? text : `(${text})`;
}

function sum(a: Code, b: Code): Code {
  if (!/^-[\d.]+(e-?\d+)?$/.test(b.text)) return infix('+')(a, b);
  return { text: `${operand(a)} - ${b.text.slice(1)}`, isAtom: false };
}

function infix(sign: string): (a: Code, b: Code) => Code {
  return (a, b) => ({ text: `${operand(a)} ${sign} ${operand(b)}`, isAtom: false });
}

function call(name: string): (...args: readonly Code[]) => Code {
  return (...args) => atom(`${name}(${args.map(({ text }) => text).join(', ')})`);
}

const casts: { readonly [D in DType]: (x: Code) => Code } = {
  float32: call('float32'),
  float64: call('float64'),
  int32: call('int32'),
  bool: (x) => ({ text: `${operand(x)} !== 0`, isAtom: false }),
};

type Write = (x: Code, y: Code, z: Code) => Code;

/** Unary operators that are written otherwise than as calls of their names. */
const signs: ReadonlyMap<TermOp, (x: Code) => Code> = new Map([
  ['neg', (x: Code): Code => ({ text: `-${operand(x)}`, isAtom: false })],
  ['relu', (x: Code): Code => call('max')(x, atom('0'))],
]);

const writers: { readonly [Op in Exclude<TermOp, 'cast' | UnaryOp>]: Write } = {
  add: sum,
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  pow: (x, y) => call('pow')(x, y),
  maximum: (x, y) => call('max')(x, y),
  minimum: (x, y) => call('min')(x, y),
  bitAnd: infix('&'),
  lt: infix('<'),
  le: infix('<='),
  eq: infix('==='),
  ne: infix('!=='),
  where: (x, y, z) => ({
    text: `${operand(x)} ? ${operand(y)} : ${operand(z)}`,
    isAtom: false,
  }),
};

const unaryOps: ReadonlySet<string> = new Set(opsOfKind('unary'));

function isUnary(op: TermOp): op is UnaryOp {
  return unaryOps.has(op);
}

/** Operators of two bools that are numbers on the way. */
const arithmetic: ReadonlySet<string> = new Set([
  ...opsOfKind('arithmetic'),
  ...opsOfKind('unary'),
]);

/**
 * The code of one operator on the code of its operands; `dtype` is that of the result, `from` that
 * of the operands. A bool is 0 or 1 in an array, and true or false in an expression.
 */
export function writeOperator(op: TermOp, args: readonly Code[], dtype: DType, from: DType): Code {
  const [x = atom('0'), y = x, z = x] = args;
  if (op === 'cast') return casts[dtype](x);
  if (from === 'bool' && (op === 'eq' || op === 'ne'))
    return infix(op === 'eq' ? '==' : '!=')(x, y);
  const code = isUnary(op) ? (signs.get(op) ?? call(op))(x) : writers[op](x, y, z);
  if (dtype !== 'bool' || !arithmetic.has(op)) return code;
  return { text: `(${code.text}) !== 0`, isAtom: false };
}

/** What each operation does, and its local derivative, in the guide's words. */

import { short } from '../../design/numbers.js';
import type { Op, TapeNode } from './tape.js';

/** An operation explained. */
interface Words {
  /** The picture of the operation. */
  readonly sign: string;
  /** The formula with the texts of its operands. */
  readonly formula: (a: string, b: string) => string;
  /** Local derivatives, one for each operand. */
  readonly local: readonly ((a: string, b: string, out: string) => string)[];
  /** One sentence on why. */
  readonly why: string;
}

const table: Readonly<Record<Exclude<Op, 'leaf' | '**'>, Words>> = {
  '+': {
    sign: '+',
    formula: (a, b) => `${a} + ${b}`,
    local: [() => '1', () => '1'],
    why: 'A sum grows as fast as each of its parts, so it hands the gradient on unchanged.',
  },
  '-': {
    sign: '−',
    formula: (a, b) => `${a} − ${b}`,
    local: [() => '1', () => '−1'],
    why: 'A difference grows with its first part and falls with its second.',
  },
  '*': {
    sign: '×',
    formula: (a, b) => `${a} × ${b}`,
    local: [(_, b) => b, (a) => a],
    why: 'A product grows with one factor as fast as the other factor is large.',
  },
  '/': {
    sign: '÷',
    formula: (a, b) => `${a} ÷ ${b}`,
    local: [(_, b) => `1 ÷ ${b}`, (a, b) => `−${a} ÷ ${b}²`],
    why: 'A quotient grows with its numerator and falls with its denominator.',
  },
  neg: {
    sign: '−',
    formula: (a) => `−${a}`,
    local: [() => '−1'],
    why: 'The opposite falls as fast as the number grows.',
  },
  exp: {
    sign: 'exp',
    formula: (a) => `exp(${a})`,
    local: [(_a, _b, out) => out],
    why: 'The exponential is its own derivative.',
  },
  log: {
    sign: 'log',
    formula: (a) => `log(${a})`,
    local: [(a) => `1 ÷ ${a}`],
    why: 'The logarithm grows ever more slowly: one over the number.',
  },
  tanh: {
    sign: 'tanh',
    formula: (a) => `tanh(${a})`,
    local: [(_a, _b, out) => `1 − ${out}²`],
    why: 'tanh is steepest at 0 and flat far from it, where little gradient passes.',
  },
  sigmoid: {
    sign: 'σ',
    formula: (a) => `sigmoid(${a})`,
    local: [(_a, _b, out) => `${out} × (1 − ${out})`],
    why: 'The sigmoid is steepest at 0 and flat far from it, where little gradient passes.',
  },
  relu: {
    sign: 'relu',
    formula: (a) => `relu(${a})`,
    local: [(a) => `1 where ${a} > 0, else 0`],
    why: 'A positive number passes, and its gradient with it; a negative one stops both.',
  },
};

function powerWords(exponent: number): Words {
  return {
    sign: `^${short(exponent)}`,
    formula: (a) => `${a} ^ ${short(exponent)}`,
    local: [(a) => `${short(exponent)} × ${a} ^ ${short(exponent - 1)}`],
    why: 'The exponent comes down in front, and the power is one less.',
  };
}

/** The words on a node; null for a leaf, which is given. */
export function wordsOf(node: TapeNode): Words | null {
  if (node.op === 'leaf') return null;
  return node.op === '**' ? powerWords(node.exponent) : table[node.op];
}

/** The picture of what a node does. */
export function signOf(node: TapeNode): string {
  return wordsOf(node)?.sign ?? '';
}

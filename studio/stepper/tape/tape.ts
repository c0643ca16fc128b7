/**
 * An expression as a list of operations, each after those that it needs, and what makes one:
 * readers of formulas and of TypeScript say which operation comes next. Numbers come later, so that
 * a leaf can be moved without reading the text again.
 */

import { SyntaxMistake } from './tokens.js';

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

/** Operations of one number, written as functions or methods. */
export const functions = ['exp', 'log', 'tanh', 'sigmoid', 'relu'] as const;
export type FunctionName = (typeof functions)[number];
/** Operations of two numbers. */
export type Binary = '+' | '-' | '*' | '/';

const mostNodes = 2000;

/** The nodes that the result depends on, in their order. */
function neededBy(nodes: readonly TapeNode[], root: number): TapeNode[] {
  const needed = new Set([root]);
  for (let id = root; id >= 0; id--) {
    if (needed.has(id)) for (const arg of nodes[id]?.args ?? []) needed.add(arg);
  }
  return nodes.filter(({ id }) => needed.has(id));
}

/** Makes a tape, operation by operation. */
export class TapeBuilder {
  readonly names: Map<string, number> = new Map();
  /** The name that the statement assigns to, and where in the text it is read. */
  statement = '';
  place = 0;
  readonly #nodes: TapeNode[] = [];
  /** How often a name was given anew. */
  readonly #given = new Map<string, number>();

  /** How many nodes there are. */
  get size(): number {
    return this.#nodes.length;
  }

  #add(op: Op, args: readonly number[], label: string, more: Partial<TapeNode> = {}): number {
    const id = this.size;
    if (id >= mostNodes) throw new SyntaxMistake(`more than ${mostNodes} numbers`, this.place);
    const { statement } = this;
    const node = { id, op, args, label, isNamed: false, value: 0, exponent: 0, statement };
    this.#nodes.push({ ...node, ...more });
    return id;
  }

  #label(id: number): string {
    return this.#nodes[id]?.label ?? '';
  }

  /** The text of an operand, in brackets where it would be read otherwise. */
  #inner(id: number): string {
    const node = this.#nodes[id];
    const isSum = node !== undefined && !node.isNamed && (node.op === '+' || node.op === '-');
    return isSum ? `(${this.#label(id)})` : this.#label(id);
  }

  /** A number as it was typed. */
  leaf(text: string): number {
    return this.#add('leaf', [], text, { value: Number(text) });
  }

  binary(op: Binary, left: number, right: number): number {
    const isSum = op === '+' || op === '-';
    const a = isSum ? this.#label(left) : this.#inner(left);
    return this.#add(
      op,
      [left, right],
      isSum ? `${a} ${op} ${this.#inner(right)}` : `${a}${op}${this.#inner(right)}`,
    );
  }

  negate(of: number): number {
    return this.#add('neg', [of], `-${this.#inner(of)}`);
  }

  power(base: number, exponent: number): number {
    return this.#add('**', [base], `${this.#inner(base)}**${exponent}`, { exponent });
  }

  call(name: FunctionName, of: number): number {
    return this.#add(name, [of], `${name}(${this.#label(of)})`);
  }

  /** Gives a number the label that it is shown with. */
  rename(id: number, label: string): void {
    const node = this.#nodes[id];
    if (node === undefined) return;
    node.label = label;
    node.isNamed = true;
  }

  /** Assigns a name; nodes from `before` on are those of this statement. */
  give(name: string, id: number, before: number): void {
    const older = this.#nodes[this.names.get(name) ?? -1];
    const isAnew = older !== undefined && older.id !== id && older.isNamed;
    if (isAnew) {
      // The name goes to the new number; the old one is told apart by a subscript.
      const times = (this.#given.get(name) ?? 0) + 1;
      this.#given.set(name, times);
      older.label = `${name}${String(times).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '')}`;
    }
    this.names.set(name, id);
    const node = this.#nodes[id];
    // A second name for the same number changes nothing.
    if (node === undefined || id < before || node.isNamed) return;
    this.rename(id, name);
  }

  /** What `root` is computed from. */
  tape(root: number): Tape {
    const nodes = neededBy(this.#nodes, root);
    const inputs = nodes.filter(({ op, isNamed }) => op === 'leaf' && isNamed);
    return { nodes, root, inputs: inputs.map(({ id }) => id) };
  }
}

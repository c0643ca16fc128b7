/**
 * Terms: what a kernel computes at one index of its space, as a graph of elementwise operations
 * over strided reads. Equal terms are one object, so work that two outputs share is done once.
 */

import type { DType } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { EnsureAttrs, OpsOf } from '../../graph/ops.js';
import type { ElementwiseKind } from '../../graph/traits.js';
import { at } from '../../list.js';
import type { View } from './view.js';

/** Operators of terms: all that works on one element of each input, except what may fail. */
export type TermOp = OpsOf<Exclude<ElementwiseKind, 'check'>>;

/** A value at each index of the kernel's space. `id` orders terms by their creation. */
export type Term = { readonly id: number; readonly dtype: DType } & (
  | { readonly kind: 'load'; readonly source: Node; readonly view: View }
  /** A number that is part of the kernel. */
  | { readonly kind: 'constant'; readonly value: number }
  /** One number everywhere, given anew at each run. */
  | { readonly kind: 'scalar'; readonly node: Node }
  /** The flat index itself. */
  | { readonly kind: 'index'; readonly view: View }
  | { readonly kind: 'random'; readonly node: Node; readonly view: View }
  /** What an earlier stage of the same kernel has reduced, at the kept dims of this index. */
  | { readonly kind: 'result'; readonly source: Node }
  | { readonly kind: 'op'; readonly op: TermOp; readonly args: readonly Term[] }
  /** Element `view(index) + pick * stride` of `source`; pick must be below `size`. */
  | {
      readonly kind: 'gather';
      readonly source: Node;
      readonly view: View;
      readonly pick: Term;
      readonly stride: number;
      readonly size: number;
      readonly name: string;
    }
  /** The first argument, and a note in the fault record where the second does not hold. */
  | { readonly kind: 'ensure'; readonly args: readonly Term[]; readonly blame: EnsureAttrs }
);

/** A term before it has a number. */
export type TermBody = Term extends infer T ? (T extends Term ? Omit<T, 'id'> : never) : never;

/** Makes terms, each distinct one once. */
export class TermTable {
  readonly #terms = new Map<string, Term>();
  readonly #nodes = new Map<Node, number>();

  #numberOf(node: Node): number {
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    this.#nodes.set(node, this.#nodes.size);
    return this.#nodes.size - 1;
  }

  #keyOf(body: TermBody): string {
    switch (body.kind) {
      case 'load':
        return `l${this.#numberOf(body.source)}${viewKey(body.view)}`;
      case 'constant':
        return `c${body.value}:${body.dtype}`;
      case 'scalar':
        return `s${this.#numberOf(body.node)}`;
      case 'result':
        return `t${this.#numberOf(body.source)}`;
      case 'index':
        return `i${viewKey(body.view)}`;
      case 'random':
        return `r${this.#numberOf(body.node)}${viewKey(body.view)}`;
      case 'op':
        return `${body.op}:${body.dtype}(${body.args.map((arg) => arg.id).join()})`;
      case 'gather':
        return (
          `g${this.#numberOf(body.source)}${viewKey(body.view)}${body.pick.id},${body.stride}` +
          `,${body.size},${body.name}`
        );
      case 'ensure':
        return `e(${body.args.map((arg) => arg.id).join()})${body.blame.name}: ${body.blame.problem}`;
    }
  }

  /** The one term of this content. */
  make(body: TermBody): Term {
    const key = this.#keyOf(body);
    const known = this.#terms.get(key);
    if (known !== undefined) return known;
    const term = { ...body, id: this.#terms.size } as Term;
    this.#terms.set(key, term);
    return term;
  }
}

function viewKey(view: View): string {
  return `[${view.shape.join()}|${view.strides.join()}|${view.offset}]`;
}

/** The terms below `roots`, arguments before their users, each once. */
export function termOrder(roots: readonly Term[]): Term[] {
  const seen = new Set(roots);
  const order = [...seen];
  // By index, since this runs cold, and a walk over what is added on the way.
  for (let i = 0; i < order.length; i++) {
    const args = argsOf(at(order, i));
    for (let k = 0; k < args.length; k++) {
      const arg = at(args, k);
      if (seen.has(arg)) continue;
      seen.add(arg);
      order.push(arg);
    }
  }
  // Arguments were made before their users.
  return order.sort(byAge);
}

const byAge = (a: Term, b: Term): number => a.id - b.id;

const none: readonly Term[] = [];

/** Terms that this one is computed from. */
export function argsOf(term: Term): readonly Term[] {
  if (term.kind === 'op' || term.kind === 'ensure') return term.args;
  return term.kind === 'gather' ? [term.pick] : none;
}

/** The term on other arguments. */
export function rebuilt(term: Term, args: readonly Term[], terms: TermTable): Term {
  if (args.every((arg, i) => arg === argsOf(term)[i])) return term;
  if (term.kind === 'op' || term.kind === 'ensure') return terms.make({ ...term, args });
  return term.kind === 'gather' ? terms.make({ ...term, pick: at(args, 0) }) : term;
}

/** A term that is an element of a node's memory. */
export type Read = Extract<Term, { kind: 'load' | 'gather' }>;

/** Whether a term is read from a node's memory. */
export function isRead(term: Term): term is Read {
  return term.kind === 'load' || term.kind === 'gather';
}

/** The strided place of a term in memory or in an index, if it has one. */
export function viewOf(term: Term): View | null {
  return 'view' in term ? term.view : null;
}

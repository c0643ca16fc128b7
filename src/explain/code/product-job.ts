/**
 * A contraction as the loops that define it: a sum over k of products, then what is made of it at
 * each index. Its kernel walks the same indices in blocks.
 */

import type { ContractJob, LoopItem, LoopJob } from '../../compiler/schedule/job.js';
import { argsOf, rebuilt, type Term, TermTable, termOrder } from '../../compiler/schedule/term.js';
import { contiguous, type View } from '../../compiler/schedule/view.js';

/**
 * Dims of one kind, `count` of them, and where their strides are: -1 for an operand that lacks
 * them.
 */
interface Part {
  readonly count: number;
  readonly from: number;
}

function strided(view: View, parts: readonly Part[]): readonly number[] {
  return parts.flatMap(({ count, from }) =>
    Array.from({ length: count }, (_, d) => (from < 0 ? 0 : (view.strides[from + d] ?? 0))),
  );
}

/** The loops of a contraction, over the dims of its result and then those of k. */
export function productJob({ node, a, b, finish }: ContractJob): LoopJob {
  const { batch, m, n, k } = node.attrs;
  const summed = a.view.shape.slice(batch + m);
  const space = [...node.shape, ...summed];
  const terms = new TermTable();
  const load = (source: ContractJob['a'], parts: readonly Part[]): Term => {
    const view = { shape: space, strides: strided(source.view, parts), offset: source.view.offset };
    return terms.make({ kind: 'load', dtype: source.source.dtype, source: source.source, view });
  };
  const left = load(a, [
    { count: batch, from: 0 },
    { count: m, from: batch },
    { count: n, from: -1 },
    { count: k, from: batch + m },
  ]);
  const right = load(b, [
    { count: batch, from: 0 },
    { count: m, from: -1 },
    { count: n, from: batch },
    { count: k, from: batch + n },
  ]);
  const { dtype } = node;
  const product = terms.make({ kind: 'op', op: 'mul', dtype, args: [left, right] });
  const wide = (view: View): View => ({
    ...view,
    shape: space,
    strides: [...view.strides, ...summed.map(() => 0)],
  });
  const result = terms.make({ kind: 'result', dtype, source: node });
  const done = new Map<Term, Term>();
  for (const term of termOrder(finish.items.map((item) => item.term))) {
    const args = argsOf(term).map((arg) => done.get(arg) ?? arg);
    const isProduct = term.kind === 'load' && term.source === node;
    const placed = 'view' in term ? terms.make({ ...term, view: wide(term.view) }) : term;
    done.set(term, isProduct ? result : rebuilt(copied(placed, terms), args, terms));
  }
  const after = finish.items.map((item): LoopItem => {
    return { ...item, stage: 1, view: wide(item.view), term: done.get(item.term) ?? item.term };
  });
  const sum: LoopItem = {
    kind: 'reduce',
    op: 'sum',
    term: product,
    target: node,
    view: contiguous(node.shape),
    extent: 'whole',
    stage: 0,
    isStored: false,
  };
  return {
    kind: 'loop',
    space,
    reduced: space.map((_, d) => d >= node.shape.length),
    items: [sum, ...after],
  };
}

/** The term in a table of its own, so that it is younger than what it is computed from there. */
function copied(term: Term, terms: TermTable): Term {
  return argsOf(term).length === 0 ? terms.make(term) : term;
}

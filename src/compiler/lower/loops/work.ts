/**
 * What loop kernels take: nanoseconds of each operation, read and write on one element, measured on one thread
 * with arrays in the second-level cache. How large chunks are, and whether a program asks for the help of
 * threads, follows from it. `bench/cost-model.ts` prints estimates beside times: within a factor of two.
 * What `in-memory.ts` and `loop-passes.ts` weigh is another matter: whether to compute again, and latency.
 */

import { bytesOf } from '../../../graph/dtype.js';
import type { LoopItem } from '../../schedule/job.js';
import { argsOf, type Term, type TermOp } from '../../schedule/term.js';
import type { LoopLayout } from './loop-layout.js';

/** Nanoseconds for one element: of a vector of 32-bit elements, and of a float64 by itself. */
interface Cost {
  readonly vector: number;
  readonly double: number;
}

const simple: Cost = { vector: 0.025, double: 0.25 };
const read: Cost = { vector: 0.04, double: 0.19 };
const write: Cost = { vector: 0.045, double: 0.19 };
/** One more term of a sum or a maximum. */
const reduce: Cost = { vector: 0.03, double: 1 };
/** Elements that lie apart are read and written one by one. */
const apart: Cost = { vector: 0.15, double: 0.25 };
/** A read at an index that is itself read: elements anywhere, and rows of elements side by side. */
const gather: Cost = { vector: 0.8, double: 1.5 };
const gatherRow: Cost = { vector: 0.2, double: 0.5 };
const random: Cost = { vector: 4.8, double: 12 };

/** Operations that take more than a simple one. */
const functions: { readonly [O in TermOp]?: Cost } = {
  div: { vector: 0.13, double: 0.9 },
  sqrt: { vector: 0.3, double: 2.4 },
  exp: { vector: 0.5, double: 13 },
  expm1: { vector: 0.75, double: 33 },
  log: { vector: 0.9, double: 11 },
  log1p: { vector: 1.4, double: 40 },
  sin: { vector: 1.65, double: 10 },
  cos: { vector: 1.65, double: 10 },
  tanh: { vector: 0.5, double: 38 },
  sigmoid: { vector: 0.78, double: 16 },
  erf: { vector: 0.7, double: 350 },
  pow: { vector: 5.5, double: 350 },
};

/** To begin a row, and to compute what is the same along it. */
const rowNanoseconds = 1;

/** A 32-bit element by itself takes as long as four in a vector. */
const vectorLength = 4;

/** Steps of an operand along the vector's dim, in elements; 0 where it stays. */
function strideOf(layout: LoopLayout, of: Term | LoopItem): number {
  const operand = layout.operands.findIndex((one) => one.of === of);
  return operand === -1 ? 0 : (layout.dims[layout.vector]?.strides[operand] ?? 0);
}

function costOfTerm(layout: LoopLayout, term: Term, varying: ReadonlySet<Term>): Cost {
  switch (term.kind) {
    case 'op':
      return functions[term.op] ?? simple;
    case 'random':
      return random;
    case 'gather':
      return varying.has(term.pick) ? gather : gatherRow;
    case 'load':
      return Math.abs(strideOf(layout, term)) > 1 ? apart : read;
    default:
      return simple;
  }
}

/** Terms with another value at each step along the vector's dim; the others are computed once a row. */
function varyingTerms(layout: LoopLayout): Set<Term> {
  const varying = new Set<Term>();
  for (const term of layout.terms) {
    const isVarying = strideOf(layout, term) !== 0 || argsOf(term).some((arg) => varying.has(arg));
    if (isVarying) varying.add(term);
  }
  return varying;
}

/** Nanoseconds of what an item does at each point: adds up, or writes. */
function costOfItem(layout: LoopLayout, item: LoopItem): Cost {
  if (item.kind === 'reduce') return reduce;
  return Math.abs(strideOf(layout, item)) > 1 ? apart : write;
}

/** Estimated nanoseconds of a loop job on one thread, in vectors of so many lanes (1: one by one). */
export function workOf(layout: LoopLayout, lanes: number): number {
  const rows = layout.dims.reduce((all, { size }, d) => all * (d === layout.vector ? 1 : size), 1);
  const points = rows * (layout.dims[layout.vector]?.size ?? 1);
  const varying = varyingTerms(layout);
  const nanoseconds = ({ vector, double }: Cost, { dtype }: Pick<Term, 'dtype'>): number => {
    if (lanes > 1) return vector;
    return bytesOf(dtype) === 8 ? double : vectorLength * vector;
  };
  let cost = 0;
  for (const term of layout.terms) {
    if (varying.has(term)) cost += nanoseconds(costOfTerm(layout, term, varying), term);
  }
  for (const item of layout.items) cost += nanoseconds(costOfItem(layout, item), item.term);
  return points * cost + rows * rowNanoseconds;
}

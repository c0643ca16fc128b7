/**
 * What loop kernels take: nanoseconds on one thread, from what the cost model says of each
 * operation, read and write, and from how often each is done.
 */

import { bytesOf } from '../../../graph/dtype.js';
import type { Target } from '../../../kernel/ir.js';
import { type Time, timeOf, timeOfItem } from '../../schedule/cost-model.js';
import type { LoopItem } from '../../schedule/job.js';
import { argsOf, type Term } from '../../schedule/term.js';
import type { LoopLayout } from './loop-layout.js';

/** To begin a row, and to compute what is the same along it. */
const rowNanoseconds = 1;

/** A 32-bit element by itself takes as long as four in a vector. */
const vectorLength = 4;

/** Steps of an operand along the vector's dim, in elements; 0 where it stays. */
function strideOf(layout: LoopLayout, of: Term | LoopItem): number {
  const operand = layout.operands.findIndex((one) => one.of === of);
  return operand === -1 ? 0 : (layout.dims[layout.vector]?.strides[operand] ?? 0);
}

/**
 * Terms with another value at each step along the vector's dim; the others are computed once a row.
 */
function varyingTerms(layout: LoopLayout): Set<Term> {
  const varying = new Set<Term>();
  for (const term of layout.terms) {
    const isVarying = strideOf(layout, term) !== 0 || argsOf(term).some((arg) => varying.has(arg));
    if (isVarying) varying.add(term);
  }
  return varying;
}

/**
 * Estimated nanoseconds of a loop job on one thread of a target, in vectors of so many lanes (1:
 * one by one).
 */
export function workOf(
  layout: LoopLayout,
  lanes: number,
  { costs }: Pick<Target, 'costs'>,
): number {
  const rows = layout.dims.reduce((all, { size }, d) => all * (d === layout.vector ? 1 : size), 1);
  const points = rows * (layout.dims[layout.vector]?.size ?? 1);
  const varying = varyingTerms(layout);
  const nanoseconds = ({ vector, double }: Time, { dtype }: Pick<Term, 'dtype'>): number => {
    if (lanes > 1) return vector / costs.vectorSpeed;
    return bytesOf(dtype) === 8 ? double : vectorLength * vector;
  };
  let cost = 0;
  for (const term of layout.terms) {
    if (!varying.has(term)) continue;
    const picksAnew = term.kind === 'gather' && varying.has(term.pick);
    cost += nanoseconds(timeOf(term, { stride: strideOf(layout, term), picksAnew }), term);
  }
  for (const item of layout.items) {
    cost += nanoseconds(timeOfItem(item, strideOf(layout, item)), item.term);
  }
  return points * cost + rows * rowNanoseconds;
}

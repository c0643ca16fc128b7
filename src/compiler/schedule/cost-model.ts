/**
 * What terms cost in time: that of the primitive that each is computed by, from the table of
 * traits, and that of memory, which no primitive has. Loop fission and the estimate of a kernel's
 * work rest on it; what is computed again or kept rests on the same table (`materialize.ts`).
 * `bench/cost-model.ts` prints estimates beside times: within a factor of two.
 */

import { assertNever } from '../../errors.js';
import { type Cost, traits } from '../../graph/traits.js';
import type { LoopItem } from './job.js';
import type { Term } from './term.js';

/** Nanoseconds for one element: of a vector of 32-bit elements, and of a float64 by itself. */
export type Time = Pick<Cost, 'vector' | 'double'>;

/** Elements side by side. Their latency is hidden, because addresses are known long before. */
const read: Cost = { operations: 0, latency: 0, vector: 0.04, double: 0.19 };
const write: Time = { vector: 0.045, double: 0.19 };
/** Elements that lie apart are read and written one by one. */
const apart: Time = { vector: 0.15, double: 0.25 };
/** A lookup at an index that is the same along a row: elements side by side. */
const lookupOfRow: Time = { vector: 0.2, double: 0.5 };

/** What a term costs, read side by side where it is read. */
export function costOf(term: Term): Cost {
  switch (term.kind) {
    case 'op':
      return traits[term.op];
    case 'load':
      return read;
    case 'constant':
    case 'scalar':
    case 'result':
      return traits.full;
    case 'index':
      return traits.iota;
    case 'random':
      return traits.random;
    case 'gather':
      return traits.gather;
    case 'ensure':
      return traits.ensure;
    default:
      return assertNever(term);
  }
}

/** How the elements lie that a term or an item reads or writes. */
export interface Access {
  /** Elements from one step along the vector's dim to the next. */
  readonly stride: number;
  /** Whether the index of a lookup is another one at each step. */
  readonly picksAnew: boolean;
}

/** Nanoseconds to compute a term, or to read it. */
export function timeOf(term: Term, { stride, picksAnew }: Access): Time {
  if (term.kind === 'load' && Math.abs(stride) > 1) return apart;
  return term.kind === 'gather' && !picksAnew ? lookupOfRow : costOf(term);
}

/** Nanoseconds of what an item does at each point: adds up, or writes. */
export function timeOfItem({ op }: LoopItem, stride: number): Time {
  if (op !== null) return traits[op];
  return Math.abs(stride) > 1 ? apart : write;
}

/** How a kernel reports a number that must not be: a note in the fault record of the program. */

import {
  any,
  binary,
  compare,
  constant,
  convert,
  type KernelBuilder,
  lane,
  load,
  unary,
} from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';
import { asNumber } from './emit-term.js';

/** What the note says of a number: what there is, and what it is near. */
interface Noted {
  readonly x: Expr;
  readonly near: Expr;
}

/** Notes a number for each lane in which `holds` is false; the first note stays. */
export function noteWhereFalse(
  b: KernelBuilder,
  holds: Expr,
  { x, near }: Noted,
  site: Expr,
  record: Expr,
): void {
  const fails = b.let(asNumber(unary('not', holds)));
  b.if(any(compare('ne', fails, constant(0, 'i32', fails.type.lanes))), () => {
    const [value, beside] = [b.let(x), b.let(near)];
    for (let i = 0; i < fails.type.lanes; i++) {
      const isFree = compare('eq', load('i32', record), constant(0));
      const isFailed = compare('ne', lane(fails, i), constant(0));
      b.if(binary('and', isFree, isFailed), () => {
        b.store(record, site);
        b.store(record, convert(lane(value, i), 'f64'), 8);
        b.store(record, convert(lane(beside, i), 'f64'), 16);
      });
    }
  });
}

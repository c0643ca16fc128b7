/** Rows that kernels put in order, and what the order is. */

import { binary, compare } from '../../../kernel/builder.js';
import type { Expr } from '../../../kernel/ir.js';

/** Where one row is: addresses of its first value, of its results, and of scratch memory. */
export interface RowFrame {
  readonly x: Expr;
  /** Bytes from one value to the next. */
  readonly step: Expr;
  readonly out: Expr;
  /** Room for the indices of the row; none where the first few are selected. */
  readonly scratch: Expr;
  /** Number of values, and of results. */
  readonly length: Expr;
  readonly count: Expr;
}

/** Whether x may stand before y; NaN is the largest. */
export function inOrder(x: Expr, y: Expr, descending: boolean): Expr {
  const [first, second] = descending ? [y, x] : [x, y];
  const isOrdered = compare('le', first, second);
  if (x.type.scalar === 'i32') return isOrdered;
  return binary('or', isOrdered, compare('ne', second, second));
}

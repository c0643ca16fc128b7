/**
 * The operations as methods: `add(a, b)` is also `a.add(b)`. Their types and docs come from the
 * functions, so that each operation is written once.
 */

import { Tensor } from './handle/tensor.js';
import * as ops from './ops/as-methods.js';
import type * as activation from './ops/elementwise/activation.js';
import type * as arithmetic from './ops/elementwise/arithmetic.js';
import type * as comparison from './ops/elementwise/comparison.js';
import type * as elementary from './ops/elementwise/elementary.js';
import type * as linalg from './ops/linalg/linalg.js';
import type * as copy from './ops/movement/copy.js';
import type * as lookup from './ops/movement/lookup.js';
import type * as shape from './ops/movement/shape.js';
import type * as slicing from './ops/movement/slicing.js';
import type * as split from './ops/movement/split.js';
import type * as triangle from './ops/movement/triangle.js';
import type * as windows from './ops/movement/windows.js';
import type * as extreme from './ops/reduction/extreme.js';
import type * as norm from './ops/reduction/norm.js';
import type * as order from './ops/reduction/order.js';
import type * as reduce from './ops/reduction/reduce.js';
import type * as softmax from './ops/reduction/softmax.js';
import type * as statistics from './ops/reduction/statistics.js';

/** The functions of a module without their first argument. */
type Methods<Module> = {
  [K in keyof Module]: Module[K] extends (x: never, ...rest: infer Rest) => infer Out
    ? (...rest: Rest) => Out
    : never;
};

/** Every operation without its first argument. */
export interface TensorMethods
  // One module at a time: editors find the docs of a function only where it is declared.
  extends Methods<typeof activation>,
    Methods<typeof arithmetic>,
    Methods<typeof comparison>,
    Methods<typeof copy>,
    Methods<typeof elementary>,
    Methods<typeof extreme>,
    Methods<typeof linalg>,
    Methods<typeof lookup>,
    Methods<typeof norm>,
    Methods<typeof order>,
    Methods<typeof reduce>,
    Methods<typeof shape>,
    Methods<typeof slicing>,
    Methods<typeof softmax>,
    Methods<typeof split>,
    Methods<typeof statistics>,
    Methods<typeof triangle>,
    Methods<typeof windows> {}

declare module './handle/tensor.js' {
  interface Tensor extends TensorMethods {}
}

type AnyOp = (x: Tensor, ...rest: unknown[]) => unknown;

for (const [name, op] of Object.entries(ops)) {
  const method = function (this: Tensor, ...rest: unknown[]): unknown {
    return (op as unknown as AnyOp)(this, ...rest);
  };
  Object.defineProperty(Tensor.prototype, name, {
    value: method,
    configurable: true,
    writable: true,
  });
}

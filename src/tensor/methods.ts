/**
 * The operations as methods: `add(a, b)` is also `a.add(b)`. Their types and docs come from the
 * functions, so that each operation is written once.
 */

import * as ops from './ops/as-methods.js';
import { Tensor } from './tensor.js';

type Ops = typeof ops;

/** Every operation without its first argument. */
export type TensorMethods = {
  // Mapped from the module itself, so that editors show the docs of the functions.
  [K in keyof Ops]: Ops[K] extends (x: never, ...rest: infer Rest) => infer Out
    ? (...rest: Rest) => Out
    : never;
};

declare module './tensor.js' {
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

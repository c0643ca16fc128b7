/**
 * The operations as methods: `add(a, b)` is also `a.add(b)`. Their types and docs come from the
 * functions, so that each operation is written once.
 */

import * as ops from './ops/index.js';
import { Tensor } from './tensor.js';

type Ops = typeof ops;
/** Functions that do not start with a tensor, or would read wrong as a method. */
type NotMethods = 'cat' | 'stack' | 'einsum' | 'where' | 'linearProduct' | 'variance';

/** Every operation without its first argument. */
export type TensorMethods = {
  [K in Exclude<keyof Ops, NotMethods>]: Ops[K] extends (x: never, ...rest: infer Rest) => infer Out
    ? (...rest: Rest) => Out
    : never;
};

declare module './tensor.js' {
  interface Tensor extends TensorMethods {}
}

type AnyOp = (x: Tensor, ...rest: unknown[]) => unknown;

const notMethods = new Set(['cat', 'stack', 'einsum', 'where', 'linearProduct', 'variance']);

for (const [name, op] of Object.entries(ops)) {
  if (notMethods.has(name)) continue;
  const method = function (this: Tensor, ...rest: unknown[]): unknown {
    return (op as unknown as AnyOp)(this, ...rest);
  };
  Object.defineProperty(Tensor.prototype, name, {
    value: method,
    configurable: true,
    writable: true,
  });
}

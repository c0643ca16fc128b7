/** Adds up the results of the parts of a contraction, first to last. */

import { add, binary, constant, KernelBuilder, load, mul } from '../builder.js';
import { ExactTotal, PlainTotal } from '../exact-total.js';
import type { Expr, Scalar } from '../ir.js';
import { elementOf, type NamedKernel } from './form.js';
import { Params, smaller } from './index-map.js';

/** Elements of a unit. */
export const sumChunk = 1024;

/**
 * The kernel; a unit is `sumChunk` elements. Arguments: `parts` (address), `out` (address), `count`
 * (elements), `number` (of parts), which lie one after the other. `isExact`: whether there are so
 * many parts that their total is to keep what it loses.
 */
export function sumPartsKernel(scalar: Scalar, lanes: number, isExact: boolean): NamedKernel {
  const builder = new KernelBuilder();
  const params = new Params(builder);
  const { bytes } = elementOf({ scalar, lanes });
  const count = params.get('count');
  const stride = builder.let(mul(count, constant(bytes)));
  const sum = (from: Expr, to: Expr, width: number): void => {
    builder.loop(from, to, width, (index) => {
      const offset = builder.let(mul(index, constant(bytes)));
      const source = builder.let(add(params.get('parts'), offset));
      const total = isExact
        ? new ExactTotal(builder, scalar, width)
        : new PlainTotal(builder, scalar, width);
      builder.loop(constant(0), params.get('number'), 1, (part) => {
        total.add(load(scalar, add(source, mul(part, stride)), 0, width));
      });
      builder.store(add(params.get('out'), offset), total.value());
    });
  };
  builder.loop(builder.range('lo'), builder.range('hi'), 1, (unit) => {
    const from = builder.let(mul(unit, constant(sumChunk)));
    const to = builder.let(smaller(add(from, constant(sumChunk)), count));
    const length = builder.let(binary('sub', to, from));
    const whole = builder.let(binary('sub', to, binary('rem', length, constant(lanes))));
    sum(from, whole, lanes);
    sum(whole, to, 1);
  });
  const key = `contract sum ${scalar}${isExact ? ' exact' : ''}`;
  return { kernel: builder.build(key, `${key} ${lanes}`), params: params.names };
}

/**
 * The expression behind a scalar as boxes. Knows a `Value` by its form only, so that the engine
 * that teaches the idea stays without imports on either side.
 */

import { showNumber } from '../style/number.js';
import type { Box } from './drawing.js';

/** A number of an expression: `Value` of `chainrule/scalar`, or anything of its form. */
export interface ValueLike {
  readonly data: number;
  readonly grad: number;
  readonly label: string;
  /** The operation that made it, `''` for a leaf. */
  readonly op: string;
  readonly children: readonly ValueLike[];
}

/** A network of such numbers: `MLP` of `chainrule/scalar`. */
export interface ValueModule {
  parameters(): ValueLike[];
}

/** Whether `x` has the form of a `Value`. */
export function isValueLike(x: unknown): x is ValueLike {
  if (typeof x !== 'object' || x === null) return false;
  return 'data' in x && typeof x.data === 'number' && 'children' in x && Array.isArray(x.children);
}

/**
 * `root` and every number it was computed from, inputs first. Does not recurse, so depth does not
 * matter.
 */
function valuesBelow(root: ValueLike): ValueLike[] {
  const order: ValueLike[] = [];
  const next = new Map<ValueLike, number>([[root, 0]]);
  const stack = [root];
  for (let value = stack.at(-1); value !== undefined; value = stack.at(-1)) {
    const place = next.get(value) ?? 0;
    const child = value.children[place];
    if (child === undefined) {
      order.push(value);
      stack.pop();
      continue;
    }
    next.set(value, place + 1);
    if (next.has(child)) continue;
    next.set(child, 0);
    stack.push(child);
  }
  return order;
}

/** The boxes of `root` and all below it; `names` are the labels of those that have none. */
export function valueBoxes(
  root: ValueLike,
  names: ReadonlyMap<unknown, string>,
  parameters: ReadonlySet<unknown> | null,
): Box[] {
  const boxes = new Map<ValueLike, Box>();
  for (const value of valuesBelow(root)) {
    const { data, grad, op, children } = value;
    boxes.set(value, {
      label: value.label || (names.get(value) ?? ''),
      op,
      facts: [`data ${showNumber(data)}`, `grad ${showNumber(grad)}`],
      inputs: children.flatMap((child) => boxes.get(child) ?? []),
      opPlace: 'circle',
      scopes: [],
      data,
      grad,
      ...(parameters === null ? {} : { isParameter: parameters.has(value) }),
    });
  }
  return [...boxes.values()];
}

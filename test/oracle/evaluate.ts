/**
 * The values of a graph by the plain interpreter, and how far a compiled result may be from them.
 */

import type { StorageArray } from '../../src/graph/dtype.js';
import { type Node, topologicalOrder } from '../../src/graph/node.js';
import { hostArray } from '../../src/runtime/realize/realize.js';
import { type Bounded, errorBound } from './error-bound.js';
import { interpret } from './interpret.js';

/** Values of nodes that take the place of their own; must hold those of `data` that have none. */
export type Given = ReadonlyMap<Node, StorageArray>;

/** One node from its inputs. */
export function evaluateNode(node: Node, inputs: readonly Bounded[]): Bounded {
  if (node.value !== null) return { node, value: hostArray(node), error: 0 };
  const value = interpret(
    node,
    inputs.map((input) => input.value),
  );
  return { node, value, error: errorBound(node, inputs, value) };
}

/** The values of `outputs`, each node evaluated once; nodes in `given` are not looked into. */
export function evaluate(outputs: readonly Node[], given: Given = new Map()): Bounded[] {
  const known = new Map<Node, Bounded>();
  const isKnown = (node: Node): boolean => node.value !== null || given.has(node);
  for (const node of topologicalOrder(outputs, isKnown)) {
    const replaced = given.get(node);
    if (replaced !== undefined) {
      known.set(node, { node, value: replaced, error: 0 });
      continue;
    }
    const inputs = isKnown(node) ? [] : node.inputs.map((input) => known.get(input) as Bounded);
    known.set(node, evaluateNode(node, inputs));
  }
  return outputs.map((output) => known.get(output) as Bounded);
}

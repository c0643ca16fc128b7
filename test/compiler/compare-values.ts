/** Compares what the compiled program computed with what the interpreter did. */

import { expect } from 'vitest';
import type { StorageArray } from '../../src/graph/dtype.js';
import type { Node } from '../../src/graph/node.js';
import { hostArray } from '../../src/runtime/realize/realize.js';
import type { Bounded } from '../oracle/error-bound.js';

/** The graph below a node, a line for each, for messages. */
export function describeGraph(root: Node): string {
  const names = new Map<Node, string>();
  const lines: string[] = [];
  const visit = (node: Node): string => {
    const known = names.get(node);
    if (known !== undefined) return known;
    const inputs = node.value === null ? node.inputs.map(visit) : [];
    const name = `%${names.size}`;
    names.set(node, name);
    const attrs = Object.keys(node.attrs).length === 0 ? '' : ` ${JSON.stringify(node.attrs)}`;
    const shape = `${node.dtype} [${node.shape.join(', ')}]`;
    lines.push(`${name} = ${node.op}(${inputs.join(', ')})${attrs}: ${shape}`);
    return name;
  };
  visit(root);
  return lines.join('\n');
}

/** Fails where the value is further from the interpreter's than rounding explains. */
export function expectClose(
  { node, value, error }: Bounded,
  graph: string,
  actual: StorageArray = hostArray(node),
): void {
  expect(actual.length).toBe(value.length);
  for (let i = 0; i < value.length; i++) {
    const [got, expected] = [actual[i] ?? 0, value[i] ?? 0];
    const isClose = got === expected || Math.abs(got - expected) <= error;
    if (isClose || error === Infinity || (Number.isNaN(got) && Number.isNaN(expected))) continue;
    throw new Error(`element ${i}: ${got}, expected ${expected} within ${error}\n${graph}`);
  }
}

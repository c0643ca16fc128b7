/**
 * What of a graph is worth keeping in memory when a part of it is computed before the rest is known, so that
 * gradients and later ops need not compute it again.
 */

import type { Node } from '../../graph/node.js';
import type { OpName } from '../../graph/ops.js';

/** Ops whose results stand in memory in any case. */
const stored: ReadonlySet<OpName> = new Set([
  'sum',
  'max',
  'place',
  'gather',
  'scatterAdd',
  'contract',
  'cumsum',
  'argsort',
]);

/** Ops that are not worth keeping the result of. */
const free: ReadonlySet<OpName> = new Set([
  'data',
  'full',
  'iota',
  'random',
  'reshape',
  'permute',
  'expand',
  'slice',
  'window',
  'alias',
  'custom',
]);

/**
 * The nodes without values, no less than `depth` deep, that others may need: results that stand in memory
 * anyway, and what is used more than once. `order`: a graph, inputs before users.
 */
export function worthKeeping(order: readonly Node[], depth = 0): Node[] {
  const uses = new Map<Node, number>();
  for (const { inputs } of order) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  return order.filter((node) => {
    if (node.value !== null || node.depth < depth || free.has(node.op)) return false;
    return stored.has(node.op) || (uses.get(node) ?? 0) > 1;
  });
}

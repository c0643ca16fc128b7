/**
 * What of a graph is worth keeping in memory when a part of it is computed before the rest is
 * known, so that gradients and later ops need not compute it again.
 */

import type { Node } from '../../graph/node.js';
import { hasOwnKernel, isElementwise } from '../../graph/traits.js';

/**
 * The nodes without values, no less than `depth` deep, that others may need: results that are
 * materialized anyway, and what is used more than once. `order`: a graph, inputs before users.
 */
export function worthKeeping(order: readonly Node[], depth = 0): Node[] {
  const uses = new Map<Node, number>();
  for (const { inputs } of order) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  return order.filter((node) => {
    if (node.value !== null || node.depth < depth) return false;
    if (hasOwnKernel(node) || node.op === 'gather') return true;
    return isElementwise(node) && (uses.get(node) ?? 0) > 1;
  });
}

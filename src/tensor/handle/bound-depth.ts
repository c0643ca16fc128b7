/**
 * Keeps pending graphs bounded: what hangs on a chain of more than four thousand nodes without a
 * value is computed in pieces, each with all that the next one is likely to build on.
 */

import { type Node, topologicalOrder } from '../../graph/node.js';
import { realize } from '../../runtime/realize/realize.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import { worthKeeping } from '../../runtime/values/worth-keeping.js';

/** Unrealized chains longer than this are computed at once. */
const DEPTH_BOUND = 4000;
/** What was made so recently is likely to be in use, whatever it is. */
const RECENT = 100;

const hasValue = (node: Node): boolean => node.value !== null;

/** Measures the depths of nodes again: values have come to nodes below since they were made. */
function renewDepths(order: readonly Node[]): void {
  for (const node of order) {
    let depth = 0;
    for (const input of node.inputs) {
      if (input.value === null && input.depth > depth) depth = input.depth;
    }
    node.depth = depth + 1;
  }
}

/**
 * The depth from which on others may need nodes of a graph: a later gradient asks for what lies
 * anywhere in it, a computation without gradients only goes on from its end.
 */
function leastDepth(order: readonly Node[]): number {
  return order.some(({ requiresGrad }) => requiresGrad) ? 0 : DEPTH_BOUND - RECENT;
}

/** A node may stay lazy while its chain is short. */
export function boundDepth(node: Node): void {
  if (node.depth <= DEPTH_BOUND || node.value !== null || activeRecorder() !== null) return;
  const order = topologicalOrder([node], hasValue);
  renewDepths(order);
  if (node.depth <= DEPTH_BOUND) return;
  realize([...worthKeeping(order, leastDepth(order)), node]);
  renewDepths(order);
}

/**
 * Keeps pending graphs bounded: what hangs on a chain of more than a thousand nodes without a value
 * is computed in pieces, each with all that the next one is likely to build on.
 */

import { type Node, topologicalOrder } from '../graph/node.js';
import type { OpName } from '../graph/ops.js';
import { realize } from '../runtime/realize.js';
import { activeRecorder } from '../runtime/recorder.js';

/** Unrealized chains longer than this are computed at once. */
const DEPTH_BOUND = 1000;
/** What was made so recently is likely to be in use, whatever it is. */
const RECENT = 100;

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
 * The nodes of a graph that others may need: a later gradient asks for what lies anywhere in it, a
 * computation without gradients only goes on from its end.
 */
function worthKeeping(order: readonly Node[]): Node[] {
  const uses = new Map<Node, number>();
  for (const { inputs } of order) {
    for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  const from = order.some(({ requiresGrad }) => requiresGrad) ? 0 : DEPTH_BOUND - RECENT;
  return order.filter((node) => {
    if (node.value !== null || node.depth < from || free.has(node.op)) return false;
    return stored.has(node.op) || (uses.get(node) ?? 0) > 1;
  });
}

/** A node may stay lazy while its chain is short. */
export function boundDepth(node: Node): void {
  if (node.depth <= DEPTH_BOUND || node.value !== null || activeRecorder() !== null) return;
  const order = topologicalOrder([node], hasValue);
  renewDepths(order);
  if (node.depth <= DEPTH_BOUND) return;
  realize([...worthKeeping(order), node]);
  renewDepths(order);
}

/**
 * Which nodes a reader of a graph does not think of: the views that broadcasting, keeping dims and
 * matrix products need. A picture shows what the user wrote, so it looks through them.
 */

import type { Node } from '../../graph/node.js';
import { sameShape } from '../../graph/shape.js';

function withoutOnes(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1);
}

function isTransparent(node: Node): boolean {
  if (node.isLeaf || node.inputs[0] === undefined) return false;
  if (node.op === 'alias' || node.op === 'expand') return true;
  return (
    node.op === 'reshape' && sameShape(withoutOnes(node.shape), withoutOnes(node.inputs[0].shape))
  );
}

/** The node itself, or the first one below it that a reader thinks of. */
export function seeThrough(node: Node): Node {
  let at = node;
  for (let below = at.inputs[0]; below !== undefined && isTransparent(at); below = at.inputs[0]) {
    at = below;
  }
  return at;
}

/** The inputs that a reader thinks of; a product hides the transposition of its second operand. */
export function visibleInputs(node: Node): Node[] {
  if (node.op === 'custom') return node.inputs.slice(1).map(seeThrough);
  const inputs = node.inputs.map(seeThrough);
  const second = inputs[1];
  if (node.op !== 'contract' || second?.inputs[0] === undefined || !isSwapped(second))
    return inputs;
  return [...inputs.slice(0, 1), seeThrough(second.inputs[0])];
}

/**
 * Whether a contraction is `a @ b` of the second operand that a reader sees; else it is `a @ b.T`.
 */
export function isMatmul(node: Node): boolean {
  if (node.op !== 'contract') return false;
  return isSwapped(seeThrough(node.inputs[1])) !== node.attrs.bTransposed;
}

/** Whether a node is another one with its last two dims swapped. */
function isSwapped(node: Node): boolean {
  if (node.op !== 'permute' || node.isLeaf) return false;
  const last = node.attrs.dims.length - 1;
  const swapped = new Map([
    [last, last - 1],
    [last - 1, last],
  ]);
  return node.attrs.dims.every((dim, d) => dim === (swapped.get(d) ?? d));
}

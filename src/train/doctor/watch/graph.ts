/** Walks over the graph below a loss: its nodes in order, and which module made each. */

import { noGrad } from '../../../autodiff/index.js';
import { Tensor } from '../../../tensor/index.js';
import type { ModuleCall, Node } from './forward-watch.js';

/** What `root` is computed from and is still known, inputs before consumers, `root` last. */
export function nodesBelow(root: Node): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const stack: { node: Node; next: number }[] = [{ node: root, next: 0 }];
  seen.add(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const input = top.node.isLeaf ? undefined : top.node.inputs[top.next];
    top.next += 1;
    if (input === undefined) {
      order.push(top.node);
      stack.pop();
    } else if (!seen.has(input)) {
      seen.add(input);
      stack.push({ node: input, next: 0 });
    }
  }
  return order;
}

/** The innermost call that made each node. */
export function makersOf(calls: readonly ModuleCall[]): ReadonlyMap<Node, ModuleCall> {
  const makers = new Map<Node, ModuleCall>();
  // Calls inside of others began later, so they come first.
  for (const call of calls.toReversed()) {
    const seen = new Set(call.inputs);
    const stack = [...call.outputs];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node) || node.isLeaf || node.op === 'data') continue;
      seen.add(node);
      if (!makers.has(node)) makers.set(node, call);
      stack.push(...node.inputs);
    }
  }
  return makers;
}

/** A detached tensor of the value of a node. */
export function detachedTensor(node: Node): Tensor {
  return noGrad(() => new Tensor(node));
}

/** Whether the elements are floating-point numbers. */
export function isFloatNode({ dtype }: Node): boolean {
  return dtype === 'float32' || dtype === 'float64';
}

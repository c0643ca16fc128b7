/** What the tensors behind nodes are called, as far as nodes know of tensors. */

import { lineageOf, type Node, topologicalOrder } from '../../graph/node.js';
import type { Wanted } from '../../runtime/programs/witness.js';
import { labelOf } from '../../tensor/handle/label.js';
import { Tensor } from '../../tensor/index.js';

/** The tensor that a node is a version of, or sends its gradient to. */
function ownerOf(node: Node): Tensor | null {
  const leaf = lineageOf(node)?.leaf ?? node.ties?.sink;
  return leaf instanceof Tensor ? leaf : null;
}

/** Labels of leaves below `wanted`, of their gradients, and of the new versions that are wanted. */
export function labelsBelow(
  wanted: readonly Wanted[],
  given: ReadonlyMap<Node, string>,
): ReadonlyMap<Node, string> {
  const labels = new Map(given);
  const note = (node: Node, label: string): void => {
    if (label !== '' && !labels.has(node)) labels.set(node, label);
  };
  const roots = wanted.map(({ holder }) => holder);
  for (const node of topologicalOrder(roots, ({ value }) => value !== null)) {
    note(node, labelOf(node));
    const owner = ownerOf(node);
    if (owner === null) continue;
    note(node, owner.label);
    const gradient = owner.label === '' ? null : owner.ownGrad();
    if (gradient !== null) note(gradient.node, `${owner.label} grad`);
  }
  for (const { node, holder } of wanted) {
    note(holder, labels.get(node) ?? '');
    const owner = lineageOf(node) === null ? null : ownerOf(node);
    if (owner !== null && owner.label !== '') note(holder, `${owner.label} new`);
  }
  return labels;
}

/**
 * What a tensor is called in messages. Kept beside the tensors, because hardly any has a name, and
 * making one should cost nothing for it.
 */

import { type Shape, show } from '../../graph/shape.js';

const labels = new WeakMap<object, string>();

/** The label of a tensor, `''` when it has none. */
export function labelOf(tensor: object): string {
  return labels.get(tensor) ?? '';
}

/** Gives a tensor a label; `''` takes it away. */
export function setLabel(tensor: object, label: string): void {
  if (label === '') labels.delete(tensor);
  else labels.set(tensor, label);
}

/**
 * A tensor in a sentence: `0.weight (shape [3, 2])`, or without a label what `kind` says of it,
 * such as `a tensor of shape [3, 2]`.
 */
export function called(tensor: { readonly shape: Shape }, kind = 'a tensor'): string {
  const label = labelOf(tensor);
  const shape = show(tensor.shape);
  return label === '' ? `${kind} of shape ${shape}` : `${label} (shape ${shape})`;
}

/**
 * The last resort for a graph that no other fold makes small: shows what is nearest to the result.
 */

import { showCount } from '../style/number.js';
import { type Box, boxesBelow } from './drawing.js';

/** The `most` boxes nearest to the result; one more box stands for all others. */
export function foldFar(boxes: readonly Box[], most: number): Box[] {
  const root = boxes.at(-1);
  if (root === undefined || boxes.length <= most) return [...boxes];
  const near = new Set([root]);
  for (const box of near) {
    for (const input of box.inputs) if (near.size < most) near.add(input);
  }
  const rest: Box = {
    label: '',
    op: '…',
    facts: [`${showCount(boxes.length - near.size)} more`],
    inputs: [],
    opPlace: 'header',
    scopes: [],
  };
  const kept = new Map<Box, Box>();
  for (const box of boxes) {
    if (!near.has(box)) continue;
    const inputs = box.inputs.map((input) => kept.get(input) ?? rest);
    kept.set(box, { ...box, inputs: [...new Set(inputs)] });
  }
  return boxesBelow(kept.get(root) ?? root);
}

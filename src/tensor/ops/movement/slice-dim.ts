/** Slices of one dim as nodes, which the operations that pick and cut are made of. */

import { ShapeError } from '../../../errors.js';
import { slice as sliceNode } from '../../../graph/builders/index.js';
import type { Node } from '../../../graph/node.js';

/** `count` places of one dim, the other dims whole. */
export function sliceDim(x: Node, d: number, start: number, step: number, count: number): Node {
  return sliceNode(x, {
    start: x.shape.map((_, i) => (i === d ? start : 0)),
    step: x.shape.map((_, i) => (i === d ? step : 1)),
    size: x.shape.map((n, i) => (i === d ? count : n)),
  });
}

/** Refuses a 0-d tensor. */
export function needsDims(op: string, x: Node): void {
  if (x.shape.length === 0) throw new ShapeError(`${op}: a 0-d tensor has no dim to select from`);
}

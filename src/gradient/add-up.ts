/**
 * The sum of the gradients that reached one node. Where many came from the steps of an unrolled
 * loop, it is not a chain of additions: disjoint slices are put side by side, and products of equal
 * shape become one product with a longer sum.
 */

import { add, cat, contract, place, reshape } from '../graph/builders/index.js';
import type { Node, NodeOf } from '../graph/node.js';
import type { Placement } from '../graph/ops.js';
import { sameShape } from '../graph/shape.js';
import { at } from '../list.js';

/** Fewer products than this are added one by one. */
const MANY_PRODUCTS = 4;

/** The sum of gradients of one shape. */
export function addUp(gradients: readonly Node[]): Node {
  const terms = joinProducts(joinPlaces(gradients));
  return terms.reduce((total, term) => add(total, term));
}

/** First and last place of a part along one dim. */
function rangeOf(part: Node, { start, step }: Placement, d: number): [first: number, last: number] {
  const first = start[d] ?? 0;
  return [first, first + Math.max(0, (part.shape[d] ?? 1) - 1) * (step[d] ?? 1)];
}

/** The dim along which the single part of each node has a range of its own, if there is one. */
function separatingDim(nodes: readonly NodeOf<'place'>[]): number {
  const { shape } = at(nodes, 0);
  return shape.findIndex((_, d) => {
    const ranges = nodes.map((node) =>
      rangeOf(at(node.inputs, 0), at(node.attrs.placements, 0), d),
    );
    ranges.sort((a, b) => a[0] - b[0]);
    return ranges.every(([first], i) => i === 0 || at(ranges, i - 1)[1] < first);
  });
}

function isOnePart(node: Node): node is NodeOf<'place'> {
  return node.op === 'place' && node.inputs.length === 1 && node.value === null;
}

/**
 * Gradients that are zero but for one slice each become one when the slices are disjoint, in their
 * order.
 */
function joinPlaces(gradients: readonly Node[]): Node[] {
  const parts = gradients.filter(isOnePart);
  const dim = parts.length < 2 ? -1 : separatingDim(parts);
  if (dim < 0) return [...gradients];
  const startOf = ({ attrs }: NodeOf<'place'>): number => at(attrs.placements, 0).start[dim] ?? 0;
  parts.sort((a, b) => startOf(a) - startOf(b));
  const joined = place(
    parts.map((node) => at(node.inputs, 0)),
    parts.map((node) => at(node.attrs.placements, 0)),
    at(parts, 0).shape,
  );
  return [joined, ...gradients.filter((node) => !isOnePart(node))];
}

function isProductLike(first: NodeOf<'contract'>) {
  return (node: Node): node is NodeOf<'contract'> =>
    node.op === 'contract' &&
    node.value === null &&
    node.attrs.k === first.attrs.k &&
    node.attrs.batch === first.attrs.batch &&
    node.attrs.m === first.attrs.m &&
    node.attrs.aTransposed === first.attrs.aTransposed &&
    node.attrs.bTransposed === first.attrs.bTransposed &&
    sameShape(node.inputs[0].shape, first.inputs[0].shape) &&
    sameShape(node.inputs[1].shape, first.inputs[1].shape);
}

/**
 * a1 b1 + a2 b2 + ... = [a1 a2 ...] [b1 b2 ...], summed over one more dim, which stands before k.
 * Backward passes meet the last step of a loop first: in the order of the steps, operands that lie
 * in one tensor already, as the gradients of an unrolled loop's input do, are found there.
 */
function joinProducts(gradients: readonly Node[]): Node[] {
  const first = gradients.find((node) => node.op === 'contract');
  if (first?.op !== 'contract') return [...gradients];
  const isAlike = isProductLike(first);
  const products = gradients.filter(isAlike).reverse();
  if (products.length < MANY_PRODUCTS) return [...gradients];
  const { attrs } = first;
  const side = (which: 0 | 1, isSwapped: boolean): Node => {
    const { shape } = first.inputs[which];
    const dim = isSwapped ? attrs.batch : shape.length - attrs.k;
    const long = shape.toSpliced(dim, 0, 1);
    const parts = products.map((node) => reshape(node.inputs[which], long));
    return cat(parts, dim);
  };
  const [a, b] = [side(0, attrs.aTransposed), side(1, attrs.bTransposed)];
  const joined = contract(a, b, { ...attrs, k: attrs.k + 1 });
  return [joined, ...gradients.filter((node) => !isAlike(node))];
}

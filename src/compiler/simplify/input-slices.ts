/**
 * Slices of what has a value are inputs of a program: the start of a slice becomes the input's byte
 * offset, so one program serves a batch at any start. Here is what makes a slice such an input, and
 * the graph in which a node without ancestors stands for it.
 */

import { alias } from '../../graph/builders/index.js';
import { makeNode, type Node, withInputs } from '../../graph/node.js';
import { noInputs } from '../../graph/ops.js';
import { numel } from '../../graph/shape.js';
import { Storage } from '../../graph/storage.js';
import { isViewOp } from '../../graph/traits.js';
import { at } from '../../list.js';
import { applyView, holderOf, stored, type View, type ViewNode } from '../schedule/view.js';

/** A slice that is an input. */
export interface InputSlice {
  readonly node: Node;
  /** Its number among the inputs. */
  readonly place: number;
  readonly strides: readonly number[];
}

/** What a program computes, and from what. */
export interface Span {
  /** All nodes in between, inputs before users. */
  readonly order: readonly Node[];
  readonly inputs: readonly Node[];
  readonly outputs: readonly Node[];
}

/** What a view is a view of, and how it shows the memory of that; null where that has no value. */
export interface Sighting {
  readonly base: Node;
  readonly view: View | null;
}

/**
 * Looks through a view, down to what has a value, or to what would need one to be seen by strides.
 */
export function lookThrough(node: Node): Sighting {
  const path: ViewNode[] = [];
  let base = node;
  while (base.value === null && isViewOp(base)) {
    path.push(base);
    base = at(base.inputs, 0);
  }
  if (base.value === null) return { base, view: null };
  let view = stored(base);
  for (const op of path.toReversed()) {
    const next = applyView(view, op);
    if (next === null) return { base: holderOf(op), view: null };
    view = next;
  }
  return { base, view };
}

/**
 * Which inputs are the same slice as an earlier one, and which that is: an unrolled loop may ask
 * for a slice in each step. `bases`, `offsets`: of all inputs.
 */
export function equalSlices(
  slices: readonly InputSlice[],
  bases: readonly Node[],
  offsets: readonly number[],
): ReadonlyMap<number, number> {
  const firsts = new Map<Node, Map<string, number>>();
  const equals = new Map<number, number>();
  for (const { node, place, strides } of slices) {
    const base = at(bases, place);
    const known = firsts.get(base) ?? new Map<string, number>();
    firsts.set(base, known);
    const looks = `${offsets[place]} ${node.shape.join()} ${strides.join()}`;
    const first = known.get(looks);
    if (first === undefined) known.set(looks, place);
    else equals.set(place, first);
  }
  return equals;
}

/**
 * The same with a stand-in for each slice, one for those that are `equal`, seen through a node that
 * can be copied row by row: as an output, or for a reshape that strides cannot express.
 */
export function withStandIns(
  { order, inputs, outputs }: Span,
  slices: readonly InputSlice[],
  equal: ReadonlyMap<number, number>,
): Span {
  const given = [...inputs];
  const mended: Node[] = [];
  const instead = new Map<Node, Node>();
  for (const { node, place, strides } of slices) {
    const first = equal.get(place);
    const known = first === undefined ? standIn(node, strides) : at(given, first);
    const seen = alias(known);
    mended.push(...(first === undefined ? [known] : []), seen);
    given[place] = known;
    instead.set(node, seen);
  }
  for (const node of order) {
    if (instead.has(node)) continue;
    // What has a value may still know its inputs, for gradients.
    const changes = node.value === null && node.inputs.some((input) => instead.has(input));
    const next = changes
      ? withInputs(
          node,
          node.inputs.map((x) => instead.get(x) ?? x),
        )
      : node;
    if (changes) instead.set(node, next);
    mended.push(next);
  }
  const asked = outputs.map((node) => instead.get(node) ?? node);
  return { order: mended, inputs: given, outputs: asked };
}

function standIn({ shape, dtype }: Node, strides: readonly number[]): Node {
  const node = makeNode('data', noInputs, { strides }, shape, dtype);
  node.value = new Storage(dtype, numel(shape), null);
  return node;
}

/**
 * Slices of what has a value are inputs of a program: where a slice starts is where the input lies,
 * so one program serves a batch at any place. Here is what makes a slice such an input, and the
 * graph in which a node without ancestors stands for it.
 */

import { alias } from '../graph/build/index.js';
import { makeNode, type Node, withInputs } from '../graph/node.js';
import { noInputs } from '../graph/ops.js';
import { numel } from '../graph/shape.js';
import { Storage } from '../graph/storage.js';
import { at } from '../list.js';
import { applyView, isViewOp, stored, type View } from './view.js';

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

/** Whose elements a node shows: the first one below that has a value, or is no view. */
export function baseOf(node: Node): Node {
  let base = node;
  while (base.value === null && isViewOp(base)) base = at(base.inputs, 0);
  return base;
}

/** How a node shows the memory of its base; null when strides cannot express it. */
export function viewOfBase(node: Node, base: Node): View | null {
  const path: Node[] = [];
  for (let step = node; step !== base; step = at(step.inputs, 0)) path.push(step);
  let view: View | null = stored(base);
  for (let i = path.length - 1; i >= 0 && view !== null; i--) view = applyView(view, at(path, i));
  return view;
}

/**
 * Which inputs are the same slice as an earlier one, and which that is: an unrolled loop may ask for
 * a slice in each step. `bases`, `offsets`: of all inputs.
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

/** The same with stand-ins for slices, one for those that are `equal`. */
export function withStandIns(
  { order, inputs, outputs }: Span,
  slices: readonly InputSlice[],
  equal: ReadonlyMap<number, number>,
): Span {
  const given = [...inputs];
  const instead = new Map<Node, Node>();
  for (const { node, place, strides } of slices) {
    const first = equal.get(place);
    const known = first === undefined ? standIn(node, strides) : at(given, first);
    given[place] = known;
    instead.set(node, known);
  }
  const mended = [...new Set(instead.values())];
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
  const asked = outputs.map((node) => {
    const own = instead.get(node) ?? node;
    // A slice that is asked for itself: its copy is an output, what has a value is none.
    const output = own.value === null ? own : alias(own);
    if (output !== own) mended.push(output);
    return output;
  });
  return { order: mended, inputs: given, outputs: asked };
}

function standIn({ shape, dtype }: Node, strides: readonly number[]): Node {
  const node = makeNode('data', noInputs, { strides }, shape, dtype);
  node.value = new Storage(dtype, numel(shape), null);
  return node;
}

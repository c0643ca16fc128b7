/** Constructors of the primitives that have no inputs. */

import { assertNever } from '../../errors.js';
import type { DType, StorageArray } from '../dtype.js';
import { makeNode, makeTies, type Node, type NodeOf, tiesOf } from '../node.js';
import type { Lineage } from '../ops.js';
import { noAttrs, noInputs } from '../ops.js';
import { numel, type Shape } from '../shape.js';
import { Storage } from '../storage.js';

/** A node whose value is `array`, which must not change afterwards. */
export function data(array: StorageArray, shape: Shape, dtype: DType): Node {
  return realized(new Storage(dtype, array.length, array), shape);
}

/**
 * `value` everywhere. An int32 keeps the integer part, which must fit, a bool whether it is not
 * zero.
 */
export function full(shape: Shape, value: number, dtype: DType): Node {
  return makeNode('full', noInputs, { value: round(value, dtype) }, shape, dtype);
}

/** The number of a `full` node in another shape. */
export function refill(node: NodeOf<'full'>, shape: Shape): Node {
  return makeNode('full', noInputs, node.attrs, shape, node.dtype);
}

/** A number that a replay of the program reads anew; see `compile`. */
export function live(shape: Shape, source: () => number, dtype: DType): Node {
  return makeNode('full', noInputs, { value: round(source(), dtype), source }, shape, dtype);
}

/** The number that a replay uses for a `full` node. */
export function numberNow({ attrs, dtype }: NodeOf<'full'>): number {
  return attrs.source === undefined ? attrs.value : round(attrs.source(), dtype);
}

function round(value: number, dtype: DType): number {
  switch (dtype) {
    case 'float32':
    case 'float64':
      return value;
    case 'int32':
      return Math.trunc(value);
    case 'bool':
      return Number(value !== 0);
    default:
      return assertNever(dtype);
  }
}

/** 0, 1, 2 ... in row-major order, int32. */
export function iota(shape: Shape): Node {
  return makeNode('iota', noInputs, noAttrs, shape, 'int32');
}

/** Uniform numbers in [0, 1), drawn at `counter` and the `numel(shape)` places after it. */
export function random(shape: Shape, seed: number, counter: number, dtype: DType): Node {
  return makeNode('random', noInputs, { seed, counter }, shape, dtype);
}

/** How many counters a `random` node of this shape uses up. */
export function countersOf(shape: Shape): number {
  return numel(shape);
}

/** Whether the node is `value` everywhere and always, known without computing anything. */
export function isFull(node: Node, value: number): boolean {
  return node.op === 'full' && node.attrs.value === value && node.attrs.source === undefined;
}

/** A node with a value that is there already. */
export function realized(value: Storage, shape: Shape): Node {
  const node = makeNode('data', noInputs, noAttrs, shape, value.dtype);
  node.value = value;
  return node;
}

/** Points a leaf at its next version. */
export function moveOn(lineage: Lineage, value: Storage): void {
  const { leaf } = lineage;
  const before = leaf.node;
  const node = realized(value, before.shape);
  node.isLeaf = true;
  node.requiresGrad = before.requiresGrad;
  node.isMortal = true;
  const ties = tiesOf(before);
  node.ties = makeTies(ties.sink, lineage);
  ties.rebindCount += 1;
  leaf.node = node;
}

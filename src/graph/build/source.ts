/** Constructors of the primitives that have no inputs. */

import type { DType, StorageArray } from '../dtype.js';
import { isFloat } from '../dtype.js';
import { makeNode, type Node } from '../node.js';
import { numel, type Shape } from '../shape.js';
import { Storage } from '../storage.js';

/** A node whose value is `array`, which must not change afterwards. */
export function data(array: StorageArray, shape: Shape, dtype: DType): Node {
  const node = makeNode('data', [], {}, shape, dtype);
  node.value = new Storage(dtype, array.length, array);
  return node;
}

/** `value` everywhere. An int32 keeps the integer part, a bool whether it is not zero. */
export function full(shape: Shape, value: number, dtype: DType): Node {
  return makeNode('full', [], { value: round(value, dtype) }, shape, dtype);
}

function round(value: number, dtype: DType): number {
  if (isFloat(dtype)) return value;
  return dtype === 'bool' ? Number(value !== 0) : Math.trunc(value);
}

/** 0, 1, 2 ... in row-major order, int32. */
export function iota(shape: Shape): Node {
  return makeNode('iota', [], {}, shape, 'int32');
}

/** Uniform numbers in [0, 1), drawn at `counter` and the `numel(shape)` places after it. */
export function random(shape: Shape, seed: number, counter: number, dtype: DType): Node {
  return makeNode('random', [], { seed, counter }, shape, dtype);
}

/** How many counters a `random` node of this shape uses up. */
export function countersOf(shape: Shape): number {
  return numel(shape);
}

/** Whether the node is `value` everywhere, known without computing anything. */
export function isFull(node: Node, value: number): boolean {
  return node.op === 'full' && node.attrs.value === value;
}

/**
 * Constructors of the elementwise primitives. Operands broadcast here, by explicit `expand` nodes,
 * so that no gradient rule and no kernel has to know about broadcasting.
 */

import { internal } from '../../errors.js';
import { type DType, isFloat } from '../dtype.js';
import { makeNode, type Node } from '../node.js';
import { type ArithmeticOp, type CompareOp, noAttrs, type UnaryOp } from '../ops.js';
import { broadcastShapes } from '../shape.js';
import { isFull } from './source.js';
import { expandTo } from './view.js';

/** An elementwise function of one operand. */
export function unary(op: UnaryOp, x: Node): Node {
  return makeNode(op, [x], noAttrs, x.shape, x.dtype);
}

/** An elementwise function of two operands of one dtype. */
export function binary(op: ArithmeticOp, a: Node, b: Node, name: string = op): Node {
  return pairwise(op, a, b, name, a.dtype);
}

/** A comparison of two operands of one dtype, which gives a bool. */
export function compare(op: CompareOp, a: Node, b: Node, name: string = op): Node {
  return pairwise(op, a, b, name, 'bool');
}

function pairwise(
  op: ArithmeticOp | CompareOp,
  a: Node,
  b: Node,
  name: string,
  dtype: DType,
): Node {
  if (a.dtype !== b.dtype) throw internal(`${op} of ${a.dtype} and ${b.dtype}`);
  const shape = broadcastShapes(name, a.shape, b.shape);
  return makeNode(op, [expandTo(a, shape), expandTo(b, shape)], noAttrs, shape, dtype);
}

/** `a` where the condition holds, else `b`. */
export function where(condition: Node, a: Node, b: Node): Node {
  if (condition.dtype !== 'bool') throw internal(`where on ${condition.dtype}`);
  if (a.dtype !== b.dtype) throw internal(`where of ${a.dtype} and ${b.dtype}`);
  const both = broadcastShapes('where', a.shape, b.shape);
  const shape = broadcastShapes('where', condition.shape, both);
  const inputs = [expandTo(condition, shape), expandTo(a, shape), expandTo(b, shape)] as const;
  return makeNode('where', inputs, noAttrs, shape, a.dtype);
}

/**
 * The same values in another dtype. Floats that become int32 lose their fraction (toward zero), NaN
 * becomes 0, and what does not fit the nearest end: see `exactCast`.
 */
export function cast(x: Node, dtype: DType): Node {
  return x.dtype === dtype ? x : makeNode('cast', [x], { dtype }, x.shape, dtype);
}

/** Sum, with broadcasting. */
export function add(a: Node, b: Node): Node {
  return binary('add', a, b);
}

/** Difference, with broadcasting. */
export function sub(a: Node, b: Node): Node {
  return binary('sub', a, b);
}

/** Product, with broadcasting; a factor known to be 1 disappears. */
export function mul(a: Node, b: Node): Node {
  if (a.dtype === b.dtype && (isFull(a, 1) || isFull(b, 1))) {
    return expandTo(isFull(a, 1) ? b : a, broadcastShapes('mul', a.shape, b.shape));
  }
  return binary('mul', a, b);
}

/** Quotient of floats, with broadcasting. */
export function div(a: Node, b: Node): Node {
  if (!isFloat(a.dtype)) throw internal(`div of ${a.dtype}`);
  return binary('div', a, b);
}

/** Negation. */
export function neg(x: Node): Node {
  return unary('neg', x);
}

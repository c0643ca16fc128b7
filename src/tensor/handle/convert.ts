/** From what users pass to nodes: numbers beside tensors, and the dtype that both meet in. */

import { DTypeError } from '../../errors.js';
import { cast, checkInt32, full, live } from '../../graph/builders/index.js';
import { refuseForeign } from '../../graph/copy.js';
import { type DType, isFloat, promote, toFloat } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import type { Shape } from '../../graph/shape.js';
import { type MappedTuple, mapTuple } from '../../list.js';
import { LiveNumber } from './live-number.js';
import { Tensor } from './tensor.js';

/** A tensor, or a number or boolean that takes the place of a 0-d tensor. */
export type TensorLike = Tensor | number | boolean | LiveNumber;

/**
 * The dtype of a number beside tensors of `dtype`: it changes an int32 only if it has a fraction.
 */
function besideNumber(dtype: DType, value: number | boolean | LiveNumber): DType {
  if (typeof value === 'boolean' || isFloat(dtype)) return dtype;
  return typeof value === 'number' && Number.isInteger(value) ? promote(dtype, 'int32') : 'float32';
}

function checkOperand(op: string, x: unknown): void {
  if (x instanceof Tensor || typeof x === 'number' || typeof x === 'boolean') return;
  if (x instanceof LiveNumber) return;
  refuseForeign(op, x);
  throw new DTypeError(
    `${op}: expected a tensor or a number, got ${Array.isArray(x) ? 'an array' : typeof x}. ` +
      `Make a tensor of it: tensor(${Array.isArray(x) ? '[...]' : 'x'})`,
  );
}

/** The node of one operand; a number alone is float32, a boolean alone is bool. */
export function toNode(op: string, x: TensorLike): Node {
  if (x instanceof Tensor) return x.node;
  checkOperand(op, x);
  return constant(op, x, typeof x === 'boolean' ? 'bool' : 'float32', []);
}

function constant(op: string, x: number | boolean | LiveNumber, dtype: DType, shape: Shape): Node {
  if (dtype === 'int32' && !(x instanceof LiveNumber)) checkInt32(op, Number(x));
  return x instanceof LiveNumber ? live(shape, x.read, dtype) : full(shape, Number(x), dtype);
}

/** The node of one operand as a float; an integer or bool becomes float32. */
export function toFloatNode(op: string, x: TensorLike): Node {
  const node = toNode(op, x);
  return cast(node, toFloat(node.dtype));
}

/**
 * The dtype that two operands meet in.
 * @throws DTypeError naming `op` unless both are tensors or numbers.
 */
export function meetingDType(op: string, a: TensorLike, b: TensorLike): DType {
  if (a instanceof Tensor) {
    if (b instanceof Tensor) return promote(a.node.dtype, b.node.dtype);
    checkOperand(op, b);
    return besideNumber(a.node.dtype, b);
  }
  checkOperand(op, a);
  if (b instanceof Tensor) return besideNumber(b.node.dtype, a);
  checkOperand(op, b);
  return typeof a === 'boolean' && typeof b === 'boolean' ? 'bool' : 'float32';
}

/**
 * The node of one of two operands; a number takes the shape of the other, to need no broadcast.
 * @throws ValueError naming `op` for a number that does not fit into an int32.
 */
export function operandNode(op: string, x: TensorLike, dtype: DType, other: TensorLike): Node {
  if (x instanceof Tensor) return cast(x.node, dtype);
  return constant(op, x, dtype, other instanceof Tensor ? other.node.shape : []);
}

/** The dtype that the tensors promote to, and that the numbers beside them widen. */
function commonDType(operands: readonly TensorLike[]): DType {
  let dtype: DType | null = null;
  for (const x of operands) {
    if (x instanceof Tensor) dtype = dtype === null ? x.dtype : promote(dtype, x.dtype);
  }
  if (dtype === null) return operands.every((x) => typeof x === 'boolean') ? 'bool' : 'float32';
  for (const x of operands) if (!(x instanceof Tensor)) dtype = besideNumber(dtype, x);
  return dtype;
}

/**
 * The nodes of operands, brought to the dtype that they promote to.
 * @throws ValueError naming `op` for a number that does not fit into an int32.
 */
export function toNodes<const T extends readonly TensorLike[]>(
  op: string,
  operands: T,
): MappedTuple<T, Node> {
  for (let i = 0; i < operands.length; i++) checkOperand(op, operands[i]);
  const dtype = commonDType(operands);
  return mapTuple(operands, (x) =>
    x instanceof Tensor ? cast(x.node, dtype) : constant(op, x, dtype, []),
  );
}

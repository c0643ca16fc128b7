/** Tensors from the user's values, and tensors of known content. */

import { unknownKey } from '../../calls/index.js';
import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import {
  add,
  cast,
  checkInt32,
  compare,
  data,
  full as fullNode,
  iota,
  mul,
} from '../../graph/builders/index.js';
import { allocate, checkDType, type DType, isFloat } from '../../graph/dtype.js';
import type { Node } from '../../graph/node.js';
import { checkShape, numel, ownShape, type Shape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/tensor.js';
import { flatten, type Nested } from '../handle/nested.js';
import { Tensor } from '../handle/tensor.js';

/** Options of everything that creates a tensor. */
export interface CreateOptions {
  /** Type of the elements; what it is by default depends on the function. */
  readonly dtype?: DType;
  /** Whether `backward()` gives it a gradient. Default false. */
  readonly requiresGrad?: boolean;
}

/** Options of `tensor`. */
export interface TensorOptions extends CreateOptions {
  /** Sizes of the tensor, where the values do not tell; as many elements as values. */
  readonly shape?: Shape;
}

/** Typed arrays that hold tensor data; 8-bit unsigned numbers become int32, or bool if asked. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Makes the finished tensor a leaf if asked. @throws DTypeError when it is no float. */
export function finish(x: Tensor, options: CreateOptions): Tensor {
  if (options.requiresGrad) x.requiresGrad = true;
  return x;
}

/** The dtype of a tensor made of a typed array; other kinds do not fit into any. */
const naturalDTypes = [
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [Int32Array, 'int32'],
  [Int16Array, 'int32'],
  [Int8Array, 'int32'],
  [Uint16Array, 'int32'],
  [Uint8Array, 'int32'],
  [Uint8ClampedArray, 'int32'],
] as const;

function naturalDType(values: ArrayBufferView): DType {
  const row = naturalDTypes.find(([array]) => values instanceof array);
  if (row !== undefined) return row[1];
  throw new DTypeError(
    `tensor: the values of a ${values.constructor.name} do not fit into any dtype. ` +
      'Convert them: Float64Array.from(values, Number)',
  );
}

function isTypedArray(values: Nested | TypedArray): values is TypedArray {
  return ArrayBuffer.isView(values);
}

function fill(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const array = allocate(dtype, values.length);
  if (dtype === 'bool') for (let i = 0; i < values.length; i++) array[i] = Number(values[i] !== 0);
  else if (dtype === 'int32' && !(values instanceof Int32Array)) {
    for (let i = 0; i < values.length; i++) checkInt32('tensor', values[i] ?? 0);
    array.set(values);
  } else array.set(values);
  return new Tensor(data(array, shape, dtype));
}

/**
 * A tensor of the given values, which are copied: a number, nested arrays (whose depth gives the
 * shape), or a flat typed array, which is 1-d unless `shape` is given. Numbers are float32 and
 * booleans bool unless `dtype` says otherwise; a typed array keeps its type, and one of 8 or 16
 * bits becomes int32. An empty array has shape [0]. Source:
 * https://pytorch.org/docs/stable/generated/torch.tensor.html
 * @throws ShapeError for ragged arrays, or a `shape` of another number of elements; DTypeError for
 *   values that are neither numbers nor booleans, an unknown dtype or kind of typed array, or an
 *   int32 or bool that requires a gradient; ValueError for a number that does not fit into an
 *   int32.
 * @example
 * console.log(tensor([[1, 2], [3, 4]]).shape); // [ 2, 2 ]
 */
export function tensor(values: Nested | TypedArray, options: TensorOptions = {}): Tensor {
  signatures.tensor.check(arguments);
  if (options.dtype !== undefined) checkDType('tensor', options.dtype);
  if (isTypedArray(values)) {
    const natural = naturalDType(values);
    const shape = sizesFor(values.length, options.shape ?? [values.length]);
    return finish(fill(values, shape, options.dtype ?? natural), options);
  }
  const flat = flatten(values);
  const shape = sizesFor(flat.values.length, options.shape ?? flat.shape);
  const dtype = options.dtype ?? (flat.isBool ? 'bool' : 'float32');
  return finish(fill(flat.values, shape, dtype), options);
}

function sizesFor(count: number, shape: Shape): Shape {
  const sizes = ownShape('tensor', shape);
  if (numel(sizes) === count) return sizes;
  throw new ShapeError(
    `tensor: ${count} values do not fill the shape ${show(sizes)}, which has ${numel(sizes)}`,
  );
}

/**
 * `value` everywhere. float32 by default, or bool where the value is one; an int32 drops its
 * fraction, a bool is whether it is not 0.
 * Source: https://pytorch.org/docs/stable/generated/torch.full.html
 * @throws ShapeError for sizes that are no non-negative integers; DTypeError for an unknown dtype,
 *   or an int32 or bool that requires a gradient; ValueError for a value that does not fit into an
 *   int32.
 * @example
 * console.log(full([3], 7).toArray()); // [ 7, 7, 7 ]
 */
export function full(shape: Shape, value: number | boolean, options: CreateOptions = {}): Tensor {
  signatures.full.check(arguments);
  const { dtype = typeof value === 'boolean' ? 'bool' : 'float32' } = options;
  return constant('full', shape, Number(value), { ...options, dtype });
}

function constant(op: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  const sizes = ownShape(op, shape);
  const { dtype = 'float32' } = options;
  checkDType(op, dtype);
  if (dtype === 'int32') checkInt32(op, value);
  return finish(new Tensor(fullNode(sizes, value, dtype)), options);
}

/**
 * 0 everywhere, float32 by default.
 * Source: https://pytorch.org/docs/stable/generated/torch.zeros.html
 * @throws ShapeError, DTypeError as `full`.
 * @example
 * console.log(zeros([2, 2]).toArray()); // [ [ 0, 0 ], [ 0, 0 ] ]
 */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  signatures.zeros.check(arguments);
  return constant('zeros', shape, 0, options);
}

/**
 * 1 everywhere, float32 by default.
 * Source: https://pytorch.org/docs/stable/generated/torch.ones.html
 * @throws ShapeError, DTypeError as `full`.
 * @example
 * console.log(ones([2]).toArray()); // [ 1, 1 ]
 */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  signatures.ones.check(arguments);
  return constant('ones', shape, 1, options);
}

/**
 * 0 everywhere, in the shape of `x`, and in its dtype unless `dtype` is another.
 * Source: https://pytorch.org/docs/stable/generated/torch.zeros_like.html
 * @example
 * console.log(zerosLike(tensor([5, 6])).toArray()); // [ 0, 0 ]
 */
export function zerosLike(x: Tensor, options: CreateOptions = {}): Tensor {
  signatures.zerosLike.check(arguments);
  return constant('zerosLike', x.shape, 0, { dtype: x.dtype, ...options });
}

/**
 * 1 everywhere, in the shape of `x`, and in its dtype unless `dtype` is another.
 * Source: https://pytorch.org/docs/stable/generated/torch.ones_like.html
 * @example
 * console.log(onesLike(tensor([5, 6])).toArray()); // [ 1, 1 ]
 */
export function onesLike(x: Tensor, options: CreateOptions = {}): Tensor {
  signatures.onesLike.check(arguments);
  return constant('onesLike', x.shape, 1, { dtype: x.dtype, ...options });
}

/**
 * `value` everywhere, in the shape of `x`, and in its dtype unless `dtype` is another.
 * Source: https://pytorch.org/docs/stable/generated/torch.full_like.html
 * @example
 * console.log(fullLike(zeros([2]), 5).toArray()); // [ 5, 5 ]
 */
export function fullLike(x: Tensor, value: number | boolean, options: CreateOptions = {}): Tensor {
  signatures.fullLike.check(arguments);
  return constant('fullLike', x.shape, Number(value), { dtype: x.dtype, ...options });
}

/** What a function that takes a few numbers was called with: its options may follow any of them. */
type NumbersAndOptions = readonly (number | CreateOptions | undefined)[];

function numbersOf(args: NumbersAndOptions): number[] {
  return args.filter((argument) => typeof argument === 'number');
}

const createOptions: readonly string[] = [
  'dtype',
  'requiresGrad',
] satisfies (keyof CreateOptions)[];

function optionsOf(op: string, args: NumbersAndOptions): CreateOptions {
  const options = args.find((argument) => typeof argument === 'object') ?? {};
  const unknown = Object.keys(options).find((key) => !createOptions.includes(key));
  if (unknown !== undefined) throw unknownKey(op, unknown, createOptions);
  if (options.dtype !== undefined) checkDType(op, options.dtype);
  return options;
}

/**
 * 1 on the diagonal, 0 elsewhere: `[rows, columns]`, square unless the number of columns is given.
 * float32 by default.
 * Source: https://pytorch.org/docs/stable/generated/torch.eye.html
 * @throws ShapeError for sizes that are no non-negative integers; DTypeError for an unknown dtype.
 * @example
 * console.log(eye(2).toArray()); // [ [ 1, 0 ], [ 0, 1 ] ]
 */
export function eye(rows: number, options?: CreateOptions): Tensor;
/** 1 on the diagonal, 0 elsewhere: `[rows, columns]`. */
export function eye(rows: number, columns: number, options?: CreateOptions): Tensor;
export function eye(...args: NumbersAndOptions): Tensor {
  signatures.eye.check(arguments);
  const options = optionsOf('eye', args);
  const [rows = Number.NaN, columns = rows] = numbersOf(args);
  checkShape('eye', [rows, columns]);
  const isDiagonal = compare('eq', iota([rows, 1]), iota([1, columns]));
  return finish(new Tensor(cast(isDiagonal, options.dtype ?? 'float32')), options);
}

/**
 * Numbers from 0 up to and without `end`: 1-d. int32 when all numbers given are integers, else
 * float32. Empty when the end is not ahead.
 * Source: https://pytorch.org/docs/stable/generated/torch.arange.html
 * @throws ValueError for NaN, an infinity, a step of 0, or numbers that do not fit into an int32;
 *   DTypeError for an unknown dtype.
 * @example
 * console.log(arange(1, 7, 2).toArray()); // [ 1, 3, 5 ]
 */
export function arange(end: number, options?: CreateOptions): Tensor;
/**
 * Numbers from `start` up to and without `end`: 1-d, int32 when both are integers, else float32.
 */
export function arange(start: number, end: number, options?: CreateOptions): Tensor;
/**
 * Numbers from `start` up to (or, with a negative step, down to) and without `end`, `step` apart:
 * 1-d, int32 when all three are integers, else float32.
 */
export function arange(start: number, end: number, step: number, options?: CreateOptions): Tensor;
export function arange(...args: NumbersAndOptions): Tensor {
  signatures.arange.check(arguments);
  const options = optionsOf('arange', args);
  const numbers = numbersOf(args);
  const [start, end, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  const isKnown = start !== undefined && end !== undefined;
  if (!isKnown || ![start, end, step].every(Number.isFinite) || step === 0) {
    throw new ValueError(
      `arange: needs finite numbers and a step other than 0, got ${start}, ${end}, ${step}`,
    );
  }
  const count = Math.max(0, Math.ceil((end - start) / step));
  const isWhole = [start, end, step].every(Number.isInteger);
  const dtype = options.dtype ?? (isWhole ? 'int32' : 'float32');
  if (dtype === 'int32' && count > 0) {
    for (const end of [start, start + step * (count - 1)]) checkInt32('arange', end);
  }
  return finish(sequence(start, step, count, dtype), options);
}

/**
 * `steps` numbers from `start` to `end`, both included, evenly spaced: 1-d, float32 by default. One
 * step is the start.
 * Source: https://pytorch.org/docs/stable/generated/torch.linspace.html
 * @throws ShapeError unless `steps` is a non-negative integer; DTypeError for a dtype that is no
 *   float; ValueError unless both ends are finite.
 * @example
 * console.log(linspace(0, 1, 5).toArray()); // [ 0, 0.25, 0.5, 0.75, 1 ]
 */
export function linspace(
  start: number,
  end: number,
  steps: number,
  options: CreateOptions = {},
): Tensor {
  signatures.linspace.check(arguments);
  checkShape('linspace', [steps]);
  const { dtype = 'float32' } = options;
  if (!isFloat(dtype)) throw new DTypeError(`linspace: needs a float dtype, got ${dtype}`);
  if (!Number.isFinite(start) || !Number.isFinite(end)) {
    throw new ValueError(`linspace: needs finite ends, got ${start} and ${end}`);
  }
  const gap = steps > 1 ? (end - start) / (steps - 1) : 0;
  // Counted from the nearer end, so that both ends are exact.
  const values = Float64Array.from({ length: steps }, (_, i) =>
    i < steps / 2 ? start + gap * i : end - gap * (steps - 1 - i),
  );
  return finish(fill(values, [steps], dtype), options);
}

function sequence(start: number, step: number, count: number, dtype: DType): Tensor {
  const isWhole = !isFloat(dtype) && Number.isInteger(step) && Number.isInteger(start);
  const places = cast(iota([count]), isWhole ? 'int32' : 'float64');
  const number = (value: number): Node => fullNode([count], value, places.dtype);
  // Of int32 a step between may wrap, and then the sum wraps back.
  const scaled = step === 1 ? places : mul(places, number(step));
  const shifted = start === 0 ? scaled : add(scaled, number(start));
  return new Tensor(cast(shifted, dtype));
}

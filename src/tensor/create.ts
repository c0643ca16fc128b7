/** Tensors from the user's values, and tensors of known content. */

import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { cast, data, full as fullNode, iota } from '../graph/build/index.js';
import { allocate, checkDType, type DType, isFloat } from '../graph/dtype.js';
import { checkShape, numel, type Shape, show } from '../graph/shape.js';
import { flatten, type Nested } from './nested.js';
import { add, mul } from './ops/arithmetic.js';
import { Tensor } from './tensor.js';

/** Options of everything that creates a tensor. */
export interface CreateOptions {
  readonly dtype?: DType;
  /** Whether `backward()` gives it a gradient. Default false. */
  readonly requiresGrad?: boolean;
}

/** Options of `tensor`. */
export interface TensorOptions extends CreateOptions {
  /** Shape of a flat typed array. */
  readonly shape?: Shape;
}

/** Typed arrays that hold tensor data; 8-bit unsigned numbers become int32, or bool if asked. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Makes the finished tensor a leaf if asked. */
export function finish(x: Tensor, options: CreateOptions): Tensor {
  if (options.requiresGrad) x.requiresGrad = true;
  return x;
}

function naturalDType(values: TypedArray): DType {
  if (values instanceof Float32Array) return 'float32';
  return values instanceof Float64Array ? 'float64' : 'int32';
}

function fill(values: ArrayLike<number>, shape: Shape, dtype: DType): Tensor {
  const array = allocate(dtype, values.length);
  if (dtype === 'bool') for (let i = 0; i < values.length; i++) array[i] = Number(values[i] !== 0);
  else array.set(values);
  return new Tensor(data(array, shape, dtype));
}

/**
 * A tensor of the given values, which are copied. Numbers are float32 and booleans bool unless
 * `dtype` says otherwise; typed arrays keep their type, and are 1-d unless `shape` is given.
 *
 * @throws ShapeError for ragged arrays, or a `shape` of another number of elements.
 */
export function tensor(values: Nested | TypedArray, options: TensorOptions = {}): Tensor {
  if (options.dtype !== undefined) checkDType('tensor', options.dtype);
  if (ArrayBuffer.isView(values)) {
    const shape = options.shape ?? [values.length];
    checkCount(values.length, shape);
    return finish(fill(values, shape, options.dtype ?? naturalDType(values)), options);
  }
  const flat = flatten(values as Nested);
  const shape = options.shape ?? flat.shape;
  checkCount(flat.values.length, shape);
  const dtype = options.dtype ?? (flat.isBool ? 'bool' : 'float32');
  return finish(fill(flat.values, shape, dtype), options);
}

function checkCount(count: number, shape: Shape): void {
  checkShape('tensor', shape);
  if (numel(shape) !== count) {
    throw new ShapeError(
      `tensor: ${count} values do not fill the shape ${show(shape)}, which has ${numel(shape)}`,
    );
  }
}

/** `value` everywhere. */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  return constant('full', shape, value, options);
}

function constant(op: string, shape: Shape, value: number, options: CreateOptions): Tensor {
  checkShape(op, shape);
  const { dtype = 'float32' } = options;
  checkDType(op, dtype);
  return finish(new Tensor(fullNode(shape, value, dtype)), options);
}

/** 0 everywhere. */
export function zeros(shape: Shape, options: CreateOptions = {}): Tensor {
  return constant('zeros', shape, 0, options);
}

/** 1 everywhere. */
export function ones(shape: Shape, options: CreateOptions = {}): Tensor {
  return constant('ones', shape, 1, options);
}

/** 0 everywhere, in the shape and dtype of `x`. */
export function zerosLike(x: Tensor, options: CreateOptions = {}): Tensor {
  return full(x.shape, 0, { dtype: x.dtype, ...options });
}

/** 1 everywhere, in the shape and dtype of `x`. */
export function onesLike(x: Tensor, options: CreateOptions = {}): Tensor {
  return full(x.shape, 1, { dtype: x.dtype, ...options });
}

/** `value` everywhere, in the shape and dtype of `x`. */
export function fullLike(x: Tensor, value: number, options: CreateOptions = {}): Tensor {
  return full(x.shape, value, { dtype: x.dtype, ...options });
}

/** 1 on the diagonal, 0 elsewhere; square unless the number of columns is given. */
export function eye(rows: number, columns: number = rows, options: CreateOptions = {}): Tensor {
  checkShape('eye', [rows, columns]);
  const dtype = options.dtype ?? 'float32';
  const mask = new Tensor(iota([rows, 1])).eq(new Tensor(iota([1, columns])));
  return finish(new Tensor(cast(mask.node, dtype)), options);
}

/**
 * Numbers from `start` up to and without `end`, `step` apart. `arange(end)` starts at 0. int32 when
 * all three are integers, else float32.
 */
export function arange(
  start: number,
  end: number | null = null,
  step = 1,
  options: CreateOptions = {},
): Tensor {
  const [from, to] = end === null ? [0, start] : [start, end];
  if (![from, to, step].every(Number.isFinite) || step === 0) {
    throw new ValueError(
      `arange: needs finite numbers and a step other than 0, got ${from}, ${to}, ${step}`,
    );
  }
  const count = Math.max(0, Math.ceil((to - from) / step));
  const whole = [from, step].every(Number.isInteger) && Number.isInteger(to);
  const dtype = options.dtype ?? (whole ? 'int32' : 'float32');
  return finish(sequence(from, step, count, dtype), options);
}

/** `steps` numbers from `start` to `end`, both included, evenly spaced. */
export function linspace(
  start: number,
  end: number,
  steps: number,
  options: CreateOptions = {},
): Tensor {
  checkShape('linspace', [steps]);
  const { dtype = 'float32' } = options;
  if (!isFloat(dtype)) throw new DTypeError(`linspace: needs a float dtype, got ${dtype}`);
  const gap = steps > 1 ? (end - start) / (steps - 1) : 0;
  // Counted from the nearer end, so that both ends are exact.
  const values = Float64Array.from({ length: steps }, (_, i) =>
    i < steps / 2 ? start + gap * i : end - gap * (steps - 1 - i),
  );
  return finish(fill(values, [steps], dtype), options);
}

function sequence(start: number, step: number, count: number, dtype: DType): Tensor {
  const places = new Tensor(cast(iota([count]), isFloat(dtype) ? 'float64' : 'int32'));
  const scaled = step === 1 ? places : mul(places, step);
  const shifted = start === 0 ? scaled : add(scaled, start);
  return new Tensor(cast(shifted.node, dtype));
}

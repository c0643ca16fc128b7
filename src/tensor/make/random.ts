/**
 * Random tensors. Numbers are a function of (seed, counter), drawn inside kernels: the same on
 * every device and number of threads. Source: Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3".
 */

import { DTypeError, ValueError } from '../../errors.js';
import { argsort, cast, checkInt32, countersOf, random } from '../../graph/builders/index.js';
import { type DType, isFloat } from '../../graph/dtype.js';
import { checkShape, ownShape, type Shape } from '../../graph/shape.js';
import { activeRecorder } from '../../runtime/values/recorder.js';
import * as signatures from '../../signatures/tensor.js';
import { Tensor } from '../handle/tensor.js';
import { add, mul, neg, sub } from '../ops/elementwise/arithmetic.js';
import { cos, floor, log, sqrt } from '../ops/elementwise/elementary.js';
import { type CreateOptions, finish } from './create.js';
import { currentGenerator, type Generator } from './generator.js';

/** The option of everything that draws random numbers. */
export interface GeneratorOption {
  /** What to draw from; default the stream that `manualSeed` sets, or that of `withGenerator`. */
  readonly generator?: Generator | undefined;
}

/** Options of functions that make random tensors. */
export interface RandomOptions extends CreateOptions, GeneratorOption {}

function uniform(shape: Shape, dtype: DType, given: Generator | undefined): Tensor {
  const current = currentGenerator();
  const generator = given ?? current;
  const { seed, counter } = generator.draw(countersOf(shape));
  const node = random(shape, seed, counter, dtype);
  const recorder = activeRecorder();
  recorder?.noteDraw(node, generator, counter);
  // A replay takes the stream that is current then, which has to be the one that was asked for.
  if (given === current) recorder?.guard(given, () => currentGenerator() === given);
  return new Tensor(node);
}

function floatType(op: string, dtype: DType = 'float32'): DType {
  if (!isFloat(dtype)) throw new DTypeError(`${op}: random numbers are floats, got dtype ${dtype}`);
  return dtype;
}

/**
 * Uniform numbers in [0, 1), float32 by default.
 * Source: https://pytorch.org/docs/stable/generated/torch.rand.html
 * @throws ShapeError for sizes that are no non-negative integers; DTypeError for a dtype that is no
 *   float.
 * @example
 * const x = rand([100]);
 * console.log(x.min().item() >= 0, x.max().item() < 1); // true true
 */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  signatures.rand.check(arguments);
  const sizes = ownShape('rand', shape);
  return finish(uniform(sizes, floatType('rand', options.dtype), options.generator), options);
}

/**
 * Numbers of the standard normal distribution (by the method of Box and Muller), float32 by
 * default. Source: https://pytorch.org/docs/stable/generated/torch.randn.html
 * @throws ShapeError for sizes that are no non-negative integers; DTypeError for a dtype that is no
 *   float.
 * @example
 * manualSeed(0);
 * console.log(Math.abs(randn([10000]).std().item() - 1) < 0.05); // true
 */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  signatures.randn.check(arguments);
  const sizes = ownShape('randn', shape);
  const dtype = floatType('randn', options.dtype);
  const { generator } = options;
  // 1 - u is in (0, 1], so the logarithm is finite.
  const radius = sqrt(mul(neg(log(sub(1, uniform(sizes, dtype, generator)))), 2));
  return finish(mul(radius, cos(mul(uniform(sizes, dtype, generator), 2 * Math.PI))), options);
}

/**
 * Uniform integers in [low, high), int32.
 * Source: https://pytorch.org/docs/stable/generated/torch.randint.html
 * @throws ValueError unless low < high are integers whose range an int32 holds; ShapeError for
 *   sizes that are no non-negative integers.
 * @example
 * const x = randint(0, 10, [100]);
 * console.log(x.dtype, x.max().item() < 10); // int32 true
 */
export function randint(
  low: number,
  high: number,
  shape: Shape,
  options: GeneratorOption = {},
): Tensor {
  signatures.randint.check(arguments);
  const sizes = ownShape('randint', shape);
  if (!Number.isInteger(low) || !Number.isInteger(high) || low >= high) {
    throw new ValueError(`randint: needs integers low < high, got ${low} and ${high}`);
  }
  for (const end of [low, high - 1]) checkInt32('randint', end);
  const scaled = floor(mul(uniform(sizes, 'float64', options.generator), high - low));
  return new Tensor(cast(add(scaled, low).node, 'int32'));
}

/**
 * The integers 0 to n - 1 in random order: `[n]`, int32.
 * Source: https://pytorch.org/docs/stable/generated/torch.randperm.html
 * @throws ShapeError unless n is a non-negative integer.
 * @example
 * console.log(randperm(5).sort()[0].toArray()); // [ 0, 1, 2, 3, 4 ]
 */
export function randperm(n: number, options: GeneratorOption = {}): Tensor {
  signatures.randperm.check(arguments);
  checkShape('randperm', [n]);
  return new Tensor(argsort(uniform([n], 'float64', options.generator).node, false));
}

/**
 * Uniform numbers in [0, 1), of the shape and dtype of `x`. @throws DTypeError as `rand`.
 * @example
 * console.log(randLike(zeros([2, 3])).shape); // [ 2, 3 ]
 */
export function randLike(x: Tensor, options: RandomOptions = {}): Tensor {
  signatures.randLike.check(arguments);
  return rand(x.shape, { dtype: x.dtype, ...options });
}

/**
 * Standard normal numbers, of the shape and dtype of `x`. @throws DTypeError as `randn`.
 * @example
 * console.log(randnLike(zeros([2, 3])).shape); // [ 2, 3 ]
 */
export function randnLike(x: Tensor, options: RandomOptions = {}): Tensor {
  signatures.randnLike.check(arguments);
  return randn(x.shape, { dtype: x.dtype, ...options });
}

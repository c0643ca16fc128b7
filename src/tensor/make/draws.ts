/**
 * Random tensors whose parameters are tensors themselves, which no gradient flows to.
 * Source: https://pytorch.org/docs/stable/torch.html#random-sampling
 */

import { DTypeError, ShapeError, ValueError } from '../../errors.js';
import { isFloat } from '../../graph/dtype.js';
import { type Shape, show } from '../../graph/shape.js';
import * as signatures from '../../signatures/tensor.js';
import type { Tensor } from '../handle/tensor.js';
import { type GeneratorOption, type RandomOptions, rand, randint, randn } from './random.js';

/** Detached. @throws DTypeError for what is no float. */
function floats(op: string, x: Tensor): Tensor {
  if (isFloat(x.dtype)) return x.detach();
  throw new DTypeError(
    `${op}: needs floats, got dtype ${x.dtype}. Convert it first: x.to('float32')`,
  );
}

/**
 * Uniform integers in [low, high), int32, of the shape of `x`. @throws ValueError as `randint`.
 * @example
 * console.log(randintLike(zeros([2, 3]), 0, 10).shape); // [ 2, 3 ]
 */
export function randintLike(
  x: Tensor,
  low: number,
  high: number,
  options: GeneratorOption = {},
): Tensor {
  signatures.randintLike.check(arguments);
  return randint(low, high, x.shape, options);
}

/** Options of `exponential`. */
export interface ExponentialOptions extends RandomOptions {
  /** The rate: one divided by the mean, 1 by default. */
  readonly lambd?: number;
}

/**
 * Numbers of the exponential distribution, float32 by default.
 * @throws ValueError unless `lambd` is positive; ShapeError, DTypeError as `rand`.
 * @example
 * manualSeed(0);
 * console.log(Math.abs(exponential([10000], { lambd: 2 }).mean().item() - 0.5) < 0.05); // true
 */
export function exponential(shape: Shape, options: ExponentialOptions = {}): Tensor {
  signatures.exponential.check(arguments);
  const { lambd = 1, ...rest } = options;
  if (!(lambd > 0)) throw new ValueError(`exponential: lambd must be positive, got ${lambd}`);
  // 1 - u is in (0, 1], so the logarithm is finite.
  const drawn = rand(shape, { ...rest, requiresGrad: false })
    .neg()
    .log1p()
    .div(-lambd);
  const made = drawn.detach();
  made.requiresGrad = options.requiresGrad ?? false;
  return made;
}

/**
 * 1 with the chance that each element of `p` says, else 0; of its shape and dtype.
 * @throws DTypeError for a dtype that is no float.
 * @example
 * console.log(bernoulli(tensor([0, 1])).toArray()); // [ 0, 1 ]
 */
export function bernoulli(p: Tensor, options: GeneratorOption = {}): Tensor {
  signatures.bernoulli.check(arguments);
  const chances = floats('bernoulli', p);
  return rand(p.shape, { dtype: p.dtype, ...options })
    .lt(chances)
    .to(p.dtype);
}

/**
 * Normal numbers with a mean and a standard deviation for each element, which are broadcast.
 * @throws ShapeError for shapes that do not broadcast; DTypeError for a dtype that is no float;
 *   ValueError for two numbers, which say no shape.
 * @example
 * const x = normal(tensor([0, 100]), 0.1);
 * console.log(x.round().div(100).toArray()[1]); // 1
 */
export function normal(
  mean: Tensor | number,
  std: Tensor | number,
  options: GeneratorOption = {},
): Tensor {
  signatures.normal.check(arguments);
  if (typeof mean === 'number') {
    if (typeof std !== 'number') return normal(std.mul(0).add(mean), std, options);
    throw new ValueError(
      'normal: needs a tensor for the shape. Use randn(shape).mul(std).add(mean)',
    );
  }
  const center = floats('normal', mean);
  const spread = typeof std === 'number' ? center.mul(0).add(std) : floats('normal', std);
  const place = center.add(spread.mul(0));
  return randn(place.shape, { dtype: place.dtype, ...options })
    .mul(spread)
    .add(center);
}

/** Options of `multinomial`. */
export interface MultinomialOptions extends GeneratorOption {
  /** Whether a place can be drawn again, false by default. */
  readonly replacement?: boolean;
}

/**
 * Places drawn with chances in proportion to weights, which need not add up to 1: `[n]` to
 * `[numSamples]`, `[rows, n]` to `[rows, numSamples]`, int32. Weights are at least 0, and as many
 * are positive as are drawn without replacement; their values are not looked at.
 * @throws ShapeError for other numbers of dims; ValueError for a number of samples that cannot be
 *   drawn; DTypeError for a dtype that is no float.
 * @example
 * console.log(multinomial(tensor([0, 3, 0]), 2, { replacement: true }).toArray()); // [ 1, 1 ]
 */
export function multinomial(
  weights: Tensor,
  numSamples: number,
  options: MultinomialOptions = {},
): Tensor {
  signatures.multinomial.check(arguments);
  const { replacement = false, ...rest } = options;
  const w = floats('multinomial', weights);
  const size = w.shape[w.ndim - 1] ?? 0;
  if (w.ndim !== 1 && w.ndim !== 2) {
    throw new ShapeError(`multinomial: needs [n] or [rows, n], got shape ${show(w.shape)}`);
  }
  const most = replacement ? Number.POSITIVE_INFINITY : size;
  if (!Number.isInteger(numSamples) || numSamples < 1 || numSamples > most || size === 0) {
    throw new ValueError(
      `multinomial: cannot draw ${numSamples} samples of ${size} ` +
        (replacement ? 'weights' : 'weights without { replacement: true }'),
    );
  }
  if (!replacement) {
    // The largest weights of a race: w / e for exponential e.
    const noise = exponential(w.shape, { dtype: w.dtype, ...rest });
    return w.div(noise).topk(numSamples)[1];
  }
  const sums = w.to('float64').cumsum(-1);
  const total = sums.slice(-1, size - 1, size);
  const drawn = rand([...w.shape.slice(0, -1), numSamples], { dtype: 'float64', ...rest });
  const places = drawn.mul(total).unsqueeze(-1).ge(sums.unsqueeze(-2)).to('int32').sum(-1);
  return places.clamp(0, size - 1).to('int32');
}

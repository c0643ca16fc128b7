/**
 * Activation functions beyond those that are methods of tensors, with PyTorch's defaults, and its
 * gradients where a function bends. Source:
 * https://pytorch.org/docs/stable/nn.functional.html#non-linear-activation-functions
 */

import { ShapeError, ValueError } from '../../errors.js';
import { normalizeDim, show } from '../../graph/shape.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { constantOf } from '../../tensor/handle/constant-of.js';
import { argmax, oneHot, rand, type Tensor, where } from '../../tensor/index.js';
import { withSlope } from '../../tensor/ops/elementwise/with-slope.js';

/** x between the bounds, with a gradient strictly between them, and where x is NaN. */
function clipped(name: string, x: Tensor, low: number, high: number): Tensor {
  if (x.dtype === 'int32') return x.clamp(low, high);
  const op = withSlope({
    name,
    value: (each) => each.clamp(low, high),
    slope: (each) => where(each.le(low), 0, where(each.ge(high), 0, 1)).to(each.dtype),
  });
  return op(x);
}

/**
 * x limited to [minVal, maxVal], -1 and 1 by default; the gradient at the bounds is 0, unlike that
 * of `clamp`.
 *
 * Formula: `min(max(x, minVal), maxVal)`.
 *
 * @throws ValueError unless minVal is below maxVal.
 * @example
 * console.log(nn.functional.hardtanh(tensor([-4, 0.5, 4])).toArray()); // [ -1, 0.5, 1 ]
 */
export function hardtanh(x: Tensor, minVal = -1, maxVal = 1): Tensor {
  signatures.hardtanh.check(arguments);
  if (!(minVal < maxVal)) {
    throw new ValueError(`hardtanh: minVal must be below maxVal, got ${minVal} and ${maxVal}`);
  }
  return clipped('hardtanh', x, minVal, maxVal);
}

/**
 * min(max(x, 0), 6); the gradient at 0 and 6 is 0.
 *
 * Formula: `min(max(x, 0), 6)`.
 *
 * @example
 * console.log(nn.functional.relu6(tensor([-4, 2, 8])).toArray()); // [ 0, 2, 6 ]
 */
export function relu6(x: Tensor): Tensor {
  signatures.relu6.check(arguments);
  return clipped('relu6', x, 0, 6);
}

/**
 * A line from 0 at -3 to 1 at 3: relu6(x + 3) / 6.
 *
 * Formula: `min(max(x + 3, 0), 6) / 6`.
 *
 * @example
 * console.log(nn.functional.hardsigmoid(tensor([-4, 0, 4])).toArray()); // [ 0, 0.5, 1 ]
 */
export function hardsigmoid(x: Tensor): Tensor {
  signatures.hardsigmoid.check(arguments);
  const op = withSlope({
    name: 'hardsigmoid',
    value: (each) => each.add(3).clamp(0, 6).div(6),
    slope: (each) => each.gt(-3).mul(each.lt(3)).to(each.dtype).div(6),
  });
  return op(x);
}

/**
 * x hardsigmoid(x). Source: Howard et al., "Searching for MobileNetV3", 2019.
 *
 * Formula: `x min(max(x + 3, 0), 6) / 6`.
 *
 * @example
 * console.log(nn.functional.hardswish(tensor([0, 1.5, 4])).toArray()); // [ 0, 1.125, 4 ]
 */
export function hardswish(x: Tensor): Tensor {
  signatures.hardswish.check(arguments);
  const op = withSlope({
    name: 'hardswish',
    value: (each) => each.mul(each.add(3).clamp(0, 6)).div(6),
    slope: (each) => where(each.lt(-3), 0, where(each.gt(3), 1, each.div(3).add(0.5))),
  });
  return op(x);
}

/**
 * scale * elu(x), with the constants that keep mean 0 and variance 1. Source: Klambauer, 2017.
 *
 * Formula: `1.0507 (max(0, x) + min(0, 1.6733 (exp(x) - 1)))`.
 *
 * @example
 * console.log(nn.functional.selu(tensor([-1, 2])).toString()); // tensor([-1.1113,  2.1014])
 */
export function selu(x: Tensor): Tensor {
  signatures.selu.check(arguments);
  return x.elu(1.6732632423543772).mul(1.0507009873554805);
}

/**
 * `elu` whose slope is 1 at 0 for any alpha (1 by default): alpha (e^(x / alpha) - 1) below.
 *
 * Formula: `max(0, x) + min(0, alpha (exp(x / alpha) - 1))`.
 *
 * @example
 * console.log(nn.functional.celu(tensor([-1, 2])).toString()); // tensor([-0.6321,  2.0000])
 */
export function celu(x: Tensor, alpha = 1): Tensor {
  signatures.celu.check(arguments);
  if (alpha === 0) throw new ValueError('celu: alpha must not be 0');
  return x.div(alpha).elu().mul(alpha);
}

/**
 * x tanh(softplus(x)). Source: Misra, "Mish", 2019.
 *
 * Formula: `x tanh(log(1 + exp(x)))`.
 *
 * @example
 * console.log(nn.functional.mish(tensor([-1, 2])).toString()); // tensor([-0.3034,  1.9440])
 */
export function mish(x: Tensor): Tensor {
  signatures.mish.check(arguments);
  return x.mul(x.softplus().tanh());
}

/**
 * x where positive, else weight * x: a weight for all, `[]` or `[1]`, or one for each channel of
 * dim 1, `[C]`.
 *
 * Formula: `max(0, x) + slope min(0, x)`.
 *
 * @throws ShapeError for another number of weights.
 * @example
 * console.log(nn.functional.prelu(tensor([-4, 2]), tensor(0.25)).toArray()); // [ -1, 2 ]
 */
export function prelu(x: Tensor, weight: Tensor): Tensor {
  signatures.prelu.check(arguments);
  const channels = x.ndim < 2 ? 1 : (x.shape[1] ?? 1);
  if (weight.numel !== 1 && weight.numel !== channels) {
    throw new ShapeError(
      `prelu: ${weight.numel} weights for the ${channels} channels of shape ${show(x.shape)}`,
    );
  }
  const along = x.shape.map((_, d) => (d === 1 ? -1 : 1));
  const slope = weight.numel === 1 ? weight.reshape([]) : weight.reshape(along);
  const isPositive = internally(() => x.gt(0));
  return where(isPositive, x, x.mul(slope));
}

/**
 * x where positive, else x times a random slope between `lower` (1/8) and `upper` (1/3); not in
 * training (the default) times their mean.
 * @throws ValueError when lower is above upper.
 * @example
 * console.log(nn.functional.rrelu(tensor([-4, 2]), 0.25, 0.75).toArray()); // [ -2, 2 ]
 */
export function rrelu(
  x: Tensor,
  lower: number = 1 / 8,
  upper: number = 1 / 3,
  training = false,
): Tensor {
  signatures.rrelu.check(arguments);
  if (lower > upper) {
    throw new ValueError(`rrelu: lower must not be above upper, got ${lower} and ${upper}`);
  }
  if (!training) return x.leakyRelu((lower + upper) / 2);
  const slope = rand(x.shape, { dtype: x.dtype })
    .mul(upper - lower)
    .add(lower);
  return where(
    internally(() => x.le(0)),
    x.mul(slope),
    x,
  );
}

/**
 * The first half of a dim times the sigmoid of the second: `[.., 2 n, ..] -> [.., n, ..]`.
 *
 * Formula: `a sigmoid(b)` for the halves a and b.
 *
 * @throws ShapeError for a dim of odd size; IndexError for one that does not exist.
 * @example
 * console.log(nn.functional.glu(tensor([2, 4, 0, 100])).toArray()); // [ 1, 4 ]
 */
export function glu(x: Tensor, dim = -1): Tensor {
  signatures.glu.check(arguments);
  const d = normalizeDim('glu', dim, x.ndim);
  const size = x.shape[d] ?? 1;
  if (x.ndim === 0 || size % 2 !== 0) {
    throw new ShapeError(`glu: dim ${dim} of shape ${show(x.shape)} must have an even size`);
  }
  return x.slice(d, 0, size / 2).mul(x.slice(d, size / 2).sigmoid());
}

/**
 * x / (1 + |x|).
 *
 * Formula: `x / (1 + |x|)`.
 *
 * @example
 * console.log(nn.functional.softsign(tensor([-3, 0, 1])).toArray()); // [ -0.75, 0, 0.5 ]
 */
export function softsign(x: Tensor): Tensor {
  signatures.softsign.check(arguments);
  return x.div(x.abs().add(1));
}

/**
 * x - tanh(x).
 *
 * Formula: `x - tanh(x)`.
 *
 * @example
 * const result = nn.functional.tanhshrink(tensor([-1, 0, 2]));
 * console.log(result.toString()); // tensor([-0.2384,  0.0000,  1.0360])
 */
export function tanhshrink(x: Tensor): Tensor {
  signatures.tanhshrink.check(arguments);
  return x.sub(x.tanh());
}

/**
 * x moved towards 0 by lambd (0.5), and 0 within.
 *
 * Formula: `sign(x) max(|x| - lambd, 0)`.
 *
 * @throws ValueError for a negative lambd.
 * @example
 * console.log(nn.functional.softshrink(tensor([-4, 0.25, 4])).toArray()); // [ -3.5, 0, 3.5 ]
 */
export function softshrink(x: Tensor, lambd = 0.5): Tensor {
  signatures.softshrink.check(arguments);
  if (!(lambd >= 0)) throw new ValueError(`softshrink: lambd must not be negative, got ${lambd}`);
  const [isAbove, isBelow] = internally(() => [x.gt(lambd), x.lt(-lambd)] as const);
  return where(isAbove, x.sub(lambd), where(isBelow, x.add(lambd), 0));
}

/**
 * x outside of [-lambd, lambd] (0.5 by default), 0 within.
 *
 * Formula: `x` where `|x| > lambd`, else `0`.
 *
 * @example
 * console.log(nn.functional.hardshrink(tensor([-4, 0.3, 4])).toArray()); // [ -4, 0, 4 ]
 */
export function hardshrink(x: Tensor, lambd = 0.5): Tensor {
  signatures.hardshrink.check(arguments);
  const isInside = internally(() => x.ge(-lambd).mul(x.le(lambd)));
  return where(isInside, 0, x);
}

/**
 * x above the limit, else `value`.
 *
 * Formula: `x` where `x > limit`, else `value`.
 *
 * @example
 * console.log(nn.functional.threshold(tensor([-4, 0.5, 4]), 1, 0).toArray()); // [ 0, 0, 4 ]
 */
export function threshold(x: Tensor, limit: number, value: number): Tensor {
  signatures.threshold.check(arguments);
  return where(
    internally(() => x.le(limit)),
    value,
    x,
  );
}

/**
 * log(sigmoid(x)), without overflow.
 *
 * Formula: `-log(1 + exp(-x))`.
 *
 * @example
 * const result = nn.functional.logsigmoid(tensor([-4, 0, 4]));
 * console.log(result.toString()); // tensor([-4.0181, -0.6931, -0.0181])
 */
export function logsigmoid(x: Tensor): Tensor {
  signatures.logsigmoid.check(arguments);
  const op = withSlope({
    name: 'logsigmoid',
    value: (each) => each.clamp(null, 0).sub(each.abs().neg().exp().log1p()),
    slope: (each) => each.neg().sigmoid(),
  });
  return op(x);
}

/**
 * `softmax` of -x.
 *
 * Formula: `exp(-x_i) / sum_j exp(-x_j)`.
 *
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(nn.functional.softmin(tensor([3, 3]), 0).toArray()); // [ 0.5, 0.5 ]
 */
export function softmin(x: Tensor, dim: number): Tensor {
  signatures.softmin.check(arguments);
  return x.neg().softmax(dim);
}

/** Options of `gumbelSoftmax`. */
export interface GumbelSoftmaxOptions {
  /** Temperature: the lower, the closer to 0 and 1. Default 1. */
  readonly tau?: number;
  /** Whether to give 0 and 1, with the gradient of the soft values. Default false. */
  readonly hard?: boolean;
  /** Default -1. */
  readonly dim?: number;
}

/**
 * A random sample of the classes whose logits are along `dim`, that has a gradient: softmax of the
 * logits plus Gumbel noise. Source: Jang, Gu and Poole, "Categorical reparameterization with
 * Gumbel-Softmax", 2017.
 *
 * Formula: `softmax((x + g) / tau)` for `g = -log(-log(u))` and u uniform in (0, 1).
 *
 * @throws IndexError for a dim that does not exist.
 * @example
 * const pick = nn.functional.gumbelSoftmax(tensor([0, 100, 0]), { hard: true });
 * console.log(pick.toArray()); // [ 0, 1, 0 ]
 */
export function gumbelSoftmax(logits: Tensor, options: GumbelSoftmaxOptions = {}): Tensor {
  signatures.gumbelSoftmax.check(arguments);
  const { tau = 1, hard = false, dim = -1 } = options;
  // 1 - u is in (0, 1], and the logarithm of what is 0 in float32 infinite.
  const uniform = rand(logits.shape, { dtype: logits.dtype });
  const noise = uniform.clamp(1e-20, 1).log().neg().clamp(1e-20).log().neg();
  const soft = logits.add(noise).div(tau).softmax(dim);
  if (!hard) return soft;
  const d = normalizeDim('gumbelSoftmax', dim, logits.ndim);
  const places = argmax(constantOf(soft), d);
  const classes = oneHot(places, logits.shape[d] ?? 1).to(logits.dtype);
  return classes.movedim(-1, d).sub(constantOf(soft)).add(soft);
}

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** Order of the norm, 2 by default. */
  readonly p?: number;
  /** The dim or dims that become unit vectors, 1 by default. */
  readonly dim?: number | readonly number[];
  /** Least norm to divide by, 1e-12 by default. */
  readonly eps?: number;
}

/**
 * x divided by its norm along a dim, so that vectors have length 1, in the shape of x.
 *
 * Formula: `x / max(norm(x), eps)`.
 *
 * @throws IndexError for a dim that does not exist.
 * @example
 * console.log(nn.functional.normalize(tensor([[0, -2]])).toArray()); // [ [ 0, -1 ] ]
 */
export function normalize(x: Tensor, options: NormalizeOptions = {}): Tensor {
  signatures.normalize.check(arguments);
  const { p = 2, dim = 1, eps = 1e-12 } = options;
  return x.div(x.norm(p, dim, true).clamp(eps));
}

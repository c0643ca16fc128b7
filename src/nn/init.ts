/**
 * `nn.init`: starting values of parameters, assigned in place; random ones draw from the
 * stream of `manualSeed`, or from the `generator` among their options. Source: https://pytorch.org/docs/stable/nn.init.html
 */

import { oneOf, ShapeError, ValueError } from '../errors.js';
import { show } from '../graph/shape.js';
import * as signatures from '../signatures/nn.js';
import {
  type GeneratorOption,
  eye as identity,
  rand,
  randn,
  type Tensor,
} from '../tensor/index.js';
import { orthogonalRows } from './orthogonal.js';

export * from './init-patterns.js';

/** What follows a layer, which decides how much its output should be scaled. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu' | 'conv';

const gains: { readonly [N in Nonlinearity]: (slope: number) => number } = {
  linear: () => 1,
  conv: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leakyRelu: (slope) => Math.sqrt(2 / (1 + slope ** 2)),
  selu: () => 3 / 4,
};

/**
 * The factor that keeps the variance through a nonlinearity; `slope` is that of `'leakyRelu'`, 0.01
 * by default.
 * @throws ValueError for an unknown name.
 * @example
 * console.log(nn.init.calculateGain('tanh')); // 1.6666666666666667
 */
export function calculateGain(nonlinearity: Nonlinearity, slope = 0.01): number {
  signatures.calculateGain.check(arguments);
  if (Object.hasOwn(gains, nonlinearity)) return gains[nonlinearity](slope);
  throw new ValueError(
    `calculateGain: unknown nonlinearity '${nonlinearity}', expected ${oneOf(Object.keys(gains))}`,
  );
}

/**
 * How many inputs an output element has (`fanIn`) and the reverse, for a weight `[out, in, ...]`.
 * @example
 * console.log(nn.init.calculateFans(zeros([3, 5]))); // { fanIn: 5, fanOut: 3 }
 */
export function calculateFans(tensor: Tensor): { fanIn: number; fanOut: number } {
  signatures.calculateFans.check(arguments);
  const [out = 0, input = 0, ...kernel] = tensor.shape;
  if (tensor.ndim < 2) {
    throw new ShapeError(
      `init: fans are those of a weight [out, in, ...], this tensor has shape ${show(tensor.shape)}`,
    );
  }
  const field = kernel.reduce((product, n) => product * n, 1);
  return { fanIn: input * field, fanOut: out * field };
}

/**
 * Sets every element to `value`.
 * @example
 * console.log(nn.init.constant(zeros([2]), 0.5).toArray()); // [ 0.5, 0.5 ]
 */
export function constant(tensor: Tensor, value: number): Tensor {
  signatures.constant.check(arguments);
  return tensor.assign(value);
}

/**
 * Sets every element to 0.
 * @example
 * console.log(nn.init.zeros(ones([2])).toArray()); // [ 0, 0 ]
 */
export function zeros(tensor: Tensor): Tensor {
  signatures.zeros.check(arguments);
  return tensor.assign(0);
}

/**
 * Sets every element to 1.
 * @example
 * console.log(nn.init.ones(zeros([2])).toArray()); // [ 1, 1 ]
 */
export function ones(tensor: Tensor): Tensor {
  signatures.ones.check(arguments);
  return tensor.assign(1);
}

/**
 * Sets a matrix to 1 on the diagonal and 0 elsewhere. @throws ShapeError unless it is 2-d.
 * @example
 * console.log(nn.init.eye(zeros([2, 2])).toArray()); // [ [ 1, 0 ], [ 0, 1 ] ]
 */
export function eye(tensor: Tensor): Tensor {
  signatures.eye.check(arguments);
  const [rows = 0, columns = 0] = tensor.shape;
  if (tensor.ndim !== 2) {
    throw new ShapeError(`init.eye: needs a 2-d tensor, got shape ${show(tensor.shape)}`);
  }
  return tensor.assign(identity(rows, columns, { dtype: tensor.dtype }));
}

/**
 * Draws from the uniform distribution over `[a, b)`, `[0, 1)` by default.
 * @example
 * const weight = nn.init.uniform(zeros([100]), 0, 1);
 * console.log(weight.min().item() >= 0, weight.max().item() < 1); // true true
 */
export function uniform(tensor: Tensor, a = 0, b = 1, { generator }: GeneratorOption = {}): Tensor {
  signatures.uniform.check(arguments);
  const drawn = rand(tensor.shape, { dtype: tensor.dtype, generator });
  return tensor.assign(drawn.mul(b - a).add(a));
}

/**
 * Draws from the normal distribution, mean 0 and standard deviation 1 by default.
 * @example
 * manualSeed(0);
 * console.log(Math.abs(nn.init.normal(zeros([1000])).std().item() - 1) < 0.1); // true
 */
export function normal(
  tensor: Tensor,
  mean = 0,
  std = 1,
  { generator }: GeneratorOption = {},
): Tensor {
  signatures.normal.check(arguments);
  const drawn = randn(tensor.shape, { dtype: tensor.dtype, generator });
  return tensor.assign(drawn.mul(std).add(mean));
}

/** Options of the Xavier initialisations. */
export interface XavierOptions extends GeneratorOption {
  /** Factor of the standard deviation, 1 by default; see `calculateGain`. */
  readonly gain?: number;
}

function xavierStd(tensor: Tensor, options: XavierOptions): number {
  const { fanIn, fanOut } = calculateFans(tensor);
  return (options.gain ?? 1) * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Uniform over `±gain sqrt(6 / (fanIn + fanOut))`. Source: Glorot and Bengio, 2010.
 * @example
 * const limit = Math.sqrt(6 / (4 + 8));
 * console.log(nn.init.xavierUniform(zeros([8, 4])).abs().max().item() <= limit); // true
 */
export function xavierUniform(tensor: Tensor, options: XavierOptions = {}): Tensor {
  signatures.xavierUniform.check(arguments);
  const bound = Math.sqrt(3) * xavierStd(tensor, options);
  return uniform(tensor, -bound, bound, { generator: options.generator });
}

/**
 * Normal with deviation `gain sqrt(2 / (fanIn + fanOut))`. Source: Glorot and Bengio, 2010.
 * @example
 * manualSeed(0);
 * const weight = nn.init.xavierNormal(zeros([100, 100]));
 * console.log(Math.abs(weight.std().item() - 0.1) < 0.01); // true
 */
export function xavierNormal(tensor: Tensor, options: XavierOptions = {}): Tensor {
  signatures.xavierNormal.check(arguments);
  return normal(tensor, 0, xavierStd(tensor, options), { generator: options.generator });
}

/** Options of the Kaiming initialisations. */
export interface KaimingOptions extends GeneratorOption {
  /** Negative slope of the `'leakyRelu'` that follows, 0 by default. */
  readonly a?: number;
  /** `'fanIn'` (default) keeps the variance forwards, `'fanOut'` backwards. */
  readonly mode?: 'fanIn' | 'fanOut';
  /** What follows, `'leakyRelu'` by default. */
  readonly nonlinearity?: Nonlinearity;
}

function kaimingStd(tensor: Tensor, options: KaimingOptions): number {
  const { a = 0, mode = 'fanIn', nonlinearity = 'leakyRelu' } = options;
  if (mode !== 'fanIn' && mode !== 'fanOut') {
    throw new ValueError(
      `init: unknown mode '${String(mode)}', expected ${oneOf(['fanIn', 'fanOut'])}`,
    );
  }
  return calculateGain(nonlinearity, a) / Math.sqrt(calculateFans(tensor)[mode]);
}

/**
 * Uniform over `±gain sqrt(3 / fan)`. Source: He et al., "Delving Deep into Rectifiers", 2015.
 * @example
 * const limit = Math.sqrt(6 / 4);
 * console.log(nn.init.kaimingUniform(zeros([8, 4])).abs().max().item() <= limit); // true
 */
export function kaimingUniform(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  signatures.kaimingUniform.check(arguments);
  const bound = Math.sqrt(3) * kaimingStd(tensor, options);
  return uniform(tensor, -bound, bound, { generator: options.generator });
}

/**
 * Normal with deviation `gain / sqrt(fan)`. Source: He et al., 2015.
 * @example
 * manualSeed(0);
 * const weight = nn.init.kaimingNormal(zeros([100, 200]));
 * console.log(Math.abs(weight.std().item() - 0.1) < 0.01); // true
 */
export function kaimingNormal(tensor: Tensor, options: KaimingOptions = {}): Tensor {
  signatures.kaimingNormal.check(arguments);
  return normal(tensor, 0, kaimingStd(tensor, options), { generator: options.generator });
}

/**
 * Orthonormal rows, or columns where there are fewer of those, times `gain`; dims after the first
 * count as columns. Source: Saxe et al., "Exact solutions to the nonlinear dynamics of learning in
 * deep linear neural networks", 2013.
 * @example
 * const weight = nn.init.orthogonal(zeros([3, 3]));
 * console.log(allclose(weight.matmul(weight.transpose(0, 1)), eye(3), { atol: 1e-5 })); // true
 */
export function orthogonal(tensor: Tensor, options: XavierOptions = {}): Tensor {
  signatures.orthogonal.check(arguments);
  if (tensor.ndim < 2) {
    throw new ShapeError(
      `init.orthogonal: needs at least two dims, got shape ${show(tensor.shape)}`,
    );
  }
  const rows = tensor.shape[0] ?? 0;
  const columns = tensor.numel / Math.max(1, rows);
  const [short, long] = [Math.min(rows, columns), Math.max(rows, columns)];
  const wide = orthogonalRows(short, long, options);
  const matrix = rows > columns ? wide.transpose(0, 1) : wide;
  const scaled = matrix.mul(options.gain ?? 1).to(tensor.dtype);
  return tensor.assign(scaled.reshape(tensor.shape));
}

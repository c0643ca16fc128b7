/** Starting values with a pattern: cut off, passing channels through, mostly zeros. */

import { ShapeError, ValueError } from '../errors.js';
import { show } from '../graph/shape.js';
import * as signatures from '../signatures/nn.js';
import {
  tensor as fromList,
  type GeneratorOption,
  rand,
  randn,
  type Tensor,
  where,
} from '../tensor/index.js';

/**
 * Draws from the normal distribution cut off outside of `[a, b]`, mean 0, deviation 1 and `[-2, 2]`
 * by default.
 * @throws ValueError unless `a` < `b`.
 * @example
 * const weight = nn.init.truncNormal(zeros([100]), 0, 1, -0.5, 0.5);
 * console.log(weight.abs().max().item() <= 0.5); // true
 */
export function truncNormal(
  tensor: Tensor,
  mean = 0,
  std = 1,
  a = -2,
  b = 2,
  { generator }: GeneratorOption = {},
): Tensor {
  signatures.truncNormal.check(arguments);
  if (!(a < b)) throw new ValueError(`init.truncNormal: needs a < b, got ${a} and ${b}`);
  // Uniform between the values of the error function at the ends, and back.
  const ends = fromList([(a - mean) / std, (b - mean) / std], { dtype: 'float64' });
  const [low = 0, high = 0] = ends.div(Math.SQRT2).erf().toTypedArray();
  const drawn = rand(tensor.shape, { dtype: tensor.dtype, generator });
  const inner = drawn
    .mul(high - low)
    .add(low)
    .erfinv();
  return tensor.assign(
    inner
      .mul(std * Math.SQRT2)
      .add(mean)
      .clamp(a, b),
  );
}

/** Options of `dirac`. */
export interface DiracOptions {
  /** How many groups of channels are kept apart, 1 by default. */
  readonly groups?: number;
}

/**
 * Sets the weight of a convolution, `[out, in, ...]`, so that channels pass through unchanged, as
 * many as there are on both sides of each group.
 * @throws ShapeError unless it has three to five dims; ValueError unless `groups` divides `out`.
 * @example
 * console.log(nn.init.dirac(zeros([2, 2, 3])).at(0).toArray()); // [ [ 0, 1, 0 ], [ 0, 0, 0 ] ]
 */
export function dirac(tensor: Tensor, { groups = 1 }: DiracOptions = {}): Tensor {
  signatures.dirac.check(arguments);
  const [out = 0, input = 0, ...kernel] = tensor.shape;
  if (kernel.length < 1 || kernel.length > 3) {
    throw new ShapeError(
      `init.dirac: needs a weight of three to five dims, got shape ${show(tensor.shape)}`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || out % groups !== 0) {
    throw new ValueError(`init.dirac: groups must divide the ${out} outputs, got ${groups}`);
  }
  const values = new Float64Array(tensor.numel);
  const size = kernel.reduce((product, n) => product * n, 1);
  const center = kernel.reduce((place, n) => place * n + Math.floor(n / 2), 0);
  const perGroup = out / groups;
  for (let group = 0; group < groups; group++) {
    for (let i = 0; i < Math.min(perGroup, input); i++) {
      values[((group * perGroup + i) * input + i) * size + center] = 1;
    }
  }
  return tensor.assign(fromList(values, { dtype: tensor.dtype }).reshape(tensor.shape));
}

/** Options of `sparse`. */
export interface SparseOptions extends GeneratorOption {
  /** Standard deviation of the others, 0.01 by default. */
  readonly std?: number;
}

/**
 * Sets a share of each column of a matrix to 0, rounded up, and draws the others from a normal
 * distribution. Source: Martens, "Deep learning via Hessian-free optimization", 2010.
 * @throws ShapeError unless it is 2-d; ValueError unless `sparsity` is in [0, 1].
 * @example
 * const weight = nn.init.sparse(zeros([10, 3]), 0.25);
 * console.log(weight.eq(0).sum(0).toArray()); // [ 3, 3, 3 ]
 */
export function sparse(tensor: Tensor, sparsity: number, options: SparseOptions = {}): Tensor {
  signatures.sparse.check(arguments);
  if (tensor.ndim !== 2) {
    throw new ShapeError(`init.sparse: needs a 2-d tensor, got shape ${show(tensor.shape)}`);
  }
  if (!(sparsity >= 0 && sparsity <= 1)) {
    throw new ValueError(`init.sparse: sparsity must be in [0, 1], got ${sparsity}`);
  }
  const { std = 0.01, generator } = options;
  const [rows = 0] = tensor.shape;
  const drawn = randn(tensor.shape, { dtype: tensor.dtype, generator }).mul(std);
  // Ranks of random numbers are rows in random order, another in each column.
  const ranks = rand(tensor.shape, { dtype: 'float64', generator }).argsort(0).argsort(0);
  return tensor.assign(where(ranks.lt(Math.ceil(sparsity * rows)), 0, drawn));
}

/** The normal distribution of vectors. */

import { ShapeError, ValueError } from '../errors.js';
import { type Shape, show } from '../graph/shape.js';
import * as signatures from '../signatures/distributions.js';
import { type GeneratorOption, randn, type Tensor } from '../tensor/index.js';
import { cholesky } from '../tensor/linalg/factorisations.js';
import { inv, solveTriangular } from '../tensor/linalg/solve.js';
import { Distribution, sameClass } from './distribution.js';

/** How the spread is given: one of the three, `[..., K, K]`. */
export interface MultivariateNormalOptions {
  /** Symmetric and positive definite. */
  readonly covarianceMatrix?: Tensor;
  /** Its inverse. */
  readonly precisionMatrix?: Tensor;
  /** Its Cholesky factor, with a positive diagonal. */
  readonly scaleTril?: Tensor;
}

/**
 * Normal distribution of vectors around `loc` `[..., K]`.
 * Source: https://pytorch.org/docs/stable/distributions.html#multivariatenormal
 * @throws ValueError unless one of the matrices is given, or for one that is not positive definite;
 *   ShapeError for shapes that do not fit.
 * @example
 * const normal = new MultivariateNormal(zeros([2]), { covarianceMatrix: eye(2) });
 * console.log(normal.logProb(zeros([2])).toString()); // tensor(-1.8379)
 */
export class MultivariateNormal extends Distribution {
  readonly loc: Tensor;
  /** The Cholesky factor of the covariance, `[..., K, K]`. */
  readonly scaleTril: Tensor;

  constructor(loc: Tensor, options: MultivariateNormalOptions) {
    signatures.MultivariateNormal.check(arguments);
    super();
    const { covarianceMatrix, precisionMatrix, scaleTril } = options;
    const given = [covarianceMatrix, precisionMatrix, scaleTril].filter((x) => x !== undefined);
    const [matrix] = given;
    if (matrix === undefined || given.length > 1) {
      throw new ValueError(
        'MultivariateNormal: give one of covarianceMatrix, precisionMatrix and scaleTril',
      );
    }
    const size = loc.shape.at(-1);
    if (size === undefined || matrix.shape.at(-1) !== size || matrix.shape.at(-2) !== size) {
      throw new ShapeError(
        `MultivariateNormal: loc ${show(loc.shape)} and the matrix ${show(matrix.shape)} must be ` +
          '[..., K] and [..., K, K]',
      );
    }
    if (matrix === scaleTril) this.scaleTril = matrix;
    else this.scaleTril = cholesky(matrix === covarianceMatrix ? matrix : inv(matrix));
    const wide = this.scaleTril.select(-1, 0).mul(0);
    this.loc = loc.add(wide);
  }

  get batchShape(): Shape {
    return this.loc.shape.slice(0, -1);
  }

  override get eventShape(): Shape {
    return this.loc.shape.slice(-1);
  }

  get mean(): Tensor {
    return this.loc;
  }

  get covarianceMatrix(): Tensor {
    return this.scaleTril.matmul(this.scaleTril.transpose(-2, -1));
  }

  get variance(): Tensor {
    return this.scaleTril.square().sum(-1).add(this.loc.mul(0));
  }

  override rsample(shape: Shape = [], options: GeneratorOption = {}): Tensor {
    signatures.MultivariateNormal$rsample.check(arguments);
    const { loc } = this;
    const noise = randn([...shape, ...loc.shape, 1], { dtype: loc.dtype, ...options });
    return this.scaleTril.matmul(noise).squeeze(-1).add(loc);
  }

  logProb(value: Tensor): Tensor {
    signatures.MultivariateNormal$logProb.check(arguments);
    const distance = squaredDistance(this.scaleTril, value.sub(this.loc));
    return distance
      .add(this.#size() * Math.log(2 * Math.PI))
      .mul(-0.5)
      .sub(this.#halfLogDet());
  }

  entropy(): Tensor {
    const constant = 0.5 * this.#size() * (1 + Math.log(2 * Math.PI));
    return this.#halfLogDet().add(constant).add(this.loc.sum(-1).mul(0));
  }

  kl(other: Distribution): Tensor {
    signatures.MultivariateNormal$kl.check(arguments);
    const q = sameClass(this, other, (x) => x instanceof MultivariateNormal);
    const ratio = solveTriangular(q.scaleTril, this.scaleTril, { upper: false });
    const trace = ratio.square().sum([-2, -1]);
    const distance = squaredDistance(q.scaleTril, q.loc.sub(this.loc));
    const spread = trace.add(distance).sub(this.#size()).mul(0.5);
    return q.#halfLogDet().sub(this.#halfLogDet()).add(spread);
  }

  #size(): number {
    return this.loc.shape.at(-1) ?? 0;
  }

  #halfLogDet(): Tensor {
    return this.scaleTril.diagonal(0, -2, -1).log().sum(-1);
  }
}

/** The square of L^-1 x, added up. */
function squaredDistance(scaleTril: Tensor, x: Tensor): Tensor {
  const shape = [...x.shape.slice(0, -1), ...scaleTril.shape.slice(-2)];
  const wide = scaleTril.ndim > x.ndim + 1 ? scaleTril : scaleTril.expand(shape);
  return solveTriangular(wide, x.unsqueeze(-1), { upper: false }).squeeze(-1).square().sum(-1);
}

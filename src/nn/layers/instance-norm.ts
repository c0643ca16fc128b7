/**
 * Instance normalisation. Source: Ulyanov et al., "Instance Normalization", 2016;
 * https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { ones, type Tensor, zeros } from '../../tensor/index.js';
import type { NormOptions } from '../functional/normalization.js';
import { instanceNorm } from '../functional/norms/batch-norm.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { checkCount } from './sizes.js';

/** Options of the instance normalisations. */
export interface InstanceNormOptions extends NormOptions {
  /** Weight of new examples in the running statistics, 0.1 by default. */
  readonly momentum?: number;
  /** Whether a weight and a bias per channel are learned, false by default. */
  readonly affine?: boolean;
  /** Whether statistics are kept for evaluation, false by default. */
  readonly trackRunningStats?: boolean;
}

/** What the instance normalisations share; how many dims the input has is up to them. */
abstract class InstanceNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Tensor | null = null;
  /** Variance with Bessel's correction, as PyTorch keeps it. */
  readonly runningVar: Tensor | null = null;
  /** Stays 0, as in PyTorch. */
  readonly numBatchesTracked: Tensor | null = null;
  /** The spatial dims, as messages write them. */
  protected abstract readonly spatial: readonly string[];

  protected constructor(numFeatures: number, options: InstanceNormOptions) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
    checkCount(new.target.name, 'numFeatures', numFeatures);
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    if (!trackRunningStats) return;
    this.runningMean = this.registerBuffer('runningMean', zeros([numFeatures]));
    this.runningVar = this.registerBuffer('runningVar', ones([numFeatures]));
    this.numBatchesTracked = this.registerBuffer(
      'numBatchesTracked',
      zeros([], { dtype: 'int32' }),
    );
  }

  /**
   * Normalises each channel of each example over its places; in evaluation with the running
   * statistics, if there are any. `[N, C, ...]` or `[C, ...]`, kept.
   * @throws ShapeError for other dims; ValueError for one place per channel.
   */
  forward(x: Tensor): Tensor {
    const { numFeatures, spatial, eps, momentum } = this;
    const isBatched = x.ndim === spatial.length + 2;
    const channels = x.shape[isBatched ? 1 : 0];
    if ((!isBatched && x.ndim !== spatial.length + 1) || channels !== numFeatures) {
      const dims = spatial.join(', ');
      throw new ShapeError(
        `${this.constructor.name}(${numFeatures}): the input must be [N, C, ${dims}] or ` +
          `[C, ${dims}] with C = ${numFeatures}, got shape ${show(x.shape)}`,
      );
    }
    const { runningMean, runningVar, weight, bias } = this;
    const useInputStats = this.training || runningMean === null;
    const options = { eps, momentum, useInputStats };
    const batch = isBatched ? x : x.unsqueeze(0);
    const unit = instanceNorm(batch, runningMean, runningVar, weight, bias, options);
    return isBatched ? unit : unit.squeeze(0);
  }
}

/**
 * Instance normalisation of sequences `[N, C, L]` or `[C, L]`.
 * @example
 * const y = new nn.InstanceNorm1d(1).forward(tensor([[1, 3]]));
 * console.log(y.toString()); // tensor([[-1.0000,  1.0000]])
 */
export class InstanceNorm1d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = ['L'];

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm1d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Instance normalisation of images `[N, C, H, W]` or `[C, H, W]`.
 * @example
 * const layer = new nn.InstanceNorm2d(3, { affine: true });
 * console.log(layer.forward(randn([2, 3, 4, 4])).shape); // [ 2, 3, 4, 4 ]
 */
export class InstanceNorm2d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = ['H', 'W'];

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm2d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Instance normalisation of volumes `[N, C, D, H, W]` or `[C, D, H, W]`.
 * @example
 * console.log(new nn.InstanceNorm3d(3).forward(randn([3, 2, 4, 4])).shape); // [ 3, 2, 4, 4 ]
 */
export class InstanceNorm3d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = ['D', 'H', 'W'];

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm3d.check(arguments);
    super(numFeatures, options);
  }
}

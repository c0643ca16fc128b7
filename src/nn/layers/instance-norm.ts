/**
 * Instance normalisation. Source: Ulyanov et al., "Instance Normalization", 2016;
 * https://pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
 */

import { ShapeError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import type { NormOptions } from '../functional/normalization.js';
import { instanceNorm } from '../functional/norms/batch-norm.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { float, python } from '../text/python-text.js';
import { channelBuffer, channelParameter, shapeChannels } from './channel-state.js';
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

/** The spatial dims of the instance normalisations, as messages write them. */
export const spatialDims: { readonly [K in 'of1d' | 'of2d' | 'of3d']: readonly string[] } = {
  of1d: ['L'],
  of2d: ['H', 'W'],
  of3d: ['D', 'H', 'W'],
};

/** What the instance normalisations share; how many dims the input has is up to them. */
export abstract class InstanceNorm extends Module {
  private features: number | null;
  /** Added to the variance. */
  readonly eps: number;
  /** Weight of new examples in the running statistics. */
  readonly momentum: number;
  /** Whether a weight and a bias per channel are learned. */
  readonly affine: boolean;
  /** Whether statistics are kept for evaluation. */
  readonly trackRunningStats: boolean;
  weight: Parameter | null;
  bias: Parameter | null;
  readonly runningMean: Tensor | null = null;
  /** Variance with Bessel's correction, as PyTorch keeps it. */
  readonly runningVar: Tensor | null = null;
  /** Stays 0, as in PyTorch. */
  readonly numBatchesTracked: Tensor | null = null;
  /** The spatial dims, as messages write them. */
  protected abstract readonly spatial: readonly string[];

  /** Without a number of features, the first input says. */
  protected constructor(numFeatures: number | null, options: InstanceNormOptions) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
    if (numFeatures !== null) checkCount(new.target.name, 'numFeatures', numFeatures);
    this.features = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? channelParameter('weight', numFeatures) : null;
    this.bias = affine ? channelParameter('bias', numFeatures) : null;
    if (!trackRunningStats) return;
    const buffer = (kind: 'runningMean' | 'runningVar'): Tensor =>
      this.registerBuffer(kind, channelBuffer(kind, numFeatures));
    this.runningMean = buffer('runningMean');
    this.runningVar = buffer('runningVar');
    this.numBatchesTracked = this.registerBuffer(
      'numBatchesTracked',
      zeros([], { dtype: 'int32' }),
    );
  }

  /** Channels; 0 while a lazy norm has seen no input. */
  get numFeatures(): number {
    return this.features ?? 0;
  }

  /**
   * Normalises each channel of each example over its places; in evaluation with the running
   * statistics, if there are any. `[N, C, ...]` or `[C, ...]`, kept.
   * @throws ShapeError for other dims; ValueError for one place per channel.
   */
  forward(x: Tensor): Tensor {
    const { spatial, eps, momentum } = this;
    const isBatched = x.ndim === spatial.length + 2;
    const channels = x.shape[isBatched ? 1 : 0] ?? 0;
    const hasDims = isBatched || x.ndim === spatial.length + 1;
    if (this.features === null && hasDims) {
      this.features = channels;
      shapeChannels(this, channels);
    }
    const { numFeatures } = this;
    if (!hasDims || channels !== numFeatures) {
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

  override extraRepr(): string {
    return `${this.numFeatures}, eps=${float(this.eps)}, momentum=${python(this.momentum)}, affine=${python(this.affine)}, track_running_stats=${python(this.trackRunningStats)}`;
  }
}

/**
 * Instance normalisation of sequences `[N, C, L]` or `[C, L]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var (divided by n) over all
 * places, for each sample and channel.
 *
 * @example
 * const y = new nn.InstanceNorm1d(1).forward(tensor([[1, 3]]));
 * console.log(y.toString()); // tensor([[-1.0000,  1.0000]])
 */
export class InstanceNorm1d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of1d;

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm1d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Instance normalisation of images `[N, C, H, W]` or `[C, H, W]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var (divided by n) over all
 * places, for each sample and channel.
 *
 * @example
 * const layer = new nn.InstanceNorm2d(3, { affine: true });
 * console.log(layer.forward(randn([2, 3, 4, 4])).shape); // [ 2, 3, 4, 4 ]
 */
export class InstanceNorm2d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of2d;

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm2d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Instance normalisation of volumes `[N, C, D, H, W]` or `[C, D, H, W]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var (divided by n) over all
 * places, for each sample and channel.
 *
 * @example
 * console.log(new nn.InstanceNorm3d(3).forward(randn([3, 2, 4, 4])).shape); // [ 3, 2, 4, 4 ]
 */
export class InstanceNorm3d extends InstanceNorm {
  protected override readonly spatial: readonly string[] = spatialDims.of3d;

  constructor(numFeatures: number, options: InstanceNormOptions = {}) {
    signatures.InstanceNorm3d.check(arguments);
    super(numFeatures, options);
  }
}

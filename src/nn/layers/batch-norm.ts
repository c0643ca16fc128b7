/**
 * Batch normalisation, with running statistics for evaluation. Source: Ioffe and Szegedy, "Batch
 * Normalization", 2015; https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/nn.js';
import { type Tensor, zeros } from '../../tensor/index.js';
import {
  type Moments,
  moments,
  type NormOptions,
  perChannel,
  scaleToUnit,
} from '../functional/normalization.js';
import { track } from '../functional/norms/batch-norm.js';
import { Module } from '../module.js';
import type { Parameter } from '../parameter.js';
import { float, python } from '../text/python-text.js';
import { channelBuffer, channelParameter, shapeChannels } from './channel-state.js';
import { checkCount } from './sizes.js';

/** Options of the batch normalisations. */
export interface BatchNormOptions<Affine extends boolean = boolean> extends NormOptions {
  /** Weight of a new batch in the running statistics, 0.1 by default; null: all batches equal. */
  readonly momentum?: number | null;
  /** Whether a weight and a bias per channel are learned, true by default. */
  readonly affine?: Affine;
  /** Whether statistics are kept for evaluation, true by default. */
  readonly trackRunningStats?: boolean;
}

/** A parameter, or null where `affine` is false. */
export type AffineParameter<Affine extends boolean> = Affine extends false ? null : Parameter;

/** Inputs that a batch normalisation takes: numbers of dims, and how a message writes them. */
export interface Accepts {
  readonly ndims: readonly number[];
  readonly text: string;
}

/** What the batch normalisations take. */
export const accepts: { readonly [K in 'of1d' | 'of2d' | 'of3d']: Accepts } = {
  of1d: { ndims: [2, 3], text: '[N, C] or [N, C, L]' },
  of2d: { ndims: [4], text: '[N, C, H, W]' },
  of3d: { ndims: [5], text: '[N, C, D, H, W]' },
};

/** What a batch is normalised by. */
export interface BatchMoments {
  readonly batch: Moments;
  /** Values per channel. */
  readonly count: number;
}

/** What the batch normalisations share; how many dims the input may have is up to them. */
export abstract class BatchNorm<Affine extends boolean = true> extends Module {
  private features: number | null;
  /** Added to the variance. */
  readonly eps: number;
  /** Weight of new batches in the running statistics; null: all batches equal. */
  momentum: number | null;
  /** Whether a weight and a bias per channel are learned. */
  readonly affine: boolean;
  /** Whether statistics are kept for evaluation. */
  readonly trackRunningStats: boolean;
  weight: AffineParameter<Affine>;
  bias: AffineParameter<Affine>;
  readonly runningMean: Tensor | null = null;
  /** Variance with Bessel's correction, as PyTorch keeps it. */
  readonly runningVar: Tensor | null = null;
  readonly numBatchesTracked: Tensor | null = null;

  /** Without a number of features, the first input says. */
  protected constructor(numFeatures: number | null, options: BatchNormOptions<Affine>) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    if (numFeatures !== null) checkCount(new.target.name, 'numFeatures', numFeatures);
    this.features = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.affine = affine;
    this.trackRunningStats = trackRunningStats;
    const learned = (kind: 'weight' | 'bias') =>
      affine ? channelParameter(kind, numFeatures) : null;
    this.weight = learned('weight') as AffineParameter<Affine>;
    this.bias = learned('bias') as AffineParameter<Affine>;
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

  protected abstract readonly accepts: Accepts;

  /** Channels; 0 while a lazy norm has seen no input. */
  get numFeatures(): number {
    return this.features ?? 0;
  }

  /**
   * Normalises each channel over the batch and all places when training (and then updates the
   * running statistics), with the running statistics otherwise, if there are any. `[N, C, ...]`,
   * kept. A batch of none leaves the statistics.
   * @throws ShapeError for another channel count; ValueError for one value per channel whose own
   *   statistics are needed.
   */
  forward(x: Tensor): Tensor {
    this.check(x);
    const { eps, weight, bias, runningMean, runningVar } = this;
    const scale = weight === null ? null : perChannel(weight, x);
    const shift = bias === null ? null : perChannel(bias, x);
    if (!this.training && runningMean !== null && runningVar !== null) {
      const centered = x.sub(perChannel(runningMean, x));
      return scaleToUnit(centered, perChannel(runningVar, x), eps, scale, shift);
    }
    const { batch, count } = this.momentsOf(x);
    if (this.training) internally(() => this.track(batch, count));
    return scaleToUnit(batch.centered, batch.variance, eps, scale, shift);
  }

  /**
   * Mean and variance of a batch, and of how many values per channel they are.
   * @throws ValueError for one.
   */
  protected momentsOf(x: Tensor): BatchMoments {
    const count = x.numel / this.numFeatures;
    if (count === 1) throw this.tooFew(x);
    const dims = x.shape.flatMap((_, d) => (d === 1 ? [] : [d]));
    return { batch: moments(x, dims), count };
  }

  /** Of one value the variance is 0, and the result would be, too, whatever the value is. */
  private tooFew({ shape }: Tensor): ValueError {
    const [use, fix] = this.training
      ? ['training', 'eval()']
      : ['eval() without running statistics', '{ trackRunningStats: true }'];
    return new ValueError(
      `${this.constructor.name}: ${use} needs more than one value per channel, the input has ` +
        `shape ${show(shape)}. Use a larger batch, or ${fix}`,
    );
  }

  private check(x: Tensor): void {
    const { accepts } = this;
    if (this.features === null && accepts.ndims.includes(x.ndim)) {
      this.features = x.shape[1] ?? 0;
      shapeChannels(this, this.features);
    }
    const { numFeatures } = this;
    if (accepts.ndims.includes(x.ndim) && x.shape[1] === numFeatures) return;
    throw new ShapeError(
      `${this.constructor.name}(${numFeatures}): the input must be ${accepts.text} with ` +
        `C = ${numFeatures}, got shape ${show(x.shape)}`,
    );
  }

  private track(batch: Moments, count: number): void {
    const { runningMean, runningVar, numBatchesTracked, momentum, numFeatures } = this;
    if (runningMean === null || runningVar === null || numBatchesTracked === null) return;
    const tracked = numBatchesTracked.add(1);
    numBatchesTracked.assign(tracked);
    // A batch of none counts, and says nothing.
    if (count === 0) return;
    const [mean, variance] = [
      batch.mean.reshape([numFeatures]),
      batch.variance.reshape([numFeatures]),
    ];
    const share = momentum ?? tracked.to(mean.dtype).reciprocal();
    track({ mean: runningMean, variance: runningVar }, { mean, variance }, count, share);
  }

  override extraRepr(): string {
    return `${this.numFeatures}, eps=${float(this.eps)}, momentum=${python(this.momentum)}, affine=${python(this.affine)}, track_running_stats=${python(this.trackRunningStats)}`;
  }
}

/**
 * Batch normalisation of features `[N, C]` or sequences `[N, C, L]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var over the batch and all
 * places, for each channel; var is divided by n, in `runningVar` by n - 1.
 *
 * @example
 * const y = new nn.BatchNorm1d(1).forward(tensor([[1], [3]]));
 * console.log(y.flatten().detach().toString()); // tensor([-1.0000,  1.0000])
 */
export class BatchNorm1d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of1d;

  constructor(numFeatures: number, options: BatchNormOptions<Affine> = {}) {
    signatures.BatchNorm1d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Batch normalisation of images `[N, C, H, W]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var over the batch and all
 * places, for each channel; var is divided by n, in `runningVar` by n - 1.
 *
 * @example
 * console.log(new nn.BatchNorm2d(3).forward(randn([2, 3, 4, 4])).shape); // [ 2, 3, 4, 4 ]
 */
export class BatchNorm2d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of2d;

  constructor(numFeatures: number, options: BatchNormOptions<Affine> = {}) {
    signatures.BatchNorm2d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Batch normalisation of volumes `[N, C, D, H, W]`.
 *
 * Formula: `weight (x - mean) / sqrt(var + eps) + bias`, mean and var over the batch and all
 * places, for each channel; var is divided by n, in `runningVar` by n - 1.
 *
 * @example
 * console.log(new nn.BatchNorm3d(3).forward(randn([2, 3, 2, 4, 4])).shape); // [ 2, 3, 2, 4, 4 ]
 */
export class BatchNorm3d<Affine extends boolean = true> extends BatchNorm<Affine> {
  protected override readonly accepts: Accepts = accepts.of3d;

  constructor(numFeatures: number, options: BatchNormOptions<Affine> = {}) {
    signatures.BatchNorm3d.check(arguments);
    super(numFeatures, options);
  }
}

/**
 * Batch normalisation, with running statistics for evaluation. Source: Ioffe and Szegedy, "Batch
 * Normalization", 2015; https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { show } from '../../graph/shape.js';
import { internally } from '../../runtime/values/held.js';
import { ones, type Tensor, zeros } from '../../tensor/index.js';
import {
  type Moments,
  moments,
  type NormOptions,
  perChannel,
  scaleToUnit,
} from '../functional/normalization.js';
import { track } from '../functional/norms/batch-norm.js';
import { Module } from '../module.js';
import { Parameter } from '../parameter.js';
import { checkCount } from './sizes.js';

/** Options of the batch normalisations. */
export interface BatchNormOptions extends NormOptions {
  /** Weight of a new batch in the running statistics, 0.1 by default; null: all batches equal. */
  readonly momentum?: number | null;
  /** Whether a weight and a bias per channel are learned, true by default. */
  readonly affine?: boolean;
  /** Whether statistics are kept for evaluation, true by default. */
  readonly trackRunningStats?: boolean;
}

/** Inputs that a batch normalisation takes: numbers of dims, and how a message writes them. */
interface Accepts {
  readonly ndims: readonly number[];
  readonly text: string;
}

/** What the batch normalisations share; how many dims the input may have is up to them. */
abstract class BatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Tensor | null = null;
  /** Variance with Bessel's correction, as PyTorch keeps it. */
  readonly runningVar: Tensor | null = null;
  readonly numBatchesTracked: Tensor | null = null;

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
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

  protected abstract readonly accepts: Accepts;

  /**
   * Normalises each channel over the batch and all places when training (and then updates the
   * running statistics), with the running statistics otherwise, if there are any. `[N, C, ...]`,
   * kept. A batch of none leaves the statistics.
   * @throws ShapeError for another channel count; ValueError for one value per channel whose own
   *   statistics are needed.
   */
  forward(x: Tensor): Tensor {
    this.#check(x);
    const { eps, weight, bias, runningMean, runningVar } = this;
    const scale = weight === null ? null : perChannel(weight, x);
    const shift = bias === null ? null : perChannel(bias, x);
    if (!this.training && runningMean !== null && runningVar !== null) {
      const centered = x.sub(perChannel(runningMean, x));
      return scaleToUnit(centered, perChannel(runningVar, x), eps, scale, shift);
    }
    const count = x.numel / this.numFeatures;
    if (count === 1) throw this.#tooFew(x);
    const dims = x.shape.flatMap((_, d) => (d === 1 ? [] : [d]));
    const batch = moments(x, dims);
    if (this.training) internally(() => this.#track(batch, count));
    return scaleToUnit(batch.centered, batch.variance, eps, scale, shift);
  }

  /** Of one value the variance is 0, and the result would be, too, whatever the value is. */
  #tooFew({ shape }: Tensor): ValueError {
    const [use, fix] = this.training
      ? ['training', 'eval()']
      : ['eval() without running statistics', '{ trackRunningStats: true }'];
    return new ValueError(
      `${this.constructor.name}: ${use} needs more than one value per channel, the input has ` +
        `shape ${show(shape)}. Use a larger batch, or ${fix}`,
    );
  }

  #check(x: Tensor): void {
    const { numFeatures, accepts } = this;
    if (accepts.ndims.includes(x.ndim) && x.shape[1] === numFeatures) return;
    throw new ShapeError(
      `${this.constructor.name}(${numFeatures}): the input must be ${accepts.text} with ` +
        `C = ${numFeatures}, got shape ${show(x.shape)}`,
    );
  }

  #track(batch: Moments, count: number): void {
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
}

/**
 * Batch normalisation of features `[N, C]` or sequences `[N, C, L]`.
 * @example
 * const y = new nn.BatchNorm1d(1).forward(tensor([[1], [3]]));
 * console.log(y.flatten().detach().toString()); // tensor([-1.0000,  1.0000])
 */
export class BatchNorm1d extends BatchNorm {
  protected override readonly accepts: Accepts = { ndims: [2, 3], text: '[N, C] or [N, C, L]' };
}

/**
 * Batch normalisation of images `[N, C, H, W]`.
 * @example
 * console.log(new nn.BatchNorm2d(3).forward(randn([2, 3, 4, 4])).shape); // [ 2, 3, 4, 4 ]
 */
export class BatchNorm2d extends BatchNorm {
  protected override readonly accepts: Accepts = { ndims: [4], text: '[N, C, H, W]' };
}

/**
 * Batch normalisation of volumes `[N, C, D, H, W]`.
 * @example
 * console.log(new nn.BatchNorm3d(3).forward(randn([2, 3, 2, 4, 4])).shape); // [ 2, 3, 2, 4, 4 ]
 */
export class BatchNorm3d extends BatchNorm {
  protected override readonly accepts: Accepts = { ndims: [5], text: '[N, C, D, H, W]' };
}

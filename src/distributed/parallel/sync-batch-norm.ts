/**
 * Batch normalisation over the batches of all ranks. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.SyncBatchNorm.html
 */

import { ShapeError, ValueError } from '../../errors.js';
import { withGradMode } from '../../graph/grad-mode.js';
import { show } from '../../graph/shape.js';
import { perChannel, scaleToUnit } from '../../nn/functional/normalization.js';
import { BatchNorm, type BatchNormOptions } from '../../nn/layers/batch-norm.js';
import { Module } from '../../nn/module.js';
import { Parameter } from '../../nn/parameter.js';
import { internally } from '../../runtime/values/held.js';
import * as signatures from '../../signatures/distributed.js';
import { customOp } from '../../tensor/handle/custom-op.js';
import { full, ones, type Tensor, zeros } from '../../tensor/index.js';
import { allReduce } from '../collectives/collectives.js';

/** The sum over all ranks; the gradient of a sum is the sum of everybody's gradients. */
const sumOfAll = customOp({
  name: 'SyncBatchNorm',
  forward: (x: Tensor) => allReduce(x),
  backward: (gradient: Tensor) => [allReduce(gradient)],
});

/**
 * `BatchNorm1d` and `BatchNorm2d` whose mean and variance are those of all ranks' batches together,
 * for batches that are small on each rank: `[N, C, ...]`, kept. Evaluates with its running
 * statistics, like the others. Their sizes may differ from rank to rank.
 *
 * @throws ShapeError for another number of channels; ValueError for one value per channel on all
 *   ranks together.
 * @example
 * await distributed.init();
 * const y = new distributed.SyncBatchNorm(1).forward(tensor([[1], [3]]));
 * console.log(y.flatten().detach().toString()); // tensor([-1.0000,  1.0000])
 */
export class SyncBatchNorm extends Module {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number | null;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Tensor | null = null;
  readonly runningVar: Tensor | null = null;
  readonly numBatchesTracked: Tensor | null = null;

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    signatures.SyncBatchNorm.check(arguments);
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? new Parameter(ones([numFeatures])) : null;
    this.bias = affine ? new Parameter(zeros([numFeatures])) : null;
    if (!trackRunningStats) return;
    this.runningMean = this.registerBuffer('runningMean', zeros([numFeatures]));
    this.runningVar = this.registerBuffer('runningVar', ones([numFeatures]));
    const none = zeros([], { dtype: 'int32' });
    this.numBatchesTracked = this.registerBuffer('numBatchesTracked', none);
  }

  /**
   * Replaces the batch normalisations in `model` by ones of this kind, with the same parameters and
   * buffers. Returns the model; for one that is itself a batch normalisation, its replacement.
   * @example
   * await distributed.init();
   * const model = new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3));
   * distributed.SyncBatchNorm.convertSyncBatchnorm(model);
   * console.log(model.children()[1].constructor.name); // SyncBatchNorm
   */
  static convertSyncBatchnorm(model: Module): Module {
    signatures.SyncBatchNorm$convertSyncBatchnorm.check(arguments);
    if (isBatchNorm(model)) return synchronous(model);
    for (const module of model.modules()) replaceMembers(module);
    return model;
  }

  /** Normalises `[N, C, ...]`. @throws ShapeError, ValueError */
  forward(x: Tensor): Tensor {
    signatures.SyncBatchNorm$forward.check(arguments);
    const { numFeatures, eps, runningMean, runningVar } = this;
    if (x.ndim < 2 || x.shape[1] !== numFeatures) {
      throw new ShapeError(
        `SyncBatchNorm(${numFeatures}): the input must be [N, C, ...] with C = ${numFeatures}, ` +
          `got shape ${show(x.shape)}`,
      );
    }
    const scale = this.weight === null ? null : perChannel(this.weight, x);
    const shift = this.bias === null ? null : perChannel(this.bias, x);
    if (!this.training && runningMean !== null && runningVar !== null) {
      const centered = x.sub(perChannel(runningMean, x));
      return scaleToUnit(centered, perChannel(runningVar, x), eps, scale, shift);
    }
    const dims = x.shape.flatMap((_, d) => (d === 1 ? [] : [d]));
    const own = x.numel / numFeatures;
    const count = withGradMode(false, () => allReduce(full([], own, { dtype: 'float64' })).item());
    if (count <= 1) {
      throw new ValueError(
        'SyncBatchNorm: needs more than one value per channel on all ranks together. Use larger ' +
          'batches, or eval()',
      );
    }
    const mean = sumOfAll(x.sum(dims, true)).div(count);
    const centered = x.sub(mean);
    const variance = sumOfAll(centered.square().sum(dims, true)).div(count);
    if (this.training) internally(() => this.#track(mean, variance, count));
    return scaleToUnit(centered, variance, eps, scale, shift);
  }

  #track(mean: Tensor, variance: Tensor, count: number): void {
    const { runningMean, runningVar, numBatchesTracked, momentum, numFeatures } = this;
    if (runningMean === null || runningVar === null || numBatchesTracked === null) return;
    withGradMode(false, () => {
      const tracked = numBatchesTracked.add(1);
      numBatchesTracked.assign(tracked);
      const share = momentum ?? tracked.to(mean.dtype).reciprocal();
      const newMean = mean.detach().reshape([numFeatures]);
      const newVar = variance
        .detach()
        .reshape([numFeatures])
        .mul(count / (count - 1));
      runningMean.assign(runningMean.add(newMean.sub(runningMean).mul(share)));
      runningVar.assign(runningVar.add(newVar.sub(runningVar).mul(share)));
    });
  }
}

/** Replaces the batch normalisations that a module holds: in properties, in lists, by name. */
function replaceMembers(module: Module): void {
  const { named } = module.ownState;
  for (const [name, member] of named) {
    if (isBatchNorm(member)) named.set(name, synchronous(member));
  }
  for (const [key, value] of Object.entries(module)) {
    if (isBatchNorm(value)) Reflect.set(module, key, synchronous(value));
    else if (Array.isArray(value)) {
      value.forEach((item, i) => {
        if (isBatchNorm(item)) value[i] = synchronous(item);
      });
    }
  }
}

function isBatchNorm(value: unknown): value is BatchNorm<boolean> {
  return value instanceof BatchNorm;
}

/** The same layer, which speaks with the other ranks. */
function synchronous(norm: BatchNorm<boolean>): SyncBatchNorm {
  const { numFeatures, eps, momentum, weight, runningMean } = norm;
  const affine = weight !== null;
  const trackRunningStats = runningMean !== null;
  const made = new SyncBatchNorm(numFeatures, { eps, momentum, affine, trackRunningStats });
  for (const key of ['weight', 'bias', 'runningMean', 'runningVar', 'numBatchesTracked'] as const) {
    Reflect.set(made, key, norm[key]);
  }
  made.training = norm.training;
  return made;
}

/**
 * Batch normalisation over the batches of all ranks. Source:
 * https://pytorch.org/docs/stable/generated/torch.nn.SyncBatchNorm.html
 */

import { ValueError } from '../../errors.js';
import { withGradMode } from '../../graph/grad-mode.js';
import {
  type Accepts,
  type BatchMoments,
  BatchNorm,
  type BatchNormOptions,
} from '../../nn/layers/batch-norm.js';
import type { Module } from '../../nn/module.js';
import * as signatures from '../../signatures/distributed.js';
import { customOp } from '../../tensor/handle/custom-op.js';
import { full, type Tensor } from '../../tensor/index.js';
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
export class SyncBatchNorm extends BatchNorm<boolean> {
  protected override readonly accepts: Accepts = { ndims: [2, 3, 4, 5], text: '[N, C, ...]' };

  constructor(numFeatures: number, options: BatchNormOptions = {}) {
    signatures.SyncBatchNorm.check(arguments);
    super(numFeatures, options);
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

  protected override momentsOf(x: Tensor): BatchMoments {
    const dims = x.shape.flatMap((_, d) => (d === 1 ? [] : [d]));
    const own = x.numel / this.numFeatures;
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
    return { batch: { mean, centered, variance }, count };
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
  return value instanceof BatchNorm && !(value instanceof SyncBatchNorm);
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

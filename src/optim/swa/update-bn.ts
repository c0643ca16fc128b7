/**
 * Running statistics for averaged weights.
 * Source: https://pytorch.org/docs/stable/generated/torch.optim.swa_utils.update_bn.html
 */

import { noGrad } from '../../autodiff/index.js';
import { BatchNorm } from '../../nn/layers/batch-norm.js';
import type { Module } from '../../nn/module.js';
import * as signatures from '../../signatures/optim.js';
import { Tensor } from '../../tensor/index.js';

/** A batch: its inputs, alone or first of a list. */
export type Batch = Tensor | readonly [Tensor, ...unknown[]];

/**
 * Computes the running statistics of all batch normalisations anew, in one pass over the batches of
 * `loader`. The model is in the mode that it was in afterwards.
 * @example
 * const model = new nn.Sequential(new nn.BatchNorm1d(1));
 * optim.swaUtils.updateBn([tensor([[1], [3]]), tensor([[5], [7]])], model);
 * console.log(model.at(0).runningMean.item()); // 4
 */
export function updateBn(loader: Iterable<Batch>, model: Module): void {
  signatures.updateBn.check(arguments);
  const norms = model
    .modules()
    .filter((module) => module instanceof BatchNorm)
    .filter(({ runningMean }) => runningMean !== null);
  if (norms.length === 0) return;
  const kept = norms.map(({ momentum }) => momentum);
  const wasTraining = model.training;
  for (const norm of norms) {
    norm.runningMean?.assign(0);
    norm.runningVar?.assign(1);
    norm.numBatchesTracked?.assign(0);
    norm.momentum = null;
  }
  model.train();
  try {
    noGrad(() => {
      for (const batch of loader) {
        const x = batch instanceof Tensor ? batch : batch[0];
        Reflect.apply(model.forward, model, [x]);
      }
    });
  } finally {
    norms.forEach((norm, i) => {
      norm.momentum = kept[i] ?? null;
    });
    model.train(wasTraining);
  }
}

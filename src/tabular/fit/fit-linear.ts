/**
 * Ridge and logistic regression on the inputs of a training, with scikit-learn's objective at its
 * defaults (`Ridge(alpha=1)`, `LogisticRegression(C=1)`): the sum of the losses and the squares of
 * the weights, half of them for classes.
 */

import { manualSeed, optim, type Tensor } from '../../index.js';
import { TableDataset } from '../model/batches.js';
import { classLoss, numberLoss } from '../model/table-loss.js';
import { TableModel } from '../model/table-model.js';
import type { TableTraining } from './table-training.js';

/** Inputs of all rows together that a linear model is fitted on. */
const mostInputs = 4e6;
/** Fewer rows tell nothing. */
const fewestRows = 50;
const steps = 200;

/** How a linear model learns. */
export interface LinearFit {
  /** Members, each of which leaves out the rows of its fold; 1 learns from all rows. */
  readonly members: number;
  /** Whether classes weigh as in the training. */
  readonly isWeighted: boolean;
  /** Vectors of categories that are used as they are; null to learn others. */
  readonly embeddings: readonly Tensor[] | null;
}

/** Fits a linear model on all rows at each step, or as many as fit; null where they are too few. */
export function fitLinear(
  { fitted, samples, model: network, split }: TableTraining,
  { members, isWeighted, embeddings }: LinearFit,
): TableModel | null {
  const { target } = fitted;
  const most = Math.floor(mostInputs / samples.encoder.width);
  if (most < fewestRows) return null;
  manualSeed(0);
  const spec = { kind: 'linear', members, hidden: 1, blocks: 0, dropout: 0 } as const;
  const model = new TableModel(spec, network.layout);
  embeddings?.forEach((weight, i) => {
    model.embeddings[i]?.weight.assign(weight.detach());
  });
  const isClasses = target.kind === 'classes';
  const loss = isClasses ? classLoss(target.labels.length, 0) : numberLoss;
  const data = new TableDataset({
    ...samples,
    folds: members === 1 ? null : split.folds,
    classWeights: isWeighted ? samples.classWeights : null,
  });
  const length = Math.min(most, data.length);
  const [x, y] = data.gather(Int32Array.from({ length }, (_, i) => i));
  const { weight } = model.skip;
  const learned = embeddings === null ? model.parameters() : model.skip.parameters();
  const optimizer = new optim.Adam(learned, { lr: 0.05 });
  const scheduler = new optim.lrScheduler.CosineAnnealingLR(optimizer, steps);
  // The loss is a mean over rows and members.
  const penalty = (isClasses ? 0.5 : 1) / (length * members);
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    loss(model.forward(x), y).add(weight.square().sum().mul(penalty)).backward();
    optimizer.step();
    scheduler.step();
  }
  return model;
}

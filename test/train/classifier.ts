/**
 * A small training with everything in it that has state: dropout, momentum, a schedule, an order.
 */

import { manualSeed, nn, optim, type Tensor } from 'chainrule';
import { DataLoader, loadIris, trainTestSplit } from 'chainrule/data';
import { accuracy, type FitOptions, Trainer } from 'chainrule/train';

/** The parts of one training. */
export interface Classifier {
  readonly model: nn.Sequential;
  readonly optimizer: optim.Adam;
  readonly scheduler: optim.lrScheduler.StepLR;
  readonly trainer: Trainer;
  readonly train: DataLoader<[Tensor, Tensor]>;
  readonly validation: DataLoader<[Tensor, Tensor]>;
  /** All weights and running statistics as numbers. */
  weights(): unknown;
}

/** The parts of the training, made anew: the same data, and weights and an order of this seed. */
export function classifier(seed = 1): Classifier {
  manualSeed(seed);
  const [rows, held] = trainTestSplit(loadIris(), { testSize: 0.2, seed: 0 });
  const model = new nn.Sequential(
    new nn.Linear(4, 16),
    new nn.BatchNorm1d(16),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(16, 3),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const scheduler = new optim.lrScheduler.StepLR(optimizer, 2, { gamma: 0.9 });
  const train = new DataLoader(rows, { batchSize: 16, shuffle: true });
  const validation = new DataLoader(held, { batchSize: 16 });
  const loss = nn.functional.crossEntropy;
  const options = { optimizer, scheduler, loss, train, validation, metrics: { accuracy } };
  const trainer = new Trainer(model, options);
  const weights = (): unknown =>
    Object.entries(model.stateDict()).map(([name, value]) => [name, value.toArray()]);
  return { model, optimizer, scheduler, trainer, train, validation, weights };
}

/** Stops after `batches` batches, counted over epochs. */
export function stopAfter(batches: number, options: FitOptions): FitOptions {
  const controller = new AbortController();
  let count = 0;
  return {
    ...options,
    signal: controller.signal,
    onBatch: () => {
      count += 1;
      if (count === batches) controller.abort();
    },
  };
}

/** A training on the flowers, the same on every platform. */

import { manualSeed, nn, optim } from 'chainrule';
import { DataLoader, loadIris } from 'chainrule/data';
import { Trainer } from 'chainrule/train';

/** A model, its optimiser and its trainer; `dataset` is what it learns from. */
export function makeTraining(callbacks, dataset = loadIris()) {
  manualSeed(7);
  const model = new nn.Sequential(
    new nn.Flatten(),
    new nn.Linear(4, 16),
    new nn.ReLU(),
    new nn.Dropout(0.2),
    new nn.Linear(16, 3),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const train = new DataLoader(dataset, { batchSize: 16, shuffle: true });
  const loss = nn.functional.crossEntropy;
  return { model, optimizer, trainer: new Trainer(model, { optimizer, loss, train, callbacks }) };
}

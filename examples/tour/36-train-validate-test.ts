/**
 * Tour 36: handwritten digits, done properly. Minibatches and epochs; one part of the data to learn
 * from, one to choose by, one to judge with, once.
 * Run: npx tsx examples/tour/36-train-validate-test.ts
 */

import { manualSeed, nn, noGrad, optim, type Tensor } from 'chainrule';
import { DataLoader, type Dataset, loadDigits, trainTestSplit } from 'chainrule/data';
import { plotMetrics } from 'chainrule/viz';

manualSeed(1337);
// 60 % to learn from, 20 % to validate, 20 % to test. Only the first part is ever learned from.
const [rest, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
const [train, validation] = trainTestSplit(rest, { testSize: 0.25 });
console.log(`${train.length} to train, ${validation.length} to validate, ${test.length} to test`);

/** The share of digits that a model gets right, in evaluation mode and without gradients. */
function accuracy(model: nn.Sequential, data: Dataset<[Tensor, Tensor]>): number {
  model.eval();
  let right = 0;
  noGrad(() => {
    for (const [x, y] of new DataLoader(data, { batchSize: 256 })) {
      right += model.forward(x).argmax(1).eq(y).to('float32').sum().item();
    }
  });
  model.train();
  return right / data.length;
}

/** Trains a network with so many hidden units; the accuracy on both parts after each epoch. */
function fit(hidden: number) {
  manualSeed(1);
  const model = new nn.Sequential(
    new nn.Linear(64, hidden),
    new nn.ReLU(),
    new nn.Linear(hidden, 10),
  );
  const optimizer = new optim.AdamW(model.parameters(), { lr: 2e-3 });
  const rows = [];
  for (let epoch = 1; epoch <= 12; epoch++) {
    // An epoch sees every sample once, in a new order, 64 at a time.
    for (const [x, y] of new DataLoader(train, { batchSize: 64, shuffle: true })) {
      optimizer.zeroGrad();
      nn.functional.crossEntropy(model.forward(x), y).backward();
      optimizer.step();
    }
    const measured = { accuracy: accuracy(model, validation) };
    rows.push({ epoch, train: { accuracy: accuracy(model, train) }, validation: measured });
  }
  return { hidden, model, rows, score: rows.at(-1)?.validation.accuracy ?? 0 };
}
const batches = new DataLoader(train, { batchSize: 64 }).length;
console.log(`an epoch is ${batches} steps of up to 64 samples`);

// The size of the hidden layer is a hyperparameter: validation chooses it.
const tried = [4, 16, 64].map(fit);
const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
for (const { hidden, score } of tried)
  console.log(`${hidden} hidden: validation ${percent(score)}`);
const best = tried.reduce((a, b) => (b.score > a.score ? b : a));

// The test part is looked at once, by the one that was chosen.
console.log(`chosen: ${best.hidden} hidden, test ${percent(accuracy(best.model, test))}`);
console.log(await plotMetrics(best.rows).save('runs/tour/36-train-validate-test.svg'));

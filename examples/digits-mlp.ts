/**
 * The loop as one writes it by hand, on the bundled digits. Run: `npx tsx examples/digits-mlp.ts`.
 */

import { manualSeed, nn, noGrad, optim } from 'chainrule';
import { DataLoader, loadDigits, trainTestSplit } from 'chainrule/data';
import { ConfusionMatrix } from 'chainrule/train';

manualSeed(1337);
const [train, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
const model = new nn.Sequential(new nn.Linear(64, 128), new nn.ReLU(), new nn.Linear(128, 10));
const optimizer = new optim.AdamW(model.parameters(), { lr: 1e-3 });
for (let epoch = 0; epoch < 20; epoch++) {
  let last = Number.NaN;
  for (const [x, y] of new DataLoader(train, { batchSize: 64, shuffle: true })) {
    optimizer.zeroGrad();
    const loss = nn.functional.crossEntropy(model.forward(x), y);
    loss.backward();
    optimizer.step();
    last = loss.item();
  }
  if (epoch % 5 === 4) console.log(`epoch ${epoch + 1}  loss of the last batch ${last.toFixed(4)}`);
}

const matrix = new ConfusionMatrix(10);
for (const [x, y] of new DataLoader(test, { batchSize: 64 })) {
  matrix.add(
    noGrad(() => model.forward(x)),
    y,
  );
}
console.log(`test accuracy ${(100 * matrix.accuracy).toFixed(1)} %`);

/**
 * Tour 37: a convolutional network. Small windows that slide over the picture, the same weights at
 * every place; and what they have learned to look for.
 * Run: npx tsx examples/tour/37-a-network-that-sees.ts
 */

import { manualSeed, nn, noGrad, optim, tensor } from 'chainrule';
import { DataLoader, loadDigits, TensorDataset, trainTestSplit } from 'chainrule/data';
import { plotImages } from 'chainrule/viz';

// A window by hand: this one is large where dark turns to light from left to right.
const edge = tensor([
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
]);
const { data, target } = loadDigits();
const images = data.div(16).reshape([-1, 1, 8, 8]).keep();
const seen = nn.functional.conv2d(images.slice(0, 0, 1), edge.reshape([1, 1, 3, 3]));
console.log(`a window of 3 x 3 on 8 x 8 gives ${seen.shape.slice(2).join(' x ')}`);

manualSeed(1);
const [train, test] = trainTestSplit(new TensorDataset(images, target), { testSize: 0.2 });
const sight = new nn.Conv2d(1, 8, 3, { padding: 1 });
const model = new nn.Sequential(
  sight,
  new nn.ReLU(),
  new nn.MaxPool2d(2),
  new nn.Conv2d(8, 16, 3, { padding: 1 }),
  new nn.ReLU(),
  new nn.MaxPool2d(2),
  new nn.Flatten(),
  new nn.Linear(16 * 2 * 2, 10),
);
const parameters = model.parameters().reduce((sum, p) => sum + p.numel, 0);
console.log(`parameters: ${parameters}, of which the first windows have ${sight.weight.numel}`);

const optimizer = new optim.Adam(model.parameters(), { lr: 5e-3 });
for (let epoch = 0; epoch < 8; epoch++) {
  for (const [x, y] of new DataLoader(train, { batchSize: 64, shuffle: true })) {
    optimizer.zeroGrad();
    nn.functional.crossEntropy(model.forward(x), y).backward();
    optimizer.step();
  }
}
const [xTest, yTest] = test.tensors;
const right = noGrad(() => model.forward(xTest).argmax(1).eq(yTest).to('float32').mean().item());
console.log(`test accuracy: ${(100 * right).toFixed(1)} %`);

// What the eight windows look like, and what each of them sees in one digit.
const filters = sight.weight.reshape([8, 3, 3]);
console.log(await plotImages(filters, { columns: 8 }).save('runs/tour/37-filters.svg'));
const maps = noGrad(() => sight.forward(images.slice(0, 0, 3)).relu()).reshape([24, 8, 8]);
console.log(await plotImages(maps, { columns: 8 }).save('runs/tour/37-feature-maps.svg'));

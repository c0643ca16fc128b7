/**
 * Tour 19: a network of one layer with a forward and a backward of its own, in plain arrays, reads
 * handwritten digits; its twin with autograd takes the same steps. In the end the model is saved:
 * it would be a pity to lose it. Run: npx tsx examples/tour/19-one-layer-network.ts
 */

import { mkdirSync } from 'node:fs';
import { nn, optim, tensor } from 'chainrule';
import { loadDigits, trainTestSplit } from 'chainrule/data';
import { OneLayerNetwork } from 'chainrule/estimators';
import { loadSafetensors, saveSafetensors } from 'chainrule/io';
import { plotImages } from 'chainrule/viz';

const digits = loadDigits();
const [train, test] = trainTestSplit([digits.data.div(16).to('float64'), digits.target], {
  testSize: 0.2,
  seed: 1,
});
const [xTrain, yTrain] = train.tensors;
const [xTest, yTest] = test.tensors;
const wanted = yTrain.oneHot(10).to('float64');
const [rows, goals] = [xTrain.toArray() as number[][], wanted.toArray() as number[][]];

const network = new OneLayerNetwork(64, 10, { activation: 'sigmoid', seed: 1 });
const layer = new nn.Linear(64, 10).to('float64');
layer.weight.assign(tensor(network.weight, { dtype: 'float64' }));
if (layer.bias) nn.init.zeros(layer.bias);
const sgd = new optim.SGD(layer.parameters(), { lr: 20 });

let apart = 0;
for (let step = 0; step < 60; step++) {
  // By hand. The mean squared error over all outputs has the slope 2 (y - goal) / count.
  const y = network.forward(rows);
  const count = rows.length * 10;
  const errors = y.map((row, i) => row.map((each, j) => each - (goals[i]?.[j] ?? 0)));
  network.backward(errors.map((row) => row.map((each) => (2 * each) / count)));
  network.step(20);
  const loss = errors.flat().reduce((sum, each) => sum + each ** 2, 0) / count;

  // The twin.
  const twinLoss = nn.functional.mseLoss(layer.forward(xTrain).sigmoid(), wanted);
  twinLoss.backward();
  sgd.step({ zeroGrad: true });

  apart = Math.max(apart, Math.abs(loss - twinLoss.item()));
  if (step % 20 === 0) console.log(`step ${step}: loss ${loss.toFixed(4)}`);
}
console.log(`by hand and autograd stay together: ${apart < 1e-12}`);

const scores = tensor(network.forward(xTest.toArray() as number[][]));
const accuracy = scores.argmax(1).eq(yTest).to('float32').mean().item();
console.log(`test accuracy: ${(100 * accuracy).toFixed(1)} %`);

// Keep it: the twin's weights as a file, which PyTorch reads too, and back.
mkdirSync('runs/tour', { recursive: true });
saveSafetensors('runs/tour/19-digits.safetensors', layer.stateDict());
const restored = new nn.Linear(64, 10).to('float64');
restored.loadStateDict(loadSafetensors('runs/tour/19-digits.safetensors').tensors);
const difference = restored.forward(xTest).sub(layer.forward(xTest)).abs().max().item();
console.log(`saved, loaded, and the same: ${difference === 0}`);

// All its mistakes, in another colour, and some that it got right.
const isRight = scores.argmax(1).eq(yTest).toArray() as boolean[];
const order = [...isRight.keys()].sort((i, j) => Number(isRight[i]) - Number(isRight[j]));
const chosen = tensor(order.slice(0, 40), { dtype: 'int32' });
console.log(`mistakes: ${isRight.filter((each) => !each).length} of ${isRight.length}`);
const picture = plotImages(xTest.indexSelect(0, chosen), {
  labels: yTest.indexSelect(0, chosen),
  predictions: scores.indexSelect(0, chosen),
});
console.log(await picture.save('runs/tour/19-digits.svg'));

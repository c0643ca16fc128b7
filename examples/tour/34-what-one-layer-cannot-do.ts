/**
 * Tour 34: what one layer cannot do, and two can. "One or the other, but not both" (xor) has no
 * line that separates it. Run: npx tsx examples/tour/34-what-one-layer-cannot-do.ts
 */

import { manualSeed, nn, optim, type Tensor, tensor } from 'chainrule';
import { Perceptron } from 'chainrule/estimators';
import { plotDecisionSurface } from 'chainrule/viz';

const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const xor = tensor([0, 1, 1, 0]);
const and = tensor([0, 0, 0, 1]);

const easy = new Perceptron({ seed: 1 }).fit(x, and);
console.log(`a perceptron learns "and": ${100 * easy.score(x, and)} %`);
const stuck = new Perceptron({ seed: 1, maxIter: 1000 }).fit(x, xor);
console.log(`a perceptron learns "xor": ${100 * stuck.score(x, xor)} %`);

// A hidden layer bends the plane: two lines, and what lies between them.
manualSeed(1);
const model = new nn.Sequential(new nn.Linear(2, 4), new nn.Tanh(), new nn.Linear(4, 1));
const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
const scores = (points: Tensor): Tensor => model.forward(points).squeeze(1);
for (let step = 0; step < 300; step++) {
  nn.functional.binaryCrossEntropyWithLogits(scores(x), xor).backward();
  optimizer.step({ zeroGrad: true });
}
const right = scores(x).gt(0).eq(xor.gt(0)).to('float32').mean().item();
console.log(`four hidden units learn "xor": ${100 * right} %`);

const options = { resolution: 80 };
const picture = plotDecisionSurface(model, x, xor, options);
console.log(await picture.save('runs/tour/34-what-one-layer-cannot-do.svg'));

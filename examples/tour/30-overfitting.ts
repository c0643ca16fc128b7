/**
 * Tour 30: overfitting. A large network learns thirty noisy points by heart and gets worse at new
 * ones; four remedies. Run: npx tsx examples/tour/30-overfitting.ts
 */

import { compile, manualSeed, nn, noGrad, optim, rand, randn, type Tensor } from 'chainrule';
import { plotLoss } from 'chainrule/viz';

manualSeed(3);
/** Points on a sine, with noise. */
function draw(count: number): [Tensor, Tensor] {
  const x = rand([count, 1]).mul(6).sub(3).keep();
  return [
    x,
    x
      .sin()
      .add(randn([count, 1]).mul(0.3))
      .keep(),
  ];
}
const [xTrain, yTrain] = draw(30);
const [xMore, yMore] = draw(400);
const [xTest, yTest] = draw(400);

interface Remedy {
  readonly dropout?: number;
  readonly penalty?: (weights: Tensor[]) => Tensor;
  readonly data?: [Tensor, Tensor];
}

/** Trains a network of 2 x 64 hidden units; the losses on training and on new data. */
function train({ dropout = 0, penalty, data = [xTrain, yTrain] }: Remedy) {
  manualSeed(5);
  const model = new nn.Sequential(
    new nn.Linear(1, 64),
    new nn.Tanh(),
    new nn.Dropout(dropout),
    new nn.Linear(64, 64),
    new nn.Tanh(),
    new nn.Dropout(dropout),
    new nn.Linear(64, 1),
  );
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  const weights = model.parameters().filter(({ ndim }) => ndim === 2);
  const [x, y] = data;
  const step = compile(() => {
    const loss = nn.functional.mseLoss(model.forward(x), y);
    (penalty === undefined ? loss : loss.add(penalty(weights))).backward();
    optimizer.step({ zeroGrad: true });
  });
  const curves = { train: [] as number[], test: [] as number[] };
  for (let i = 0; i < 1500; i++) {
    step();
    if (i % 15 !== 0) continue;
    model.eval();
    noGrad(() => {
      curves.train.push(nn.functional.mseLoss(model.forward(x), y).item());
      curves.test.push(nn.functional.mseLoss(model.forward(xTest), yTest).item());
    });
    model.train();
  }
  return curves;
}

const sumOf = (terms: Tensor[]): Tensor => terms.reduce((sum, each) => sum.add(each));
const remedies: Record<string, Remedy> = {
  none: {},
  L2: { penalty: (weights) => sumOf(weights.map((w) => w.square().sum())).mul(1e-3) },
  L1: { penalty: (weights) => sumOf(weights.map((w) => w.abs().sum())).mul(5e-4) },
  dropout: { dropout: 0.2 },
  'more data': { data: [xMore, yMore] },
};
const results = Object.entries(remedies).map(([name, remedy]) => ({ name, ...train(remedy) }));
for (const { name, train: onTrain, test } of results) {
  const [a, b] = [onTrain.at(-1) ?? 0, test.at(-1) ?? 0];
  console.log(`${name}: training ${a.toFixed(2)}, new data ${b.toFixed(2)}`);
}
const none = results[0]?.test ?? [];
const bestAt = none.indexOf(Math.min(...none));
console.log(
  `without a remedy new data was best at step ${15 * bestAt}: ${none[bestAt]?.toFixed(2)}`,
);

const axes = { xLabel: 'steps / 15', yLabel: 'mean squared error', logScale: true };
const both = { 'training data': results[0]?.train ?? [], 'new data': none };
console.log(await plotLoss(both, axes).save('runs/tour/30-overfitting.svg'));
const tests = Object.fromEntries(results.map(({ name, test }) => [name, test]));
console.log(await plotLoss(tests, axes).save('runs/tour/30-remedies.svg'));

/**
 * A siamese network: one network reads three pictures, and the triplet loss draws those of a class
 * together. Source: Schroff, Kalenichenko and Philbin, 2015 (FaceNet)
 * Run: npx tsx examples/models/siamese.ts
 */

import { fileURLToPath } from 'node:url';
import { cdist, manualSeed, nn, noGrad, optim, randint, type Tensor } from 'chainrule';
import { DataLoader, type Dataset, loadDigits, trainTestSplit } from 'chainrule/data';

/** `[batch, 1, 8, 8]` to points of length 1, `[batch, dims]`. */
export class Embedder extends nn.Module {
  readonly features: nn.Sequential;
  readonly head: nn.Linear;

  constructor(width = 16, dims = 8) {
    super();
    this.features = new nn.Sequential(
      new nn.Conv2d(1, width, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(width, 2 * width, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Flatten(),
    );
    this.head = new nn.Linear(8 * width, dims);
  }

  forward(x: Tensor): Tensor {
    return nn.functional.normalize(this.head.forward(this.features.forward(x)));
  }
}

/** One step on pictures, others of their classes, and others of other classes; returns the loss. */
export function trainStep(
  model: Embedder,
  optimizer: optim.Adam,
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
): Tensor {
  const criterion = new nn.TripletMarginLoss({ margin: 0.5 });
  optimizer.zeroGrad();
  const loss = criterion.forward(
    model.forward(anchor),
    model.forward(positive),
    model.forward(negative),
  );
  loss.backward();
  optimizer.step();
  return loss;
}

/** Pictures and classes of a set in one piece. */
function whole(set: Dataset<[Tensor, Tensor]>): [x: Tensor, y: Tensor] {
  const [batch] = new DataLoader(set, { batchSize: set.length });
  if (batch === undefined) throw new Error('the set is empty');
  return [batch[0].div(16).view([-1, 1, 8, 8]), batch[1]];
}

function main(): void {
  manualSeed(0);
  const [train, test] = trainTestSplit(loadDigits(), { testSize: 0.2 });
  const [x, y] = whole(train);
  const [testX, testY] = whole(test);
  const places = Array.from({ length: 10 }, (_, digit) =>
    y.eq(digit).nonzero().ravel().narrow(0, 0, 130),
  );
  const pick = (digit: number): Tensor => {
    const of = places[digit] ?? y;
    return x.at(of.at(randint(0, of.numel, [8])));
  };
  const model = new Embedder();
  const optimizer = new optim.Adam(model.parameters(), { lr: 2e-3 });
  for (let i = 0; i <= 1000; i++) {
    const same = i % 10;
    const other = (same + 1 + (Math.floor(i / 10) % 9)) % 10;
    const loss = trainStep(model, optimizer, pick(same), pick(same), pick(other));
    if (i % 250 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(4)}`);
  }
  // A picture is what its nearest neighbour is.
  const nearest = noGrad(() => cdist(model.forward(testX), model.forward(x)).argmin(1));
  const accuracy = y.at(nearest).eq(testY).float().mean().item();
  console.log(`nearest neighbour: accuracy ${accuracy.toFixed(3)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

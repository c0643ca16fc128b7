/** The same mistakes as others write them, and programs that are right and look odd. */

import {
  cat,
  manualSeed,
  nn,
  ones,
  optim,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { DataLoader, loadDigits } from 'chainrule/data';
import { type Code, doctor } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import { type Batch, classBatches, classifier, codesOf, numberBatches, run } from './loop.js';

const { binaryCrossEntropyWithLogits, crossEntropy, mseLoss } = nn.functional;

/** A model that is one function of an inner network's output. */
class After extends nn.Module {
  readonly inner: nn.Layer;
  readonly #formula: (h: Tensor) => Tensor;

  constructor(inner: nn.Layer, formula: (h: Tensor) => Tensor) {
    super();
    this.inner = inner;
    this.#formula = formula;
  }

  forward(x: Tensor): Tensor {
    return this.#formula(this.inner.forward(x));
  }
}

/** The last output of a recurrent layer. */
class Last extends nn.Module {
  readonly cell = new nn.LSTM(1, 8, { batchFirst: true });
  readonly out = new nn.Linear(8, 1);

  forward(x: Tensor): Tensor {
    return this.out.forward(this.cell.forward(x)[0].select(1, -1));
  }
}

/** Two layers with a function between them. */
class Between extends nn.Module {
  readonly first = new nn.Linear(8, 16);
  readonly out = new nn.Linear(16, 3);
  readonly #formula: (h: Tensor) => Tensor;

  constructor(formula: (h: Tensor) => Tensor) {
    super();
    nn.init.normal(this.first.weight, 0, 30);
    this.#formula = formula;
  }

  forward(x: Tensor): Tensor {
    return this.out.forward(this.#formula(this.first.forward(x)));
  }
}

const onClasses = (batches: (step: number) => Batch, model: nn.Layer = classifier(), steps = 12) =>
  codesOf(run({ model, batches, loss: crossEntropy, steps }));

/** Digits in the order of the file, a new loader for each epoch. */
function unshuffled(steps: number): Batch[] {
  const batches: Batch[] = [];
  while (batches.length < steps) {
    for (const [x, y] of new DataLoader(loadDigits(), { batchSize: 64 })) {
      batches.push([x.div(16), y]);
    }
  }
  return batches;
}

/** Zeros and ones in a column, of which about this share is one. */
const rareOnes = (share: number) => (): Batch => {
  const y = rand([64, 1]).lt(share).to('float32');
  return [randn([64, 8]).add(y.mul(0.1)), y];
};

/** What a column is that gives a class away. */
const withClass = (column: (y: Tensor) => Tensor) => {
  const batches = classBatches();
  return (step: number): Batch => {
    const [x, y] = batches(step);
    return [cat([x.slice(1, 0, 7), column(y)], 1), y];
  };
};

/** A generator and a discriminator, whose gradients the generator's loss leaves behind. */
function adversaries(doesClear: boolean): readonly Code[] {
  manualSeed(2);
  const generator = new nn.Linear(4, 2);
  const judge = new nn.Sequential(new nn.Linear(2, 8), new nn.LeakyReLU(0.2), new nn.Linear(8, 1));
  const own = new optim.Adam(generator.parameters());
  const others = new optim.Adam(judge.parameters());
  const check = doctor(judge, others);
  for (let step = 0; step < 12; step++) {
    const [made, real] = [generator.forward(randn([16, 4])), randn([16, 2])];
    if (doesClear) others.zeroGrad();
    const ofReal = binaryCrossEntropyWithLogits(judge.forward(real), ones([16, 1]));
    const ofMade = binaryCrossEntropyWithLogits(judge.forward(made.detach()), zeros([16, 1]));
    const loss = ofReal.add(ofMade);
    loss.backward();
    others.step();
    check.step(loss);
    own.zeroGrad();
    binaryCrossEntropyWithLogits(judge.forward(made), ones([16, 1])).backward();
    own.step();
  }
  check.stop();
  return codesOf(check);
}

const pairs = (x: Tensor): Tensor => x.sub(x.reshape([1, x.numel]));

describe('a mistake in another style', () => {
  const found: Readonly<Record<string, readonly [Code, () => readonly Code[]]>> = {
    'a discriminator that never clears': ['grad-not-zeroed', () => adversaries(false)],
    'the target is broadcast inside the loss': [
      'target-broadcast',
      () =>
        codesOf(
          run({
            model: new nn.Linear(8, 1),
            batches: numberBatches(),
            loss: (x, y) => x.sub(y.squeeze(1)).square().mean(),
          }),
        ),
    ],
    'softmax twice, in a loss that is a sum': [
      'probabilities-as-logits',
      () =>
        codesOf(
          run({
            model: new After(classifier(), (h) => h.softmax(1)),
            batches: classBatches(),
            loss: (x, y) => crossEntropy(x, y, { reduction: 'sum' }),
          }),
        ),
    ],
    'sigmoid twice, in a loss that is a sum': [
      'probabilities-as-logits',
      () =>
        codesOf(
          run({
            model: new After(new nn.Linear(8, 1), (h) => h.sigmoid()),
            batches: () => [randn([32, 8]), randint(0, 2, [32, 1]).to('float32')],
            loss: (x, y) => binaryCrossEntropyWithLogits(x, y, { reduction: 'sum' }),
          }),
        ),
    ],
    'prices of a sequence': [
      'inputs-not-normalised',
      () =>
        codesOf(
          run({
            model: new Last(),
            batches: () => [rand([16, 5, 1]).mul(100).add(3000), randn([16, 1])],
            loss: mseLoss,
          }),
        ),
    ],
    'a hidden sigmoid without a layer of its own': [
      'saturated-activation',
      () => onClasses(classBatches(), new Between((h) => h.sigmoid()), 20),
    ],
    'the class among the columns, as one of zeros and ones': [
      'leakage',
      () => onClasses(withClass((y) => y.eq(1).to('float32').reshape([32, 1]))),
    ],
    'one in a hundred, as a number': [
      'class-imbalance',
      () =>
        codesOf(
          run({
            model: new nn.Linear(8, 1),
            batches: rareOnes(0.02),
            loss: binaryCrossEntropyWithLogits,
            steps: 60,
          }),
        ),
    ],
    'digits whose labels come again within an epoch': [
      'dataset-order-repeats',
      () => {
        const batches = unshuffled(90);
        return codesOf(
          run({
            model: new nn.Linear(64, 10),
            batches: (step) => batches[step - 1] ?? [zeros([1, 64]), zeros([1])],
            loss: crossEntropy,
            steps: 90,
          }),
        );
      },
    ],
    'a rate that throws the weights away at once': [
      'lr-too-high',
      () => {
        const model = classifier();
        const optimizer = new optim.Adam(model.parameters(), { lr: 5 });
        return codesOf(
          run({ model, optimizer, batches: classBatches(), loss: crossEntropy, steps: 60 }),
        );
      },
    ],
  };

  it.each(Object.entries(found))('%s', (_, [code, train]) => {
    expect(train()).toContain(code);
  });
});

describe('nothing is found in', () => {
  const silent: Readonly<Record<string, () => readonly Code[]>> = {
    'a discriminator that clears before it uses': () => adversaries(true),
    'a loss that compares outputs with each other': () =>
      codesOf(
        run({
          model: new nn.Linear(8, 1),
          batches: numberBatches(),
          loss: (x, y) => pairs(x).mul(pairs(y).sign()).neg().exp().add(1).log().mean(),
        }),
      ),
    'the border of pictures, normalised': () =>
      onClasses((step) => {
        const [x, y] = classBatches()(step);
        return [cat([x.clamp(-0.4, 2).slice(1, 0, 7), ones([32, 1]).mul(-0.4)], 1), y];
      }),
    'an order that is drawn, of targets that are mostly alike': () =>
      codesOf(
        run({
          model: new nn.Linear(8, 1),
          batches: () => [randn([32, 8]), zeros([32, 1])],
          loss: mseLoss,
          steps: 30,
        }),
      ),
    'a loss that weighs the rare class': () =>
      codesOf(
        run({
          model: new nn.Linear(8, 1),
          batches: rareOnes(0.02),
          loss: (x, y) => binaryCrossEntropyWithLogits(x, y, { posWeight: tensor([20]) }),
          steps: 60,
        }),
      ),
    'a gate that is open or shut': () =>
      onClasses(classBatches(), new Between((h) => h.sigmoid().mul(h.mul(0.03))), 20),
  };

  it.each(Object.entries(silent))('%s', (_, train) => {
    expect(train()).toEqual([]);
  });
});

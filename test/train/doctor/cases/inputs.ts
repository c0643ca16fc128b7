/** Mistakes in inputs, targets and their order. */

import {
  cat,
  manualSeed,
  nn,
  noGrad,
  ones,
  optim,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { type Code, doctor, type Finding } from 'chainrule/train';
import { type Batch, classBatches, classifier, numberBatches, run } from '../loop.js';
import type { Cases } from './case.js';

const { binaryCrossEntropy, binaryCrossEntropyWithLogits, crossEntropy, mseLoss, nllLoss } =
  nn.functional;

type Batches = (step: number) => Batch;

const onClasses = (batches: Batches, model: nn.Layer = classifier(), steps = 12) =>
  run({ model, batches, loss: crossEntropy, steps }).findings;

/** The batches with other inputs. */
function withInputs(batches: Batches, change: (x: Tensor, y: Tensor) => Tensor): Batches {
  return (step) => {
    const [x, y] = batches(step);
    return [change(x, y), y];
  };
}

/** Batches of 32 labels from a list, one after the other, with inputs that show the label. */
function labelled(labels: readonly number[]): Batches {
  return (step) => {
    const start = ((step - 1) * 32) % labels.length;
    const y = tensor(labels.slice(start, start + 32), { dtype: 'int32' });
    return [randn([32, 8]).add(y.to('float32').reshape([32, 1]).mul(0.1)), y];
  };
}

/** A list of labels in a random order that is always the same. */
function shuffled(labels: readonly number[]): number[] {
  manualSeed(11);
  const keys = rand([labels.length]).toTypedArray();
  return labels
    .map((label, i) => [label, keys[i] ?? 0] as const)
    .sort((a, b) => a[1] - b[1])
    .map(([label]) => label);
}

/** `counts[c]` labels of class c, class after class. */
const sorted = (...counts: readonly number[]): number[] =>
  counts.flatMap((count, label) => Array.from({ length: count }, () => label));

const binary = (loss: (x: Tensor, y: Tensor) => Tensor) =>
  run({
    model: new nn.Sequential(new nn.Linear(8, 1), new nn.Sigmoid()),
    batches: () => [randn([32, 8]), randint(0, 2, [32, 1]).to('float32')],
    loss,
  }).findings;

/** A model that forgets its input, but for what `share` lets through. */
class Forgetful extends nn.Module {
  readonly layer = new nn.Linear(8, 3);
  readonly #share: number;

  constructor(share: number) {
    super();
    this.#share = share;
  }

  forward(x: Tensor): Tensor {
    return this.layer.forward(x.mul(this.#share));
  }
}

const finite =
  (data: readonly Batch[]): Batches =>
  (step) => {
    const batch = data[(step - 1) % data.length];
    return batch ?? [zeros([1, 8]), zeros([1], { dtype: 'int32' })];
  };

const split = (train: Tensor, held: Tensor): readonly Finding[] => {
  const model = classifier();
  const check = doctor(model, new optim.SGD(model.parameters(), { lr: 0.1 }));
  check.compareSplits(train, held);
  return check.findings;
};

/** The codes of this file. */
export type InputCode = Extract<
  Code,
  | 'probabilities-as-logits'
  | 'target-broadcast'
  | 'inputs-not-normalised'
  | 'constant-feature'
  | 'initial-loss'
  | 'input-ignored'
  | 'leakage'
  | 'not-shuffled'
  | 'class-imbalance'
  | 'dataset-order-repeats'
>;

/** Cases by code. */
export const inputCases: Cases<InputCode> = {
  'probabilities-as-logits': {
    mistake: () => onClasses(classBatches(), classifier(new nn.Softmax(1))),
    lookalikes: {
      'probabilities whose logarithm the loss takes': () =>
        run({
          model: classifier(new nn.Softmax(1)),
          batches: classBatches(),
          loss: (x, y) => nllLoss(x.log(), y),
        }).findings,
      'a sigmoid and the loss for it': () => binary(binaryCrossEntropy),
      'logits that happen to lie between 0 and 1': () => {
        const model = new nn.Linear(8, 1);
        noGrad(() => {
          model.weight.assign(model.weight.mul(0.01));
          model.bias?.assign(model.bias.mul(0).add(0.5));
        });
        const batches = () => [randn([32, 8]), randint(0, 2, [32, 1]).to('float32')] as const;
        return run({ model, batches, loss: binaryCrossEntropyWithLogits }).findings;
      },
    },
  },
  'target-broadcast': {
    mistake: () => {
      const batches = numberBatches();
      return run({
        model: new nn.Linear(8, 1),
        batches: (step) => {
          const [x, y] = batches(step);
          return [x, y.reshape([32])];
        },
        loss: (output, target) => output.sub(target).square().mean(),
      }).findings;
    },
    lookalikes: {
      'a target of the same shape': () =>
        run({
          model: new nn.Linear(8, 1),
          batches: numberBatches(),
          loss: (output, target) => output.sub(target).square().mean(),
        }).findings,
      'similarities of all pairs': () =>
        run({
          model: new nn.Linear(8, 8),
          batches: classBatches(8, 8),
          loss: (output, target) =>
            crossEntropy(output, target).add(output.matmul(output.transpose(0, 1)).square().mean()),
        }).findings,
    },
  },
  'inputs-not-normalised': {
    mistake: () => onClasses(withInputs(classBatches(), (x) => x.mul(40).add(128))),
    lookalikes: {
      'a model that divides first': () => {
        const batches = withInputs(classBatches(), (x) => x.mul(40).add(128));
        return onClasses(batches, new Scaled());
      },
      'a batch normalisation in front': () => {
        const batches = withInputs(classBatches(), (x) => x.mul(40).add(128));
        return onClasses(batches, new nn.Sequential(new nn.BatchNorm1d(8), classifier()));
      },
      'pixels of 0 to 16': () => onClasses(withInputs(classBatches(), (x) => x.abs().mul(4))),
    },
  },
  'constant-feature': {
    mistake: () =>
      onClasses(withInputs(classBatches(), (x) => cat([x.slice(1, 0, 7), ones([32, 1])], 1))),
    lookalikes: {
      'pixels of a border, which are zero': () =>
        onClasses(withInputs(classBatches(), (x) => cat([x.slice(1, 0, 7), zeros([32, 1])], 1))),
      'a rare feature': () =>
        onClasses(
          withInputs(classBatches(), (x) =>
            cat([x.slice(1, 0, 7), rand([32, 1]).gt(0.9).to('float32')], 1),
          ),
        ),
    },
  },
  'initial-loss': {
    mistake: () => {
      const model = classifier();
      const last = model.at(2);
      if (last instanceof nn.Linear) last.weight.assign(randn([3, 16]).mul(10));
      return onClasses(classBatches(), model);
    },
    lookalikes: {
      'a model that has learned already': () => {
        const model = classifier();
        run({
          model,
          batches: classBatches(),
          loss: crossEntropy,
          steps: 100,
          optimizer: new optim.Adam(model.parameters(), { lr: 0.01 }),
        });
        return onClasses(classBatches(), model);
      },
      'a sum over the batch': () =>
        run({
          model: classifier(),
          batches: classBatches(),
          loss: (x, y) => crossEntropy(x, y, { reduction: 'sum' }),
          optimizer: new optim.SGD(classifier().parameters(), { lr: 1e-4 }),
          options: { silence: ['optimizer-misses-parameter'] },
        }).findings,
    },
  },
  'input-ignored': {
    mistake: () => onClasses(classBatches(), new Forgetful(0)),
    lookalikes: {
      'an input that matters': () => onClasses(classBatches(), new Forgetful(0.5)),
      'a last layer that begins at zero': () => {
        const model = classifier();
        for (const parameter of model.at(2)?.parameters() ?? []) parameter.assign(0);
        return onClasses(classBatches(), model);
      },
    },
  },
  leakage: {
    mistake: () =>
      onClasses(
        withInputs(classBatches(), (x, y) =>
          cat([x.slice(1, 0, 7), y.to('float32').reshape([32, 1]).mul(3).sub(1)], 1),
        ),
      ),
    lookalikes: {
      'a column that tells much, with noise': () =>
        onClasses(
          withInputs(classBatches(), (x, y) =>
            cat(
              [
                x.slice(1, 0, 7),
                y
                  .to('float32')
                  .reshape([32, 1])
                  .add(randn([32, 1]).mul(0.1)),
              ],
              1,
            ),
          ),
        ),
      'splits of different samples': () => {
        manualSeed(4);
        return split(randn([50, 3]), randn([20, 3]));
      },
    },
  },
  'not-shuffled': {
    mistake: () => onClasses(labelled(sorted(128, 128, 128)), classifier(), 12),
    lookalikes: {
      'the same in a random order': () =>
        onClasses(labelled(shuffled(sorted(128, 128, 128))), classifier(), 12),
      'all samples in one batch, which has no order': () => {
        const y = tensor(sorted(20, 20, 20), { dtype: 'int32' });
        const x = randn([60, 8]).add(y.to('float32').reshape([60, 1]).mul(0.1));
        return onClasses(() => [x, y]);
      },
      'few of the second class, in a random order': () =>
        onClasses(labelled(shuffled(sorted(300, 84))), classifier(), 12),
    },
  },
  'class-imbalance': {
    mistake: () => onClasses(labelled(shuffled(sorted(700, 60, 8))), classifier(), 24),
    lookalikes: {
      'one class four times as common': () =>
        onClasses(labelled(shuffled(sorted(512, 128, 128))), classifier(), 24),
      'a loss that weighs the classes': () =>
        run({
          model: classifier(),
          batches: labelled(shuffled(sorted(700, 60, 8))),
          loss: (x, y) => crossEntropy(x, y, { weight: tensor([0.1, 1, 8]) }),
          steps: 24,
        }).findings,
    },
  },
  'dataset-order-repeats': {
    mistake: () => {
      const batches = classBatches();
      return onClasses(finite(Array.from({ length: 4 }, (_, i) => batches(i))), classifier(), 16);
    },
    lookalikes: {
      'one batch, again and again': () => {
        const batches = classBatches();
        return onClasses(finite([batches(1)]), classifier(), 16);
      },
      'the same batches in other orders': () => {
        const batches = classBatches();
        const data = Array.from({ length: 4 }, (_, i) => batches(i));
        const orders = [0, 1, 2, 3, 0, 3, 1, 2, 0, 2, 3, 1, 0, 2, 1, 3];
        return onClasses(finite(orders.map((i) => data[i] ?? batches(i))), classifier(), 16);
      },
    },
  },
};

/** A model that scales its inputs itself. */
class Scaled extends nn.Module {
  readonly #inner = classifier();
  readonly inner = this.#inner;

  forward(x: Tensor): Tensor {
    return this.inner.forward(x.sub(128).div(40));
  }
}

/** The other way to use probabilities as logits, and a leak between splits. */
export const moreMistakes: Readonly<Record<string, () => readonly Finding[]>> = {
  'probabilities-as-logits': () => binary(binaryCrossEntropyWithLogits),
  leakage: () => {
    manualSeed(4);
    const train = randn([50, 3]);
    return split(train, cat([randn([20, 3]), train.slice(0, 10, 12)], 0));
  },
  'not-shuffled': () =>
    run({
      model: new nn.Linear(8, 1),
      batches: (step) => [
        randn([32, 8]),
        tensor(Array.from({ length: 32 }, (_, i) => [(step * 32 + i) / 320])),
      ],
      loss: mseLoss,
    }).findings,
};

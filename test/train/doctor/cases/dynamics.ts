/** Mistakes that show while a training runs: in gradients, activations, numbers and losses. */

import { manualSeed, nn, optim, randn, type Tensor, tensor, where, zeros } from 'chainrule';
import { type Code, type Doctor, doctor, type Finding, overfitOneBatch } from 'chainrule/train';
import { classBatches, classifier, numberBatches, run } from '../loop.js';
import type { Cases } from './case.js';

const { crossEntropy, mseLoss } = nn.functional;

type More = Partial<Parameters<typeof run>[0]>;

const onClasses = (model: nn.Layer, more: More = {}): readonly Finding[] =>
  run({ model, batches: classBatches(), loss: crossEntropy, steps: 20, ...more }).findings;

const onNumbers = (model: nn.Layer, more: More = {}): readonly Finding[] =>
  run({ model, batches: numberBatches(), loss: mseLoss, steps: 20, ...more }).findings;

/** A chain of layers with weights of this size. */
function deep(count: number, activation: () => nn.Layer, gain: number): nn.Sequential {
  manualSeed(5);
  const layers: nn.Layer[] = [];
  for (let i = 0; i < count; i++) {
    const width = i === 0 ? 8 : 32;
    const layer = new nn.Linear(width, 32);
    layer.weight.assign(randn([32, width]).mul(gain / Math.sqrt(width)));
    layers.push(layer, activation());
  }
  return new nn.Sequential(...layers, new nn.Linear(32, 1));
}

/** A classifier with other biases and weights in its first layer. */
function firstLayer(change: (layer: nn.Linear) => void, activation: nn.Layer): nn.Sequential {
  manualSeed(6);
  const first = new nn.Linear(8, 16);
  change(first);
  return new nn.Sequential(first, activation, new nn.Linear(16, 3));
}

/** A function of the input before a layer. */
class Formula extends nn.Module {
  readonly layer = new nn.Linear(8, 8);
  readonly out = new nn.Linear(8, 1);
  readonly #formula: (h: Tensor) => Tensor;

  constructor(formula: (h: Tensor) => Tensor) {
    super();
    this.#formula = formula;
  }

  forward(x: Tensor): Tensor {
    return this.out.forward(this.#formula(this.layer.forward(x)));
  }
}

/** Attention over the samples, the later ones masked by -infinity. */
function masked(h: Tensor): Tensor {
  const scores = h.matmul(h.transpose(0, 1));
  const mask = tensor(
    Array.from({ length: 32 }, (_, i) => Array.from({ length: 32 }, (_, j) => j > i)),
  );
  return where(mask, Number.NEGATIVE_INFINITY, scores).softmax(1).matmul(h);
}

const sgd = (model: nn.Layer, lr: number): optim.SGD => new optim.SGD(model.parameters(), { lr });

/** The loss of a step is what the list says. */
function onLosses(losses: readonly number[], validations: readonly number[] = []) {
  const model = new nn.Linear(1, 1);
  const check = doctor(model, sgd(model, 0.1));
  losses.forEach((loss, i) => {
    check.step(tensor(loss));
    const held = validations[i];
    if (held !== undefined) check.validate(held);
  });
  return check.findings;
}

const falling = (count: number, to: number): number[] =>
  Array.from({ length: count }, (_, i) => to + (1 - to) * 0.9 ** i);

const batchOf = (step = 1) => numberBatches()(step);

function overfit(model: nn.Layer, lr: number): readonly Finding[] {
  const optimizer = new optim.Adam(model.parameters(), { lr });
  const { finding } = overfitOneBatch(model, optimizer, mseLoss, batchOf());
  return finding === null ? [] : [finding];
}

/** The codes of this file. */
export type DynamicsCode = Extract<
  Code,
  | 'dead-relu'
  | 'saturated-activation'
  | 'vanishing-gradient'
  | 'exploding-gradient'
  | 'update-ratio'
  | 'first-nonfinite'
  | 'loss-flat'
  | 'lr-too-high'
  | 'lr-too-low'
  | 'cannot-overfit-one-batch'
  | 'overfitting'
>;

/** Cases by code. */
export const dynamicsCases: Cases<DynamicsCode> = {
  'dead-relu': {
    mistake: () => onClasses(firstLayer((l) => l.bias?.assign(-20), new nn.ReLU())),
    lookalikes: {
      'units that are zero for most samples': () =>
        onClasses(firstLayer((l) => l.bias?.assign(-0.7), new nn.ReLU())),
      'a hinge that is satisfied': () =>
        onNumbers(new nn.Linear(8, 1), {
          loss: (x, y) => mseLoss(x, y).add(x.abs().neg().sub(9).relu().mean()),
        }),
    },
  },
  'saturated-activation': {
    mistake: () => onClasses(firstLayer((l) => l.weight.assign(l.weight.mul(40)), new nn.Tanh())),
    lookalikes: {
      'some values at the ends': () =>
        onClasses(firstLayer((l) => l.weight.assign(l.weight.mul(3)), new nn.Tanh())),
      'a sigmoid at the end that is sure': () =>
        run({
          model: new nn.Sequential(
            firstLayer((l) => l.bias?.assign(0), new nn.ReLU()),
            new nn.Linear(3, 1),
            new nn.Sigmoid(),
          ),
          batches: () => [randn([32, 8]), zeros([32, 1])],
          loss: mseLoss,
          steps: 60,
        }).findings,
    },
  },
  'vanishing-gradient': {
    mistake: () => onNumbers(deep(10, () => new nn.Sigmoid(), 1)),
    lookalikes: {
      'as deep, with ReLU and its initialisation': () =>
        onNumbers(deep(10, () => new nn.ReLU(), Math.SQRT2)),
      'small gradients everywhere': () =>
        onNumbers(
          deep(3, () => new nn.ReLU(), Math.SQRT2),
          {
            loss: (x, y) => mseLoss(x, y).mul(1e-6),
            options: { silence: ['update-ratio'] },
          },
        ),
    },
  },
  'exploding-gradient': {
    mistake: () =>
      onNumbers(
        deep(8, () => new nn.Identity(), 4),
        {
          options: { silence: ['first-nonfinite'] },
        },
      ),
    lookalikes: {
      'a loss that is a sum': () => {
        const model = new nn.Linear(8, 1);
        return onNumbers(model, {
          loss: (x, y) => mseLoss(x, y, { reduction: 'sum' }),
          optimizer: sgd(model, 1e-4),
        });
      },
    },
  },
  'update-ratio': {
    mistake: () => {
      const model = new nn.Linear(8, 1);
      return onNumbers(model, { optimizer: sgd(model, 1.2), steps: 40 });
    },
    lookalikes: {
      'weights that begin at zero': () => {
        const model = classifier();
        for (const parameter of model.at(2)?.parameters() ?? []) parameter.assign(0);
        return onClasses(model, {
          optimizer: new optim.Adam(model.parameters(), { lr: 0.01 }),
          steps: 40,
        });
      },
      'a schedule that has come to its end': () => {
        const model = classifier();
        const optimizer = sgd(model, 0.1);
        return onClasses(model, {
          optimizer,
          steps: 320,
          options: { every: 10 },
          onStep: (step) => {
            if (step > 220) optimizer.lr = 1e-9;
          },
        });
      },
    },
  },
  'first-nonfinite': {
    mistake: () => onNumbers(new Formula((h) => h.log())),
    lookalikes: {
      'a mask of -infinity': () => onNumbers(new Formula(masked)),
      'large numbers': () => onNumbers(new Formula((h) => h.mul(1e30).mul(1e-30))),
      'a branch without a NaN in its gradient': () =>
        onNumbers(new Formula((h) => where(h.gt(0), where(h.gt(0), h, 1).sqrt(), 0))),
    },
  },
  'loss-flat': {
    mistake: () =>
      onClasses(classifier(), { loss: (x, y) => crossEntropy(x.mul(0), y), steps: 210 }),
    lookalikes: {
      'a loss that has come down and stays': () => onLosses(falling(210, 0.3)),
      'a network that is tuned on': () =>
        onLosses(Array.from({ length: 210 }, (_, i) => 1 - i / 400)),
    },
  },
  'lr-too-high': {
    mistake: () => {
      const model = new nn.Linear(8, 1);
      return onNumbers(model, {
        optimizer: sgd(model, 1.2),
        steps: 40,
        options: { silence: ['exploding-gradient', 'update-ratio'] },
      });
    },
    lookalikes: {
      'single losses that stand out': () =>
        onLosses(falling(100, 0.3).map((loss, i) => (i % 7 === 3 ? 20 * loss : loss))),
    },
  },
  'lr-too-low': {
    mistake: () => {
      const model = classifier();
      return onClasses(model, { optimizer: sgd(model, 1e-5), steps: 210 });
    },
    lookalikes: {
      'a rate of the usual size': () => {
        const model = classifier();
        return onClasses(model, { optimizer: sgd(model, 0.1), steps: 210 });
      },
    },
  },
  'cannot-overfit-one-batch': {
    mistake: () => overfit(new Formula((h) => h.mul(0)), 0.01),
    lookalikes: { 'a model that can': () => overfit(new Formula((h) => h.tanh()), 0.02) },
  },
  overfitting: {
    mistake: () => onLosses(falling(20, 0.1), [0.9, 0.7, 0.6, 0.7, 0.8, 0.9, 1]),
    lookalikes: {
      'a validation loss that trembles': () =>
        onLosses(falling(20, 0.1), [0.9, 0.7, 0.6, 0.7, 0.58, 0.66, 0.57, 0.6, 0.7]),
      'both rise': () =>
        onLosses(
          falling(20, 0.1).map((loss, i) => (i < 3 ? loss : 1 + i / 20)),
          [0.9, 0.7, 0.6, 0.7, 0.8, 0.9, 1],
        ),
    },
  },
};

/** What a doctor says of the first NaN, by where it was made. */
export const firstNonfinite: Readonly<Record<'forward' | 'backward' | 'input', () => Doctor>> = {
  forward: () => {
    manualSeed(1);
    return run({
      model: new Formula((h) => h.log()),
      batches: numberBatches(),
      loss: mseLoss,
      steps: 2,
    });
  },
  backward: () => {
    manualSeed(1);
    // The slope of a root is infinite at zero, and infinity times zero is NaN.
    const model = new Formula((h) => h.mul(0).sqrt());
    return run({ model, batches: numberBatches(), loss: mseLoss, steps: 2 });
  },
  input: () => {
    const batches = numberBatches();
    return run({
      model: new nn.Linear(8, 1),
      batches: (step) => {
        const [x, y] = batches(step);
        return [step === 2 ? x.mul(Number.NaN).clone() : x, y];
      },
      loss: mseLoss,
      steps: 2,
    });
  },
};

/** Mistakes in how model, optimizer and loop are put together. */

import { manualSeed, nn, noGrad, optim, randn, type Tensor } from 'chainrule';
import { classBatches, classifier, run } from '../loop.js';
import type { Cases } from './case.js';

const { crossEntropy, mseLoss } = nn.functional;

/** Two layers, one of which the model's properties show only if it says so. */
class Hidden extends nn.Module {
  readonly #secret: nn.Linear;
  readonly shown: nn.Linear | null;
  readonly out = new nn.Linear(16, 3);

  constructor(isShown: boolean) {
    super();
    this.#secret = new nn.Linear(8, 16);
    this.shown = isShown ? this.#secret : null;
  }

  forward(x: Tensor): Tensor {
    return this.out.forward(this.#secret.forward(x).relu());
  }
}

/** A layer that forward may forget. */
class Branch extends nn.Module {
  readonly first = new nn.Linear(8, 16);
  readonly extra = new nn.Linear(16, 16);
  readonly out = new nn.Linear(16, 3);
  uses: (call: number) => boolean = () => true;
  #calls = 0;

  forward(x: Tensor): Tensor {
    this.#calls += 1;
    const h = this.first.forward(x).relu();
    return this.out.forward(this.uses(this.#calls) ? this.extra.forward(h).relu() : h);
  }
}

function branch(uses: (call: number) => boolean): Branch {
  const model = new Branch();
  model.uses = uses;
  return model;
}

/** Images `[32, 4, 6, 3]` to channels first. */
class Images extends nn.Module {
  readonly conv = new nn.Conv2d(3, 4, 3);
  readonly out = new nn.Linear(32, 3);
  readonly #toChannels: (x: Tensor) => Tensor;

  constructor(toChannels: (x: Tensor) => Tensor) {
    super();
    this.#toChannels = toChannels;
  }

  forward(x: Tensor): Tensor {
    const images = this.#toChannels(x.reshape([32, 4, 6, 3]));
    return this.out.forward(this.conv.forward(images).relu().flatten(1));
  }
}

function dropout(): nn.Sequential {
  return new nn.Sequential(new nn.Linear(8, 16), new nn.Dropout(0.2), new nn.Linear(16, 3));
}

function normed(bias: boolean, norm: nn.Layer): nn.Sequential {
  const first = new nn.Linear(8, 16, { bias });
  return new nn.Sequential(first, norm, new nn.ReLU(), new nn.Linear(16, 3));
}

const onClasses = (model: nn.Layer, more: Partial<Parameters<typeof run>[0]> = {}) =>
  run({ model, batches: classBatches(), loss: crossEntropy, ...more }).findings;

/** One weight for all, which no random number breaks. */
function constantWeights(layers: readonly number[]): nn.Sequential {
  manualSeed(3);
  const model = classifier();
  for (const i of layers) {
    const layer = model.at(i);
    for (const parameter of layer?.parameters() ?? []) parameter.assign(0.1);
  }
  return model;
}

/** Cases by code. */
export const structureCases: Cases<
  | 'grad-not-zeroed'
  | 'optimizer-misses-parameter'
  | 'parameter-without-gradient'
  | 'parameter-unregistered'
  | 'training-in-eval-mode'
  | 'evaluating-in-train-mode'
  | 'bias-before-norm'
  | 'reshape-for-permute'
  | 'symmetric-weights'
> = {
  'grad-not-zeroed': {
    mistake: () => onClasses(classifier(), { zeroGrad: false }),
    lookalikes: {
      'gradients of four batches, cleared after the update': () => {
        const model = classifier();
        const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
        const batches = classBatches();
        const onStep = (step: number): void => {
          optimizer.zeroGrad();
          for (let i = 0; i < 3; i++) {
            const [x, y] = batches(step);
            crossEntropy(model.forward(x), y).backward();
          }
        };
        return onClasses(model, { optimizer, batches, onStep, zeroGrad: false });
      },
    },
  },
  'optimizer-misses-parameter': {
    mistake: () => {
      const model = classifier();
      const first = model.at(0);
      const parameters = first instanceof nn.Linear ? first.parameters() : [];
      return onClasses(model, { optimizer: new optim.SGD(parameters, { lr: 0.01 }) });
    },
    lookalikes: {
      'a frozen layer': () => {
        const model = classifier();
        const [frozen, ...rest] = model.parameters();
        if (frozen !== undefined) frozen.requiresGrad = false;
        return onClasses(model, { optimizer: new optim.SGD(rest, { lr: 0.01 }) });
      },
    },
  },
  'parameter-without-gradient': {
    mistake: () => onClasses(branch(() => false)),
    lookalikes: { 'a layer of every second step': () => onClasses(branch((i) => i % 2 === 0)) },
  },
  'parameter-unregistered': {
    mistake: () => onClasses(new Hidden(false)),
    lookalikes: {
      'a private field that a property shows as well': () => onClasses(new Hidden(true)),
      'another network that judges the output': () => {
        const judge = new nn.Linear(3, 3);
        return onClasses(classifier(), { loss: (x, y) => crossEntropy(judge.forward(x), y) });
      },
      'an input that takes a gradient': () => {
        const batches = classBatches();
        return onClasses(classifier(), {
          batches: (step) => {
            const [x, y] = batches(step);
            x.requiresGrad = true;
            return [x, y];
          },
        });
      },
    },
  },
  'training-in-eval-mode': {
    mistake: () => onClasses(dropout().eval()),
    lookalikes: {
      'a frozen normalisation inside a model that trains': () => {
        const model = normed(false, new nn.BatchNorm1d(16));
        model.at(1)?.eval();
        return onClasses(model);
      },
      'a model that knows no modes': () => onClasses(classifier().eval()),
    },
  },
  'evaluating-in-train-mode': {
    mistake: () => {
      const model = dropout();
      return onClasses(model, { onStep: () => void noGrad(() => model.forward(randn([4, 8]))) });
    },
    lookalikes: {
      'an evaluation between two steps': () => {
        const model = dropout();
        const onStep = (): void => {
          model.eval();
          noGrad(() => model.forward(randn([4, 8])));
          model.train();
        };
        return onClasses(model, { onStep });
      },
      'a model that knows no modes': () => {
        const model = classifier();
        return onClasses(model, { onStep: () => void noGrad(() => model.forward(randn([4, 8]))) });
      },
    },
  },
  'bias-before-norm': {
    mistake: () => onClasses(normed(true, new nn.BatchNorm1d(16))),
    lookalikes: {
      'a layer without a bias': () => onClasses(normed(false, new nn.BatchNorm1d(16))),
      'a normalisation over features': () => onClasses(normed(true, new nn.LayerNorm(16))),
    },
  },
  'reshape-for-permute': {
    mistake: () => onImages((x) => x.reshape([32, 3, 4, 6])),
    lookalikes: {
      'a permutation': () => onImages((x) => x.permute([0, 3, 1, 2])),
      'heads of attention, split and joined': () => {
        const attention = new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16 });
        return run({
          model: new nn.Sequential(attention, new nn.Linear(8, 3)),
          batches: () => [randn([8, 4, 8]), randn([8, 4, 3])],
          loss: mseLoss,
        }).findings;
      },
      'a convolution': () => onImages((x) => x.permute([0, 3, 1, 2]).clone()),
    },
  },
  'symmetric-weights': {
    mistake: () => onClasses(constantWeights([0, 2])),
    lookalikes: { 'a last layer of equal weights': () => onClasses(constantWeights([2])) },
  },
};

function onImages(toChannels: (x: Tensor) => Tensor) {
  return onClasses(new Images(toChannels), { batches: classBatches(72) });
}

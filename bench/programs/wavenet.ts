/**
 * A WaveNet over characters, layers and all written by hand.
 * Source: https://github.com/karpathy/nn-zero-to-hero (makemore, part 5)
 */

import { nn, noGrad, ones, type Tensor, zeros } from 'chainrule';
import { integers, normal } from './generator.js';
import { cycle, type Program } from './program.js';

const [vocabSize, blockSize, width, hidden, batchSize] = [27, 8, 24, 128, 32];

interface Layer {
  forward(x: Tensor): Tensor;
  parameters(): Tensor[];
}

class Linear implements Layer {
  readonly weight: Tensor;

  constructor(
    fanIn: number,
    fanOut: number,
    readonly bias: Tensor | null = zeros([fanOut]),
  ) {
    this.weight = normal(`linear ${fanIn} ${fanOut}`, [fanIn, fanOut]).div(fanIn ** 0.5);
  }

  forward(x: Tensor): Tensor {
    const out = x.matmul(this.weight);
    return this.bias === null ? out : out.add(this.bias);
  }

  parameters(): Tensor[] {
    return this.bias === null ? [this.weight] : [this.weight, this.bias];
  }
}

class BatchNorm1d implements Layer {
  readonly gamma: Tensor;
  readonly beta: Tensor;
  runningMean: Tensor;
  runningVar: Tensor;

  constructor(
    dim: number,
    readonly eps = 1e-5,
    readonly momentum = 0.1,
  ) {
    this.gamma = ones([dim]);
    this.beta = zeros([dim]);
    this.runningMean = zeros([dim]);
    this.runningVar = ones([dim]);
  }

  forward(x: Tensor): Tensor {
    const { eps, momentum } = this;
    const dim = x.ndim === 2 ? 0 : [0, 1];
    const mean = x.mean(dim, true);
    const variance = x.var(dim, { keepdim: true });
    const xhat = x.sub(mean).div(variance.add(eps).sqrt());
    noGrad(() => {
      this.runningMean = this.runningMean.mul(1 - momentum).add(mean.mul(momentum));
      this.runningVar = this.runningVar.mul(1 - momentum).add(variance.mul(momentum));
    });
    return this.gamma.mul(xhat).add(this.beta);
  }

  parameters(): Tensor[] {
    return [this.gamma, this.beta];
  }
}

class Tanh implements Layer {
  forward(x: Tensor): Tensor {
    return x.tanh();
  }

  parameters(): Tensor[] {
    return [];
  }
}

class Embedding implements Layer {
  readonly weight: Tensor;

  constructor(count: number, dim: number) {
    this.weight = normal('embedding', [count, dim]);
  }

  forward(ix: Tensor): Tensor {
    return this.weight.indexSelect(0, ix.flatten()).reshape([...ix.shape, -1]);
  }

  parameters(): Tensor[] {
    return [this.weight];
  }
}

class FlattenConsecutive implements Layer {
  constructor(readonly n: number) {}

  forward(x: Tensor): Tensor {
    const [b = 0, t = 0, c = 0] = x.shape;
    const joined = x.reshape([b, t / this.n, c * this.n]);
    return joined.shape[1] === 1 ? joined.squeeze(1) : joined;
  }

  parameters(): Tensor[] {
    return [];
  }
}

/** A training step: batch of 32 by an index tensor, SGD by hand. */
export const wavenet: Program = (wrap) => {
  const block = (from: number): Layer[] => [
    new FlattenConsecutive(2),
    new Linear(2 * from, hidden, null),
    new BatchNorm1d(hidden),
    new Tanh(),
  ];
  const layers = [
    new Embedding(vocabSize, width),
    ...[width, hidden, hidden].flatMap(block),
    new Linear(hidden, vocabSize),
  ];
  const parameters = layers.flatMap((layer) => layer.parameters());
  for (const p of parameters) p.requiresGrad = true;
  const x = integers('names x', [20_000, blockSize], vocabSize);
  const y = integers('names y', [20_000], vocabSize);
  const ix = cycle(Array.from({ length: 20 }, (_, i) => integers(`ix${i}`, [batchSize], 20_000)));

  const step = wrap((index: Tensor) => {
    const [xb, yb] = [x.indexSelect(0, index), y.indexSelect(0, index)];
    let logits = xb;
    for (const layer of layers) logits = layer.forward(logits);
    const loss = nn.functional.crossEntropy(logits, yb);
    for (const p of parameters) p.grad = null;
    loss.backward();
    noGrad(() => {
      for (const p of parameters) if (p.grad) p.assign(p.sub(p.grad.mul(0.1)));
    });
    return loss;
  });
  return () => step(ix());
};

/**
 * A WaveNet over characters, layers and all written by hand.
 * Source: https://github.com/karpathy/nn-zero-to-hero (makemore, part 5)
 * Run: npx tsx examples/models/wavenet.ts
 */

import { fileURLToPath } from 'node:url';
import { manualSeed, nn, noGrad, ones, randint, randn, type Tensor, zeros } from 'chainrule';

abstract class Layer {
  abstract forward(x: Tensor): Tensor;

  parameters(): Tensor[] {
    return [];
  }
}

/** Makes the first weights of a layer, of a shape. */
export type Draw = (name: string, shape: readonly number[]) => Tensor;

class Linear extends Layer {
  readonly weight: Tensor;
  readonly bias: Tensor | null;

  constructor(draw: Draw, fanIn: number, fanOut: number, bias = true) {
    super();
    this.weight = draw(`linear ${fanIn} ${fanOut}`, [fanIn, fanOut]).div(fanIn ** 0.5);
    this.bias = bias ? zeros([fanOut], { dtype: this.weight.dtype }) : null;
  }

  forward(x: Tensor): Tensor {
    return this.bias === null ? x.matmul(this.weight) : x.matmul(this.weight).add(this.bias);
  }

  override parameters(): Tensor[] {
    return this.bias === null ? [this.weight] : [this.weight, this.bias];
  }
}

class BatchNorm1d extends Layer {
  readonly #momentum = 0.1;
  readonly gamma: Tensor;
  readonly beta: Tensor;
  runningMean: Tensor;
  runningVar: Tensor;
  training = true;

  constructor(dim: number, { dtype }: Tensor) {
    super();
    [this.gamma, this.beta] = [ones([dim], { dtype }), zeros([dim], { dtype })];
    [this.runningMean, this.runningVar] = [zeros([dim], { dtype }), ones([dim], { dtype })];
  }

  forward(x: Tensor): Tensor {
    let [mean, variance] = [this.runningMean, this.runningVar];
    if (this.training) {
      const dim = x.ndim === 2 ? 0 : [0, 1];
      [mean, variance] = [x.mean(dim, true), x.var(dim, { keepdim: true })];
      this.runningMean = this.runningMean.lerp(mean.detach(), this.#momentum);
      this.runningVar = this.runningVar.lerp(variance.detach(), this.#momentum);
    }
    return this.gamma.mul(x.sub(mean).div(variance.add(1e-5).sqrt())).add(this.beta);
  }

  override parameters(): Tensor[] {
    return [this.gamma, this.beta];
  }
}

class Tanh extends Layer {
  forward(x: Tensor): Tensor {
    return x.tanh();
  }
}

class Embedding extends Layer {
  readonly weight: Tensor;

  constructor(draw: Draw, count: number, dim: number) {
    super();
    this.weight = draw('embedding', [count, dim]);
  }

  forward(ix: Tensor): Tensor {
    return this.weight.at(ix);
  }

  override parameters(): Tensor[] {
    return [this.weight];
  }
}

class FlattenConsecutive extends Layer {
  constructor(readonly n: number) {
    super();
  }

  forward(x: Tensor): Tensor {
    const [B = 0, T = 0, C = 0] = x.shape;
    return x.view(T === this.n ? [B, T * C] : [B, T / this.n, C * this.n]);
  }
}

/** The layers for 8 characters. */
export function makeLayers(draw: Draw, vocab = 27, width = 24, hidden = 128): Layer[] {
  const embedding = new Embedding(draw, vocab, width);
  const block = (from: number): Layer[] => [
    new FlattenConsecutive(2),
    new Linear(draw, 2 * from, hidden, false),
    new BatchNorm1d(hidden, embedding.weight),
    new Tanh(),
  ];
  const blocks = [width, hidden, hidden].flatMap(block);
  const layers = [embedding, ...blocks, new Linear(draw, hidden, vocab)];
  for (const p of layers.flatMap((layer) => layer.parameters())) p.requiresGrad = true;
  return layers;
}

/** One step of gradient descent by hand; returns the loss. */
export function trainStep(layers: readonly Layer[], x: Tensor, y: Tensor, lr = 0.1): Tensor {
  const parameters = layers.flatMap((layer) => layer.parameters());
  const logits = layers.reduce((out, layer) => layer.forward(out), x);
  const loss = nn.functional.crossEntropy(logits, y);
  for (const p of parameters) p.grad = null;
  loss.backward();
  noGrad(() => {
    for (const p of parameters) if (p.grad !== null) p.assign(p.sub(p.grad.mul(lr)));
  });
  return loss;
}

function main(): void {
  manualSeed(0);
  const layers = makeLayers((_, shape) => randn(shape));
  // Words of a language in which each letter is the sum of the last two.
  const x = randint(0, 27, [4096, 8]);
  const y = x.select(1, 7).add(x.select(1, 6)).remainder(27);
  for (let i = 0; i <= 2000; i++) {
    const ix = randint(0, 4096, [32]);
    const loss = trainStep(layers, x.at(ix), y.at(ix));
    if (i % 400 === 0) console.log(`step ${i}: loss ${loss.item().toFixed(3)}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

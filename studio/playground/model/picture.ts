/**
 * What is shown of a training: what every neuron says everywhere in the plane, losses, gradients.
 * All of it is one tensor, so that it is computed by one program and read at once.
 */

import { cat, noGrad, type Tensor, tensor, zeros } from 'chainrule';
import type { Batch } from './batches.js';
import { isRegression, outputsOf, type PlayConfig } from './config.js';
import { lossOf } from './loss.js';
import type { Network } from './network.js';
import { gridSize, inputsOf, reach } from './points.js';

/** What is known of a step. */
export interface Measured {
  readonly step: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  /** Share of the test points that are right; NaN where numbers are learned. */
  readonly accuracy: number;
}

/** A picture of a step. */
export interface Picture {
  readonly measured: Measured;
  /** By layer, by neuron: what it says at each square of the plane; all parts of one buffer. */
  readonly surfaces: readonly (readonly Float32Array[])[];
  /** The size of the last gradient, layer by layer: the root of the mean of its squares. */
  readonly gradients: readonly number[];
}

/** Places of a grid over the plane, row by row from the top. */
function gridPlaces(): [number, number][] {
  const at = (i: number): number => -reach + (2 * reach * (i + 0.5)) / gridSize;
  return Array.from({ length: gridSize * gridSize }, (_, i) => [
    at(i % gridSize),
    -at(Math.floor(i / gridSize)),
  ]);
}

/** The numbers of a tensor; reading them has made a copy, so there is no need of another. */
function floatsOf(values: Tensor): Float32Array {
  const numbers = values.toTypedArray();
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}

/** Looks at a network while it is trained; it changes nothing. */
export class TrainingView {
  readonly #config: PlayConfig;
  readonly #network: Network;
  readonly #train: Batch;
  readonly #judged: Batch;
  readonly #grid: Tensor;

  constructor(config: PlayConfig, network: Network, train: Batch, judged: Batch) {
    this.#config = config;
    this.#network = network;
    this.#train = train;
    this.#judged = judged;
    const grid = inputsOf(config.features, gridPlaces()).flat();
    this.#grid = tensor(Float32Array.from(grid)).reshape([-1, config.features.length]);
  }

  /** Runs `look` as at the end of a training: no dropout, no gradients. */
  #quietly<Result>(look: () => Result): Result {
    const { model } = this.#network;
    model.eval();
    const result = noGrad(look);
    model.train();
    return result;
  }

  /** Training loss, test loss, share of test points that are right: `[3]`. */
  #losses(): Tensor {
    const { model } = this.#network;
    const { x, y } = this.#train;
    const train = lossOf(this.#config, model.forward(x), y);
    const output = model.forward(this.#judged.x);
    const test = lossOf(this.#config, output, this.#judged.y);
    return cat([train, test, this.#accuracy(output)].map((one) => one.reshape([1])));
  }

  #accuracy(output: Tensor): Tensor {
    if (isRegression(this.#config)) return zeros([1]);
    const { y } = this.#judged;
    const right = outputsOf(this.#config) > 1 ? output.argmax(1).eq(y) : output.gt(0).eq(y.gt(0.5));
    return right.to('float32').mean();
  }

  /** Outputs of each layer at the squares of the plane, a row for each neuron: `[n, squares]`. */
  #layers(): Tensor[] {
    const { modules, linears } = this.#network;
    const layers: Tensor[] = [];
    let values = this.#grid;
    modules.forEach((module, i) => {
      values = module.forward(values);
      const isLast = i === modules.length - 1;
      const begins = linears.some((linear) => linear === modules[i + 1]);
      if (isLast || begins) layers.push(values.transpose(0, 1));
    });
    return layers;
  }

  #gradients(): Tensor[] {
    return this.#network.linears.map(({ weight: { grad } }) =>
      grad === null ? zeros([1]) : grad.detach().square().mean().sqrt().reshape([1]),
    );
  }

  #measured([trainLoss = 0, testLoss = 0, right = 0]: Iterable<number>): Omit<Measured, 'step'> {
    return { trainLoss, testLoss, accuracy: isRegression(this.#config) ? Number.NaN : right };
  }

  /** Losses and accuracy now. */
  measure(): Omit<Measured, 'step'> {
    return this.#measured(this.#quietly(() => this.#losses().toTypedArray()));
  }

  /** All that a picture shows. */
  picture(step: number): Picture {
    const { values, sizes } = this.#quietly(() => {
      const layers = this.#layers();
      const parts = [...layers.map((layer) => layer.flatten()), this.#losses()];
      return {
        values: floatsOf(cat([...parts, ...this.#gradients()])),
        sizes: layers.map(({ shape }) => shape[0] ?? 0),
      };
    });
    const squares = gridSize * gridSize;
    let a = 0;
    const surfaces = sizes.map((size) => {
      const first = a;
      a += size * squares;
      return Array.from({ length: size }, (_, i) => {
        const start = first + i * squares;
        return values.subarray(start, start + squares);
      });
    });
    const b = a + 3;
    const measured = { step, ...this.#measured(values.subarray(a, b)) };
    return { measured, surfaces, gradients: [...values.subarray(b)] };
  }
}

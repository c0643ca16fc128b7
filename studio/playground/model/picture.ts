/**
 * What is shown of a training: what every neuron says everywhere in the plane, losses, gradients.
 * All of it is one tensor, so that it is computed by one program and read at once.
 */

import { cat, noGrad, type Tensor, tensor, zeros } from 'chainrule';
import type { Batch } from './batches.js';
import { inputNamesOf, isRegression, outputsOf, type PlayConfig } from './config.js';
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
  /** Of digits: what each picture to judge by is taken for, and after all of them how surely. */
  readonly said: Float32Array;
  /** How likely each digit is of the one that was drawn; empty where there is none. */
  readonly saidOfDrawn: Float32Array;
}

/** What a view looks at. */
export interface Seen {
  readonly train: Batch;
  readonly judged: Batch;
  /** The pixels of a place in the plane, where points are pictures. */
  readonly pixelsAt?: ((x: number, y: number) => number[]) | undefined;
}

const nothing = new Float32Array(0);

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
  readonly #seen: Seen;
  readonly #grid: Tensor;
  /** The ink of a picture that was drawn; empty where there is none. */
  drawn: readonly number[] = [];

  constructor(config: PlayConfig, network: Network, seen: Seen) {
    this.#config = config;
    this.#network = network;
    this.#seen = seen;
    const { pixelsAt } = seen;
    const places = gridPlaces().map(([x, y]) => [x, y, 0, ...(pixelsAt?.(x, y) ?? [])] as const);
    const names = inputNamesOf(config);
    const grid = inputsOf(names, places).flat();
    this.#grid = tensor(Float32Array.from(grid)).reshape([-1, names.length]);
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
  #losses(output: Tensor): Tensor {
    const { train: learned, judged } = this.#seen;
    const train = lossOf(this.#config, this.#network.model.forward(learned.x), learned.y);
    const test = lossOf(this.#config, output, judged.y);
    return cat([train, test, this.#accuracy(output)].map((one) => one.reshape([1])));
  }

  #accuracy(output: Tensor): Tensor {
    if (isRegression(this.#config)) return zeros([1]);
    const { y } = this.#seen.judged;
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

  /** What the outputs of the pictures to judge by say, and that of the one that was drawn. */
  #said(output: Tensor): Tensor[] {
    if (this.#seen.pixelsAt === undefined) return [];
    const sure = output.softmax(1);
    const said = [sure.argmax(1).to('float32'), sure.amax(1)];
    if (this.drawn.length === 0) return said;
    const drawn = tensor(Float32Array.from(this.drawn)).reshape([1, -1]);
    return [...said, this.#network.model.forward(drawn).softmax(1).flatten()];
  }

  #measured([trainLoss = 0, testLoss = 0, right = 0]: Iterable<number>): Omit<Measured, 'step'> {
    return { trainLoss, testLoss, accuracy: isRegression(this.#config) ? Number.NaN : right };
  }

  /** The outputs of the points to judge by. */
  #output(): Tensor {
    return this.#network.model.forward(this.#seen.judged.x);
  }

  /** Losses and accuracy now. */
  measure(): Omit<Measured, 'step'> {
    return this.#measured(this.#quietly(() => this.#losses(this.#output()).toTypedArray()));
  }

  /** All that a picture shows. */
  picture(step: number): Picture {
    const { values, sizes } = this.#quietly(() => {
      const layers = this.#layers();
      const output = this.#output();
      const parts = [...layers.map((layer) => layer.flatten()), this.#losses(output)];
      return {
        values: floatsOf(cat([...parts, ...this.#gradients(), ...this.#said(output)])),
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
    const c = b + this.#network.linears.length;
    const gradients = [...values.subarray(b, c)];
    const isOfPictures = this.#seen.pixelsAt !== undefined;
    const d = c + (isOfPictures ? 2 * (this.#seen.judged.x.shape[0] ?? 0) : 0);
    // Copies: the buffer goes to the page as a whole, and these stay small.
    return {
      measured,
      surfaces,
      gradients,
      said: isOfPictures ? values.slice(c, d) : nothing,
      saidOfDrawn: d < values.length ? values.slice(d) : nothing,
    };
  }
}

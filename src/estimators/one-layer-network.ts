/**
 * One layer whose derivatives are written out by hand, in plain arrays: `forward` keeps what
 * `backward` needs, and `backward` leaves the gradients that a step uses. No autograd, no tensors;
 * `nn.Linear` with an activation computes the same, step by step.
 */

import { NumpyRandom } from '../data/random/numpy-random.js';
import { oneOf, ShapeError, ValueError } from '../errors.js';
import * as signatures from '../signatures/estimators.js';
import { divergedError } from './convergence.js';

/** Numbers in rows. */
type Matrix = number[][];
type Rows = readonly (readonly number[])[];

interface Curve {
  readonly f: (z: number) => number;
  /** The slope, given the output `y = f(z)`. */
  readonly slope: (y: number) => number;
}

/** What is done to each sum. */
type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh';

const curves: Readonly<Record<Activation, Curve>> = {
  linear: { f: (z) => z, slope: () => 1 },
  relu: { f: (z) => Math.max(0, z), slope: (y) => (y > 0 ? 1 : 0) },
  sigmoid: { f: (z) => 1 / (1 + Math.exp(-z)), slope: (y) => y * (1 - y) },
  tanh: { f: Math.tanh, slope: (y) => 1 - y * y },
};

/** Options of `OneLayerNetwork`. */
export interface OneLayerOptions {
  /** Default `'sigmoid'`. */
  readonly activation?: Activation;
  /** Seed of the weights, from 0 to 2^32 - 1; default 0. */
  readonly seed?: number;
}

/**
 * `activation(x · weightᵀ + bias)`, trained by its own hands.
 *
 * @example
 * const layer = new OneLayerNetwork(2, 1, { activation: 'linear' });
 * const [[y = 0] = []] = layer.forward([[1, 2]]);
 * layer.backward([[1]]); // d(y) / d(weight) is x
 * console.log(Math.abs(y) < 3, layer.weightGrad); // true [ [ 1, 2 ] ]
 */
export class OneLayerNetwork {
  /** `[outFeatures][inFeatures]`, at first uniform over `±1 / sqrt(inFeatures)`. */
  readonly weight: Matrix;
  /** `[outFeatures]`, at first 0. */
  readonly bias: number[];
  /** Gradient of the weights, from the last `backward`. */
  weightGrad: Matrix = [];
  /** Gradient of the biases, from the last `backward`. */
  biasGrad: number[] = [];
  readonly #curve: Curve;
  #x: Rows = [];
  #y: Rows = [];

  /** @throws ValueError for an unknown activation, or sizes that are no positive integers. */
  constructor(inFeatures: number, outFeatures: number, options: OneLayerOptions = {}) {
    signatures.OneLayerNetwork.check(arguments);
    const { activation = 'sigmoid', seed = 0 } = options;
    if (!Object.hasOwn(curves, activation)) {
      throw new ValueError(
        `OneLayerNetwork: unknown activation '${activation}', expected ${oneOf(Object.keys(curves))}`,
      );
    }
    for (const size of [inFeatures, outFeatures]) {
      if (Number.isInteger(size) && size > 0) continue;
      throw new ValueError(`OneLayerNetwork: sizes must be integers above 0, got ${size}`);
    }
    const random = new NumpyRandom('OneLayerNetwork', seed);
    const bound = 1 / Math.sqrt(inFeatures);
    const row = (): number[] =>
      Array.from({ length: inFeatures }, () => random.uniform(-bound, bound));
    this.weight = Array.from({ length: outFeatures }, row);
    this.bias = Array.from({ length: outFeatures }, () => 0);
    this.#curve = curves[activation];
  }

  /**
   * One row of outputs per row of inputs.
   * @throws ShapeError for rows of another length, ValueError for NaN and infinities.
   */
  forward(x: Rows): Matrix {
    signatures.OneLayerNetwork$forward.check(arguments);
    const features = this.weight[0]?.length ?? 0;
    const wrong = x.find((row) => row.length !== features);
    if (wrong !== undefined) {
      throw new ShapeError(
        `OneLayerNetwork: expected rows of ${features} numbers, got one of ${wrong.length}`,
      );
    }
    if (!x.every((row) => row.every(Number.isFinite))) {
      throw new ValueError('OneLayerNetwork: x contains NaN or infinity');
    }
    const y = x.map((row) =>
      this.weight.map((weights, j) => this.#curve.f(dot(weights, row) + (this.bias[j] ?? 0))),
    );
    this.#x = x;
    this.#y = y;
    return y;
  }

  /**
   * From d(loss) / d(output), for the last `forward`, to the gradients of weight and bias, which
   * replace the last ones, and to d(loss) / d(input), which is returned.
   * @throws ShapeError unless `dy` has the shape of that output.
   */
  backward(dy: Rows): Matrix {
    signatures.OneLayerNetwork$backward.check(arguments);
    if (dy.length !== this.#y.length) {
      throw new ShapeError(
        `OneLayerNetwork: forward gave ${this.#y.length} rows, backward got ${dy.length}`,
      );
    }
    const wrong = dy.find((row) => row.length !== this.bias.length);
    if (wrong !== undefined) {
      throw new ShapeError(
        `OneLayerNetwork: expected rows of ${this.bias.length} slopes, got one of ${wrong.length}`,
      );
    }
    // dz = dy f'(z), one factor of the chain rule.
    const dz = dy.map((row, i) =>
      row.map((slope, j) => slope * this.#curve.slope(this.#y[i]?.[j] ?? 0)),
    );
    // z = w x + b, so dw = dz x and db = dz, summed over the samples, and dx = dz w.
    this.weightGrad = this.weight.map((weights, j) =>
      weights.map((_, k) => dot(column(dz, j), column(this.#x, k))),
    );
    this.biasGrad = this.bias.map((_, j) => column(dz, j).reduce((sum, each) => sum + each, 0));
    return dz.map((row) => (this.weight[0] ?? []).map((_, k) => dot(row, column(this.weight, k))));
  }

  /**
   * A step downhill: each weight and bias minus `lr` times its gradient.
   * @throws ValueError when one would become NaN or infinite; nothing has changed then.
   */
  step(lr: number): void {
    signatures.OneLayerNetwork$step.check(arguments);
    const weight = this.weight.map((row, j) => moved(row, this.weightGrad[j] ?? [], lr));
    const bias = moved(this.bias, this.biasGrad, lr);
    if (![...weight, bias].every((row) => row.every(Number.isFinite))) {
      throw divergedError('OneLayerNetwork.step', 'lr');
    }
    this.weight.splice(0, weight.length, ...weight);
    this.bias.splice(0, bias.length, ...bias);
  }
}

function moved(values: readonly number[], slopes: readonly number[], lr: number): number[] {
  return values.map((value, i) => value - lr * (slopes[i] ?? 0));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, each, i) => sum + each * (b[i] ?? 0), 0);
}

function column(rows: Rows, index: number): number[] {
  return rows.map((row) => row[index] ?? 0);
}

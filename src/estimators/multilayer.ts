/**
 * The network and the training loop of `MLPClassifier` and `MLPRegressor`, which add what their
 * targets mean. Random numbers are drawn in scikit-learn's order, so that equal seeds give equal
 * networks. Source: scikit-learn's `neural_network/_multilayer_perceptron.py`
 */

import { noGrad } from '../autodiff/index.js';
import type { NumpyRandom } from '../data/random/numpy-random.js';
import { numpyRandom } from '../data/random/seeding.js';
import { TensorDataset } from '../data/tensor-dataset.js';
import { type Tensor, tensor } from '../tensor/index.js';
import { divergedError, warnUnconverged } from './convergence.js';
import type { MLPSettings } from './mlp-options.js';
import { makeSolver, type Solver } from './mlp-solvers.js';

/** Training samples as tensors: x `[samples, features]` and what the loss takes. */
export type TrainingData = readonly [x: Tensor, y: Tensor];

/** What a kind of network adds to the loop. */
export interface Task {
  /** To be minimised, for one batch: its mean over the samples has scikit-learn's gradient. */
  readonly loss: (output: Tensor, y: Tensor) => Tensor;
  /** What is reported as the loss, where it differs; default: the same. */
  readonly reported?: (output: Tensor, y: Tensor) => Tensor;
  /** Score of the network on held-out samples; higher is better. */
  readonly score: (output: Tensor, y: Tensor) => number;
  /** Rows for training and for validation. */
  readonly holdOut: (
    y: Tensor,
    count: number,
    random: NumpyRandom,
  ) => { train: Int32Array; test: Int32Array };
}

const activations: { readonly [A in MLPSettings['activation']]: (x: Tensor) => Tensor } = {
  identity: (x) => x,
  logistic: (x) => x.sigmoid(),
  tanh: (x) => x.tanh(),
  relu: (x) => x.relu(),
};

/** A network of fully connected layers, and how its training went so far. */
export class Multilayer {
  /** Weights `[fanIn, fanOut]` of each layer. */
  coefs: Tensor[] = [];
  /** Biases `[fanOut]` of each layer. */
  intercepts: Tensor[] = [];
  /** Mean loss of each pass. */
  readonly lossCurve: number[] = [];
  /** With early stopping: score after each pass. */
  readonly validationScores: number[] = [];
  /** Whether training ended because there was no more progress. */
  converged = false;
  readonly #op: string;
  readonly #settings: MLPSettings;
  readonly #random: NumpyRandom;
  #solver: Solver | null = null;
  #samplesSeen = 0;
  #idle = 0;

  constructor(op: string, sizes: readonly number[], dtype: Tensor['dtype'], settings: MLPSettings) {
    this.#op = op;
    this.#settings = settings;
    this.#random = numpyRandom(op, settings.seed);
    const factor = settings.activation === 'logistic' ? 2 : 6;
    for (let i = 1; i < sizes.length; i++) {
      const [fanIn = 0, fanOut = 0] = sizes.slice(i - 1);
      const bound = Math.sqrt(factor / (fanIn + fanOut));
      this.coefs.push(this.#draw([fanIn, fanOut], bound, dtype));
      this.intercepts.push(this.#draw([fanOut], bound, dtype));
    }
  }

  /** A parameter, uniform over [-bound, bound). */
  #draw(shape: readonly number[], bound: number, dtype: Tensor['dtype']): Tensor {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float64Array.from({ length: count }, () => this.#random.uniform(-bound, bound));
    return tensor(values, { dtype, shape: [...shape], requiresGrad: true });
  }

  /** Output before the last activation: `[samples, features] -> [samples, outputs]`. */
  forward(x: Tensor): Tensor {
    const activate = activations[this.#settings.activation];
    const last = this.coefs.length - 1;
    return this.coefs.reduce((input, coef, i) => {
      const sum = input.matmul(coef).add(this.intercepts[i] ?? 0);
      return i === last ? sum : activate(sum);
    }, x);
  }

  /**
   * Trains until there is no more progress, or for the most passes allowed, with a warning then.
   * @throws ValueError when the weights end as NaN or infinite.
   */
  fit(data: TrainingData, task: Task): void {
    const { maxIter, earlyStopping } = this.#settings;
    this.#solver = null;
    const { train, validation } = earlyStopping
      ? this.#holdOut(data, task)
      : { train: data, validation: null };
    const progress = validation === null ? this.#watchLoss() : this.#watchScore(validation, task);
    const orders = this.#orders(train[0].shape[0] ?? 0);
    this.converged = false;
    for (let pass = 0; pass < maxIter && !this.converged; pass++) {
      this.#pass(train, orders(), task);
      // Early stopping returns to the best weights, which may still be good.
      const isLost = !Number.isFinite(this.lossCurve.at(-1));
      if (isLost && validation === null) this.#checkFinite('fit');
      this.#idle = progress.improved() ? 0 : this.#idle + 1;
      if (this.#idle > this.#settings.nIterNoChange) this.converged = this.#stopsOrSlows();
    }
    progress.finish();
    this.#checkFinite('fit');
    if (!this.converged) warnUnconverged(`${this.#op}.fit`, maxIter);
  }

  /** One pass over the samples. @throws ValueError when the weights end as NaN or infinite. */
  partialFit(data: TrainingData, task: Task): void {
    this.#pass(data, this.#orders(data[0].shape[0] ?? 0)(), task);
    this.#checkFinite('partialFit');
  }

  #checkFinite(method: string): void {
    const areFinite = [...this.coefs, ...this.intercepts].every((parameter) =>
      parameter.toTypedArray().every(Number.isFinite),
    );
    if (!areFinite) throw divergedError(`${this.#op}.${method}`, 'learningRateInit');
  }

  /** Gives the order of the samples of each pass: the last one, shuffled again. */
  #orders(samples: number): () => Int32Array {
    let order = Int32Array.from({ length: samples }, (_, i) => i);
    return () => {
      if (!this.#settings.shuffle) return order;
      const before = order;
      order = this.#random.permutation(samples).map((place) => before[place] ?? 0);
      return order;
    };
  }

  #pass(data: TrainingData, order: Int32Array, task: Task): void {
    const { batchSize, learningRate, learningRateInit, powerT, solver: kind } = this.#settings;
    const samples = order.length;
    const size = Math.min(batchSize === 'auto' ? 200 : batchSize, samples);
    const solver = this.#solver ?? makeSolver([...this.coefs, ...this.intercepts], this.#settings);
    this.#solver = solver;
    const dataset = new TensorDataset(...data);
    let total = 0;
    for (let start = 0; start < samples; start += size) {
      const rows = order.subarray(start, start + size);
      total += this.#step(solver, dataset.gather(rows), task) * rows.length;
    }
    this.lossCurve.push(total / samples);
    this.#samplesSeen += samples;
    if (kind === 'sgd' && learningRate === 'invscaling') {
      solver.lr = learningRateInit / (this.#samplesSeen + 1) ** powerT;
    }
  }

  /** Updates the weights for one batch and returns its loss. */
  #step(solver: Solver, [x, y]: TrainingData, { loss, reported = loss }: Task): number {
    const squares = this.coefs.map((coef) => coef.square().sum());
    const weights = squares.reduce((sum, each) => sum.add(each));
    const penalty = weights.mul((0.5 * this.#settings.alpha) / (x.shape[0] ?? 1));
    const output = this.forward(x);
    const objective = loss(output, y).add(penalty);
    const shown = (reported === loss ? objective : reported(output, y).add(penalty)).keep();
    solver.zeroGrad();
    objective.backward();
    solver.step();
    return shown.item();
  }

  /**
   * Without progress, `'adaptive'` goes on with a fifth of the learning rate until that is tiny.
   */
  #stopsOrSlows(): boolean {
    const { solver: kind, learningRate } = this.#settings;
    const solver = this.#solver;
    if (kind !== 'sgd' || learningRate !== 'adaptive' || solver === null || solver.lr <= 1e-6) {
      return true;
    }
    solver.lr /= 5;
    this.#idle = 0;
    return false;
  }

  /** Progress is a loss that falls. */
  #watchLoss(): { improved: () => boolean; finish: () => void } {
    const improved = (): boolean => {
      const loss = this.lossCurve.at(-1) ?? 0;
      const best = Math.min(...this.lossCurve.slice(0, -1));
      return !(loss > best - this.#settings.tol);
    };
    return { improved, finish: () => {} };
  }

  /** Progress is a score that rises; in the end the weights of the best score return. */
  #watchScore([x, y]: TrainingData, task: Task): { improved: () => boolean; finish: () => void } {
    let best = { score: Number.NEGATIVE_INFINITY, weights: this.#snapshot() };
    const improved = (): boolean => {
      const score = task.score(this.forward(x).detach(), y);
      if (Number.isNaN(score)) throw divergedError(`${this.#op}.fit`, 'learningRateInit');
      this.validationScores.push(score);
      const enough = !(score < best.score + this.#settings.tol);
      if (score > best.score) best = { score, weights: this.#snapshot() };
      return enough;
    };
    const finish = (): void => {
      noGrad(() => {
        [...this.coefs, ...this.intercepts].forEach((parameter, i) => {
          parameter.assign(best.weights[i] ?? parameter);
        });
      });
    };
    return { improved, finish };
  }

  #snapshot(): Tensor[] {
    return [...this.coefs, ...this.intercepts].map((parameter) => {
      const { dtype, shape } = parameter;
      return tensor(parameter.toTypedArray(), { dtype, shape: [...shape] });
    });
  }

  #holdOut(data: TrainingData, task: Task): { train: TrainingData; validation: TrainingData } {
    const count = Math.ceil((data[0].shape[0] ?? 0) * this.#settings.validationFraction);
    const { train, test } = task.holdOut(data[1], count, this.#random);
    const dataset = new TensorDataset(...data);
    return { train: dataset.gather(train), validation: dataset.gather(test) };
  }
}

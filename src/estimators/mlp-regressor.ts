/**
 * A network that predicts numbers, with scikit-learn's interface. Source:
 * https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPRegressor.html
 */

import { ShapeError } from '../errors.js';
import * as signatures from '../signatures/estimators.js';
import type { Tensor } from '../tensor/index.js';
import type { MLPOptions } from './mlp-options.js';
import { Multilayer, type Task } from './multilayer.js';
import { MultilayerEstimator } from './multilayer-estimator.js';
import {
  readFittedSamples,
  readSamples,
  readTargets,
  type Samples,
  type Targets,
} from './samples.js';

const op = 'MLPRegressor';

interface Fitted {
  readonly features: number;
  readonly outputs: number;
  /** Whether the targets were `[samples]`, so that predictions are, too. */
  readonly flat: boolean;
  readonly network: Multilayer;
}

/** Coefficient of determination, mean over the outputs: 1 is perfect, 0 as good as the mean. */
function rSquared(predicted: Tensor, y: Tensor): number {
  const residual = predicted.sub(y).square().sum(0).toTypedArray();
  const spread = y.sub(y.mean(0)).square().sum(0).toTypedArray();
  const scores = Array.from(residual, (error, i) => {
    const total = spread[i] ?? 0;
    if (total === 0) return error === 0 ? 1 : 0;
    return 1 - error / total;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

const task: Task = {
  // The gradient counts each output in full, the loss that is shown is their mean.
  loss: (output, y) => output.sub(y).square().sum(1).mean().div(2),
  reported: (output, y) => output.sub(y).square().mean().div(2),
  score: rSquared,
  holdOut: (y, count, random) => {
    const order = random.permutation(y.shape[0] ?? 0);
    return { test: order.slice(0, count), train: order.slice(count) };
  },
};

/**
 * A multi-layer perceptron for numbers, trained on half the squared error by `'adam'` or `'sgd'`.
 * With the same `seed` it equals scikit-learn's `MLPRegressor` (there is no `'lbfgs'`).
 *
 * @example
 * const [x, y] = [[[0], [1], [2], [3]], [0, 2, 4, 6]];
 * const line = new MLPRegressor({ hiddenLayerSizes: [8], learningRateInit: 0.05, seed: 1 });
 * console.log(line.fit(x, y).score(x, y) > 0.99); // true
 */
export class MLPRegressor extends MultilayerEstimator<Fitted> {
  /** @throws ValueError, DTypeError for an option that is unknown or out of range. */
  constructor(options: MLPOptions = {}) {
    signatures.MLPRegressor.check(arguments);
    super(op, options);
  }

  /**
   * Trains on samples x `[samples, features]` with targets y `[samples]` or `[samples, outputs]`.
   * @throws ShapeError, ValueError when they do not fit, or when the weights grow beyond all
   *   numbers.
   */
  fit(x: Samples, y: Targets | Samples): this {
    signatures.MLPRegressor$fit.check(arguments);
    if (!this.settings.warmStart) this.fitted = null;
    const { model, data } = this.#start('fit', x, y);
    this.train(() => model.network.fit(data, task));
    return this;
  }

  /** One pass over more samples. */
  partialFit(x: Samples, y: Targets | Samples): this {
    signatures.MLPRegressor$partialFit.check(arguments);
    const { model, data } = this.#start('partialFit', x, y);
    this.train(() => model.network.partialFit(data, task));
    return this;
  }

  #start(
    method: string,
    x: Samples,
    y: Targets | Samples,
  ): { model: Fitted; data: readonly [Tensor, Tensor] } {
    const name = `${op}.${method}`;
    const samples = readSamples(name, x);
    const given = readTargets(name, y, samples.shape[0] ?? 0, 'many');
    const targets = (given.ndim === 1 ? given.unsqueeze(1) : given).to(samples.dtype);
    const [features = 0, outputs = 0] = [samples.shape[1], targets.shape[1]];
    if (this.fitted === null) {
      const sizes = [features, ...this.settings.hiddenLayerSizes, outputs];
      const network = new Multilayer(op, sizes, samples.dtype, this.settings);
      this.fitted = { features, outputs, flat: given.ndim === 1, network };
    }
    readFittedSamples(name, samples, this.fitted.features);
    if (outputs !== this.fitted.outputs) {
      throw new ShapeError(
        `${name}: y has ${outputs} outputs, but it was fitted to ${this.fitted.outputs}`,
      );
    }
    return { model: this.fitted, data: [samples, targets] };
  }

  /** Predictions, of the shape that y had: `[samples]` or `[samples, outputs]`. */
  predict(x: Samples): Tensor {
    signatures.MLPRegressor$predict.check(arguments);
    const { network, features, flat } = this.model('predict');
    const output = network.forward(readFittedSamples(`${op}.predict`, x, features)).detach();
    return flat ? output.squeeze(1) : output;
  }

  /** R², the share of the spread of y that the predictions explain; 1 at best. */
  score(x: Samples, y: Targets | Samples): number {
    signatures.MLPRegressor$score.check(arguments);
    const predicted = this.predict(x);
    const name = `${op}.score`;
    const truth = readTargets(name, y, predicted.shape[0] ?? 0, 'many').to(predicted.dtype);
    const column = (t: Tensor): Tensor => (t.ndim === 1 ? t.unsqueeze(1) : t);
    return rSquared(column(predicted), column(truth));
  }
}

/**
 * A network that tells classes apart, with scikit-learn's interface. Source:
 * https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPClassifier.html
 */

import { stratifiedSplit } from '../data/split/stratify.js';
import { binaryCrossEntropyWithLogits, crossEntropy } from '../nn/functional/index.js';
import * as signatures from '../signatures/estimators.js';
import { sub, type Tensor, tensor } from '../tensor/index.js';
import type { MLPOptions } from './mlp-options.js';
import { Multilayer, type Task } from './multilayer.js';
import { MultilayerEstimator } from './multilayer-estimator.js';
import {
  accuracy,
  Classes,
  readFittedSamples,
  readSamples,
  readTargets,
  type Samples,
  type Targets,
} from './samples.js';

const op = 'MLPClassifier';

interface Fitted {
  readonly classes: Classes;
  readonly features: number;
  readonly network: Multilayer;
}

/** Place of the most likely class of each row, from outputs before the last activation. */
function placesOf(output: Tensor): ArrayLike<number> {
  const places = output.shape[1] === 1 ? output.gt(0).to('int32').flatten() : output.argmax(1);
  return places.toTypedArray();
}

function share(places: ArrayLike<number>, truth: ArrayLike<number>): number {
  const right = Array.from(places).filter((place, i) => place === truth[i]).length;
  return right / places.length;
}

/** Two classes are one output of 0 or 1; more are one output each. */
function taskOf(classes: number): Task {
  return {
    loss: (output, y) =>
      classes === 2
        ? binaryCrossEntropyWithLogits(output.flatten(), y.to(output.dtype))
        : crossEntropy(output, y),
    score: (output, y) => share(placesOf(output), y.toTypedArray()),
    holdOut: (y, count, random) => stratifiedSplit([...y.toTypedArray()], count, random),
  };
}

/**
 * A multi-layer perceptron for classes, trained on the cross-entropy by `'adam'` or `'sgd'`. With
 * the same `seed` it equals scikit-learn's `MLPClassifier` (there is no `'lbfgs'`, and no
 * multi-label).
 *
 * @example
 * const [x, y] = [[[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]];
 * const xor = new MLPClassifier({ hiddenLayerSizes: [8], learningRateInit: 0.1, seed: 1 });
 * console.log(xor.fit(x, y).score(x, y)); // 1
 */
export class MLPClassifier extends MultilayerEstimator<Fitted> {
  /** @throws ValueError, DTypeError for an option that is unknown or out of range. */
  constructor(options: MLPOptions = {}) {
    signatures.MLPClassifier.check(arguments);
    super(op, options);
  }

  /** The labels that were found, ascending. */
  get classes(): Tensor {
    return this.model('classes').classes.toTensor();
  }

  /**
   * Trains on samples x `[samples, features]` with labels y `[samples]`.
   * @throws ShapeError, ValueError when they do not fit, hold fewer than two classes, or when the
   *   weights grow beyond all numbers.
   */
  fit(x: Samples, y: Targets): this {
    signatures.MLPClassifier$fit.check(arguments);
    const samples = readSamples(`${op}.fit`, x);
    const labels = readTargets(`${op}.fit`, y, samples.shape[0] ?? 0, 'one');
    if (!this.settings.warmStart) this.fitted = null;
    const model = this.#start('fit', samples, labels, labels);
    const data = [samples, this.#places('fit', labels)] as const;
    this.train(() => model.network.fit(data, taskOf(model.classes.labels.length)));
    return this;
  }

  /**
   * One pass over more samples. The first call names all `classes` there will ever be, unless its
   * labels have them all.
   */
  partialFit(x: Samples, y: Targets, classes?: readonly number[]): this {
    signatures.MLPClassifier$partialFit.check(arguments);
    const name = `${op}.partialFit`;
    const samples = readSamples(name, x);
    const labels = readTargets(name, y, samples.shape[0] ?? 0, 'one');
    const known =
      classes === undefined ? labels : readTargets(name, classes, classes.length, 'one');
    const model = this.#start('partialFit', samples, known, labels);
    const data = [samples, this.#places('partialFit', labels)] as const;
    this.train(() => model.network.partialFit(data, taskOf(model.classes.labels.length)));
    return this;
  }

  #places(method: string, labels: Tensor): Tensor {
    return tensor(this.model(method).classes.placesOf(`${op}.${method}`, labels));
  }

  /** The fitted model, made from the first samples. */
  #start(method: string, x: Tensor, known: Tensor, y: Tensor): Fitted {
    if (this.fitted !== null) {
      readFittedSamples(`${op}.${method}`, x, this.fitted.features);
      return this.fitted;
    }
    const classes = new Classes(`${op}.${method}`, known.toTypedArray(), y.dtype);
    const features = x.shape[1] ?? 0;
    const outputs = classes.labels.length === 2 ? 1 : classes.labels.length;
    const sizes = [features, ...this.settings.hiddenLayerSizes, outputs];
    const network = new Multilayer(op, sizes, x.dtype, this.settings);
    this.fitted = { classes, features, network };
    return this.fitted;
  }

  #output(method: string, x: Samples): Tensor {
    const { network, features } = this.model(method);
    return network.forward(readFittedSamples(`${op}.${method}`, x, features)).detach();
  }

  /** Probability of each class `[samples, classes]`. */
  predictProba(x: Samples): Tensor {
    signatures.MLPClassifier$predictProba.check(arguments);
    const output = this.#output('predictProba', x);
    if (output.shape[1] !== 1) return output.softmax(1);
    const second = output.sigmoid();
    // Side by side: the first class has what the second one leaves.
    const isSecond = tensor([0, 1], { dtype: output.dtype });
    return second.mul(isSecond).add(sub(1, second).mul(sub(1, isSecond)));
  }

  /** Logarithm of the probability of each class `[samples, classes]`. */
  predictLogProba(x: Samples): Tensor {
    signatures.MLPClassifier$predictLogProba.check(arguments);
    return this.predictProba(x).log();
  }

  /** The most likely label of each sample `[samples]`. */
  predict(x: Samples): Tensor {
    signatures.MLPClassifier$predict.check(arguments);
    const output = this.#output('predict', x);
    return this.model('predict').classes.labelsOf(placesOf(output));
  }

  /** Share of samples that are given their label, from 0 to 1. */
  score(x: Samples, y: Targets): number {
    signatures.MLPClassifier$score.check(arguments);
    return accuracy(`${op}.score`, this.predict(x), y);
  }
}

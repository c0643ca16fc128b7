/**
 * What `MLPClassifier` and `MLPRegressor` share: their options, and what a fitted network tells of
 * itself.
 */

import type { Tensor } from '../tensor/index.js';
import { type MLPOptions, type MLPSettings, readOptions } from './mlp-options.js';
import type { Multilayer } from './multilayer.js';
import { notFitted } from './samples.js';

/** A network with scikit-learn's attributes; `Fitted` is what the first samples decide. */
export abstract class MultilayerEstimator<Fitted extends { readonly network: Multilayer }> {
  /** Name of the class, for errors. */
  protected readonly op: string;
  protected readonly settings: MLPSettings;
  /** Null before the first samples. */
  protected fitted: Fitted | null = null;

  protected constructor(op: string, options: MLPOptions) {
    this.op = op;
    this.settings = readOptions(op, options);
  }

  /** Runs a training; a network that it ruins is forgotten, so that nobody predicts with it. */
  protected train(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.fitted = null;
      throw error;
    }
  }

  /** What was fitted. @throws ValueError, naming `method`, before the first fit. */
  protected model(method: string): Fitted {
    return this.fitted ?? notFitted(`${this.op}.${method}`);
  }

  /** Weights `[fanIn, fanOut]` of each layer. */
  get coefs(): Tensor[] {
    return this.model('coefs').network.coefs.map((coef) => coef.detach());
  }

  /** Biases `[fanOut]` of each layer. */
  get intercepts(): Tensor[] {
    return this.model('intercepts').network.intercepts.map((bias) => bias.detach());
  }

  /** Mean loss of each pass over the samples. */
  get lossCurve(): readonly number[] {
    return this.model('lossCurve').network.lossCurve;
  }

  /** Loss of the last pass. */
  get loss(): number {
    return this.lossCurve.at(-1) ?? Number.NaN;
  }

  /** Passes over the samples so far. */
  get nIter(): number {
    return this.lossCurve.length;
  }

  /**
   * With early stopping: score (accuracy, or R² of numbers) on the held-out samples after each
   * pass.
   */
  get validationScores(): readonly number[] {
    return this.model('validationScores').network.validationScores;
  }

  /** Whether the last `fit` ended for want of progress, rather than at `maxIter`. */
  get converged(): boolean {
    return this.model('converged').network.converged;
  }
}

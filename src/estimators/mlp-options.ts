/** Options of `MLPClassifier` and `MLPRegressor`: scikit-learn's names, defaults and ranges. */

import { oneOf, ValueError } from '../errors.js';
import { checkFlag } from './samples.js';

/** Options of both networks. */
export interface MLPOptions {
  /** Neurons of each hidden layer; default `[100]`. */
  readonly hiddenLayerSizes?: readonly number[];
  /** Activation of the hidden layers; default `'relu'`. */
  readonly activation?: 'identity' | 'logistic' | 'tanh' | 'relu';
  /** How weights are updated; default `'adam'`. */
  readonly solver?: 'sgd' | 'adam';
  /** Strength of the L2 penalty on the weights; default 1e-4. */
  readonly alpha?: number;
  /** Samples per update; default `'auto'`: 200, or all if there are fewer. */
  readonly batchSize?: number | 'auto';
  /** With `'sgd'`, how the learning rate changes; default `'constant'`. */
  readonly learningRate?: 'constant' | 'invscaling' | 'adaptive';
  /** Learning rate at the start; default 1e-3. */
  readonly learningRateInit?: number;
  /** Exponent of `'invscaling'`; default 0.5. */
  readonly powerT?: number;
  /** Most passes over the samples; default 200. When they run out, `fit` warns on the console. */
  readonly maxIter?: number;
  /** Whether to put the samples in another order in each pass; default true. */
  readonly shuffle?: boolean;
  /**
   * Seed of weights and orders, `random_state` there; default: drawn from `manualSeed`'s stream.
   */
  readonly seed?: number;
  /** Progress, of the loss or of the validation score, that counts as such; default 1e-4. */
  readonly tol?: number;
  /** Whether `fit` goes on from the weights of the last one; default false. */
  readonly warmStart?: boolean;
  /** With `'sgd'`, how much of the last update is kept; default 0.9. */
  readonly momentum?: number;
  /** With `'sgd'`, whether to look ahead along the momentum; default true. */
  readonly nesterovsMomentum?: boolean;
  /** Whether to hold out samples and stop when their score stops rising; default false. */
  readonly earlyStopping?: boolean;
  /** Share of the samples that early stopping holds out; default 0.1. */
  readonly validationFraction?: number;
  /** With `'adam'`, how slowly the mean of the gradient forgets; default 0.9. */
  readonly beta1?: number;
  /** With `'adam'`, how slowly the mean of its square forgets; default 0.999. */
  readonly beta2?: number;
  /** With `'adam'`, added to the root; default 1e-8. */
  readonly epsilon?: number;
  /** Passes without progress before stopping; default 10. */
  readonly nIterNoChange?: number;
}

/** All options, the seed apart. */
export type MLPSettings = Required<Omit<MLPOptions, 'seed'>> & { readonly seed?: number };

const defaults: MLPSettings = {
  hiddenLayerSizes: [100],
  activation: 'relu',
  solver: 'adam',
  alpha: 1e-4,
  batchSize: 'auto',
  learningRate: 'constant',
  learningRateInit: 1e-3,
  powerT: 0.5,
  maxIter: 200,
  shuffle: true,
  tol: 1e-4,
  warmStart: false,
  momentum: 0.9,
  nesterovsMomentum: true,
  earlyStopping: false,
  validationFraction: 0.1,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  nIterNoChange: 10,
};

const words = {
  activation: ['identity', 'logistic', 'tanh', 'relu'],
  solver: ['sgd', 'adam'],
  learningRate: ['constant', 'invscaling', 'adaptive'],
} as const;

interface Range {
  readonly allows: (x: number) => boolean;
  readonly text: string;
}

const atLeastZero: Range = { allows: (x) => x >= 0 && x < Infinity, text: 'a number >= 0' };
const aboveZero: Range = { allows: (x) => x > 0 && x < Infinity, text: 'a number above 0' };
const forgetting: Range = { allows: (x) => x >= 0 && x < 1, text: 'in [0, 1)' };
const count: Range = { allows: (x) => Number.isInteger(x) && x >= 1, text: 'an integer >= 1' };

const ranges = {
  alpha: atLeastZero,
  learningRateInit: aboveZero,
  powerT: atLeastZero,
  maxIter: count,
  tol: atLeastZero,
  momentum: { allows: (x: number) => x >= 0 && x <= 1, text: 'in [0, 1]' },
  validationFraction: { allows: (x: number) => x > 0 && x < 1, text: 'in (0, 1)' },
  beta1: forgetting,
  beta2: forgetting,
  epsilon: aboveZero,
  nIterNoChange: count,
} as const;

const flags = ['shuffle', 'warmStart', 'nesterovsMomentum', 'earlyStopping'] as const;

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(table).filter((key): key is K => Object.hasOwn(table, key));
}

function checkNames(op: string, options: MLPOptions): void {
  for (const name of Object.keys(options)) {
    if (name === 'seed' || Object.hasOwn(defaults, name)) continue;
    throw new ValueError(
      `${op}: unknown option '${name}', expected ${oneOf(Object.keys(defaults))}`,
    );
  }
}

/** The options with their defaults. @throws ValueError, DTypeError naming `op` and the option. */
export function readOptions(op: string, options: MLPOptions): MLPSettings {
  checkNames(op, options);
  const settings = { ...defaults, ...options };
  for (const name of keysOf(words)) {
    const allowed: readonly string[] = words[name];
    if (allowed.includes(settings[name])) continue;
    throw new ValueError(`${op}: ${name} must be ${oneOf(allowed)}, got '${settings[name]}'`);
  }
  for (const name of keysOf(ranges)) {
    const { allows, text } = ranges[name];
    if (typeof settings[name] === 'number' && allows(settings[name])) continue;
    throw new ValueError(`${op}: ${name} must be ${text}, got ${settings[name]}`);
  }
  for (const name of flags) checkFlag(op, name, settings[name]);
  const { batchSize, hiddenLayerSizes } = settings;
  if (batchSize !== 'auto' && !count.allows(batchSize)) {
    throw new ValueError(`${op}: batchSize must be 'auto' or ${count.text}, got ${batchSize}`);
  }
  if (!Array.isArray(hiddenLayerSizes) || !hiddenLayerSizes.every(count.allows)) {
    throw new ValueError(
      `${op}: hiddenLayerSizes must be a list of integers >= 1, got ${String(hiddenLayerSizes)}`,
    );
  }
  return settings;
}

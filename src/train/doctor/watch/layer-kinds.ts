/** What the rules ask of a layer: whether it has weights, knows modes, adds a bias. */

import {
  AlphaDropout,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Bilinear,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  FeatureAlphaDropout,
  GRU,
  GRUCell,
  Linear,
  LSTM,
  LSTMCell,
  type Module,
  MultiheadAttention,
  type Parameter,
  RNN,
  RNNCell,
  RReLU,
} from '../../../nn/index.js';

type Class<M extends Module> = abstract new (...args: never[]) => M;

const batchNorms: readonly Class<Module>[] = [BatchNorm1d, BatchNorm2d, BatchNorm3d];
const dropouts = [
  ...[Dropout, Dropout1d, Dropout2d, Dropout3d],
  ...[AlphaDropout, FeatureAlphaDropout],
] as const;
const recurrent = [RNN, GRU, LSTM] as const;
const cells = [RNNCell, GRUCell, LSTMCell] as const;
const products = [
  ...[Linear, Conv1d, Conv2d, Conv3d],
  ...[ConvTranspose1d, ConvTranspose2d, ConvTranspose3d],
] as const;

const isOneOf = <M extends Module>(module: Module, classes: readonly Class<M>[]): module is M =>
  classes.some((one) => module instanceof one);

/** A batch normalisation. */
export function isBatchNorm(module: Module): boolean {
  return isOneOf(module, batchNorms);
}

/** A layer that multiplies what it gets by weights. */
export function isWeighted(module: Module): boolean {
  return isOneOf<Module>(module, [...products, ...recurrent, ...cells, Bilinear]);
}

/** A recurrent layer, of a whole sequence or of one step. */
export function isRecurrent(module: Module): boolean {
  return isOneOf<Module>(module, [...recurrent, ...cells]);
}

/** Whether a module computes something else in evaluation. */
export function dependsOnMode(module: Module): boolean {
  if (isBatchNorm(module) || module instanceof RReLU) return true;
  if (isOneOf<Dropout | Dropout1d>(module, dropouts)) return module.p > 0;
  const hasDropout = isOneOf<RNN | GRU | LSTM>(module, recurrent);
  return (hasDropout || module instanceof MultiheadAttention) && module.dropout > 0;
}

/** The bias that a linear layer or a convolution adds; null for none. */
export function biasOf(module: Module): Parameter | null {
  return isOneOf<Linear | Conv1d | ConvTranspose1d>(module, products) ? module.bias : null;
}

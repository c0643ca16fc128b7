/** The update that `Adam` and `AdamW` share. Source: Kingma and Ba, 2014; Reddi et al., 2018. */

import { maximum, type Tensor, zerosLike } from '../tensor/index.js';
import { belowOne, nonNegative, type Ranges } from './hyperparameters.js';
import type { Hyperparameters, Update } from './optimizer.js';

/** Hyper-parameters of `Adam` and `AdamW`. */
export interface AdamHyperparameters extends Hyperparameters {
  /** How slowly the means of the gradient and of its square forget, `[0.9, 0.999]` by default. */
  betas: readonly [number, number];
  /** Added to the root, 1e-8 by default. */
  eps: number;
  /** Strength of the decay: 0 by default in `Adam`, 0.01 in `AdamW`. */
  weightDecay: number;
  /** Whether to divide by the largest mean square so far, false by default. */
  amsgrad: boolean;
}

/** Running means of one parameter. */
export type AdamState = {
  readonly expAvg: Tensor;
  readonly expAvgSq: Tensor;
  /** Only with amsgrad. */
  readonly maxExpAvgSq?: Tensor;
};

/** What the hyper-parameters of both may be. */
export const adamRanges: Ranges<AdamHyperparameters> = {
  lr: nonNegative,
  betas: belowOne,
  eps: nonNegative,
  weightDecay: nonNegative,
};

/** Means of 0. */
export function adamState(parameter: Tensor, group: AdamHyperparameters): AdamState {
  const means = { expAvg: zerosLike(parameter), expAvgSq: zerosLike(parameter) };
  return group.amsgrad ? { ...means, maxExpAvgSq: zerosLike(parameter) } : means;
}

/**
 * `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `p = p - lr m' / (sqrt(v') + eps)` where `m'`
 * and `v'` are corrected for starting at 0.
 */
export function adamUpdate(
  parameter: Tensor,
  gradient: Tensor,
  state: AdamState,
  group: Readonly<AdamHyperparameters>,
  step: number,
): Update<AdamState> {
  const [beta1, beta2] = group.betas;
  const { expAvg: m, expAvgSq: v, maxExpAvgSq: top } = state;
  const expAvg = m.add(gradient.sub(m).mul(1 - beta1));
  const expAvgSq = v.add(
    gradient
      .square()
      .sub(v)
      .mul(1 - beta2),
  );
  const maxExpAvgSq = group.amsgrad ? maximum(top ?? 0, expAvgSq) : undefined;
  // sqrt(v') = sqrt(v) / root, so root moves to the numbers, where it costs nothing.
  const root = Math.sqrt(1 - beta2 ** step);
  const rate = (group.lr * root) / (1 - beta1 ** step);
  const size = (maxExpAvgSq ?? expAvgSq).sqrt().add(group.eps * root);
  const next = parameter.sub(expAvg.mul(rate).div(size));
  const means = { expAvg, expAvgSq };
  return {
    parameter: next,
    state: maxExpAvgSq === undefined ? means : { ...means, maxExpAvgSq },
  };
}

/** The update that `Adam` and `AdamW` share. Source: Kingma and Ba, 2014; Reddi et al., 2018. */

import { maximum, type Tensor, zerosLike } from '../tensor/index.js';
import { belowOne, nonNegative, type Ranges } from './hyperparameters.js';
import type { Hyperparameters, Update } from './optimizer.js';
import type { UpdateInput } from './update-input.js';

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
 * The update of `parameter` (which may have decayed) by `gradient`:
 * `m = b1 m + (1 - b1) g`, `v = b2 v + (1 - b2) g^2`, `p = p - lr m' / (sqrt(v') + eps)` where `m'`
 * and `v'` are corrected for starting at 0.
 */
export function adamUpdate(
  input: UpdateInput<AdamHyperparameters, AdamState>,
  parameter: Tensor,
  gradient: Tensor,
): Update<AdamState> {
  const { expAvg: m, expAvgSq: v, maxExpAvgSq: top } = input.state;
  const expAvg = m.add(gradient.sub(m).mul(input.live(({ betas }) => 1 - betas[0])));
  const change = gradient.square().sub(v);
  const expAvgSq = v.add(change.mul(input.live(({ betas }) => 1 - betas[1])));
  const maxExpAvgSq = input.group.amsgrad ? maximum(top ?? 0, expAvgSq) : undefined;
  // sqrt(v') = sqrt(v) / root, so root moves to the numbers, where it costs nothing.
  const rate = input.live((group, step) => {
    return (group.lr * root(group, step)) / (1 - group.betas[0] ** step);
  });
  const eps = input.live((group, step) => group.eps * root(group, step));
  const size = (maxExpAvgSq ?? expAvgSq).sqrt().add(eps);
  const next = parameter.sub(expAvg.mul(rate).div(size));
  const means = { expAvg, expAvgSq };
  return {
    parameter: next,
    state: maxExpAvgSq === undefined ? means : { ...means, maxExpAvgSq },
  };
}

/** Corrects the root mean square for starting at 0. */
function root({ betas }: Readonly<AdamHyperparameters>, step: number): number {
  return Math.sqrt(1 - betas[1] ** step);
}

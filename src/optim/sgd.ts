/**
 * Stochastic gradient descent. Source:
 * https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */

import { ValueError } from '../errors.js';
import * as signatures from '../signatures/optim.js';
import { type Tensor, zerosLike } from '../tensor/index.js';
import { nonNegative } from './hyperparameters.js';
import { type Hyperparameters, type Kind, Optimizer, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';
import { decayed, type UpdateInput } from './update-input.js';

/** Hyper-parameters of `SGD`. */
export interface SGDHyperparameters extends Hyperparameters {
  /** How much of the previous direction is kept, 0 by default. */
  momentum: number;
  /** How much of the gradient is left out of the momentum, 0 by default. */
  dampening: number;
  /** L2 penalty, 0 by default. */
  weightDecay: number;
  /** Whether to look ahead along the momentum, false by default; needs momentum, no dampening. */
  nesterov: boolean;
}

type SGDState = {
  /** Only with momentum. */
  readonly momentumBuffer?: Tensor;
};

const kind: Kind<SGDHyperparameters> = {
  name: 'SGD',
  defaults: { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
  ranges: {
    lr: nonNegative,
    momentum: nonNegative,
    weightDecay: nonNegative,
    dampening: { allows: (x) => x <= 1, text: 'at most 1' },
  },
};

// Named once: plain steps of small networks spend their time on making such things anew.
const lrOf = ({ lr }: SGDHyperparameters): number => lr;
const hasNoMomentum = ({ momentum }: SGDHyperparameters): boolean => momentum === 0;

/**
 * Stochastic gradient descent, with momentum if asked for. `lr` is 1e-3 by default.
 *
 * Formula: `b = momentum b + (1 - dampening) g`, `p = p - lr b` (`p - lr (g + momentum b)` with
 * nesterov); the first b is g. `weightDecay p` is part of g.
 *
 * @example
 * const w = tensor([1], { requiresGrad: true });
 * const optimizer = new optim.SGD([w], { lr: 0.25 });
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toArray()); // [ 0.5 ]
 */
export class SGD extends Optimizer<SGDHyperparameters, SGDState> {
  constructor(params: Params<SGDHyperparameters>, options: Partial<SGDHyperparameters> = {}) {
    signatures.SGD.check(arguments);
    super(kind, params, options);
    for (const { nesterov, momentum, dampening } of this.paramGroups) {
      if (!nesterov || (momentum > 0 && dampening === 0)) continue;
      throw new ValueError(
        'SGD: nesterov needs a momentum above 0 and a dampening of 0, ' +
          `got ${momentum} and ${dampening}`,
      );
    }
  }

  protected initialState(parameter: Tensor, group: SGDHyperparameters): SGDState {
    return group.momentum === 0 ? {} : { momentumBuffer: zerosLike(parameter) };
  }

  protected update(input: UpdateInput<SGDHyperparameters, SGDState>): Update<SGDState> {
    const { parameter, state } = input;
    const gradient = decayed(input);
    const lr = input.live(lrOf);
    if (input.decide(hasNoMomentum)) {
      return { parameter: parameter.sub(gradient.mul(lr)), state: {} };
    }
    const before = state.momentumBuffer;
    const momentum = input.live((group) => group.momentum);
    const isWhole = input.decide(({ dampening }, step) => step === 1 || dampening === 0);
    const fresh = isWhole ? gradient : gradient.mul(input.live((group) => 1 - group.dampening));
    const momentumBuffer = before === undefined ? gradient : before.mul(momentum).add(fresh);
    const ahead = input.group.nesterov
      ? gradient.add(momentumBuffer.mul(momentum))
      : momentumBuffer;
    return { parameter: parameter.sub(ahead.mul(lr)), state: { momentumBuffer } };
  }
}

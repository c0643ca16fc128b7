/**
 * L-BFGS. Source: Liu and Nocedal, "On the limited memory BFGS method for large scale
 * optimization", 1989; https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html
 */

import { oneOf, ValueError } from '../../errors.js';
import * as signatures from '../../signatures/optim.js';
import { Tensor } from '../../tensor/index.js';
import { checkKnown, checkRanges, nonNegative, type Ranges } from '../hyperparameters.js';
import { type ParamGroup, type Params, readGroups } from '../param-groups.js';
import {
  dot,
  type Flat,
  gradientsOf,
  largest,
  moveTo,
  scaled,
  sumOfSizes,
  valuesOf,
} from './flat.js';
import { Memory } from './memory.js';
import { type LBFGSState, restore, type SearchState, save } from './saved.js';
import { strongWolfe } from './strong-wolfe.js';

/** Hyper-parameters of `LBFGS`. */
export interface LBFGSHyperparameters {
  /** Length of a step relative to the one that is computed, 1 by default. */
  lr: number;
  /** Steps of one `step(closure)`, 20 by default. */
  maxIter: number;
  /** Evaluations of one `step(closure)`, 5/4 of `maxIter` by default. */
  maxEval: number | null;
  /** A gradient without larger elements ends the search, 1e-7 by default. */
  toleranceGrad: number;
  /** Smaller changes of the parameters or the loss end the search, 1e-9 by default. */
  toleranceChange: number;
  /** Steps that are remembered, 100 by default. */
  historySize: number;
  /** `'strong_wolfe'`, or null (default) for steps without a search. */
  lineSearchFn: 'strong_wolfe' | null;
}

const defaults: LBFGSHyperparameters = {
  lr: 1,
  maxIter: 20,
  maxEval: null,
  toleranceGrad: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
  lineSearchFn: null,
};

const ranges: Ranges<LBFGSHyperparameters> = {
  lr: nonNegative,
  maxIter: nonNegative,
  toleranceGrad: nonNegative,
  toleranceChange: nonNegative,
  historySize: nonNegative,
};

/** Computes the loss and its gradients: `zeroGrad()`, the loss, `backward()`. */
export type Closure = () => Tensor;

/** A loss with its gradient, flat. */
interface Evaluation {
  readonly loss: number;
  readonly gradient: Flat;
}

/**
 * Newton's method with a curvature that is estimated from the last steps, for smooth losses of all
 * data at once. `step(closure)` evaluates the loss several times: the closure forgets the
 * gradients, computes the loss, calls `backward()` and returns the loss. Vectors are kept by the
 * host, in the dtype of the parameters. One group of parameters.
 *
 * @throws ValueError for several groups, no parameters, an unknown option, or a value out of range.
 * @example
 * const w = tensor([3, -2], { requiresGrad: true });
 * const optimizer = new optim.LBFGS([w], { lineSearchFn: 'strong_wolfe' });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = w.sub(tensor([1, 5])).square().sum();
 *   loss.backward();
 *   return loss;
 * });
 * console.log(w.toArray().map((x) => x.toFixed(3))); // [ '1.000', '5.000' ]
 */
export class LBFGS {
  /** That `step` takes a closure, by which a `Trainer` knows that it cannot call it. */
  readonly needsClosure = true;
  /** The one group with its hyper-parameters, which may be changed between steps. */
  readonly paramGroups: readonly ParamGroup<LBFGSHyperparameters>[];
  #search: SearchState | null = null;
  #memory = new Memory();

  constructor(params: Params<LBFGSHyperparameters>, options: Partial<LBFGSHyperparameters> = {}) {
    signatures.LBFGS.check(arguments);
    const groups = readGroups('LBFGS', params);
    if (groups.length !== 1) {
      throw new ValueError(`LBFGS: takes one group of parameters, got ${groups.length}`);
    }
    this.paramGroups = groups.map(({ params: list, given }) => {
      for (const some of [options, given]) checkKnown('LBFGS', some, defaults);
      return { ...defaults, ...options, ...given, params: list };
    });
    this.#group();
  }

  /** The group. @throws ValueError when a hyper-parameter is invalid. */
  #group(): ParamGroup<LBFGSHyperparameters> {
    const [group] = this.paramGroups;
    if (group === undefined) throw new ValueError('LBFGS: takes one group of parameters');
    checkRanges('LBFGS', ranges, group);
    if (group.lineSearchFn !== null && group.lineSearchFn !== 'strong_wolfe') {
      throw new ValueError(
        `LBFGS: lineSearchFn must be ${oneOf(['strong_wolfe'])} or null, got ${group.lineSearchFn}`,
      );
    }
    return group;
  }

  /** Learning rate. */
  get lr(): number {
    return this.#group().lr;
  }

  set lr(value: number) {
    for (const group of this.paramGroups) group.lr = value;
    this.#group();
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.#group().params) parameter.zeroGrad();
  }

  #evaluate(closure: Closure): Evaluation & { readonly value: Tensor } {
    const value = closure();
    if (!(value instanceof Tensor)) {
      throw new ValueError(
        `LBFGS.step: the closure must return the loss, a tensor, got ${typeof value}`,
      );
    }
    const loss = value.item();
    return { value, loss, gradient: gradientsOf(this.#group().params) };
  }

  /**
   * Goes on by at most `maxIter` steps and returns the loss before the first.
   * @throws ValueError when the closure returns no tensor or a hyper-parameter has become invalid.
   */
  step(closure: Closure): Tensor {
    signatures.LBFGS$step.check(arguments);
    const group = this.#group();
    const first = this.#evaluate(closure);
    let evaluations = 1;
    let here: Evaluation = first;
    const limit = group.maxEval ?? Math.floor((group.maxIter * 5) / 4);
    if (largest(here.gradient) <= group.toleranceGrad) return first.value;
    for (let i = 1; i <= group.maxIter; i++) {
      const step = this.#plan(here, group);
      const slope = dot(here.gradient, step.direction);
      // No descent is to be had along this direction.
      if (slope > -group.toleranceChange) break;
      const next = this.#move(here, slope, step, closure, i === group.maxIter);
      evaluations += next.evaluations;
      const change = Math.abs(next.loss - here.loss);
      const moved = largest(scaled(step.direction, next.t));
      here = next;
      const isOver = evaluations >= limit || largest(here.gradient) <= group.toleranceGrad;
      if (isOver || moved <= group.toleranceChange || change < group.toleranceChange) break;
    }
    return first.value;
  }

  /** The direction of the next step and how far to try first. */
  #plan({ gradient }: Evaluation, group: LBFGSHyperparameters): SearchState {
    const before = this.#search;
    if (before !== null) {
      const change = gradient.map((x, i) => x - (before.gradient[i] ?? 0));
      this.#memory.remember(scaled(before.direction, before.t), change, group.historySize);
    }
    const direction = before === null ? scaled(gradient, -1) : this.#memory.direction(gradient);
    const t = before === null ? Math.min(1, 1 / sumOfSizes(gradient)) * group.lr : group.lr;
    this.#search = { direction, t, gradient };
    return this.#search;
  }

  /** Goes along the direction: to where the search says, or by `t`. */
  #move(
    here: Evaluation,
    slope: number,
    { direction, t: first, gradient }: SearchState,
    closure: Closure,
    isLast: boolean,
  ): Evaluation & { readonly t: number; readonly evaluations: number } {
    const { params, lineSearchFn, toleranceChange } = this.#group();
    const from = valuesOf(params);
    if (lineSearchFn === null) {
      moveTo(params, from, first, direction);
      // What comes after the last step is evaluated by whoever needs it.
      if (isLast) return { ...here, t: first, evaluations: 0 };
      return { ...this.#evaluate(closure), t: first, evaluations: 1 };
    }
    const evaluate = (t: number): Evaluation => {
      moveTo(params, from, t, direction);
      return this.#evaluate(closure);
    };
    const start = { t: 0, loss: here.loss, gradient: here.gradient, slope };
    const line = { direction, start, evaluate, toleranceChange };
    const { found, evaluations } = strongWolfe(line, first);
    moveTo(params, from, found.t, direction);
    this.#search = { direction, t: found.t, gradient };
    return { loss: found.loss, gradient: found.gradient, t: found.t, evaluations };
  }

  /** Hyper-parameters and what is remembered, enough to continue exactly. */
  stateDict(): LBFGSState {
    const { params: _, ...hyper } = this.#group();
    return save(hyper, this.#search, this.#memory);
  }

  /**
   * Continues from a saved state; the parameters have to be the same ones in the same order.
   * @throws ValueError when the sizes differ or a hyper-parameter is invalid; nothing has changed
   *   then.
   */
  loadStateDict(state: LBFGSState): void {
    signatures.LBFGS$loadStateDict.check(arguments);
    const group = this.#group();
    const { hyper, search, memory } = restore(state, group.params, defaults);
    checkRanges('LBFGS', ranges, { ...group, ...hyper });
    Object.assign(group, hyper);
    this.#search = search;
    this.#memory = memory;
  }
}

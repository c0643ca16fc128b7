/**
 * What an optimiser computes the update of one parameter from. Hyper-parameters can be read in two
 * ways: plainly, and then a compiled step is captured anew when they change, or by `live`, and then
 * replays follow them.
 */

import { describe } from '../calls/index.js';
import { ValueError } from '../errors.js';
import { LiveNumber } from '../tensor/handle/live-number.js';
import { guardReplay, isRecording } from '../tensor/handle/recording.js';
import type { Tensor } from '../tensor/index.js';

/** A count of updates. */
export interface StepCount {
  readonly step: number;
}

/**
 * The input of one update.
 *
 * @example
 * // Descent whose rate falls with the number of the update.
 * class Falling extends optim.Optimizer<{ lr: number }, Record<string, Tensor>> {
 *   constructor(params: readonly Tensor[], lr: number) {
 *     super({ name: 'Falling', defaults: { lr }, ranges: {} }, params, {});
 *   }
 *   protected initialState() {
 *     return {};
 *   }
 *   protected update(input: optim.UpdateInput<{ lr: number }, Record<string, Tensor>>) {
 *     const { parameter, gradient, state } = input;
 *     const lr = input.live((group, step) => group.lr / step);
 *     return { parameter: parameter.sub(gradient.mul(lr)), state };
 *   }
 * }
 * const w = tensor([0], { requiresGrad: true });
 * const optimizer = new Falling([w], 1);
 * for (let i = 0; i < 2; i++) {
 *   w.neg().sum().backward(); // a slope of -1
 *   optimizer.step({ zeroGrad: true });
 * }
 * console.log(w.toArray()); // [ 1.5 ]
 */
export class UpdateInput<Hyper extends object, State> {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  readonly state: State;
  readonly #group: Readonly<Hyper>;
  readonly #count: StepCount;

  /** `count.step`: the number of this update. */
  constructor(
    parameter: Tensor,
    gradient: Tensor,
    state: State,
    group: Readonly<Hyper>,
    count: StepCount,
  ) {
    this.parameter = parameter;
    this.gradient = gradient;
    this.state = state;
    this.#group = group;
    this.#count = count;
  }

  /** Hyper-parameters, for what is done at all: a compiled step holds for these values only. */
  get group(): Readonly<Hyper> {
    return isRecording() ? guarded(this.#group) : this.#group;
  }

  /**
   * Number of this update of the parameter, 1 for the first; a step that reads it is not replayed.
   */
  get step(): number {
    guardReplay(this, () => false);
    return this.#count.step;
  }

  /** A number that changes from step to step, as an operand: replays compute it again. */
  live(read: (group: Readonly<Hyper>, step: number) => number): number | LiveNumber {
    checkFunction('live', read);
    const group = this.#group;
    const count = this.#count;
    if (!isRecording()) return read(group, count.step);
    return new LiveNumber(() => read(group, count.step));
  }

  /**
   * What to do, where only the outcome matters: a compiled step holds as long as it is the same.
   */
  decide(read: (group: Readonly<Hyper>, step: number) => boolean): boolean {
    checkFunction('decide', read);
    const group = this.#group;
    const count = this.#count;
    const decision = read(group, count.step);
    guardReplay({}, () => read(group, count.step + 1) === decision);
    return decision;
  }
}

function checkFunction(method: string, read: unknown): void {
  if (typeof read === 'function') return;
  throw new ValueError(`UpdateInput.${method}: read must be a function, got ${describe(read)}`);
}

/** Reads that a replay depends on: each is checked again before it. */
function guarded<Hyper extends object>(group: Hyper): Hyper {
  return new Proxy(group, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      guardReplay({}, () => Object.is(Reflect.get(target, name), value));
      return value;
    },
  });
}

const hasNoDecay = ({ weightDecay }: { readonly weightDecay: number }): boolean =>
  weightDecay === 0;

/** The gradient, with that of an L2 penalty if there is one. */
export function decayed(input: UpdateInput<{ readonly weightDecay: number }, unknown>): Tensor {
  const { parameter, gradient } = input;
  if (input.decide(hasNoDecay)) return gradient;
  return gradient.add(parameter.mul(input.live(({ weightDecay }) => weightDecay)));
}

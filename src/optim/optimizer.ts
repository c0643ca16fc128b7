/**
 * `Optimizer`, the base: owns groups, hyper-parameters, state and steps. A kind of optimiser adds
 * two methods for one tensor: the state it starts with, and its update.
 * Source: https://pytorch.org/docs/stable/optim.html
 */

import { ValueError } from '../errors.js';
import { withGradMode } from '../graph/grad-mode.js';
import { fillConstants, realize as realizeNodes } from '../runtime/realize/realize.js';
import { holdGradients, internally } from '../runtime/values/held.js';
import * as signatures from '../signatures/optim.js';
import {
  guardReplay,
  isRecording,
  stepWithReplays,
  undoAfterLook,
} from '../tensor/handle/recording.js';
import { realize, type Tensor } from '../tensor/index.js';
import { checkKnown, checkRanges, type Ranges } from './hyperparameters.js';
import {
  isGroup,
  type ParamGroup,
  type ParamGroupInput,
  type Params,
  type ReadGroup,
  readGroups,
} from './param-groups.js';
import {
  loadSlots,
  type OptimizerState,
  type Slot,
  type StateTensors,
  saveSlots,
} from './state.js';
import { UpdateInput } from './update-input.js';

/** What every optimiser has. */
export interface Hyperparameters {
  /** Learning rate. */
  lr: number;
  /** Whether to climb rather than descend, false by default. */
  maximize?: boolean;
}

/** New values, as expressions. */
export interface Update<State> {
  readonly parameter: Tensor;
  readonly state: State;
}

/** Options of `step`. */
export interface StepOptions {
  /** Whether to forget the gradients afterwards, false by default. */
  readonly zeroGrad?: boolean;
}

/** What a kind of optimiser tells the base about its hyper-parameters. */
export interface Kind<Hyper> {
  readonly name: string;
  readonly defaults: Hyper;
  readonly ranges: Ranges<Hyper>;
}

/** What an update is computed from is of no use afterwards, and no gradients flow through it. */
function withoutGrad(fn: () => void): void {
  withGradMode(false, () => internally(fn));
}

/**
 * Changes parameters so that a loss falls; see `SGD`, `Adam` and the others.
 *
 * @example
 * // Steps of one size, whatever the slope.
 * class SignDescent extends optim.Optimizer<{ lr: number }, Record<string, Tensor>> {
 *   constructor(params: readonly Tensor[], lr: number) {
 *     const ranges = { lr: optim.nonNegative };
 *     super({ name: 'SignDescent', defaults: { lr }, ranges }, params, {});
 *   }
 *   protected initialState() {
 *     return {};
 *   }
 *   protected update(input: optim.UpdateInput<{ lr: number }, Record<string, Tensor>>) {
 *     const { parameter, gradient, state } = input;
 *     const lr = input.live((group) => group.lr);
 *     return { parameter: parameter.sub(gradient.sign().mul(lr)), state };
 *   }
 * }
 * const w = tensor([5, -5], { requiresGrad: true });
 * const optimizer = new SignDescent([w], 1);
 * w.square().sum().backward();
 * optimizer.step();
 * console.log(w.toArray()); // [ 4, -4 ]
 */
export abstract class Optimizer<
  Hyper extends Hyperparameters = Hyperparameters,
  State extends StateTensors = StateTensors,
> {
  /** Groups with their hyper-parameters, which may be changed between steps. */
  get paramGroups(): readonly ParamGroup<Hyper>[] {
    return this.#groups;
  }
  readonly #groups: ParamGroup<Hyper>[];
  readonly #kind: Kind<Hyper>;
  /** What groups have that say nothing else. */
  readonly #defaults: Hyper;
  readonly #slots = new Map<Tensor, Slot>();
  /** How often a state has been loaded. */
  #loads = 0;

  /**
   * @param params parameters, or groups `{ params, ...hyper-parameters }`.
   * @param options hyper-parameters of all groups that do not say otherwise.
   * @throws ValueError for no parameters, an unknown option, or a value out of range such as NaN.
   */
  constructor(kind: Kind<Hyper>, params: Params<Hyper>, options: Partial<Hyper>) {
    this.#kind = kind;
    this.#defaults = { ...kind.defaults, ...options };
    this.#checkKnown(options);
    this.#groups = readGroups(kind.name, params).map((group) => this.#groupOf(group));
    // Initial values are computed now, so that the first step is the same program as all others.
    realize(this.paramGroups.flatMap((group) => group.params));
  }

  #checkKnown(given: object): void {
    checkKnown(this.#kind.name, given, { ...this.#kind.defaults, maximize: false });
  }

  #groupOf({ params, given }: ReadGroup): ParamGroup<Hyper> {
    this.#checkKnown(given);
    const group = { ...this.#defaults, ...given, params };
    checkRanges(this.#kind.name, this.#kind.ranges, group);
    return group;
  }

  /**
   * Optimises more parameters, as when layers that were frozen are to learn, too. What the group
   * does not say is as in the constructor. Schedulers are made anew then: some go by the learning
   * rates that they found.
   * Source: https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.add_param_group.html
   * @throws ValueError for no parameters, one that is optimised already, an unknown hyper-parameter
   *   or one out of range.
   * @example
   * const [head, body] = [new nn.Linear(2, 1), new nn.Linear(3, 2)];
   * const optimizer = new optim.SGD(head.parameters(), { lr: 0.1 });
   * optimizer.addParamGroup({ params: body.parameters(), lr: 0.01 });
   * console.log(optimizer.paramGroups.map(({ lr }) => lr)); // [ 0.1, 0.01 ]
   */
  addParamGroup(group: ParamGroupInput<Hyper>): void {
    signatures.Optimizer$addParamGroup.check(arguments);
    if (!isGroup(group)) {
      throw new ValueError(
        `${this.#kind.name}.addParamGroup: expected a group, { params: layer.parameters() } and ` +
          'hyper-parameters where they differ',
      );
    }
    const known = this.#groups.flatMap(({ params }) => params);
    const added = readGroups(this.#kind.name, [group], known).map((one) => this.#groupOf(one));
    realize(added.flatMap(({ params }) => params));
    this.#groups.push(...added);
  }

  /** The state of a parameter before its first update. */
  protected abstract initialState(parameter: Tensor, group: Readonly<Hyper>): State;

  /** The update of one parameter; gradients are not recorded. */
  protected abstract update(input: UpdateInput<Hyper, State>): Update<State>;

  /** Learning rate of the first group; setting it sets that of all. */
  get lr(): number {
    return this.paramGroups[0]?.lr ?? 0;
  }

  set lr(value: number) {
    for (const group of this.paramGroups) {
      checkRanges(this.#kind.name, this.#kind.ranges, { ...group, lr: value });
      group.lr = value;
    }
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    for (const { params } of this.paramGroups) {
      for (const parameter of params) parameter.zeroGrad();
    }
  }

  /**
   * Updates every parameter that has a gradient, in one program together with all that the
   * gradients are computed from.
   * @throws ValueError when a hyper-parameter has become invalid, IndexError when the loss or a
   *   gradient met an index out of range; nothing has changed then.
   */
  step(options: StepOptions = {}): void {
    signatures.Optimizer$step.check(arguments);
    this.#checkGroups();
    this.#prepareSlots();
    const changed: Tensor[] = [];
    const updated: Slot[] = [];
    holdGradients();
    withoutGrad(() => {
      for (const group of this.paramGroups) {
        for (const parameter of group.params) {
          const slot = this.#updateOne(parameter, group, changed);
          if (slot !== null) updated.push(slot);
        }
      }
    });
    this.#noteStep(updated);
    try {
      realizeNodes(
        changed.map(({ node }) => node),
        'step',
      );
    } catch (error) {
      for (const slot of updated) slot.step -= 1;
      throw error;
    }
    if (options.zeroGrad === true) this.zeroGrad();
  }

  /** Tells how a replay of the step goes on, and what it relies on. */
  #noteStep(updated: readonly Slot[]): void {
    if (!isRecording()) return;
    const [loads, groups] = [this.#loads, this.#groups.length];
    guardReplay(this, () => this.#loads === loads && this.#groups.length === groups);
    stepWithReplays({
      advance: () => {
        this.#checkGroups();
        for (const slot of updated) slot.step += 1;
      },
      undo: () => {
        for (const slot of updated) slot.step -= 1;
      },
    });
  }

  #checkGroups(): void {
    for (const group of this.paramGroups) checkRanges(this.#kind.name, this.#kind.ranges, group);
  }

  /** Makes the state of parameters that are updated for the first time. */
  #prepareSlots(): void {
    const fresh: Tensor[] = [];
    for (const group of this.paramGroups) {
      for (const parameter of group.params) {
        if (parameter.ownGrad() === null || this.#slots.has(parameter)) continue;
        const tensors = this.initialState(parameter, group);
        this.#slots.set(parameter, { step: 0, tensors: { ...tensors } });
        undoAfterLook(() => this.#slots.delete(parameter));
        for (const [name, tensor] of Object.entries(tensors)) {
          tensor.label = `${parameter.label} ${name}`;
        }
        fresh.push(...Object.values(tensors));
      }
    }
    // Not in a program: that would compute the waiting loss, and this one its gradients without it.
    fillConstants(fresh.map(({ node }) => node));
    const rest = fresh.filter(({ node }) => node.value === null);
    if (rest.length > 0) realize(rest);
  }

  /** Null for a parameter without a gradient. */
  #updateOne(parameter: Tensor, group: ParamGroup<Hyper>, changed: Tensor[]): Slot | null {
    const slot = this.#slots.get(parameter);
    const gradient = parameter.ownGrad();
    if (gradient === null || slot === undefined) return null;
    slot.step += 1;
    // The slot was made by initialState and update, or checked against them when loaded.
    const state = slot.tensors as State;
    const ascent = group.maximize === true ? gradient.neg() : gradient;
    const next = this.update(new UpdateInput<Hyper, State>(parameter, ascent, state, group, slot));
    for (const name in next.state) {
      const value = next.state[name];
      if (value === undefined) continue;
      // A hyper-parameter that was switched on between steps starts a tensor of its own.
      const tensor = slot.tensors[name]?.assign(value) ?? value.detach();
      slot.tensors[name] = tensor;
      changed.push(tensor);
    }
    changed.push(parameter.assign(next.parameter));
    return slot;
  }

  /** Hyper-parameters, step counts and state, enough to continue exactly; see `OptimizerState`. */
  stateDict(): OptimizerState {
    return saveSlots(this.paramGroups, this.#slots);
  }

  /**
   * Continues from a saved state; the parameters have to be the same ones in the same order.
   * @throws ValueError naming what does not fit; nothing has changed then.
   */
  loadStateDict(state: OptimizerState): void {
    signatures.Optimizer$loadStateDict.check(arguments);
    const { name, ranges } = this.#kind;
    const expected = (parameter: Tensor, group: Hyper): StateTensors =>
      this.initialState(parameter, group);
    const loaded = loadSlots(name, state, this.paramGroups, expected, (group) => {
      checkRanges(name, ranges, group);
    });
    loaded.groups.forEach((hyper, i) => {
      const group = this.paramGroups[i];
      if (group === undefined) throw new ValueError(`${name}: group ${i} does not exist`);
      Object.assign(group, hyper);
    });
    this.#loads += 1;
    this.#slots.clear();
    for (const [parameter, slot] of loaded.slots) this.#slots.set(parameter, slot);
  }
}

/** What a training asks of an optimiser: `Optimizer` has it, and what stands for one. */
export interface OptimizerLike {
  lr: Optimizer['lr'];
  readonly paramGroups: Optimizer['paramGroups'];
  readonly zeroGrad: Optimizer['zeroGrad'];
  readonly step: Optimizer['step'];
  readonly stateDict: Optimizer['stateDict'];
  readonly loadStateDict: Optimizer['loadStateDict'];
  /** True for one whose `step` takes a closure that computes the loss again, as LBFGS's does. */
  readonly needsClosure?: boolean;
}

/**
 * `Module`, the base of every layer and model: finds the parameters, buffers and modules among its
 * properties whenever it is asked, and never keeps a list that could go stale. How they are found
 * is in `walk.ts`, saving and loading the state as a record in `state-dict.ts`.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */

import { ValueError } from '../errors.js';
import { copyKey, refuseForeign, thisCopy } from '../graph/copy.js';
import { checkDType, type DType, isFloat } from '../graph/dtype.js';
import { expectUses } from '../graph/node.js';
import * as signatures from '../signatures/nn.js';
import { guardReplay } from '../tensor/handle/recording.js';
import { Tensor } from '../tensor/index.js';
import { convertInPlace } from './convert.js';
import { deepcopyOf } from './deepcopy.js';
import {
  addHook,
  addPreHook,
  type ForwardHook,
  type ForwardPreHook,
  type RemovableHandle,
} from './forward-hooks.js';
import { modelText } from './model-text.js';
import { keepInProperty, membersFirst, missing, refuseAssignment } from './module-members.js';
import { type AnyHook, type AnyPreHook, keepState, OwnState } from './own-state.js';
import type { Parameter } from './parameter.js';
import { type LoadOptions, type LoadReport, loadInto, type StateDict } from './state-dict.js';
import { eachOnce, join, membersOf, walk, zeroGradients } from './walk.js';

/** Options of `registerBuffer`. */
export interface BufferOptions {
  /** Whether `stateDict()` contains it, true by default. */
  readonly persistent?: boolean;
}

/**
 * Base of layers and models. A subclass keeps its `Parameter`s and modules (or arrays of them) in
 * properties and computes in `forward`, whose arguments and result are its own. Names are
 * PyTorch's: the property `runningMean` of the module in `layers[0]` is `layers.0.running_mean`.
 * @example
 * class Twice extends nn.Module {
 *   layer = new nn.Linear(2, 2);
 *   forward(x) {
 *     return this.layer.forward(this.layer.forward(x));
 *   }
 * }
 * console.log(Object.keys(new Twice().stateDict())); // [ 'layer.weight', 'layer.bias' ]
 */
export abstract class Module {
  /** What it knows beside its properties, for the files beside this one. */
  declare readonly ownState: OwnState;

  constructor() {
    keepState(this, new OwnState());
  }

  /** Whether layers such as `Dropout` and `BatchNorm2d` behave as in training; true at first. */
  get training(): boolean {
    const state = this.ownState;
    const value = state.training;
    guardReplay(this, () => state.training === value);
    return value;
  }

  set training(value: boolean) {
    this.ownState.training = value;
  }

  /** Computes the output from the inputs; each subclass has its own arguments. */
  abstract forward(...inputs: never[]): unknown;

  /**
   * Keeps a tensor that is part of the state but not trained, such as a running mean, in the
   * property `name`; null for one that may be set later. Returns the value. Replace the values of a
   * tensor with `assign`.
   * @throws ValueError for something that is no tensor.
   */
  protected registerBuffer<Value extends Tensor | null>(
    name: string,
    value: Value,
    options: BufferOptions = {},
  ): Value {
    if (value !== null && !(value instanceof Tensor)) {
      refuseForeign(`${this.constructor.name}.${name}`, value);
      throw new ValueError(
        `${this.constructor.name}: ${name} must be a tensor, got ${String(value)}. ` +
          'Make one of it: tensor(...)',
      );
    }
    if (value !== null) expectUses(value.node);
    this.ownState.buffers.set(name, options.persistent ?? true);
    Reflect.set(this, name, value);
    return value;
  }

  /** Lists a parameter or module under a name that cannot be a property's, such as `0`. */
  protected register<Member extends Parameter | Module>(name: string, member: Member): Member {
    refuseForeign(this.constructor.name, member, 'module');
    this.ownState.named.set(name, member);
    return member;
  }

  /**
   * Keeps a module under a name that is computed, such as `conv1`, and in the property of that
   * name; null takes it away. Returns the module. PyTorch's `register_module` and `add_module`.
   * @throws ValueError for a name with a dot, or one that something else has.
   * @example
   * const model = new nn.Sequential();
   * model.registerModule('head', new nn.Linear(2, 1));
   * console.log(Object.keys(model.stateDict())); // [ 'head.weight', 'head.bias' ]
   */
  registerModule<Member extends Module | null>(name: string, module: Member): Member {
    signatures.Module$registerModule.check(arguments);
    const { named } = this.ownState;
    const isTaken = name in this && !named.has(name);
    if (name === '' || name.includes('.') || isTaken) {
      const reason = isTaken ? 'is taken by something else' : 'cannot be that of a module';
      throw new ValueError(`${this.constructor.name}.registerModule: the name '${name}' ${reason}`);
    }
    if (module === null) named.delete(name);
    else this.register(name, module);
    keepInProperty(this, name);
    return module;
  }

  /** This module (named `''`) and all below it with their names, each once, holders first. */
  namedModules(): [name: string, module: Module][] {
    const seen = new Set<Module>();
    const list: [string, Module][] = [];
    for (const [name, found] of walk(this)) {
      const module = found as Module;
      if (!seen.has(module)) list.push([name, module]);
      seen.add(module);
    }
    return list;
  }

  /** This module and all below it, each once. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** The modules that this one holds directly, each once. */
  children(): Module[] {
    return [...new Set(membersOf(this).children.map(([, module]) => module as Module))];
  }

  /**
   * The module of this name, such as `encoder.layers.0`; `''` is this one.
   * @throws ValueError when there is none.
   * @example
   * const model = new nn.Sequential(new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU()));
   * console.log(String(model.getSubmodule('0.1'))); // ReLU()
   */
  getSubmodule(target: string): Module {
    signatures.Module$getSubmodule.check(arguments);
    const visits = walk(this);
    const found = visits.find(([name]) => name === target);
    if (found !== undefined) return found[1] as Module;
    const names = visits.map(([name]) => name).filter((name) => name !== '');
    throw missing(`${this.constructor.name}.getSubmodule`, 'module', target, names);
  }

  /**
   * Calls `fn` with every module, each once, members before their holder. Returns this module.
   * @example
   * const model = new nn.Sequential(new nn.Linear(2, 2), new nn.ReLU());
   * model.apply((module) => {
   *   if (module instanceof nn.Linear) nn.init.zeros(module.weight);
   * });
   * console.log(model.at(0).weight.toArray()); // [ [ 0, 0 ], [ 0, 0 ] ]
   */
  apply(fn: (module: Module) => void): this {
    signatures.Module$apply.check(arguments);
    for (const module of membersFirst<Module>(this, (one) => one.children())) fn(module);
    return this;
  }

  /**
   * All parameters with their names, which become their labels in messages; one that is shared is
   * listed under its first name only.
   */
  namedParameters(): [name: string, parameter: Parameter][] {
    return eachOnce(walk(this), ({ parameters }) => parameters);
  }

  /** All parameters, each once, in the order of `namedParameters`. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** All buffers with their names, each once. */
  namedBuffers(): [name: string, buffer: Tensor][] {
    return eachOnce(walk(this), ({ buffers }) => buffers);
  }

  /** All buffers, each once. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    zeroGradients(this);
  }

  /**
   * Sets whether all parameters take gradients: `model.requiresGrad(false)` freezes them. PyTorch's
   * `requires_grad_`. Returns this module.
   * @example
   * const layer = new nn.Linear(2, 1).requiresGrad(false);
   * console.log(layer.weight.requiresGrad); // false
   */
  requiresGrad(requiresGrad = true): this {
    signatures.Module$requiresGrad.check(arguments);
    for (const parameter of this.parameters()) parameter.requiresGrad = requiresGrad;
    return this;
  }

  /**
   * Calls `hook(module, inputs)` before each `forward` with the list of its arguments. If it
   * returns something, that takes their place: a list, or the one argument. Annotate `inputs` where
   * they are not tensors.
   * @example
   * const layer = new nn.Identity();
   * const handle = layer.registerForwardPreHook((_, [x]) => x.mul(2));
   * console.log(layer.forward(tensor(3)).item()); // 6
   * handle.remove();
   */
  registerForwardPreHook<Inputs extends readonly unknown[] = readonly Tensor[]>(
    hook: ForwardPreHook<Module, Inputs>,
  ): RemovableHandle {
    signatures.Module$registerForwardPreHook.check(arguments);
    return addPreHook(this, hook as AnyPreHook);
  }

  /**
   * Calls `hook(module, inputs, output)` after each `forward`. If it returns something, that takes
   * the place of the output. A function given to `compile()` calls hooks when it is recorded.
   * @throws ValueError, from `forward`, when a hook returns what cannot be an output.
   * @example
   * const shapes = [];
   * const layer = new nn.Linear(2, 3);
   * const handle = layer.registerForwardHook((_, inputs, output) => {
   *   shapes.push(output.shape);
   * });
   * layer.forward(ones([4, 2]));
   * handle.remove();
   * console.log(shapes); // [ [ 4, 3 ] ]
   */
  registerForwardHook<Inputs extends readonly unknown[] = readonly Tensor[], Output = Tensor>(
    hook: ForwardHook<Module, Inputs, Output>,
  ): RemovableHandle {
    signatures.Module$registerForwardHook.check(arguments);
    return addHook(this, hook as AnyHook);
  }

  /**
   * A copy with parameters, buffers and modules of its own; what is shared inside stays shared.
   * Functions and objects of other classes are the same in both, gradients are not copied.
   * @throws ValueError for a class with private members (`#name`), which cannot be copied;
   *   GradientError for a tensor that was computed from others that require a gradient.
   * @example
   * const layer = new nn.Linear(1, 1);
   * const copy = layer.deepcopy();
   * layer.weight.assign(0);
   * console.log(copy.weight.item() === 0); // false
   */
  deepcopy(): this {
    return deepcopyOf(this);
  }

  /** Switches this module and all below it to training, or with `false` to evaluation. */
  train(mode = true): this {
    signatures.Module$train.check(arguments);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Switches this module and all below it to evaluation: no dropout, running statistics. */
  eval(): this {
    return this.train(false);
  }

  /** Converts all float parameters and buffers in place. Do it before making an optimiser. */
  to(dtype: DType): this {
    checkDType('Module.to', dtype);
    if (!isFloat(dtype)) {
      throw new ValueError(`Module.to: parameters are float32 or float64, got ${dtype}`);
    }
    for (const tensor of [...this.parameters(), ...this.buffers()]) {
      if (isFloat(tensor.dtype)) convertInPlace(tensor, dtype);
    }
    return this;
  }

  /** Every parameter and persistent buffer by name, the live tensors. */
  private liveState(): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [prefix, , { parameters, buffers }] of walk(this)) {
      for (const [name, value] of parameters) state.set(join(prefix, name), value);
      for (const [name, value, persistent] of buffers) {
        if (persistent) state.set(join(prefix, name), value);
      }
    }
    return state;
  }

  /**
   * The parameters and persistent buffers as a plain record with PyTorch's keys: detached tensors
   * with the values of this moment, which later training does not change.
   */
  stateDict(): StateDict {
    const entries = [...this.liveState()].map(([name, value]) => [name, value.detach()]);
    return Object.fromEntries(entries);
  }

  /**
   * Takes the values of a record as `stateDict()` makes it; floats are converted to the dtype at
   * hand. `strict` (default true) wants exactly the keys of this module. Returns the differences.
   * @throws ValueError listing all missing, unexpected and misshapen keys; nothing has changed
   *   then.
   */
  loadStateDict(state: StateDict, options: LoadOptions = {}): LoadReport {
    signatures.Module$loadStateDict.check(arguments);
    return loadInto(this.constructor.name, this.liveState(), state, options);
  }

  /** What is written in brackets after the name of the module; nothing by default. */
  extraRepr(): string {
    return '';
  }

  /**
   * The module and all below it as PyTorch prints them: names of classes, members in brackets.
   * Node's console shows it, too.
   */
  toString(): string {
    return modelText(this);
  }

  static {
    const { prototype } = Module;
    Object.defineProperty(prototype, copyKey, { value: thisCopy });
    Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: Module): string {
        return this.toString();
      },
    });
    refuseAssignment(prototype, 'requiresGrad');
  }
}

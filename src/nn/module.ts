/**
 * `Module`, the base of every layer and model: finds the parameters, buffers and modules among its
 * properties whenever it is asked, and never keeps a list that could go stale. Saving and loading
 * the state as a record is in `state-dict.ts`.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */

import { ValueError } from '../errors.js';
import { copyKey, refuseForeign, thisCopy } from '../graph/copy.js';
import { type DType, isFloat } from '../graph/dtype.js';
import * as signatures from '../signatures/nn.js';
import { guardReplay } from '../tensor/handle/recording.js';
import { Tensor } from '../tensor/index.js';
import { convertInPlace } from './convert.js';
import { Parameter } from './parameter.js';
import { type LoadOptions, type LoadReport, loadInto, type StateDict } from './state-dict.js';

/** Options of `registerBuffer`. */
export interface BufferOptions {
  /** Whether `stateDict()` contains it, true by default. */
  readonly persistent?: boolean;
}

/** What one module holds itself, by PyTorch's names. */
interface Members {
  readonly parameters: [name: string, value: Parameter][];
  readonly buffers: [name: string, value: Tensor, persistent: boolean][];
  readonly children: [name: string, value: Module][];
}

/** A module on the way from the root, linked to the one that holds it. */
interface Step {
  readonly name: string;
  readonly module: Module;
  readonly holder: Step | null;
}

/**
 * `runningMean` as `running_mean`, `weightIhL0` as `weight_ih_l0`; `linear1` and `Wa` unchanged.
 */
function pytorchName(property: string): string {
  return property.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** Labels a tensor for messages, unless a module further out has given it a longer name. */
function label(tensor: Tensor, name: string): void {
  const known = tensor.label;
  if (known !== name && !known.endsWith(`.${name}`)) tensor.label = name;
}

/** Forgets the gradient of a parameter; leaves a module for later. */
function zeroOrPush(member: unknown, rest: Module[]): void {
  if (member instanceof Parameter) member.zeroGrad();
  else if (member instanceof Module) rest.push(member);
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
  #training = true;
  /** The last walk of `zeroGrad` that came by. */
  #walked: object | null = null;
  /** Buffers by property name, and whether each is persistent. */
  readonly #buffers = new Map<string, boolean>();
  /** Members whose name is not that of a property. */
  readonly #named = new Map<string, Parameter | Module>();

  /** Whether layers such as `Dropout` and `BatchNorm2d` behave as in training; true at first. */
  get training(): boolean {
    const value = this.#training;
    guardReplay(this, () => this.#training === value);
    return value;
  }

  set training(value: boolean) {
    this.#training = value;
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
    this.#buffers.set(name, options.persistent ?? true);
    Reflect.set(this, name, value);
    return value;
  }

  /** Lists a parameter or module under a name that cannot be a property's, such as `0`. */
  protected register<Member extends Parameter | Module>(name: string, member: Member): Member {
    refuseForeign(this.constructor.name, member, 'module');
    this.#named.set(name, member);
    return member;
  }

  #members(): Members {
    const members: Members = { parameters: [], buffers: [], children: [] };
    const add = (name: string, value: unknown): void => {
      if (value instanceof Parameter) members.parameters.push([name, value]);
      else if (value instanceof Module) members.children.push([name, value]);
      else refuseForeign(`${this.constructor.name}.${name}`, value, 'tensor or module');
    };
    for (const [name, member] of this.#named) add(name, member);
    for (const [property, value] of Object.entries(this)) {
      const name = pytorchName(property);
      const persistent = this.#buffers.get(property);
      if (persistent !== undefined && value instanceof Tensor) {
        members.buffers.push([name, value, persistent]);
      } else if (Array.isArray(value)) {
        value.forEach((item, i) => {
          add(`${name}.${i}`, item);
        });
      } else {
        add(name, value);
      }
    }
    return members;
  }

  /** This module and all below it, holders first; a shared one each time it occurs. */
  #walk(): [name: string, module: Module, members: Members][] {
    const found: [string, Module, Members][] = [];
    const stack: Step[] = [{ name: '', module: this, holder: null }];
    for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
      for (let above = step.holder; above !== null; above = above.holder) {
        if (above.module === step.module) {
          throw new ValueError(`Module: '${step.name}' is a module that contains itself`);
        }
      }
      const members = step.module.#members();
      found.push([step.name, step.module, members]);
      for (const [name, module] of members.children.toReversed()) {
        stack.push({ name: join(step.name, name), module, holder: step });
      }
    }
    return found;
  }

  /** This module (named `''`) and all below it with their names, each once, holders first. */
  namedModules(): [name: string, module: Module][] {
    const seen = new Set<Module>();
    const list: [string, Module][] = [];
    for (const [name, module] of this.#walk()) {
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
    return [...new Set(this.#members().children.map(([, module]) => module))];
  }

  /**
   * All parameters with their names, which become their labels in messages; one that is shared is
   * listed under its first name only.
   */
  namedParameters(): [name: string, parameter: Parameter][] {
    const seen = new Set<Parameter>();
    const list: [string, Parameter][] = [];
    for (const [prefix, , { parameters }] of this.#walk()) {
      for (const [name, parameter] of parameters) {
        if (seen.has(parameter)) continue;
        const path = join(prefix, name);
        label(parameter, path);
        list.push([path, parameter]);
        seen.add(parameter);
      }
    }
    return list;
  }

  /** All parameters, each once, in the order of `namedParameters`. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** All buffers with their names, each once. */
  namedBuffers(): [name: string, buffer: Tensor][] {
    const seen = new Set<Tensor>();
    const list: [string, Tensor][] = [];
    for (const [prefix, , { buffers }] of this.#walk()) {
      for (const [name, buffer] of buffers) {
        if (seen.has(buffer)) continue;
        const path = join(prefix, name);
        label(buffer, path);
        list.push([path, buffer]);
        seen.add(buffer);
      }
    }
    return list;
  }

  /** All buffers, each once. */
  buffers(): Tensor[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Forgets the gradients of all parameters. */
  zeroGrad(): void {
    // Part of every step, so it does without the names that `parameters` makes on its way.
    const walk = {};
    const rest: Module[] = [this];
    for (let module = rest.pop(); module !== undefined; module = rest.pop()) {
      if (module.#walked === walk) continue;
      module.#walked = walk;
      for (const named of module.#named.values()) zeroOrPush(named, rest);
      // Its properties, without a list of them.
      const members = module as unknown as Record<string, unknown>;
      for (const name in members) {
        const value = members[name];
        if (Array.isArray(value)) for (const item of value) zeroOrPush(item, rest);
        else zeroOrPush(value, rest);
      }
    }
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
    if (!isFloat(dtype)) {
      throw new ValueError(`Module.to: parameters are float32 or float64, got ${dtype}`);
    }
    for (const tensor of [...this.parameters(), ...this.buffers()]) {
      if (isFloat(tensor.dtype)) convertInPlace(tensor, dtype);
    }
    return this;
  }

  /** Every parameter and persistent buffer by name, the live tensors. */
  #state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>();
    for (const [prefix, , { parameters, buffers }] of this.#walk()) {
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
    const entries = [...this.#state()].map(([name, value]) => [name, value.detach()]);
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
    return loadInto(this.constructor.name, this.#state(), state, options);
  }

  static {
    Object.defineProperty(Module.prototype, copyKey, { value: thisCopy });
  }
}

/**
 * Hooks: functions that are called before and after the `forward` of a module, by an own `forward`
 * of the object that stands in for that of its class.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */

import { ValueError } from '../errors.js';
import * as signatures from '../signatures/nn.js';
import type { Tensor } from '../tensor/index.js';
import type { AnyForward, AnyHook, AnyPreHook, Hooks, ModuleLike } from './own-state.js';

/** Called before `forward` with its arguments: returns nothing, or what they are replaced by. */
export type ForwardPreHook<Holder, Inputs = readonly Tensor[]> = (
  module: Holder,
  inputs: Inputs,
) => unknown;

/** Called after `forward`: returns nothing, or what the output is replaced by. */
export type ForwardHook<Holder, Inputs = readonly Tensor[], Output = Tensor> = (
  module: Holder,
  inputs: Inputs,
  output: Output,
) => unknown;

/**
 * What registering a hook returns.
 * @example
 * const layer = new nn.Identity();
 * const handle = layer.registerForwardHook((_, __, y) => y.add(1));
 * handle.remove();
 * console.log(handle instanceof nn.RemovableHandle, layer.forward(tensor(1)).item()); // true 1
 */
export class RemovableHandle {
  readonly #remove: () => void;

  constructor(remove: () => void) {
    signatures.RemovableHandle.check(arguments);
    this.#remove = remove;
  }

  /** Ends the calls of the hook; a second time it does nothing. */
  remove(): void {
    this.#remove();
  }
}

/**
 * @throws ValueError for what cannot stand in for `given`, such as the number that an arrow
 *   function with `list.push(output)` gives back.
 */
function checkResult(where: string, result: unknown, given: unknown): void {
  const isLike = typeof result === typeof given && !(result instanceof Promise);
  if (isLike) return;
  throw new ValueError(
    `${where}: the hook returned ${result instanceof Promise ? 'a promise' : `a ${typeof result}`}, ` +
      'which would replace what it was given. Return nothing to look only: { list.push(output); }',
  );
}

function nameOf(module: ModuleLike): string {
  return module.constructor.name;
}

function before(module: ModuleLike, hooks: Hooks, given: readonly unknown[]): readonly unknown[] {
  let inputs = given;
  for (const hook of [...hooks.before.values()]) {
    const result = hook(module, inputs);
    if (result === undefined || result === null) continue;
    checkResult(`${nameOf(module)}.registerForwardPreHook`, result, inputs);
    inputs = Array.isArray(result) ? result : [result];
  }
  return inputs;
}

function after(
  module: ModuleLike,
  hooks: Hooks,
  inputs: readonly unknown[],
  given: unknown,
): unknown {
  let output = given;
  for (const hook of [...hooks.after.values()]) {
    const result = hook(module, inputs, output);
    if (result === undefined || result === null) continue;
    checkResult(`${nameOf(module)}.registerForwardHook`, result, output);
    output = result;
  }
  return output;
}

/** `forward` of the class. */
function classForward(module: ModuleLike): AnyForward {
  return Reflect.get(Object.getPrototypeOf(module), 'forward');
}

/** Stands in for `forward`; `this` is the module, also in a copy. */
function hooked(this: ModuleLike, ...given: readonly unknown[]): unknown {
  const { hooks } = this.ownState;
  if (hooks === null) return Reflect.apply(classForward(this), this, given);
  const inputs = before(this, hooks, given);
  const output: unknown = Reflect.apply(hooks.original ?? classForward(this), this, inputs);
  return after(this, hooks, inputs, output);
}

/** Not enumerable, so that a module's members are what they were. */
export function standIn(module: ModuleLike): void {
  Object.defineProperty(module, 'forward', { value: hooked, configurable: true, writable: true });
}

function hooksOf(module: ModuleLike): Hooks {
  const state = module.ownState;
  if (state.hooks !== null) return state.hooks;
  const original: AnyForward | null =
    Object.getOwnPropertyDescriptor(module, 'forward')?.value ?? null;
  const hooks: Hooks = { before: new Map(), after: new Map(), original };
  state.hooks = hooks;
  standIn(module);
  return hooks;
}

/** Adds a hook that is called with the arguments of `forward`. */
export function addPreHook(module: ModuleLike, hook: AnyPreHook): RemovableHandle {
  const { before: list } = hooksOf(module);
  const key = {};
  list.set(key, hook);
  return new RemovableHandle(() => list.delete(key));
}

/** Adds a hook that is called with the arguments and the result of `forward`. */
export function addHook(module: ModuleLike, hook: AnyHook): RemovableHandle {
  const { after: list } = hooksOf(module);
  const key = {};
  list.set(key, hook);
  return new RemovableHandle(() => list.delete(key));
}

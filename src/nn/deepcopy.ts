/**
 * A copy of a module with everything that it holds: parameters, buffers, modules, and the lists,
 * records, Maps and Sets between them. What occurs twice is one object in the copy, too.
 * Source: https://docs.python.org/3/library/copy.html#copy.deepcopy
 */

import { GradientError, ValueError } from '../errors.js';
import { called } from '../tensor/handle/label.js';
import { Tensor } from '../tensor/index.js';
import { standIn } from './forward-hooks.js';
import { isModule, type ModuleLike, OwnState } from './own-state.js';
import { Parameter } from './parameter.js';

/** Finds the copy of anything, or begins it. */
type Copy = (value: unknown) => unknown;

/** A use of a private member, which no other object can be given. */
const privateUse = /\.#[A-Za-z_$]/;

function refusePrivate(module: ModuleLike): void {
  let prototype: object | null = Object.getPrototypeOf(module);
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const kind: unknown = prototype.constructor;
    if (typeof kind !== 'function' || kind === Object) return;
    if (!privateUse.test(Function.prototype.toString.call(kind))) continue;
    throw new ValueError(
      `deepcopy: ${kind.name} has private members (#name), which JavaScript gives to what its ` +
        'constructor makes alone. Write private name in their place, or a deepcopy() of its own ' +
        'that makes a new one and loads the stateDict() into it',
    );
  }
}

function copyTensor(tensor: Tensor): Tensor {
  if (!tensor.isLeaf) {
    throw new GradientError(
      `deepcopy: ${called(tensor, 'a tensor')} was computed from others that require a gradient; ` +
        'only leaves can be copied. Keep x.detach()',
    );
  }
  const { requiresGrad } = tensor;
  if (tensor instanceof Parameter) return new Parameter(tensor, { requiresGrad });
  const copy = tensor.detach();
  copy.requiresGrad = requiresGrad;
  return copy;
}

function copyState(state: OwnState, copy: Copy): OwnState {
  const made = new OwnState();
  made.training = state.training;
  for (const [name, persistent] of state.buffers) made.buffers.set(name, persistent);
  for (const [name, member] of state.named) {
    made.named.set(name, copy(member) as Tensor | ModuleLike);
  }
  const { hooks } = state;
  if (hooks !== null) {
    made.hooks = {
      before: new Map(hooks.before),
      after: new Map(hooks.after),
      original: hooks.original,
    };
  }
  return made;
}

function fillModule(module: ModuleLike, made: ModuleLike, copy: Copy): void {
  for (const key of Reflect.ownKeys(module)) {
    const descriptor = Object.getOwnPropertyDescriptor(module, key);
    // Who stands in for forward stands in for that of the one module.
    if (descriptor === undefined || (key === 'forward' && !descriptor.enumerable)) continue;
    if (key === 'ownState') descriptor.value = copyState(module.ownState, copy);
    else if ('value' in descriptor) descriptor.value = copy(descriptor.value);
    Object.defineProperty(made, key, descriptor);
  }
  if (made.ownState.hooks !== null) standIn(made);
}

/** An empty object of the kind, and what fills it; null for what is shared. */
function begin(value: object, copy: Copy): { made: object; fill: () => void } | null {
  if (value instanceof Tensor) return { made: copyTensor(value), fill: () => undefined };
  if (isModule(value)) {
    refusePrivate(value);
    const made: ModuleLike = Object.create(Object.getPrototypeOf(value));
    return { made, fill: () => fillModule(value, made, copy) };
  }
  if (Array.isArray(value)) {
    const made: unknown[] = [];
    return { made, fill: () => made.push(...value.map(copy)) };
  }
  if (value instanceof Map) {
    const made = new Map<unknown, unknown>();
    const fill = (): void => value.forEach((item, key) => made.set(copy(key), copy(item)));
    return { made, fill };
  }
  if (value instanceof Set) {
    const made = new Set<unknown>();
    return { made, fill: () => value.forEach((item) => made.add(copy(item))) };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  const made: object = Object.create(prototype);
  const fill = (): void => {
    for (const [key, item] of Object.entries(value)) Reflect.set(made, key, copy(item));
  };
  return { made, fill };
}

/** The copy; nothing of it is shared with `root` but functions and objects of other classes. */
export function deepcopyOf<Root extends ModuleLike>(root: Root): Root {
  const copies = new Map<object, object>();
  const fills: (() => void)[] = [];
  const copy: Copy = (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const begun = begin(value, copy);
    if (begun === null) return value;
    copies.set(value, begun.made);
    fills.push(begun.fill);
    return begun.made;
  };
  const made = copy(root);
  for (let fill = fills.pop(); fill !== undefined; fill = fills.pop()) fill();
  return made as Root;
}

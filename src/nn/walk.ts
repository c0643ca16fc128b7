/**
 * What modules hold, by PyTorch's names: looked up among the properties whenever it is asked, in
 * lists, records and Maps to any depth, and never kept.
 */

import { ValueError } from '../errors.js';
import { refuseForeign } from '../graph/copy.js';
import { Tensor } from '../tensor/index.js';
import { isModule, type ModuleLike } from './own-state.js';
import { Parameter } from './parameter.js';

/** What one module holds itself. */
export interface Members {
  readonly parameters: [name: string, value: Parameter][];
  readonly buffers: [name: string, value: Tensor, persistent: boolean][];
  readonly children: [name: string, value: ModuleLike][];
}

/** A module on the way from the root, linked to the one that holds it. */
interface Step {
  readonly name: string;
  readonly module: ModuleLike;
  readonly holder: Step | null;
}

/** A module with its name and its members. */
export type Visit = readonly [name: string, module: ModuleLike, members: Members];

/**
 * `runningMean` as `running_mean`, `weightIhL0` as `weight_ih_l0`; `linear1` and `Wa` unchanged.
 */
export function pytorchName(property: string): string {
  return property.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a member of a member. */
export function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** The items of a list, a Map or a plain record with their keys; null for anything else. */
export function itemsOf(value: unknown): [key: string, item: unknown][] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map((item: unknown, i) => [String(i), item]);
  if (value instanceof Map) return Array.from(value, ([key, item]) => [String(key), item]);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.entries(value) : null;
}

/** Whether this can be a member, or hold some. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The items that may be members, or hold some: long lists are mostly of numbers. */
function objectsIn(value: unknown): Found[] {
  if (!Array.isArray(value)) return (itemsOf(value) ?? []).filter(([, item]) => isObject(item));
  const found: Found[] = [];
  for (let i = 0; i < value.length; i++) {
    const item: unknown = value[i];
    if (isObject(item)) found.push([String(i), item]);
  }
  return found;
}

/** A value on the way through the properties of a module, with its name. */
type Found = [name: string, value: unknown];

/** Buffers go to `members`; what may be a member or hold some is returned, the last one first. */
function candidates(module: ModuleLike, members: Members): Found[] {
  const { named, buffers } = module.ownState;
  const found: Found[] = [...named];
  for (const property in module) {
    const value: unknown = Reflect.get(module, property);
    if (!isObject(value) || !Object.hasOwn(module, property)) continue;
    const persistent = buffers.get(property);
    const name = pytorchName(property);
    if (persistent === undefined || !(value instanceof Tensor)) found.push([name, value]);
    else members.buffers.push([name, value, persistent]);
  }
  return found.reverse();
}

/** What a module holds, its members by other names first, then its properties in their order. */
export function membersOf(module: ModuleLike): Members {
  const members: Members = { parameters: [], buffers: [], children: [] };
  const rest = candidates(module, members);
  // Lists that have been looked into, which may hold themselves.
  const seen = new Set<unknown>();
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [name, value] = next;
    if (value instanceof Parameter) members.parameters.push([name, value]);
    else if (isModule(value)) members.children.push([name, value]);
    else if (!seen.has(value)) {
      refuseForeign(`${module.constructor.name}.${name}`, value, 'tensor or module');
      seen.add(value);
      for (const [key, item] of objectsIn(value).reverse()) rest.push([`${name}.${key}`, item]);
    }
  }
  return members;
}

/** A module and all below it, holders first; a shared one each time it occurs. */
export function walk(root: ModuleLike): Visit[] {
  const found: Visit[] = [];
  const stack: Step[] = [{ name: '', module: root, holder: null }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    for (let above = step.holder; above !== null; above = above.holder) {
      if (above.module === step.module) {
        throw new ValueError(`Module: '${step.name}' is a module that contains itself`);
      }
    }
    const members = membersOf(step.module);
    found.push([step.name, step.module, members]);
    for (const [name, module] of members.children.toReversed()) {
      stack.push({ name: join(step.name, name), module, holder: step });
    }
  }
  return found;
}

/** Labels a tensor for messages, unless a module further out has given it a longer name. */
export function label(tensor: Tensor, name: string): void {
  const known = tensor.label;
  if (known !== name && !known.endsWith(`.${name}`)) tensor.label = name;
}

/** The listed tensors with their full names, which become their labels; a shared one once. */
export function eachOnce<Value extends Tensor>(
  visits: readonly Visit[],
  listed: (members: Members) => readonly (readonly [name: string, value: Value, ...unknown[]])[],
): [name: string, value: Value][] {
  const found = new Map<Value, string>();
  for (const [prefix, , members] of visits) {
    for (const [name, value] of listed(members)) {
      if (found.has(value)) continue;
      const path = join(prefix, name);
      label(value, path);
      found.set(value, path);
    }
  }
  return Array.from(found, ([value, path]) => [path, value]);
}

/** What a module holds, without names: a list made at every step. */
function pushMembers(module: ModuleLike, rest: unknown[]): void {
  for (const named of module.ownState.named.values()) rest.push(named);
  const properties = module as unknown as Record<string, unknown>;
  for (const name in properties) {
    const value = properties[name];
    if (isObject(value)) rest.push(value);
  }
}

/** Forgets the gradients of all parameters. */
export function zeroGradients(root: ModuleLike): void {
  // Part of every step, so it does without the names that `membersOf` makes on its way.
  const mark = {};
  const seen = new Set<unknown>();
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (value instanceof Parameter) value.zeroGrad();
    else if (isModule(value)) {
      const state = value.ownState;
      if (state.walked !== mark) pushMembers(value, rest);
      state.walked = mark;
    } else if (!(value instanceof Tensor) && !seen.has(value)) {
      seen.add(value);
      for (const [, item] of objectsIn(value)) rest.push(item);
    }
  }
}

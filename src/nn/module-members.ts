/** Members of a module by name: properties for registered ones, orders, and what is not there. */

import { nearest } from '../calls/index.js';
import { ValueError } from '../errors.js';
import type { ModuleLike } from './own-state.js';

/** Makes a registered member readable, and settable, as a property that walks do not meet. */
export function keepInProperty(module: ModuleLike, name: string): void {
  Object.defineProperty(module, name, {
    get(this: ModuleLike) {
      return this.ownState.named.get(name) ?? null;
    },
    set(this: ModuleLike, member: ModuleLike | null) {
      if (member === null) this.ownState.named.delete(name);
      else this.ownState.named.set(name, member);
    },
    configurable: true,
    enumerable: false,
  });
}

/** `root` and all below it, each once and after its members. */
export function membersFirst<Item>(root: Item, membersOf: (item: Item) => readonly Item[]): Item[] {
  const order: Item[] = [];
  const seen = new Set<Item>();
  const stack: [item: Item, isDone: boolean][] = [[root, false]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [item, isDone] = next;
    if (isDone) order.push(item);
    if (isDone || seen.has(item)) continue;
    seen.add(item);
    stack.push([item, true]);
    for (const member of membersOf(item).toReversed()) stack.push([member, false]);
  }
  return order;
}

/** The error for a name that nothing has; `what` is `module` or `parameter`. */
export function missing(
  op: string,
  what: string,
  name: string,
  names: readonly string[],
): ValueError {
  const guess = nearest(name, names);
  const shown = names.length > 10 ? [...names.slice(0, 10), '...'] : names;
  const list = names.length === 0 ? 'There is none' : `There are ${shown.join(', ')}`;
  return new ValueError(
    `${op}: there is no ${what} '${name}'. ${guess === undefined ? list : `Did you mean '${guess}'?`}`,
  );
}

/** Makes `object.name = value` an error, which would hide the method without a word. */
export function refuseAssignment(prototype: object, name: string): void {
  const method: unknown = Reflect.get(prototype, name);
  Object.defineProperty(prototype, name, {
    get: () => method,
    set: (value: unknown) => {
      throw new ValueError(`Module.${name} is a method: write model.${name}(${String(value)})`);
    },
    configurable: true,
  });
}

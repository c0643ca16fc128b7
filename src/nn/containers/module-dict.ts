/** `ModuleDict`: modules by keys of one's own. */

import { ValueError } from '../../errors.js';
import * as signatures from '../../signatures/nn.js';
import { Module } from '../module.js';
import { missing } from '../module-members.js';
import { entriesOf, type KeyedBy } from './entries.js';

/**
 * Modules by key, whose names are `key.weight`, `key.bias`; it computes nothing itself.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 *
 * @example
 * const heads = new nn.ModuleDict({ digit: new nn.Linear(8, 10), parity: new nn.Linear(8, 2) });
 * console.log(heads.get('parity').forward(zeros([1, 8])).shape); // [ 1, 2 ]
 */
export class ModuleDict<Item extends Module = Module> extends Module {
  /** @throws ValueError for an item that is no module, or a key with a dot. */
  constructor(items: KeyedBy<Item> = {}) {
    signatures.ModuleDict.check(arguments);
    super();
    this.update(items);
  }

  /** Number of modules. */
  get size(): number {
    return this.ownState.named.size;
  }

  /** Whether there is a module of this key. */
  has(key: string): boolean {
    signatures.ModuleDict$has.check(arguments);
    return this.ownState.named.has(key);
  }

  /** The module of this key. @throws ValueError when there is none. */
  get(key: string): Item {
    signatures.ModuleDict$get.check(arguments);
    const item = this.ownState.named.get(key);
    if (item !== undefined) return item as Item;
    throw missing('ModuleDict.get', 'module', key, this.keys());
  }

  /** Puts a module under a key, in the place of one that has it. @throws ValueError */
  set(key: string, item: Item): this {
    signatures.ModuleDict$set.check(arguments);
    if (!((item as unknown) instanceof Module) || key === '' || key.includes('.')) {
      throw new ValueError(
        `ModuleDict.set: needs a key without dots and a module, got '${key}' and ${typeof item}`,
      );
    }
    this.register(key, item);
    return this;
  }

  /** Takes a module away and returns it. @throws ValueError when there is none. */
  pop(key: string): Item {
    signatures.ModuleDict$pop.check(arguments);
    const item = this.get(key);
    this.ownState.named.delete(key);
    return item;
  }

  /** Puts all items of a record, a Map or pairs under their keys. */
  update(items: KeyedBy<Item>): this {
    signatures.ModuleDict$update.check(arguments);
    for (const [key, item] of entriesOf('ModuleDict', items)) this.set(key, item);
    return this;
  }

  /** Takes all modules away. */
  clear(): void {
    this.ownState.named.clear();
  }

  /** The keys in their order. */
  keys(): string[] {
    return [...this.ownState.named.keys()];
  }

  /** The modules in the order of their keys. */
  values(): Item[] {
    return this.keys().map((key) => this.get(key));
  }

  /** Keys with their modules. */
  entries(): [key: string, item: Item][] {
    return this.keys().map((key) => [key, this.get(key)]);
  }

  [Symbol.iterator](): Iterator<[key: string, item: Item]> {
    return this.entries()[Symbol.iterator]();
  }

  /** Always throws: call the modules instead. @throws ValueError */
  forward(): never {
    throw new ValueError('ModuleDict: has no forward of its own, call that of its modules');
  }
}

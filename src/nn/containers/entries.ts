/** Reading what a dict of modules or parameters is made of. */

import { ValueError } from '../../errors.js';

/** Items by key: a record, a Map, or a list of pairs. */
export type KeyedBy<Item> = Readonly<Record<string, Item>> | Iterable<readonly [string, Item]>;

/** Keys with their items. @throws ValueError for what is not a record, a Map or pairs. */
export function entriesOf<Item>(owner: string, items: KeyedBy<Item>): (readonly [string, Item])[] {
  if (!(Symbol.iterator in items)) return Object.entries(items);
  return Array.from(items, (pair: readonly [string, Item]) => {
    if (Array.isArray(pair) && typeof pair[0] === 'string') return pair;
    throw new ValueError(`${owner}: needs a record, a Map or pairs [key, item]: { linear: item }`);
  });
}

/** What a compiled function returns: tensors, alone or in arrays and plain objects. */

import { ValueError } from '../../errors.js';
import { refuseForeign } from '../../graph/copy.js';
import { Tensor } from '../handle/tensor.js';

/**
 * The same arrays and objects with each tensor mapped.
 * @throws ValueError for anything that is not a tensor, array, plain object, null or undefined.
 */
export function mapTensors(tree: unknown, map: (tensor: Tensor) => Tensor): unknown {
  if (tree instanceof Tensor) return map(tree);
  if (tree === null || tree === undefined) return tree;
  if (Array.isArray(tree)) return tree.map((item) => mapTensors(item, map));
  if (typeof tree === 'object' && Object.getPrototypeOf(tree) === Object.prototype) {
    const entries = Object.entries(tree).map(([key, item]) => [key, mapTensors(item, map)]);
    return Object.fromEntries(entries);
  }
  refuseForeign('compile', tree);
  const what = tree instanceof Promise ? 'a promise' : `${typeof tree} ${String(tree)}`;
  throw new ValueError(
    `compile: the function may return tensors, in arrays and objects too, and got ${what}. ` +
      'Replays do not run the function, so other values could not change: compute them outside',
  );
}

/** The signature of a public function, and the check of a call by it. */

import { at } from '../list.js';
import { complaint } from './complaint.js';
import { isPlain, type OptionKind } from './kind.js';
import { fits, fitsOption, type Param, type Params, readSignature } from './read-signature.js';

/** What a public function may be called with; its text is read at the first call. */
export class Signature {
  readonly #text: string;
  #read: Params | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** What the text says. */
  get params(): readonly Param[] {
    return this.#parts().params;
  }

  #parts(): Params {
    this.#read ??= readSignature(this.#text);
    return this.#read;
  }

  /**
   * Looks at the arguments of a call.
   *
   * @throws ValueError naming the function, the argument, what it must be, what it is, and where it
   * can be told the call that was probably meant.
   */
  check(given: ArrayLike<unknown>): void {
    const parts = this.#parts();
    const { params } = parts;
    const isFew = given.length <= params.length || params.at(-1)?.isRest === true;
    if (isFew && areFine(params, given)) return;
    const list = Array.from(given);
    const error = isOfMap(list) ? null : complaint(parts, list);
    if (error !== null) throw error;
  }
}

function areFine(params: readonly Param[], given: ArrayLike<unknown>): boolean {
  for (let i = 0; i < params.length; i++) {
    const param = at(params, i);
    if (!param.isRest) {
      if (!isFine(param, given[i])) return false;
      continue;
    }
    for (let k = i; k < given.length; k++) if (!isFine(param, given[k])) return false;
  }
  return true;
}

function isFine(param: Param, value: unknown): boolean {
  if (!fits(param, value)) return false;
  const { keys } = param.kind;
  return keys === undefined || !isPlain(value) || hasGoodKeys(keys, value);
}

function hasGoodKeys(
  keys: ReadonlyMap<string, OptionKind>,
  options: Readonly<Record<string, unknown>>,
): boolean {
  for (const key in options) if (!keys.has(key)) return false;
  for (const [key, option] of keys) if (!fitsOption(option, options[key])) return false;
  return true;
}

/** Whether `Array.map` has called: with an element, its index and the array. */
function isOfMap([value, index, list, ...rest]: readonly unknown[]): boolean {
  if (rest.length > 0 || typeof index !== 'number' || !Array.isArray(list)) return false;
  return list[index] === value;
}

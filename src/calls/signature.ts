/** The signature of a public function, and the check of a call by it. */

import { at } from '../list.js';
import { complaint } from './complaint.js';
import { hasNode, isPlain, type Keys } from './kind.js';
import { fitsOption, type Param, type Params, readSignature } from './read-signature.js';

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
   * Looks at the arguments of a call. The usual case is quick: steps of small networks make dozens.
   *
   * @throws ValueError naming the function, the argument, what it must be, what it is, and where it
   * can be told the call that was probably meant.
   */
  check(given: ArrayLike<unknown>): void {
    const parts = this.#read ?? this.#parts();
    if (areFine(parts, given)) return;
    const list = Array.from(given);
    const error = isOfMap(list) ? null : complaint(parts, list);
    if (error !== null) throw error;
  }
}

function areFine({ params, single, rest }: Params, given: ArrayLike<unknown>): boolean {
  if (rest === null && given.length > single) return false;
  for (let i = 0; i < single; i++) if (!isFine(at(params, i), given[i])) return false;
  if (rest === null) return true;
  for (let i = single; i < given.length; i++) if (!isFine(rest, given[i])) return false;
  return true;
}

function isFine({ kind, isOptional, isRest, isTensor }: Param, value: unknown): boolean {
  if (isTensor && hasNode(value)) return true;
  if (value === undefined && isOptional && !isRest) return true;
  if (!kind.accepts(value)) return false;
  const { keys } = kind;
  return keys === undefined || !isPlain(value) || hasGoodKeys(keys, value);
}

function hasGoodKeys(keys: Keys, options: Readonly<Record<string, unknown>>): boolean {
  for (const key in options) {
    const option = keys.get(key);
    if (option === undefined || !fitsOption(option, options[key])) return false;
  }
  for (const key of keys.required) if (options[key] === undefined) return false;
  return true;
}

/** Whether `Array.map` has called: with an element, its index and the array. */
function isOfMap([value, index, list, ...rest]: readonly unknown[]): boolean {
  if (rest.length > 0 || typeof index !== 'number' || !Array.isArray(list)) return false;
  return list[index] === value;
}

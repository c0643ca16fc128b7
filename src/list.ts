/**
 * Lists whose indices are known to exist, and tuples that keep their length. Imports only errors.
 */

import { internal } from './errors.js';

/** The element at `index`, which the caller knows to be there. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const element = list[index];
  if (element === undefined) throw internal(`no element ${index} of ${list.length}`);
  return element;
}

/** A list that belongs to somebody else as a copy of one's own; anything else as it is. */
export function owned<T>(value: T): T;
export function owned(value: unknown): unknown {
  return Array.isArray(value) ? value.slice() : value;
}

/** As many elements as the tuple or list `T` has, each a `U`. */
export type MappedTuple<T extends readonly unknown[], U> = { -readonly [I in keyof T]: U };

/** `list.map(fn)`, with the length of a tuple kept in its type. */
export function mapTuple<const T extends readonly unknown[], U>(
  list: T,
  fn: (element: T[number], index: number) => U,
): MappedTuple<T, U> {
  return list.map(fn) as MappedTuple<T, U>;
}

/**
 * Guards for values that were read from a file: each says whether a value has the type it claims.
 */

/** Says whether a value is a `Value`. */
export type Guard<Value> = (value: unknown) => value is Value;

/** Any number, NaN and infinities included. */
export const isNumber: Guard<number> = (value) => typeof value === 'number';

/** A whole number from 0. */
export const isCount: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** Null. */
export const isNull: Guard<null> = (value) => value === null;

/** Anything. */
export const isAnything: Guard<unknown> = (_value): _value is unknown => true;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of what `guard` lets pass. */
export function listOf<Value>(guard: Guard<Value>): Guard<Value[]> {
  return (value): value is Value[] => Array.isArray(value) && value.every(guard);
}

/** An object all of whose values `guard` lets pass. */
export function recordOf<Value>(guard: Guard<Value>): Guard<Record<string, Value>> {
  return (value): value is Record<string, Value> =>
    isObject(value) && Object.values(value).every(guard);
}

/** An object with at least these fields, each of which its guard lets pass. */
export function fieldsOf<Fields>(
  guards: {
    readonly [Name in keyof Fields]: Guard<Fields[Name]>;
  },
): Guard<Fields> {
  return (value): value is Fields => {
    if (!isObject(value)) return false;
    for (const name in guards) {
      if (!guards[name](Reflect.get(value, name))) return false;
    }
    return true;
  };
}

/** What `first` or `second` lets pass. */
export function either<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

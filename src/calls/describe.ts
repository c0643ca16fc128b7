/** A value in the words of a message, and as code. */

import { isPlain } from './kind.js';

/** What a value is: `2`, `'sum'`, `an array`, `a promise`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'number':
    case 'boolean':
      return String(value);
    case 'bigint':
      return `the bigint ${value}n`;
    case 'string':
      return asCode(value, 'x');
    case 'function':
      return /^class\b/.test(String(value)) ? `the class ${value.name}` : 'a function';
    case 'symbol':
      return 'a symbol';
    default:
      return describeObject(value);
  }
}

function describeObject(value: object): string {
  if (value instanceof Promise) return 'a promise (put await before it)';
  if (Array.isArray(value)) return 'an array';
  if (isPlain(value)) {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty object' : `an object with ${keys.slice(0, 4).join(', ')}`;
  }
  const { name } = value.constructor;
  return name === 'Tensor' ? 'a tensor' : `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

const longest = 24;

/** A value as one would type it, where that is short, else the name of what it is given for. */
export function asCode(value: unknown, name: string): string {
  if (typeof value === 'string') {
    return value.length > longest ? `'${value.slice(0, longest)}...'` : `'${value}'`;
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return String(value);
  if (!Array.isArray(value) || value.length > 4) return name;
  return value.every((x) => typeof x === 'number') ? `[${value.join(', ')}]` : name;
}

/** Options with their defaults: unknown names are errors, as everywhere in the package. */

import { unknownKey } from '../../calls/index.js';
import { ValueError } from '../../errors.js';

/** `defaults` with `options` in their place. @throws ValueError for a name that is no option. */
export function withDefaults<Options extends object>(
  op: string,
  defaults: Options,
  options: Partial<Options>,
): Options {
  checkNames(op, options, Object.keys(defaults));
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

/** @throws ValueError for a name that is not among the known ones. */
export function checkNames(op: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownKey(op, unknown, known);
}

/** A finite number of a free record, or the default. @throws ValueError for anything else. */
export function numberOption(
  op: string,
  options: Readonly<Record<string, unknown>>,
  name: string,
  byDefault: number,
): number {
  const value = options[name] ?? byDefault;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new ValueError(`${op}: ${name} must be a finite number, got ${String(value)}`);
}

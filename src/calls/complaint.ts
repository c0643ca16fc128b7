/** What is said of a call with wrong arguments, with the call that was probably meant. */

import { ValueError } from '../errors.js';
import { asCode, describe } from './describe.js';
import { isPlain, type Kind } from './kind.js';
import { nearest } from './nearest.js';
import { fits, fitsOption, type Param, type Params } from './read-signature.js';

/** The error for the first argument that is wrong, or null where none is. */
export function complaint(signature: Params, given: readonly unknown[]): ValueError | null {
  const { call, params } = signature;
  for (const [i, param] of params.entries()) {
    const values = param.isRest ? given.slice(i) : [given[i]];
    for (const value of values) {
      const error = wrongValue(signature, given, param, value) ?? wrongKey(call, param, value);
      if (error !== null) return error;
    }
  }
  return tooMany(signature, given);
}

function wrongValue(
  signature: Params,
  given: readonly unknown[],
  param: Param,
  value: unknown,
): ValueError | null {
  if (fits(param, value)) return null;
  const { name, kind } = param;
  const hint = meant(signature, given);
  const { call } = signature;
  return new ValueError(`${nameOf(call)}: ${mismatch(name, kind, value)}${hint && `.${hint}`}`);
}

/** `Conv2d` of `new Conv2d`. */
function nameOf(call: string): string {
  return call.replace(/^new /, '');
}

function mismatch(name: string, kind: Kind, value: unknown): string {
  if (kind.isWord && typeof value === 'string') {
    return `unknown ${name} ${describe(value)}, expected ${kind.text}`;
  }
  return `${name} must be ${kind.text}, got ${value === undefined ? 'nothing' : describe(value)}`;
}

function wrongKey(call: string, { kind: { keys } }: Param, value: unknown): ValueError | null {
  if (keys === undefined || !isPlain(value)) return null;
  for (const key of Object.keys(value)) {
    if (!keys.has(key)) return unknownKey(call, key, keys.keys());
  }
  for (const [key, option] of keys) {
    if (fitsOption(option, value[key])) continue;
    return new ValueError(`${nameOf(call)}: ${mismatch(key, option.kind, value[key])}`);
  }
  return null;
}

/** The error for an option that does not exist, with the nearest that does. */
export function unknownKey(call: string, key: string, known: Iterable<string>): ValueError {
  const names = [...known];
  const near = nearest(key, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const text = `${nameOf(call)}: unknown option '${key}', it has ${names.join(', ')}`;
  return new ValueError(`${text}${hint && `.${hint}`}`);
}

function tooMany(signature: Params, given: readonly unknown[]): ValueError | null {
  const { call, params } = signature;
  const extra = given.slice(params.length);
  if (params.at(-1)?.isRest || extra.every((value) => value === undefined)) return null;
  const names = params.map(({ name }) => name).join(', ');
  return new ValueError(
    `${nameOf(call)}: takes ${params.length === 0 ? 'no arguments' : names}, ` +
      `got ${given.length} arguments.${meant(signature, given)}`,
  );
}

/** The sentence with the call that was probably meant, or nothing. */
function meant(signature: Params, given: readonly unknown[]): string {
  const list = meantArguments(signature.params, given);
  return list === null ? '' : ` Did you mean ${signature.call}(${list.join(', ')})?`;
}

function meantArguments(params: readonly Param[], given: readonly unknown[]): string[] | null {
  const first = params.findIndex((param, i) => i >= given.length || !fits(param, given[i]));
  const wrong = first === -1 ? params.length : first;
  const before = params.slice(0, wrong).map(({ name }, i) => asCode(given[i], name));
  return (
    asOptions(params[wrong], before, given.slice(wrong)) ??
    asNamed(params, before, given[wrong]) ??
    asList(params[wrong], before, given.slice(wrong)) ??
    asList(params[wrong - 1], before.slice(0, -1), given.slice(wrong - 1))
  );
}

/** What PyTorch takes by its name alone. */
const keywordOnly: ReadonlySet<string> = new Set(['generator', 'dtype', 'requiresGrad']);

/** `new Conv2d(3, 8, 3, 2, 1)`: what follows one after another belongs to the options. */
function asOptions(
  param: Param | undefined,
  before: readonly string[],
  rest: readonly unknown[],
): string[] | null {
  const keys = [...(param?.kind.keys ?? [])].filter(([key]) => !keywordOnly.has(key));
  if (rest.length === 0 || rest.length > keys.length) return null;
  const entries: string[] = [];
  for (const [i, [key, { kind }]] of keys.slice(0, rest.length).entries()) {
    if (!kind.accepts(rest[i])) return null;
    entries.push(`${key}: ${asCode(rest[i], key)}`);
  }
  return [...before, `{ ${entries.join(', ')} }`];
}

/**
 * `new Transformer({ dModel: 8, dropout: 0 })`, `x.sort(-1, { descending: false })`: what an object
 * has by its name belongs into the place of that name, or into the options after it.
 */
function asNamed(
  params: readonly Param[],
  before: readonly string[],
  value: unknown,
): string[] | null {
  if (!isPlain(value)) return null;
  const places = params.slice(before.length).map((param) => placeOf(param, value));
  if (!places.some(({ isNamed }) => isNamed)) return null;
  const last = places.findLastIndex(({ isNamed, isOptional }) => isNamed || !isOptional);
  return [...before, ...places.slice(0, last + 1).map(({ code }) => code)];
}

/** What stands in the place of a parameter. */
interface Place {
  readonly code: string;
  /** Whether it was given, by its name or as an option. */
  readonly isNamed: boolean;
  readonly isOptional: boolean;
}

function placeOf({ name, kind, isOptional }: Param, values: Record<string, unknown>): Place {
  const has = (key: string, { accepts }: Kind): boolean =>
    values[key] !== undefined && accepts(values[key]);
  if (has(name, kind)) return { code: asCode(values[name], name), isNamed: true, isOptional };
  const options = [...(kind.keys ?? [])].filter(([key, option]) => has(key, option.kind));
  if (options.length > 0) {
    const entries = options.map(([key]) => `${key}: ${asCode(values[key], key)}`);
    return { code: `{ ${entries.join(', ')} }`, isNamed: true, isOptional };
  }
  const nothing = kind.accepts(null) ? 'null' : 'undefined';
  return { code: isOptional ? nothing : name, isNamed: false, isOptional };
}

/** `zeros(2, 3)`: the arguments belong into one list. */
function asList(
  param: Param | undefined,
  before: readonly string[],
  values: readonly unknown[],
): string[] | null {
  const element: Kind | undefined = param?.kind.element;
  if (param === undefined || element === undefined || values.length === 0) return null;
  if (!values.every((value) => element.accepts(value))) return null;
  const list = values.map((value) => asCode(value, param.name));
  return [...before, `[${list.join(', ')}]`];
}

/** The names that a function gives its arguments, as far as its text says. */

/**
 * Names of the first parameters, up to one that is no plain name; none where the text is out of
 * reach.
 */
export function parameterNames(fn: (...args: never[]) => unknown): string[] {
  const text = Function.prototype.toString.call(fn);
  const single = /^(?:async\s+)?([\w$]+)\s*=>/.exec(text)?.[1];
  if (single !== undefined) return [single];
  const list = /^[^(]*\(([^()]*)\)/.exec(text)?.[1] ?? '';
  const names: string[] = [];
  for (const part of list.split(',')) {
    const name = /^\s*([A-Za-z_$][\w$]*)\s*$/.exec(part)?.[1];
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}

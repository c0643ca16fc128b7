/** Modules by name, for fixtures that PyTorch has written. */

import { nn } from 'chainrule';

type Part = readonly [name: string, args: readonly unknown[]];

/** A module of `nn`; what containers hold stands in their arguments. */
export function makeModule(
  name: string,
  args: readonly unknown[],
  options: object = {},
): nn.Module {
  const parts = (): nn.Module[] => (args as Part[]).map(([part, rest]) => makeModule(part, rest));
  if (name === 'Sequential') return new nn.Sequential(...(parts() as nn.Layer[]));
  if (name === 'ModuleList') return new nn.ModuleList(parts());
  if (name === 'ModuleDict') {
    const entries = args as [key: string, part: Part][];
    return new nn.ModuleDict(entries.map(([key, [part, rest]]) => [key, makeModule(part, rest)]));
  }
  const kind: unknown = Reflect.get(nn, name);
  if (typeof kind !== 'function') throw new Error(`nn has no ${name}`);
  const given = Object.keys(options).length === 0 ? args : [...args, options];
  return Reflect.construct(kind, given) as nn.Module;
}

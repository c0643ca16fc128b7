/** Modules as text: `String(model)` is what PyTorch prints. */

import { inspect } from 'node:util';
import { nn } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';

interface TextCase {
  readonly module: string;
  readonly args: readonly unknown[];
  readonly options: object;
  readonly text: string;
}

type Part = readonly [name: string, args: readonly unknown[]];

function make(name: string, args: readonly unknown[], options: object = {}): nn.Module {
  const parts = (): nn.Module[] => (args as Part[]).map(([part, rest]) => make(part, rest));
  if (name === 'Sequential') return new nn.Sequential(...(parts() as nn.Layer[]));
  if (name === 'ModuleList') return new nn.ModuleList(parts());
  if (name === 'ModuleDict') {
    const entries = args as [key: string, part: Part][];
    return new nn.ModuleDict(entries.map(([key, [part, rest]]) => [key, make(part, rest)]));
  }
  const kind: unknown = Reflect.get(nn, name);
  if (typeof kind !== 'function') throw new Error(`nn has no ${name}`);
  const given = Object.keys(options).length === 0 ? args : [...args, options];
  return Reflect.construct(kind, given) as nn.Module;
}

describe('PyTorch prints the same', () => {
  for (const { module, args, options, text } of readFixture<TextCase>('nn/text')) {
    test(`${module}(${JSON.stringify(args)}, ${JSON.stringify(options)})`, () => {
      const made = make(module, args, options);
      expect(String(made)).toBe(text);
      expect(inspect(made)).toBe(text);
      // Every layer can be copied.
      expect(String(made.deepcopy())).toBe(text);
    });
  }
});

/** Modules as text: `String(model)` is what PyTorch prints. */

import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';
import { makeModule } from './make-module.js';

interface TextCase {
  readonly module: string;
  readonly args: readonly unknown[];
  readonly options: object;
  readonly text: string;
}

describe('PyTorch prints the same', () => {
  for (const { module, args, options, text } of readFixture<TextCase>('nn/text')) {
    test(`${module}(${JSON.stringify(args)}, ${JSON.stringify(options)})`, () => {
      const made = makeModule(module, args, options);
      expect(String(made)).toBe(text);
      expect(inspect(made)).toBe(text);
      // Every layer can be copied.
      expect(String(made.deepcopy())).toBe(text);
    });
  }
});

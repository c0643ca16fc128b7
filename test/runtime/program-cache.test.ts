/** A structure finds its program again, whatever has run in between. */

import { compile, type Tensor, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { KeyWriter } from '../../src/compiler/simplify/structure.js';
import { countPrograms } from './count-programs.js';

const x = tensor([1, 2, 3]);
const functions: { readonly [name: string]: () => Tensor } = {
  line: () => x.mul(3).add(0.25),
  // Starts like the one before.
  bent: () => x.mul(3).add(0.25).abs(),
  sum: () => x.mul(3).add(0.25).sum(),
  replayed: compile(() => x.mul(5).sub(0.125)),
};
const expected: { readonly [name: string]: readonly number[] } = {
  line: [3.25, 6.25, 9.25],
  bent: [3.25, 6.25, 9.25],
  sum: [18.75],
  replayed: [4.875, 9.875, 14.875],
};

describe('the program of a structure', () => {
  it('is found in any order of structures, plain and replayed', () => {
    const names = Object.keys(functions);
    const run = (name: string | undefined): void => {
      const result = functions[name ?? '']?.();
      expect([...(result?.toTypedArray() ?? [])], name).toEqual(expected[name ?? '']);
    };
    // Recorded twice, and replayed from then on.
    for (const name of [...names, 'replayed']) run(name);
    const counted = countPrograms(() => {
      for (let i = 0; i < 400; i++) run(names[(i * i + (i >> 3)) % names.length]);
    });
    expect(counted).toEqual({ runs: 400, compiled: 0 });
  });
});

describe('a writer of keys', () => {
  const key = new KeyWriter();
  const write = (...words: number[]): boolean => {
    key.reset();
    for (const word of words) key.push(word);
    return key.isUnchanged;
  };

  it('knows whether a list is equal to the one before it', () => {
    expect(write(1, 2, 3)).toBe(false);
    expect(write(1, 2, 3)).toBe(true);
    expect(write(1, 2)).toBe(false);
    expect(write(1, 2)).toBe(true);
    // The third word is still there from the first list.
    expect(write(1, 2, 3)).toBe(false);
    expect(write(1, 4, 3)).toBe(false);
    expect(write(1, 4, 3)).toBe(true);
  });

  it('holds lists of any length', () => {
    const long = Array.from({ length: 10_000 }, (_, i) => i - 5000);
    expect(write(...long)).toBe(false);
    expect(write(...long)).toBe(true);
    expect([...key.copy()]).toEqual(long);
    expect(key.equals(Int32Array.from(long))).toBe(true);
  });
});

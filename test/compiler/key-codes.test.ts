/**
 * Keys of programs: no two dtypes and no two ops have one code, even when there are more of them.
 */

import { describe, expect, it } from 'vitest';
import {
  inputCode,
  numberDTypes,
  numberOps,
  packLooks,
} from '../../src/compiler/simplify/structure.js';
import { dtypes } from '../../src/graph/dtype.js';
import { opNames } from '../../src/graph/traits.js';

describe('codes in keys', () => {
  it('tell a shape of one more dtype from all others', () => {
    const numbers = numberDTypes([...dtypes, 'imaginary']);
    const words = [...numbers.values()].flatMap((number) =>
      Array.from({ length: 9 }, (_, rank) => packLooks(rank, number)),
    );
    expect(numbers.size).toBe(dtypes.length + 1);
    expect(new Set(words).size).toBe(words.length);
  });

  it('tell one more op from all others, and from what is no op', () => {
    const numbers = numberOps([...opNames, 'imaginary']);
    expect(numbers.size).toBe(opNames.length + 1);
    expect(new Set([inputCode, ...numbers.values()]).size).toBe(numbers.size + 1);
    // The last two codes of six bits stand for a slice of a value, and for large numbers.
    expect(Math.max(...numbers.values())).toBeLessThan(62);
  });

  it('are refused when they do not fit', () => {
    const many = Array.from({ length: 62 }, (_, i) => `op${i}`);
    expect(() => numberOps(many)).toThrow('internal: 62 ops do not fit into 6 bits');
    expect(() => numberDTypes(many.slice(0, 17))).toThrow('17 dtypes do not fit into 4 bits');
    expect(numberDTypes(many.slice(0, 16)).size).toBe(16);
    expect(numberOps(many.slice(0, 61)).size).toBe(61);
  });
});

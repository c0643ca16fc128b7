/** What is remembered of launches, and for how long. */

import { describe, expect, it } from 'vitest';
import { lowerContract } from '../../src/compiler/contract.js';
import { contractChoiceOf, loopCodeOf } from '../../src/compiler/kernel-cache.js';
import type { Buffer } from '../../src/compiler/launch.js';
import type { Kernel } from '../../src/kernel/ir.js';
import { wasmTarget } from '../../src/wasm/render.js';

const kernel: Kernel = { name: 'none', key: 'none', args: [], locals: [], body: [] };

describe('loopCodeOf', () => {
  it('plans what has been planned before only once', () => {
    const first = loopCodeOf('a', () => ({ kernel, grain: 1 }));
    expect(loopCodeOf('a', () => ({ kernel, grain: 2 }))).toBe(first);
  });

  it('forgets plans when there are very many, since each size has its own', () => {
    const first = loopCodeOf('b', () => ({ kernel, grain: 1 }));
    for (let i = 0; i < 5000; i++) loopCodeOf(`many ${i}`, () => ({ kernel, grain: 1 }));
    expect(loopCodeOf('b', () => ({ kernel, grain: 2 }))).not.toBe(first);
  });
});

describe('contractChoiceOf', () => {
  it('is asked by products, which keep their own operands', () => {
    const attrs = { batch: 0, m: 1, n: 1, k: 1 };
    const buffer = (index: number): Buffer => ({ kind: 'input', index, bytes: 4096 });
    const viewOf = (index: number) => ({
      buffer: buffer(index),
      shape: [32, 32],
      strides: [32, 1],
      offset: 0,
    });
    const lower = (a: number, b: number, out: number) =>
      lowerContract(
        { attrs, dtype: 'float32', a: viewOf(a), b: viewOf(b), out: buffer(out) },
        () => buffer(99),
        wasmTarget,
      );
    const [[first], [second]] = [lower(0, 1, 2), lower(3, 4, 5)];
    expect(second?.kernel).toBe(first?.kernel);
    expect(second?.reads.map(({ index }) => index)).toEqual([3, 4]);
    expect(second?.writes.map(({ index }) => index)).toEqual([5]);
    const named = (index: number) =>
      second?.args.some((arg) => arg.kind === 'buffer' && arg.buffer.index === index);
    expect([3, 4, 5, 0, 1, 2].map(named)).toEqual([true, true, true, false, false, false]);
  });

  it('gives the same object for the same key', () => {
    const choose = () => {
      throw new Error('asked twice');
    };
    const known = contractChoiceOf('a', () => ({
      form: {
        scalar: 'f32',
        lanes: 4,
        tile: { rows: 1, vectors: 4 },
        along: 'columns',
        lowRows: null,
        isLong: false,
        isTurned: false,
        a: operand,
        b: operand,
      },
      parts: 1,
      sizes: {},
      units: 1,
      grain: 1,
      tempBytes: 0,
      work: 1,
    }));
    expect(contractChoiceOf('a', choose)).toBe(known);
  });
});

const index = { rank: 1, unit: true };
const operand = { batch: index, outer: index, k: index, isUneven: false, isPacked: false };

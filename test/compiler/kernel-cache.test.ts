/** What is remembered of launches, and for how long. */

import { describe, expect, it } from 'vitest';
import { lowerContract } from '../../src/compiler/lower/contract/lower-contract.js';
import { Memo } from '../../src/compiler/lower/kernel-cache.js';
import type { Buffer } from '../../src/compiler/lower/launch.js';
import { wasmTarget } from '../../src/wasm/render.js';

describe('Memo', () => {
  it('makes what has been made before only once', () => {
    const memo = new Memo<object>();
    const first = memo.get('a', () => ({}));
    expect(memo.get('a', () => ({}))).toBe(first);
  });

  it('forgets plans when there are very many, since each size has its own', () => {
    const memo = new Memo<object>(3);
    const first = memo.get('b', () => ({}));
    for (let i = 0; i < 4; i++) memo.get(`many ${i}`, () => ({}));
    expect(memo.get('b', () => ({}))).not.toBe(first);
  });
});

describe('the plan of a product', () => {
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
});

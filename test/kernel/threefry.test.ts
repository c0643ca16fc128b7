/** Threefry against the published answers, in every lane layout. */

import { describe, expect, it } from 'vitest';
import { KernelBuilder, lane, splat, vector } from '../../src/kernel/builder.js';
import { threefry2x32 } from '../../src/kernel/threefry.js';
import { compile, heap } from '../wasm/run-kernel.js';

// Known answers published with the authors' Random123 library: key, counter, result.
const known = [
  [0x00000000, 0x00000000, 0x00000000, 0x00000000, 0x6b200159, 0x99ba4efe],
  [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
  [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
] as const;

describe('threefry2x32', () => {
  it.each([1, 4])('gives the published answers in %d lanes', (lanes) => {
    const builder = new KernelBuilder();
    const [out, k0, k1, c0, c1] = ['out', 'k0', 'k1', 'c0', 'c1'].map(() => builder.arg('i32'));
    if (!out || !k0 || !k1 || !c0 || !c1) throw new Error('unreachable');
    const words = threefry2x32(builder, [k0, k1], [splat(c0, lanes), splat(c1, lanes)]);
    words.forEach((word, i) => {
      builder.store(out, lane(word, lanes - 1), 4 * i);
    });
    const { memory, run } = compile(builder.build('threefry', ''), { fma: false, shared: false });
    for (const [key0, key1, counter0, counter1, ...answer] of known) {
      run([heap, key0 | 0, key1 | 0, counter0 | 0, counter1 | 0]);
      expect([...new Uint32Array(memory.buffer, heap, 2)]).toEqual(answer);
    }
  });

  it('is the same number in every lane layout', () => {
    const results = [1, 4].map((lanes) => {
      const builder = new KernelBuilder();
      const out = builder.arg('i32');
      const key = [builder.arg('i32'), builder.arg('i32')] as const;
      const counters = Array.from({ length: 4 }, () => builder.arg('i32'));
      for (let i = 0; i < 4; i += lanes) {
        const counter = lanes === 1 ? counters[i] : vector(counters);
        if (!counter) throw new Error('unreachable');
        const words = threefry2x32(builder, key, [counter, counter]);
        words.forEach((word, w) => {
          builder.store(out, word, 16 * w + 4 * i);
        });
      }
      const { memory, run } = compile(builder.build('lanes', ''), { fma: false, shared: false });
      run([heap, 12, 34, 100, 101, 102, 103]);
      return [...new Int32Array(memory.buffer, heap, 8)];
    });
    expect(results[0]).toEqual(results[1]);
    expect(new Set(results[0]).size).toBe(8);
  });
});

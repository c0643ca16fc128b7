/** Kernels as text: folded integers, named arrays, vectors, loops. */

import { expect, it } from 'vitest';
import {
  add,
  binary,
  constant,
  KernelBuilder,
  load,
  mul,
  splat,
  typeOf,
} from '../../src/kernel/builder.js';
import { kernelText } from '../../src/kernel/text/kernel-text.js';

it('writes arrays with indices in place of addresses, and sizes as numbers', () => {
  const b = new KernelBuilder();
  const [x, out, size, factor] = [b.arg('i32'), b.arg('i32'), b.arg('i32'), b.arg('f32')];
  const whole = b.let(binary('and', size, constant(-4)));
  const wide = b.let(splat(factor, 4));
  b.loop(b.range('lo'), b.range('hi'), 1, (row) => {
    const start = b.let(add(x, mul(mul(row, size), constant(4))));
    b.loop(constant(0), whole, 4, (i) => {
      const value = b.let(load('f32', add(start, mul(i, constant(4))), 8, 4));
      b.store(add(out, mul(i, constant(4))), binary('mul', value, wide));
    });
    b.loop(whole, size, 1, (i) => {
      const value = load('f32', add(start, mul(i, constant(4))));
      b.store(add(out, mul(i, constant(4))), binary('mul', value, factor));
    });
  });
  const text = kernelText(b.build('scale', 'scale'), [
    { kind: 'array', name: 'x', offset: 16 },
    { kind: 'array', name: 'result', offset: 0 },
    { kind: 'integer', value: 10 },
    { kind: 'name', name: '0.5' },
  ]);
  expect(text).toBe(
    [
      'for (let i = lo; i < hi; i++) {',
      '  for (let j = 0; j < 8; j += 4) {',
      '    const v5 = load4(x, i * 10 + j + 6);',
      '    store4(result, j, v5 * 0.5);',
      '  }',
      '  for (let j = 8; j < 10; j++) {',
      '    result[j] = x[i * 10 + j + 4] * 0.5;',
      '  }',
      '}',
    ].join('\n'),
  );
});

it('declares what changes, and keeps the order of operations', () => {
  const b = new KernelBuilder();
  const [x, size] = [b.arg('i32'), b.arg('i32')];
  const total = b.local(typeOf('f32'));
  b.set(total, constant(0, 'f32'));
  b.loop(constant(0), binary('div', add(b.range('hi'), constant(2)), constant(3)), 1, (i) => {
    b.set(total, binary('add', b.get(total), load('f32', add(x, i))));
  });
  b.store(binary('sub', size, b.range('lo')), b.get(total));
  const text = kernelText(b.build('total', 'total'), [
    { kind: 'array', name: 'x', offset: 0 },
    { kind: 'name', name: 'n' },
  ]);
  expect(text.split('\n')).toEqual([
    'let s0;',
    's0 = 0;',
    'for (let i = 0; i < trunc((hi + 2) / 3); i++) {',
    '  s0 = s0 + x[(i) / 4];',
    '}',
    'bytes[n - lo] = s0;',
  ]);
});

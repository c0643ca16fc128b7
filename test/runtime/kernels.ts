/** Small kernels written by hand, and launches of them, for the tests of the runtime. */

import type { Arg, Buffer, Launch } from '../../src/compiler/lower/launch.js';
import {
  add,
  binary,
  compare,
  constant,
  KernelBuilder,
  load,
  math,
  mul,
  splat,
  unary,
} from '../../src/kernel/builder.js';
import type { Expr, Kernel } from '../../src/kernel/ir.js';

type Body = (k: KernelBuilder, i: Expr) => void;

/** Runs `body` for each unit of the range. */
function perUnit(k: KernelBuilder, step: number, body: Body): void {
  k.loop(k.range('lo'), k.range('hi'), step, (i) => body(k, i));
}

const float = (base: Expr, i: Expr): Expr => add(base, mul(i, constant(4)));

/** out[i] = a[i] + b[i], one float32 per unit. */
export function addKernel(): Kernel {
  const k = new KernelBuilder();
  const [a, b, out] = [k.arg('i32'), k.arg('i32'), k.arg('i32')];
  perUnit(k, 1, (_, i) => {
    k.store(float(out, i), binary('add', load('f32', float(a, i)), load('f32', float(b, i))));
  });
  return k.build('add', 'test-add');
}

/** out[i] = sqrt(abs(x[i])) * scale + x[i], four float32 per step: the range is a multiple of 4. */
export function mapKernel(): Kernel {
  const k = new KernelBuilder();
  const [x, out, scale] = [k.arg('i32'), k.arg('i32'), k.arg('f32')];
  perUnit(k, 4, (_, i) => {
    const value = k.let(load('f32', float(x, i), 0, 4));
    const root = unary('sqrt', unary('abs', value));
    k.store(float(out, i), binary('add', mul(root, splat(scale, 4)), value));
  });
  return k.build('map', 'test-map');
}

/** out[row] = sum of x[row, :] for rows of `columns` float32; a unit is a row. */
export function rowSumKernel(): Kernel {
  const k = new KernelBuilder();
  const [x, out, columns] = [k.arg('i32'), k.arg('i32'), k.arg('i32')];
  perUnit(k, 1, (_, row) => {
    const total = k.let(constant(0, 'f32'));
    const start = k.let(mul(row, columns));
    k.loop(constant(0), columns, 1, (j) => {
      if (total.kind !== 'local') return;
      const value = load('f32', float(x, add(start, j)));
      k.set(total.local, binary('add', total, value));
    });
    k.store(float(out, row), total);
  });
  return k.build('row sum', 'test-row-sum');
}

/** out[i] = fn(i) in double precision, stored as float64. */
export function mathKernel(fn: 'exp' | 'erf'): Kernel {
  const k = new KernelBuilder();
  const out = k.arg('i32');
  perUnit(k, 1, (_, i) => {
    const x: Expr = { kind: 'convert', type: constant(0, 'f64').type, x: i };
    k.store(add(out, mul(i, constant(8))), math(fn, x));
  });
  return k.build(fn, `test-${fn}`);
}

/** Reports indices[i] >= size as a fault of `site`, and writes the index. */
export function checkKernel(): Kernel {
  const k = new KernelBuilder();
  const [indices, out, size, fault, site] = [0, 1, 2, 3, 4].map(() => k.arg('i32')) as [
    Expr,
    Expr,
    Expr,
    Expr,
    Expr,
  ];
  perUnit(k, 1, (_, i) => {
    const index = k.let(load('i32', float(indices, i)));
    k.if(compare('ge', index, size), () => {
      k.if(compare('eq', load('i32', fault), constant(0)), () => {
        k.store(fault, site);
        k.store(fault, index, 4);
      });
    });
    k.store(float(out, i), index);
  });
  return k.build('check', 'test-check');
}

/** out[i] = value, for one argument of each type. */
export function fillKernel(type: 'i32' | 'f32' | 'f64'): Kernel {
  const k = new KernelBuilder();
  const [out, value] = [k.arg('i32'), k.arg(type)];
  perUnit(k, 1, (_, i) => {
    k.store(add(out, mul(i, constant(type === 'f64' ? 8 : 4))), value);
  });
  return k.build('fill', `test-fill-${type}`);
}

export const input = (index: number, bytes: number): Buffer => ({ kind: 'input', index, bytes });
export const output = (index: number, bytes: number): Buffer => ({ kind: 'output', index, bytes });
export const temp = (index: number, bytes: number): Buffer => ({ kind: 'temp', index, bytes });
export const at = (buffer: Buffer, offset = 0): Arg => ({ kind: 'buffer', buffer, offset });
export const int = (value: number): Arg => ({ kind: 'int', value });

/** A launch; `work` defaults to so little that it stays on one thread. */
export function launch(
  kernel: Kernel,
  args: readonly Arg[],
  range: number,
  options: { readonly work?: number; readonly grain?: number } = {},
): Launch {
  const { work = 10, grain = 1 } = options;
  return { kernel, args, range, grain, work, reads: [], writes: [] };
}

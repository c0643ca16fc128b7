/** Graphs of any depth, sharing of any degree, and loops of any length. */

import { customOp, grad, noGrad, randn, realize, type Tensor, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { cpuDevice } from '../../src/runtime/devices.js';
import { countPrograms } from './count-programs.js';

function leaf(values: number[]): Tensor {
  return tensor(values, { requiresGrad: true, dtype: 'float64' });
}

describe('a chain of 100,000 ops', () => {
  it('builds, differentiates and runs', () => {
    const x = leaf([1, 2]);
    let y = x;
    for (let i = 0; i < 100_000; i++) y = y.mul(1.00001);
    y.sum().backward();
    const factor = 1.00001 ** 100_000;
    expect((x.grad?.toTypedArray()[0] as number) / factor).toBeCloseTo(1, 9);
    expect((y.toTypedArray()[1] as number) / factor).toBeCloseTo(2, 9);
  });

  it('may use one leaf in every link, and another that is part of each link', () => {
    const [a, b] = [leaf([1 + 1e-3]), leaf([0.5, 0.25])];
    let y = b.mul(1);
    const links = 1200;
    for (let i = 0; i < links; i++) y = y.mul(a).add(b.mul(1e-3));
    y.sum().backward();
    // Of y = a^n b + 1e-3 (a^(n-1) + ... + 1) b, and a = 1 + 1e-3 makes that (2 a^n - 1) b.
    const power = a.item() ** links;
    expect(b.grad?.toTypedArray()[0]).toBeCloseTo(2 * power - 1, 9);
    const slope = (h: number) => {
      const at = a.item() + h;
      return 0.75 * (at ** links + (1e-3 * (at ** links - 1)) / (at - 1));
    };
    expect((a.grad?.item() ?? 0) / ((slope(1e-6) - slope(-1e-6)) / 2e-6)).toBeCloseTo(1, 6);
  });

  it('may use one leaf in every link', () => {
    const x = leaf([1e-5]);
    let y = tensor([0], { dtype: 'float64' });
    for (let i = 0; i < 20_000; i++) y = y.add(x);
    y.sum().backward();
    expect(x.grad?.item()).toBe(20_000);
  });
});

describe('sixty doublings', () => {
  it('cost sixty additions, forwards and backwards and once more', () => {
    const x = leaf([1, 3]);
    let y = x.square();
    for (let i = 0; i < 60; i++) y = y.add(y);
    const first = grad(y.sum(), x);
    const second = grad(first.sum(), x);
    realize([y, first, second]);
    const factor = 2 ** 60;
    expect(y.toArray()).toEqual([factor, 9 * factor]);
    expect(first.toArray()).toEqual([2 * factor, 6 * factor]);
    expect(second.toArray()).toEqual([2 * factor, 2 * factor]);
  });

  it('of an op of the user cost sixty products', () => {
    const product = customOp({
      forward: (a: Tensor, b: Tensor) => a.matmul(b),
      backward: (g, [a, b]) => [g.matmul(b.transpose(0, 1)), a.transpose(0, 1).matmul(g)],
    });
    let y: Tensor = tensor([
      [0, 1],
      [1, 0],
    ]);
    for (let i = 0; i < 60; i++) y = product(y, y);
    const next = y.add(1);
    realize([next.sum(0), next.amax(1)]);
    expect(y.toArray()).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});

describe('a synchronous loop', () => {
  it('of 50,000 tensors made and dropped uses constant device memory', () => {
    const w = tensor([1, 2, 3], { requiresGrad: true });
    const used: number[] = [];
    for (let i = 0; i < 50_000; i++) {
      const y = w.mul(tensor([i, 1, 2])).sum();
      if (i % 5 === 0) y.item();
      if (i % 100 === 0) w.assign(w.add(y.detach().mul(1e-9)));
      if (i % 10_000 === 9_999) used.push(cpuDevice().residency.used);
    }
    expect(new Set(used.slice(1)).size).toBe(1);
  });

  it('of large values uses constant device memory', () => {
    const used: number[] = [];
    let x = tensor(new Float32Array(100_000).fill(1));
    for (let i = 0; i < 300; i++) {
      x = x
        .mul(0.5)
        .add(tensor(new Float32Array(100_000).fill(i)))
        .detach();
      realize([x]);
      if (i % 50 === 49) used.push(cpuDevice().residency.used);
    }
    expect(Math.max(...used)).toBeLessThan(64 * 2 ** 20);
    expect(used.at(-1)).toBeLessThanOrEqual(1.5 * (used[1] ?? 0));
  });

  it('of updates by hand that nobody reads computes them step by step, where they are large', () => {
    const [p, x] = [randn([256, 256], { requiresGrad: true }), randn([8, 256])];
    const step = (): void => {
      p.zeroGrad();
      x.matmul(p).square().mean().backward();
      noGrad(() => p.grad && p.assign(p.sub(p.grad.mul(0.1))));
    };
    for (let i = 0; i < 5; i++) step();
    expect(countPrograms(() => Array.from({ length: 20 }, step)).runs).toBe(20);
  });
});

/** What a profile lists: kernels, their arithmetic, and a trace that a browser opens. */

import { getNumThreads, nn, Profile, profile, setNumThreads, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';

function step(): number {
  const x = tensor(new Float32Array(64 * 32).fill(0.5), { shape: [64, 32] });
  const w = tensor(new Float32Array(16 * 32).fill(0.25), { shape: [16, 32], requiresGrad: true });
  return nn.functional.linear(x, w).tanh().sum().item();
}

describe('profile', () => {
  it('lists every kernel with its arithmetic and returns the value of the function', () => {
    const plain = step();
    const result = profile(step);
    expect(result).toBeInstanceOf(Profile);
    expect(result.value).toBe(plain);
    expect(result.programs).toBe(1);
    const product = result.runs.find((run) => run.name.startsWith('contract'));
    expect(product?.name).toMatch(/64x16x32$/);
    expect(product?.flops).toBe(2 * 64 * 16 * 32);
    expect(product?.bytes).toBeGreaterThanOrEqual(4 * (64 * 32 + 16 * 32 + 64 * 16));
    expect(result.kernels.reduce((total, kernel) => total + kernel.share, 0)).toBeCloseTo(1, 6);
    expect(result.arenaBytes).toBeGreaterThan(0);
  });

  it('prints a table with one line for each kernel', () => {
    const result = profile(step);
    const lines = result.toString().split('\n');
    expect(lines[0]).toMatch(/^kernel +calls +us +share +GFLOP\/s +GB\/s$/);
    expect(lines).toHaveLength(result.kernels.length + 2);
    expect(lines.at(-1)).toMatch(/^1 programs, \d+ kernels/);
  });

  it('writes complete events in the order of time', () => {
    const { traceEvents } = JSON.parse(profile(step).toTrace());
    expect(traceEvents.length).toBeGreaterThan(0);
    for (const event of traceEvents) expect(event).toMatchObject({ ph: 'X', pid: 1, tid: 0 });
  });

  it('stops measuring when the function throws', () => {
    expect(() => profile(() => tensor([1, 2]).item())).toThrow('item');
    expect(profile(() => 1).runs).toEqual([]);
  });
});

describe('setNumThreads', () => {
  it('is what getNumThreads returns, and refuses what is no number of threads', () => {
    const before = getNumThreads();
    setNumThreads(1);
    expect(getNumThreads()).toBe(1);
    setNumThreads(before);
    expect(() => setNumThreads(0)).toThrow('setNumThreads');
  });
});

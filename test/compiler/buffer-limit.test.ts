/**
 * Kernels on targets that allow a few buffers only: none has more, and values stay what they are.
 */

import { manualSeed, nn, optim, rand, type Tensor, tensor } from 'chainrule';
import { describe, expect, it, vi } from 'vitest';
import { CpuDevice } from '../../src/backend/cpu/device.js';
import type { Buffer, Launch } from '../../src/compiler/lower/launch.js';
import { withDevice } from '../../src/runtime/devices.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { javaScriptDevice } from '../runtime/other-devices.js';

/**
 * Runs `fn` where kernels have at most so many buffers, and tells the largest number that one has.
 */
function mostBuffers(buffers: number, fn: () => number): { most: number; value: number } {
  const device = javaScriptDevice({ ...wasmTarget, buffers });
  let most = 0;
  const load = vi.spyOn(CpuDevice.prototype, 'load');
  const value = withDevice(device, fn);
  for (const [{ batches }] of load.mock.calls) {
    for (const launch of batches.flat()) most = Math.max(most, buffersOf(launch));
  }
  load.mockRestore();
  return { most, value };
}

function buffersOf({ reads, writes }: Launch): number {
  const names = [...reads, ...writes].map(({ kind, index }: Buffer) => `${kind} ${index}`);
  return new Set(names).size;
}

/** The loss after three steps of a recurrent network. */
function trained(): number {
  manualSeed(3);
  const lstm = new nn.LSTM(6, 5);
  const optimizer = new optim.Adam(lstm.parameters(), { lr: 0.05 });
  const x = rand([4, 3, 6]);
  let loss: Tensor = x.sum();
  for (let i = 0; i < 3; i++) {
    optimizer.zeroGrad();
    loss = lstm.forward(x)[0].square().mean();
    loss.backward();
    optimizer.step();
  }
  return loss.item();
}

describe('a limit of buffers', () => {
  it('holds in a step of an LSTM with Adam, which has larger kernels without it', () => {
    const free = mostBuffers(Number.POSITIVE_INFINITY, trained);
    const bound = mostBuffers(8, trained);
    expect(free.most).toBeGreaterThan(8);
    expect(bound.most).toBeLessThanOrEqual(8);
    expect(bound.value).toBe(free.value);
  });

  it('holds in a sum of many arrays, and in one that is then reduced', () => {
    const sum = (): number => {
      const numbers = Array.from({ length: 20 }, (_, i) => Math.sin(i));
      const parts = Array.from({ length: 30 }, (_, i) => tensor(numbers.map((x) => x + i)));
      const all = parts.reduce((total, part) => total.add(part.mul(2)));
      return all.reshape([4, 5]).transpose(0, 1).sum().item();
    };
    const free = mostBuffers(Number.POSITIVE_INFINITY, sum);
    const bound = mostBuffers(6, sum);
    expect(free.most).toBeGreaterThan(12);
    expect(bound.most).toBeLessThanOrEqual(6);
    expect(bound.value).toBe(free.value);
  });
});

/**
 * Two devices in one process: values come to the program that reads them, and stay what they are.
 */

import { manualSeed, nn, optim, rand, randn, type Tensor, tensor } from 'chainrule';
import { DataLoader, TensorDataset } from 'chainrule/data';
import { type EpochRecord, Trainer } from 'chainrule/train';
import { describe, expect, it } from 'vitest';
import type { BlockStore, Place } from '../../src/backend/block-store.js';
import { CpuDevice, createDevice } from '../../src/backend/cpu/device.js';
import { Residency } from '../../src/backend/residency.js';
import { ValueError } from '../../src/errors.js';
import type { DType, StorageArray } from '../../src/graph/dtype.js';
import { device, useDevice, withDevice } from '../../src/runtime/devices.js';
import { wasmTarget } from '../../src/wasm/render.js';
import { javaScriptDevice } from './other-devices.js';

const javaScript = javaScriptDevice({ ...wasmTarget, lanes: 8, registers: 16 });

function homeOf(x: Tensor): unknown {
  return x.node.value?.home ?? null;
}

describe('two devices', () => {
  it('give the same integers, and floats that differ in last bits at most', () => {
    const x = rand([40, 30], { dtype: 'float32' });
    const y = rand([30, 20]);
    const compute = (): Tensor => x.matmul(y).tanh().sum(1);
    const here = compute().toTypedArray();
    const there = withDevice(javaScript, () => compute().toTypedArray());
    for (const [i, value] of here.entries()) expect(there[i]).toBeCloseTo(value, 5);
    const whole = tensor([3, 1, 2], { dtype: 'int32' });
    const sorted = (): unknown => whole.sort()[0].mul(2).toArray();
    expect(withDevice(javaScript, sorted)).toEqual(sorted());
  });

  it('take over from each other in the middle of a training, with the state of the optimizer', () => {
    const train = (turns: readonly boolean[]): number[] => {
      manualSeed(7);
      const model = new nn.Sequential(new nn.Linear(8, 300), new nn.ReLU(), new nn.Linear(300, 1));
      const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
      const [x, y] = [randn([64, 8]), randn([64, 1])];
      const step = (): number => {
        optimizer.zeroGrad();
        const loss = model.forward(x).sub(y).square().mean();
        loss.backward();
        optimizer.step();
        return loss.item();
      };
      return turns.map((isElsewhere) => (isElsewhere ? withDevice(javaScript, step) : step()));
    };
    const alone = train([false, false, false, false, false, false]);
    const inTurns = train([false, true, true, false, true, false]);
    for (const [i, loss] of alone.entries()) expect(inTurns[i]).toBeCloseTo(loss, 5);
  });

  it('know where each value is: it moves when a program elsewhere reads it', () => {
    const w = randn([200, 200]);
    const first = w.toTypedArray();
    const sum = (): number => w.mul(2).sum().item();
    const here = sum();
    expect(homeOf(w)).toBe(device().residency);
    const there = withDevice(javaScript, sum);
    expect(homeOf(w)).toBe(javaScript.residency);
    expect(there).toBeCloseTo(here, 2);
    expect(w.toTypedArray()).toEqual(first);
    expect(sum()).toBe(here);
    expect(homeOf(w)).toBe(device().residency);
  });

  it('take the memory of old versions back where they are', () => {
    const w = tensor(new Float32Array(50_000).fill(1), { requiresGrad: true });
    const optimizer = new optim.SGD([w], { lr: 1 });
    const move = (): void => {
      optimizer.zeroGrad();
      const loss = w.sum().neg();
      loss.backward();
      optimizer.step();
      loss.item();
    };
    for (let i = 0; i < 4; i++) move();
    withDevice(javaScript, () => {
      for (let i = 0; i < 4; i++) move();
      const before = javaScript.residency.used;
      for (let i = 0; i < 20; i++) move();
      expect(javaScript.residency.used).toBe(before);
    });
    expect(w.slice(0, 0, 1).item()).toBe(29);
  });
});

/** A memory that only answers later, as that of a graphics processor. */
class LaterStore implements BlockStore {
  readonly answersAtOnce = false;
  readonly limit: number;
  readonly #store: CpuDevice['store'];

  constructor(store: CpuDevice['store']) {
    this.#store = store;
    this.limit = store.limit;
  }

  get used(): number {
    return this.#store.used;
  }

  allocate(bytes: number, stays: boolean): ReturnType<CpuDevice['store']['allocate']> {
    return this.#store.allocate(bytes, stays);
  }

  free(block: Parameters<CpuDevice['store']['free']>[0]): void {
    this.#store.free(block);
  }

  upload(array: StorageArray, to: Place): void {
    this.#store.upload(array, to);
  }

  download(): null {
    return null;
  }

  async downloadLater(from: Place, dtype: DType, length: number): Promise<StorageArray> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return this.#store.downloadLater(from, dtype, length);
  }
}

function laterDevice(): CpuDevice {
  const base = createDevice({ shared: false });
  const store = new LaterStore(base.store);
  const residency = new Residency(store, 'the slow device');
  const { memory, threads, scratch, target, kernels, run } = base;
  const renderer = { target, kernels, run };
  return new CpuDevice('later', memory, store, residency, threads, scratch, renderer);
}

describe('a device without float64', () => {
  const single = javaScriptDevice({ ...wasmTarget, scalars: ['i32', 'f32'] });

  it('computes what needs none, and refuses the rest by name', () => {
    const x = tensor([1, 2, 3]);
    expect(withDevice(single, () => x.softmax(0).sum().item())).toBeCloseTo(1, 6);
    const wide = tensor([1, 2], { dtype: 'float64' });
    expect(() => withDevice(single, () => wide.mul(2).toArray())).toThrow(
      "this device does not compute with float64. Use to('float32'), or compute it on the CPU",
    );
  });
});

describe('a device that cannot answer at once', () => {
  it('is read by await, and says so when it is not', async () => {
    const later = laterDevice();
    const x = tensor([1, 2, 3]);
    const [sum, square] = withDevice(later, () => {
      const results = [x.sum(), x.square()] as const;
      expect(() => results[0].item()).toThrow(ValueError);
      expect(() => results[0].item()).toThrow(
        'item: the value is in the memory of the slow device, which cannot answer at once. ' +
          'Use await tensor.read()',
      );
      return results;
    });
    expect(await sum.read()).toEqual(Float32Array.of(6));
    expect(sum.item()).toBe(6);
    await withDevice(later, () => square.read());
    expect(square.toArray()).toEqual([1, 4, 9]);
  });

  it('trains, losses being read later', async () => {
    const later = laterDevice();
    const w = tensor([0, 0], { requiresGrad: true });
    const optimizer = new optim.SGD([w], { lr: 0.1 });
    const losses: Tensor[] = [];
    withDevice(later, () => {
      for (let i = 0; i < 5; i++) {
        optimizer.zeroGrad();
        const loss = w
          .sub(tensor([1, -1]))
          .square()
          .sum();
        loss.backward();
        optimizer.step();
        losses.push(loss.detach());
      }
    });
    const values = await withDevice(later, () => Promise.all(losses.map((loss) => loss.read())));
    expect(values.map(([value]) => value)).toEqual(
      [2, 1.28, 0.8192, 0.524288, 0.33554432].map((x) => expect.closeTo(x, 5)),
    );
  });

  it('is waited for by a Trainer and by evaluate', async () => {
    manualSeed(4);
    const data = new TensorDataset(randn([40, 4]), randn([40, 2]));
    const train = new DataLoader(data, { batchSize: 10 });
    const losses = async (): Promise<readonly (number | undefined)[]> => {
      manualSeed(3);
      const model = new nn.Linear(4, 2);
      const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
      const loss = nn.functional.mseLoss;
      const trainer = new Trainer(model, { optimizer, loss, train, validation: train });
      const records: EpochRecord[] = [];
      await trainer.fit({ epochs: 2, onEpoch: (record) => records.push(record) });
      return records.flatMap(({ train: means, validation }) => [means.loss, validation?.loss]);
    };
    const here = await losses();
    useDevice(laterDevice());
    try {
      expect(await losses()).toEqual(here);
    } finally {
      useDevice(null);
    }
  });
});

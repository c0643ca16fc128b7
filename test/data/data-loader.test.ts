/** TensorDataset and DataLoader. */

import {
  IndexError,
  manualSeed,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from 'chainrule';
import { DataLoader, type Dataset, TensorDataset } from 'chainrule/data';
import { describe, expect, it } from 'vitest';

const x = tensor([
  [0, 1],
  [10, 11],
  [20, 21],
  [30, 31],
  [40, 41],
]);
const y = tensor([0, 1, 2, 3, 4], { dtype: 'int32' });
const flags = tensor([true, false, true, false, true]);

/** The rows of y in the order in which a loader gives them. */
function orderOf(loader: DataLoader<readonly [Tensor, Tensor]>): number[] {
  return [...loader].flatMap(([, labels]) => [...labels.toTypedArray()]);
}

describe('TensorDataset', () => {
  const dataset = new TensorDataset(x, y, flags);

  it('gives rows with their dtypes', () => {
    expect(dataset.length).toBe(5);
    const [first, second, third] = dataset.tensors;
    expect([first === x, second === y, third === flags]).toEqual([true, true, true]);
    const [row, label, flag] = dataset.get(2);
    expect(row.toArray()).toEqual([20, 21]);
    expect([label.dtype, label.shape, label.item()]).toEqual(['int32', [], 2]);
    expect([flag.dtype, flag.toArray()]).toEqual(['bool', true]);
  });

  it('gathers rows in any order, repeats too', () => {
    const [rows, labels, marks] = dataset.gather(Int32Array.of(4, 0, 4));
    expect(rows.toArray()).toEqual([
      [40, 41],
      [0, 1],
      [40, 41],
    ]);
    expect(labels.toArray()).toEqual([4, 0, 4]);
    expect(marks.toArray()).toEqual([true, true, true]);
    expect(dataset.gather(new Int32Array())[0].shape).toEqual([0, 2]);
  });

  it('keeps the values it was made with', () => {
    const leaf = tensor([1, 2], { requiresGrad: true });
    const kept = new TensorDataset(leaf);
    leaf.assign(tensor([7, 8]));
    expect(kept.get(1)[0].item()).toBe(2);
    expect(kept.get(1)[0].requiresGrad).toBe(false);
  });

  it('takes tensors of no rows, and rows of no elements', () => {
    expect(new TensorDataset(zeros([0, 3])).length).toBe(0);
    expect(new TensorDataset(zeros([3, 0])).get(1)[0].shape).toEqual([0]);
  });

  it.each([-1, 5, 0.5, Number.NaN])('has no sample %s', (index) => {
    expect(() => dataset.get(index)).toThrow(IndexError);
    expect(() => dataset.get(index)).toThrow(`no sample ${index}, there are 5 (0 to 4)`);
  });

  it('refuses what has no common first size', () => {
    expect(() => new TensorDataset(x, zeros([4]))).toThrow(ShapeError);
    expect(() => new TensorDataset(x, zeros([4]))).toThrow('equal first size, got [5, 2] and [4]');
    expect(() => new TensorDataset()).toThrow('got none');
    expect(() => new TensorDataset(tensor(3))).toThrow('got []');
    expect(() => dataset.gather(Int32Array.of(5))).toThrow(IndexError);
  });
});

describe('DataLoader', () => {
  const dataset = new TensorDataset(x, y);

  it('gives batches in order, the last one smaller', () => {
    const loader = new DataLoader(dataset, { batchSize: 2 });
    expect(loader.length).toBe(3);
    const batches = [...loader].map(([rows, labels]) => [rows.shape, labels.toArray()]);
    expect(batches).toEqual([
      [
        [2, 2],
        [0, 1],
      ],
      [
        [2, 2],
        [2, 3],
      ],
      [[1, 2], [4]],
    ]);
  });

  it('drops the last batch when asked', () => {
    const loader = new DataLoader(dataset, { batchSize: 2, dropLast: true });
    expect(loader.length).toBe(2);
    expect(orderOf(loader)).toEqual([0, 1, 2, 3]);
    expect([...new DataLoader(dataset, { batchSize: 9, dropLast: true })]).toEqual([]);
  });

  it('takes samples one by one unless told', () => {
    expect([...new DataLoader(dataset)].map(([rows]) => rows.shape)).toEqual(Array(5).fill([1, 2]));
  });

  it('has no batches of an empty data set', () => {
    expect([...new DataLoader(new TensorDataset(zeros([0, 2])), { shuffle: true })]).toEqual([]);
  });

  it('shuffles anew in each epoch, and keeps rows together', () => {
    const many = new TensorDataset(zeros([100]), tensor([...Array(100).keys()]));
    const loader = new DataLoader(many, { batchSize: 7, shuffle: true, seed: 1 });
    const first = orderOf(loader);
    const second = orderOf(loader);
    expect(first.toSorted((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect(second).not.toEqual(first);
    const [[rows, labels] = []] = new DataLoader(dataset, { batchSize: 5, shuffle: true, seed: 3 });
    expect(rows?.toArray()).toEqual(
      [...(labels?.toTypedArray() ?? [])].map((label) => [10 * label, 10 * label + 1]),
    );
  });

  it('repeats its epochs with a seed, from any epoch', () => {
    const make = () => new DataLoader(dataset, { batchSize: 2, shuffle: true, seed: 7 });
    const loader = make();
    const epochs = [orderOf(loader), orderOf(loader), orderOf(loader)];
    expect(loader.epoch).toBe(3);
    manualSeed(99);
    const later = make();
    later.epoch = 2;
    expect(orderOf(later)).toEqual(epochs[2]);
  });

  it('follows manualSeed without a seed', () => {
    const run = () => {
      const loader = new DataLoader(dataset, { batchSize: 5, shuffle: true });
      return [orderOf(loader), orderOf(loader), orderOf(loader), orderOf(loader)];
    };
    manualSeed(1);
    const first = run();
    const second = run();
    manualSeed(1);
    expect(run()).toEqual(first);
    expect(second).not.toEqual(first);
  });

  it('gives the same batches to for await, and lets timers run', async () => {
    const loader = new DataLoader(dataset, { batchSize: 1, shuffle: true, seed: 2 });
    let ticks = 0;
    const timer = setInterval(() => ticks++);
    const labels: number[] = [];
    for await (const [, label] of loader) {
      labels.push(label.toTypedArray()[0] ?? -1);
      for (const end = performance.now() + 20; performance.now() < end; );
    }
    clearInterval(timer);
    loader.epoch = 0;
    expect(labels).toEqual(orderOf(loader));
    expect(ticks).toBeGreaterThan(0);
  });

  it('stacks the samples of any object with length and get', () => {
    const squares: Dataset<[Tensor, Tensor]> = {
      length: 3,
      get: (index) => [tensor([index, 1]), tensor(index ** 2, { dtype: 'int32' })],
    };
    const [, second] = new DataLoader(squares, { batchSize: 2 });
    expect(second?.map((each) => [each.dtype, each.shape, each.toArray()])).toEqual([
      ['float32', [1, 2], [[2, 1]]],
      ['int32', [1], [4]],
    ]);
  });

  it('refuses to stack samples of different shapes', () => {
    const ragged: Dataset<[Tensor]> = { length: 2, get: (index) => [zeros([index + 1])] };
    const loader = new DataLoader(ragged, { batchSize: 2 });
    expect(() => [...loader]).toThrow(ShapeError);
    expect(() => [...loader]).toThrow('got float32 [1] and float32 [2]; pad or crop them in get()');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a batch size of %s', (batchSize) => {
    expect(() => new DataLoader(dataset, { batchSize })).toThrow(ValueError);
  });

  it('refuses a bad seed at once', () => {
    expect(() => new DataLoader(dataset, { seed: -1 })).toThrow('DataLoader: seed must be');
  });
});

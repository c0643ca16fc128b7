/** Subsets, splits, samplers and streams of a DataLoader. */

import { IndexError, manualSeed, type Tensor, tensor, ValueError } from 'chainrule';
import {
  type AsyncDataset,
  ConcatDataset,
  DataLoader,
  randomSplit,
  Subset,
  TensorDataset,
  WeightedRandomSampler,
} from 'chainrule/data';
import { describe, expect, it } from 'vitest';

const ten = new TensorDataset(tensor([...Array(10).keys()]));

/** The values that a loader gives, batch by batch. */
function batchesOf(loader: Iterable<readonly [Tensor]>): number[][] {
  return [...loader].map(([x]) => [...x.toTypedArray()]);
}

describe('ConcatDataset, Subset, randomSplit', () => {
  it('joins data sets and takes parts of them', () => {
    const both = new ConcatDataset([new Subset(ten, [7, 8]), new Subset(ten, [1])]);
    expect(both.length).toBe(3);
    expect(batchesOf(new DataLoader(both, { batchSize: 2 }))).toEqual([[7, 8], [1]]);
    expect(new Subset(ten, [3, 3]).gather(Int32Array.of(1, 0))[0].toArray()).toEqual([3, 3]);
  });

  it('refuses samples that are not there', () => {
    expect(() => new Subset(ten, [10])).toThrow(IndexError);
    expect(() => new Subset(ten, [1]).get(1)).toThrow('no sample 1, there are 1');
    expect(() => new ConcatDataset([ten]).get(10)).toThrow('ConcatDataset.get: no sample 10');
    expect(() => new ConcatDataset([])).toThrow(ValueError);
  });

  it('divides at random, by numbers and by shares as PyTorch counts them', () => {
    const parts = randomSplit(ten, [7, 3], { seed: 1 });
    const all = parts.flatMap(({ indices }) => [...indices]);
    expect(all.toSorted((a, b) => a - b)).toEqual([...Array(10).keys()]);
    expect(all).not.toEqual([...Array(10).keys()]);
    const thirds = randomSplit(ten, [1 / 3, 1 / 3, 1 / 3]).map(({ length }) => length);
    expect(thirds).toEqual([4, 3, 3]);
    expect(randomSplit(ten, [7, 3], { seed: 1 })[1]?.indices).toEqual(parts[1]?.indices);
    expect(() => randomSplit(ten, [7, 2])).toThrow('add up to 10, or shares that add up to 1');
  });
});

describe('WeightedRandomSampler', () => {
  it('draws in proportion to the weights, anew in each epoch', () => {
    const sampler = new WeightedRandomSampler([0, 1, 3], 4000, { seed: 5 });
    const drawn = sampler.draw(0);
    const counts = [0, 1, 2].map((i) => drawn.filter((index) => index === i).length);
    expect(counts[0]).toBe(0);
    // Four standard deviations of a binomial of 4,000 draws.
    expect(Math.abs((counts[2] ?? 0) - 3000)).toBeLessThan(4 * Math.sqrt(4000 * 0.75 * 0.25));
    expect(sampler.draw(1)).not.toEqual(drawn);
    expect(sampler.draw(0)).toEqual(drawn);
  });

  it('draws without replacement, the heavier ones earlier', () => {
    const weights = [1, 1, 1, 50];
    const options = { replacement: false };
    const firsts = Array.from(
      { length: 200 },
      (_, seed) => new WeightedRandomSampler(weights, 3, { ...options, seed }).draw(0)[0],
    );
    expect(firsts.filter((first) => first === 3).length).toBeGreaterThan(170);
    expect(new Set(new WeightedRandomSampler(weights, 4, options).draw(0)).size).toBe(4);
    expect(() => new WeightedRandomSampler([1, 0], 2, options)).toThrow('1 samples to draw');
    expect(() => new WeightedRandomSampler([1, -1], 2)).toThrow('weight 1 is -1');
    expect(() => new WeightedRandomSampler([0], 2)).toThrow('all 1 weights are 0');
  });

  it('is the order of a loader', () => {
    const sampler = new WeightedRandomSampler(Array(10).fill(1), 5, { seed: 2 });
    const loader = new DataLoader(ten, { batchSize: 2, sampler });
    expect(loader.length).toBe(3);
    expect(batchesOf(loader).flat()).toEqual([...sampler.draw(0)]);
    expect(() => new DataLoader(ten, { sampler, shuffle: true })).toThrow('leave out shuffle');
  });
});

describe('streams', () => {
  function* counting(): Generator<[Tensor]> {
    for (let i = 0; i < 5; i++) yield [tensor(i)];
  }

  it('makes batches of a generator, in each epoch from the start', async () => {
    const stream = { [Symbol.iterator]: counting };
    const loader = new DataLoader(stream, { batchSize: 2 });
    expect(batchesOf(loader)).toEqual([[0, 1], [2, 3], [4]]);
    const later: number[][] = [];
    for await (const [x] of loader) later.push([...x.toTypedArray()]);
    expect(later).toEqual([[0, 1], [2, 3], [4]]);
    expect(batchesOf(new DataLoader(stream, { batchSize: 2, dropLast: true }))).toHaveLength(2);
    expect(() => loader.length).toThrow('give it the property length');
    expect(new DataLoader({ ...stream, length: 5 }, { batchSize: 2 }).length).toBe(3);
    expect(() => new DataLoader(stream, { shuffle: true })).toThrow('an order of its own');
  });

  it('takes asynchronous ones in for await alone', async () => {
    const stream = {
      async *[Symbol.asyncIterator](): AsyncGenerator<[Tensor]> {
        yield* counting();
      },
    };
    const loader = new DataLoader(stream, { batchSize: 3 });
    expect(() => [...loader]).toThrow('use for await');
    const sizes: (number | undefined)[] = [];
    for await (const [x] of loader) sizes.push(x.shape[0]);
    expect(sizes).toEqual([3, 2]);
  });

  it('makes batches ahead of the loop, in order, and no further than asked', async () => {
    let [made, used, most] = [0, 0, 0];
    const slow: AsyncDataset<[Tensor]> = {
      length: 12,
      gatherLater: async (indices) => {
        made += 1;
        most = Math.max(most, made - used);
        // The later ones are ready first.
        await new Promise((resolve) => setTimeout(resolve, 12 - (indices[0] ?? 0)));
        return [tensor([...indices])];
      },
    };
    const seen: number[] = [];
    for await (const [x] of new DataLoader(slow, { batchSize: 2, prefetch: 3 })) {
      seen.push(...x.toTypedArray());
      used += 1;
    }
    expect(seen).toEqual([...Array(12).keys()]);
    expect(most).toBe(4);
    expect(() => [...new DataLoader(slow)]).toThrow('use for await');
  });

  it('reports an error when its batch is due', async () => {
    const broken: AsyncDataset<[Tensor]> = {
      length: 3,
      gatherLater: async ([index = 0]) => {
        if (index === 1) throw new Error('no sample 1');
        return [tensor([index])];
      },
    };
    const seen: number[] = [];
    const loop = async (): Promise<void> => {
      for await (const [x] of new DataLoader(broken)) seen.push(...x.toTypedArray());
    };
    await expect(loop()).rejects.toThrow('no sample 1');
    expect(seen).toEqual([0]);
  });

  it('does not move the global stream with a seed', () => {
    manualSeed(3);
    const first = batchesOf(new DataLoader(ten, { shuffle: true }));
    manualSeed(3);
    new WeightedRandomSampler([1, 1], 5, { seed: 1 }).draw(0);
    expect(batchesOf(new DataLoader(ten, { shuffle: true }))).toEqual(first);
  });
});

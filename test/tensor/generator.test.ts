/** `Generator`: streams of their own, wherever random numbers are drawn. */

import {
  compile,
  currentGenerator,
  defaultGenerator,
  Generator,
  getRandomState,
  manualSeed,
  nn,
  rand,
  randint,
  randLike,
  randn,
  randnLike,
  randperm,
  type Tensor,
  tensor,
  withGenerator,
  zeros,
} from 'chainrule';
import { DataLoader, makeMoons, TensorDataset, trainTestSplit } from 'chainrule/data';
import { describe, expect, it } from 'vitest';

const x = tensor([1, 2, 3, 4, 5, 6, 7, 8]);

/** Everything that draws, with a generator if it is given one. */
const draws: Readonly<Record<string, (generator?: Generator) => unknown>> = {
  rand: (generator) => rand([3], { generator }).toArray(),
  randn: (generator) => randn([3], { generator }).toArray(),
  randint: (generator) => randint(0, 1000, [3], { generator }).toArray(),
  randperm: (generator) => randperm(9, { generator }).toArray(),
  randLike: (generator) => randLike(x, { generator }).toArray(),
  randnLike: (generator) => randnLike(x, { generator }).toArray(),
  dropout: (generator) => nn.functional.dropout(x, { generator }).toArray(),
  uniform: (generator) => nn.init.uniform(zeros([3]), 0, 1, { generator }).toArray(),
  normal: (generator) => nn.init.normal(zeros([3]), 0, 1, { generator }).toArray(),
  xavier: (generator) => nn.init.xavierNormal(zeros([3, 2]), { generator }).toArray(),
  kaiming: (generator) => nn.init.kaimingUniform(zeros([3, 2]), { generator }).toArray(),
  orthogonal: (generator) => nn.init.orthogonal(zeros([3, 2]), { generator }).toArray(),
  makeMoons: (generator) => makeMoons({ nSamples: 9, noise: 1, generator })[0].toArray(),
  trainTestSplit: (generator) =>
    trainTestSplit([x, x], { generator })[1].gather(Int32Array.of(0, 1))[0].toArray(),
  DataLoader: (generator) => {
    const rows = new TensorDataset(x);
    const loader = new DataLoader(rows, { batchSize: 8, shuffle: true, generator });
    return [...loader].map(([batch]) => batch.toArray());
  },
};

describe('what draws', () => {
  it.each(Object.entries(draws))('%s draws from its generator and no other', (_, draw) => {
    manualSeed(3);
    const first = draw(new Generator(7));
    const before = getRandomState();
    expect(draw(new Generator(7))).toEqual(first);
    expect(draw(new Generator(8))).not.toEqual(first);
    expect(getRandomState()).toEqual(before);
    expect(withGenerator(new Generator(7), () => draw())).toEqual(first);
    expect(getRandomState()).toEqual(before);
    // The stream of that seed, so it does not matter who draws from it.
    manualSeed(7);
    expect(draw()).toEqual(first);
  });
});

describe('Generator', () => {
  it('goes on from a state', () => {
    const generator = new Generator(1);
    rand([5], { generator });
    const state = generator.getState();
    const next = rand([5], { generator }).toArray();
    expect(state).toEqual({ seed: 1, counter: 5 });
    expect(rand([5], { generator: new Generator().setState(state) }).toArray()).toEqual(next);
  });

  it('begins anew with a seed, also one that nobody knows', () => {
    const generator = new Generator();
    const first = rand([2], { generator }).toArray();
    expect(rand([2], { generator: new Generator() }).toArray()).toEqual(first);
    const seed = generator.seed();
    expect(generator.initialSeed()).toBe(seed);
    expect(generator.getState()).toEqual({ seed, counter: 0 });
    expect(generator.manualSeed(4).initialSeed()).toBe(4);
    expect(() => new Generator(0.5)).toThrow('Generator: the seed must be an integer, got 0.5');
    expect(() => generator.manualSeed(Number.NaN)).toThrow('manualSeed: the seed must be');
  });

  it('is current within withGenerator alone, also when that throws', () => {
    const generator = new Generator(1);
    expect(currentGenerator()).toBe(defaultGenerator);
    expect(() =>
      withGenerator(generator, () => {
        expect(currentGenerator()).toBe(generator);
        throw new Error('enough');
      }),
    ).toThrow('enough');
    expect(currentGenerator()).toBe(defaultGenerator);
  });

  it('is what an asynchronous loop over a loader draws from all along', async () => {
    const generator = new Generator(5);
    const rows = { length: 3, get: (): [Tensor] => [rand([1])] };
    const values = async (loader: DataLoader<[Tensor]>): Promise<unknown[]> => {
      const iterator = withGenerator(generator, () => loader[Symbol.asyncIterator]());
      const first = withGenerator(generator, () => iterator.next());
      const found = [(await first).value?.[0].toArray()];
      for (let at = await iterator.next(); at.done !== true; at = await iterator.next()) {
        found.push(at.value[0].toArray());
      }
      return found;
    };
    const before = getRandomState();
    const seen = await values(new DataLoader(rows));
    expect(getRandomState()).toEqual(before);
    const alone = new Generator(5);
    expect(seen).toEqual([0, 1, 2].map(() => rand([1, 1], { generator: alone }).toArray()));
  });
});

describe('a compiled function', () => {
  it('draws from its own generator and from the one that is current', () => {
    const own = new Generator(1);
    const noise = (): Tensor => rand([2], { generator: own }).add(randn([2]).mul(10));
    const step = compile(noise);
    const run = (fn: () => Tensor): unknown => {
      own.manualSeed(1);
      manualSeed(2);
      const here = [0, 1, 2, 3].map(() => fn().toArray());
      const there = withGenerator(new Generator(9), () => [0, 1].map(() => fn().toArray()));
      return [here, there, own.getState(), getRandomState()];
    };
    expect(run(step)).toEqual(run(noise));
    expect(step.captures).toBe(2);
  });

  it('runs again where the generator that it names is no longer the current one', () => {
    const named = new Generator(1);
    const step = compile(() => rand([2], { generator: named }));
    const drawn = [0, 1, 2].map(() => withGenerator(named, () => step().toArray()));
    drawn.push(
      step().toArray(),
      withGenerator(new Generator(4), () => step().toArray()),
    );
    const alone = new Generator(1);
    expect(drawn).toEqual(drawn.map(() => rand([2], { generator: alone }).toArray()));
  });

  it('cannot set a seed', () => {
    const own = new Generator(1);
    const step = compile(() => rand([2], { generator: own.manualSeed(1) }));
    expect(() => step()).toThrow('manualSeed: a function given to compile() cannot set the seed');
  });
});

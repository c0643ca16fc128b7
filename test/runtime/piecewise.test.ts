/** What runs piece by piece has the bits of the program that is compiled for all of it. */

import {
  manualSeed,
  nn,
  noGrad,
  optim,
  rand,
  randint,
  randn,
  type Tensor,
  tensor,
} from 'chainrule';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Node } from '../../src/graph/node.js';
import * as sightings from '../../src/runtime/programs/sightings.js';
import { hostArray, realize } from '../../src/runtime/realize/realize.js';
import { buildGraph, type Recipe } from '../compiler/random-graph.js';
import { everything, products, specialValues, sums } from '../compiler/random-recipes.js';
import { drawing, patience, stepsUpTo } from '../compiler/random-step.js';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Runs `fn` with all that is not known yet compiled at once, or never. */
function compiling<T>(whole: boolean, fn: () => T): T {
  const spy = vi.spyOn(sightings, 'isTimeToCompile').mockReturnValue(whole);
  try {
    return fn();
  } finally {
    spy.mockRestore();
  }
}

function valuesOf(nodes: readonly Node[]): unknown[] {
  realize(nodes);
  return nodes.map((node) => [...hostArray(node)]);
}

const recipes: readonly (readonly [string, Recipe, number])[] = [
  ['all primitives', everything, 40],
  ['sums', sums, 30],
  ['products', products, 30],
  ['special values', specialValues, 40],
];

describe('random graphs', () => {
  it.each(recipes)(
    'of %s',
    (_name, recipe, most) => {
      const property = fc.property(
        stepsUpTo(most),
        fc.array(fc.nat(1000), { maxLength: 6 }),
        (steps, picks) => {
          const run = (whole: boolean): unknown[] => {
            const nodes = buildGraph(recipe, steps, 0).map(({ node }) => node);
            const chosen = [nodes.length - 1, ...picks.map((pick) => pick % nodes.length)];
            const asked = [...new Set(chosen)].flatMap((i) => nodes[i] ?? []);
            return compiling(whole, () => valuesOf(asked));
          };
          expect(run(false)).toEqual(run(true));
        },
      );
      fc.assert(property, { ...drawing, numRuns: Math.ceil((drawing.numRuns ?? 100) / 4) });
    },
    patience,
  );
});

const models: { readonly [name: string]: () => readonly [nn.Module, () => Tensor] } = {
  'an unrolled network': () => {
    const lstm = new nn.LSTM(5, 7, { numLayers: 2 });
    return [lstm, () => lstm.forward(randn([6, 3, 5]))[0].at(-1)];
  },
  'convolutions, pooling, batch norm and dropout': () => {
    const model = new nn.Sequential(
      new nn.Conv2d(2, 4, 3, { padding: 1 }),
      new nn.BatchNorm2d(4),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Dropout(0.3),
      new nn.Flatten(),
      new nn.Linear(64, 7),
    );
    return [model, () => model.forward(rand([5, 2, 8, 8]))];
  },
  attention: () => {
    const layer = new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 16, batchFirst: true });
    return [layer, () => layer.forward(randn([3, 5, 8])).mean(1)];
  },
  'an embedding': () => {
    const table = new nn.Embedding(9, 7);
    return [table, () => table.forward(randint(0, 9, [4, 3])).sum(1)];
  },
};

describe('training', () => {
  it.each(Object.entries(models))('%s', (_name, make) => {
    const run = (whole: boolean): unknown[] =>
      compiling(whole, () => {
        manualSeed(3);
        const [model, forward] = make();
        const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
        const losses = [0, 1, 2].map(() => {
          optimizer.zeroGrad();
          const loss = nn.functional.crossEntropy(
            forward(),
            randint(0, 7, [forward().shape[0] ?? 0]),
          );
          loss.backward();
          optimizer.step();
          return loss.item();
        });
        return [losses, ...model.parameters().map((p) => p.toArray())];
      });
    expect(run(false)).toEqual(run(true));
  });
});

describe('a run in pieces', () => {
  it('says where an index is out of range, and changes nothing', () => {
    const weight = tensor([1, 2, 3], { requiresGrad: true });
    const optimizer = new optim.SGD([weight], { lr: 1 });
    const bad = tensor([0, 7], { dtype: 'int32' });
    compiling(false, () => {
      weight.gather(0, bad).sum().backward();
      expect(() => optimizer.step()).toThrow('gather: index 7 is out of range for a dim of size 3');
    });
    expect(weight.toArray()).toEqual([1, 2, 3]);
  });

  it('takes slices of values, and gives slices that are asked for', () => {
    const x = rand([6, 4]);
    x.toArray();
    const read = (whole: boolean): unknown => {
      return compiling(whole, () =>
        noGrad(() => [x.slice(0, 1, 4), x.at(2).mul(2), x.slice(1, 1, 3).transpose(0, 1)]).map(
          (t) => t.toArray(),
        ),
      );
    };
    expect(read(false)).toEqual(read(true));
  });
});

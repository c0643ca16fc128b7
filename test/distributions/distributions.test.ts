/** Distributions beside PyTorch's values, and the statistics of their samples. */

import { eye, Generator, manualSeed, type Tensor, tensor, where, zeros } from 'chainrule';
import {
  Bernoulli,
  Beta,
  Categorical,
  type Distribution,
  klDivergence,
  MultivariateNormal,
  Normal,
  Uniform,
} from 'chainrule/distributions';
import { describe, expect, it } from 'vitest';
import {
  expectTensor,
  layerTolerance,
  load,
  loadLeaf,
  opTolerance,
  readFixture,
  type StoredTensor,
} from '../tensor/fixture-tensor.js';

interface Case {
  readonly name: keyof typeof makers;
  readonly params: Readonly<Record<string, StoredTensor>>;
  readonly other: Readonly<Record<string, StoredTensor>>;
  readonly value: StoredTensor;
  readonly logProb: StoredTensor;
  readonly entropy: StoredTensor;
  readonly kl: StoredTensor;
  readonly gradients: readonly StoredTensor[];
  readonly mean?: StoredTensor;
  readonly variance?: StoredTensor;
}

type Params = Readonly<Record<string, Tensor>>;

const pair = (params: Params): [Tensor, Tensor] => Object.values(params) as [Tensor, Tensor];
const makers = {
  Normal: (params: Params) => new Normal(...pair(params)),
  Uniform: (params: Params) => new Uniform(...pair(params)),
  Beta: (params: Params) => new Beta(...pair(params)),
  Bernoulli: (params: Params) => new Bernoulli(params as unknown as { probs: Tensor }),
  Categorical: (params: Params) => new Categorical(params as unknown as { probs: Tensor }),
  MultivariateNormal: ({ loc, ...matrix }: Params) => new MultivariateNormal(loc as Tensor, matrix),
};

const cases = readFixture<Case>('distributions/cases');

describe.each(['float64', 'float32'] as const)('%s', (float) => {
  it.each(cases.map((row, i) => [`${row.name} ${i}`, row] as const))('%s', (_, row) => {
    const tolerance = float === 'float64' ? opTolerance : layerTolerance;
    const of = (params: Case['params'], read: typeof load): Params =>
      Object.fromEntries(Object.entries(params).map(([key, value]) => [key, read(value, float)]));
    const params = of(row.params, loadLeaf);
    const p: Distribution = makers[row.name](params);
    const q: Distribution = makers[row.name](of(row.other, load));
    const value = load(row.value, float);
    const logProb = p.logProb(value);
    expectTensor('logProb', logProb, row.logProb, float, tolerance);
    expectTensor('entropy', p.entropy(), row.entropy, float, tolerance);
    expectTensor('kl', klDivergence(p, q), row.kl, float, tolerance);
    if (row.mean !== undefined) expectTensor('mean', p.mean, row.mean, float, tolerance);
    if (row.variance !== undefined)
      expectTensor('variance', p.variance, row.variance, float, tolerance);
    const finite = where(logProb.isinf(), 0, logProb);
    finite.sum().add(p.entropy().sum()).backward();
    Object.values(params).forEach((leaf, i) => {
      const expected = row.gradients[i];
      if (expected === undefined || leaf.grad === null) throw new Error('no gradient');
      expectTensor(`gradient ${i}`, leaf.grad, expected, float, tolerance);
    });
  });
});

describe('samples', () => {
  const count = 20_000;
  const all: [string, Distribution, number[], number[]][] = [
    ['Normal', new Normal(tensor([1, -2]), tensor([0.5, 3])), [1, -2], [0.25, 9]],
    ['Uniform', new Uniform(tensor([0, -1]), 3), [1.5, 1], [0.75, 16 / 12]],
    ['Bernoulli', new Bernoulli(tensor([0.2, 0.7])), [0.2, 0.7], [0.16, 0.21]],
    ['Beta', new Beta(tensor([0.5, 4]), tensor([0.5, 2])), [0.5, 2 / 3], [0.125, 8 / 252]],
    [
      'MultivariateNormal',
      new MultivariateNormal(tensor([1, -1]), {
        covarianceMatrix: tensor([
          [2, 0.5],
          [0.5, 1],
        ]),
      }),
      [1, -1],
      [2, 1],
    ],
  ];

  it.each(all)('of %s have its mean and variance', (_, distribution, means, variances) => {
    manualSeed(11);
    const drawn = distribution.sample([count]);
    expect([drawn.shape, drawn.requiresGrad]).toEqual([[count, 2], false]);
    drawn
      .mean(0)
      .toTypedArray()
      .forEach((mean, i) => {
        const variance = variances[i] ?? 0;
        expect(Math.abs(mean - (means[i] ?? 0))).toBeLessThan(5 * Math.sqrt(variance / count));
        expect(Math.abs((drawn.select(1, i).var().item() - variance) / variance)).toBeLessThan(
          0.06,
        );
      });
  });

  it('of Categorical come as often as they should', () => {
    manualSeed(12);
    const choice = new Categorical({
      probs: tensor([
        [1, 3],
        [1, 1],
      ]),
    });
    const drawn = choice.sample([count]);
    expect([drawn.shape, drawn.dtype]).toEqual([[count, 2], 'int32']);
    const shares = drawn.to('float32').mean(0).toTypedArray();
    expect(Math.abs((shares[0] ?? 0) - 0.75)).toBeLessThan(0.02);
    expect(Math.abs((shares[1] ?? 0) - 0.5)).toBeLessThan(0.02);
    expect(new Categorical(tensor([0, 1])).sample([2, 3]).toArray()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  it('let gradients through by rsample, where they can', () => {
    const scale = tensor([2, 3], { requiresGrad: true });
    const generator = new Generator(1);
    const x = new Normal(0, scale).rsample([4], { generator });
    x.sum().backward();
    const noise = new Normal(zeros([2]), 1).sample([4], { generator: new Generator(1) });
    expect(scale.grad?.toArray()).toEqual(noise.sum(0).toArray());
    expect(() => new Beta(1, 1).rsample()).toThrow('Beta.rsample: no gradient flows');
    expect(() => new Bernoulli(0.5).rsample()).toThrow('Bernoulli.rsample');
  });
});

it('mistakes say what they are', () => {
  expect(() => new Normal('0' as never, 1)).toThrow(
    "Normal: parameters are tensors or numbers, got '0'",
  );
  expect(() => new Bernoulli({} as never)).toThrow('give { probs } or { logits }, one of them');
  expect(() => new Categorical(0.5)).toThrow('needs chances [..., K], got a 0-d tensor');
  expect(() => new MultivariateNormal(zeros([2]), {})).toThrow('give one of covarianceMatrix');
  expect(() => new MultivariateNormal(zeros([3]), { scaleTril: eye(2) })).toThrow(
    'must be [..., K]',
  );
  expect(() => klDivergence(new Normal(0, 1), new Uniform(0, 1))).toThrow(
    'Normal.kl: the divergence',
  );
});

/** Loss modules whose functions `names.test.ts` holds beside PyTorch: each is its function. */

import { manualSeed, nn, rand, randn, type Tensor, tensor, zeros } from 'chainrule';
import { describe, expect, it } from 'vitest';

const { functional: F } = nn;
const [a, b, c] = [randn([4, 3]), randn([4, 3]), randn([4, 3])];
const signs = tensor([1, -1, 1, -1]);
const classes = tensor([0, 2, 1, 0], { dtype: 'int32' });
const bits = rand([4, 3]).gt(0.5).to('float32');
const labels = tensor(
  [
    [0, -1, -1],
    [2, 0, -1],
    [1, -1, -1],
    [0, 1, 2],
  ],
  { dtype: 'int32' },
);
const logProbs = randn([6, 2, 4]).logSoftmax(2);
const targets = tensor(
  [
    [1, 2, 1],
    [3, 1, 2],
  ],
  { dtype: 'int32' },
);
const lengths = [tensor([6, 5], { dtype: 'int32' }), tensor([3, 2], { dtype: 'int32' })] as const;

/** Module and function with the same operands and options. */
const pairs: Readonly<Record<string, readonly [module: Tensor, fn: Tensor]>> = {
  MarginRankingLoss: [
    new nn.MarginRankingLoss({ margin: 0.5 }).forward(a.at(null, 0), b.at(null, 0), signs),
    F.marginRankingLoss(a.at(null, 0), b.at(null, 0), signs, { margin: 0.5 }),
  ],
  HingeEmbeddingLoss: [
    new nn.HingeEmbeddingLoss({ margin: 2 }).forward(a, b.sign()),
    F.hingeEmbeddingLoss(a, b.sign(), { margin: 2 }),
  ],
  CosineEmbeddingLoss: [
    new nn.CosineEmbeddingLoss({ margin: 0.1 }).forward(a, b, signs),
    F.cosineEmbeddingLoss(a, b, signs, { margin: 0.1 }),
  ],
  TripletMarginLoss: [
    new nn.TripletMarginLoss({ margin: 2 }).forward(a, b, c),
    F.tripletMarginLoss(a, b, c, { margin: 2 }),
  ],
  MultiMarginLoss: [
    new nn.MultiMarginLoss({ margin: 2 }).forward(a, classes),
    F.multiMarginLoss(a, classes, { margin: 2 }),
  ],
  MultiLabelMarginLoss: [
    new nn.MultiLabelMarginLoss({ reduction: 'sum' }).forward(a, labels),
    F.multilabelMarginLoss(a, labels, { reduction: 'sum' }),
  ],
  MultiLabelSoftMarginLoss: [
    new nn.MultiLabelSoftMarginLoss({ reduction: 'sum' }).forward(a, bits),
    F.multilabelSoftMarginLoss(a, bits, { reduction: 'sum' }),
  ],
  SoftMarginLoss: [
    new nn.SoftMarginLoss({ reduction: 'sum' }).forward(a, b.sign()),
    F.softMarginLoss(a, b.sign(), { reduction: 'sum' }),
  ],
  PoissonNLLLoss: [
    new nn.PoissonNLLLoss({ full: true }).forward(a, b.abs()),
    F.poissonNLLLoss(a, b.abs(), { full: true }),
  ],
  GaussianNLLLoss: [
    new nn.GaussianNLLLoss({ full: true }).forward(a, b, c.square()),
    F.gaussianNLLLoss(a, b, c.square(), { full: true }),
  ],
  CTCLoss: [
    new nn.CTCLoss({ reduction: 'sum' }).forward(logProbs, targets, ...lengths),
    F.ctcLoss(logProbs, targets, ...lengths, { reduction: 'sum' }),
  ],
};

describe('a loss module is its function', () => {
  it.each(Object.entries(pairs))('%s', (_name, [module, fn]) => {
    expect(module.item()).toBe(fn.item());
    expect(Number.isFinite(fn.item())).toBe(true);
  });
});

it('gumbelSoftmax draws from the softmax: rows add up to 1, and hard ones are one-hot', () => {
  manualSeed(1);
  const soft = F.gumbelSoftmax(a, { tau: 0.5 });
  for (const sum of soft.sum(1).toTypedArray()) expect(sum).toBeCloseTo(1, 5);
  const hard = F.gumbelSoftmax(zeros([3000, 3]), { hard: true });
  expect(hard.sum().item()).toBe(3000);
  for (const share of hard.mean(0).toTypedArray())
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.04);
});

it('t transposes a matrix, and leaves fewer dims alone', () => {
  expect(a.t().shape).toEqual([3, 4]);
  expect(signs.t().shape).toEqual([4]);
});

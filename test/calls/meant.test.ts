/** Calls in PyTorch's style, and misspelt ones: the error shows the call that was meant. */

import * as chainrule from 'chainrule';
import { DataLoader, TensorDataset, trainTestSplit } from 'chainrule/data';
import { Trainer } from 'chainrule/train';
import { describe, expect, it } from 'vitest';

const { nn, ones, optim } = chainrule;
const { functional: F } = nn;

/** A call without the types of its arguments, as JavaScript makes it. */
type Loose = (...args: unknown[]) => unknown;
const made =
  (kind: unknown): Loose =>
  (...args) =>
    Reflect.construct(kind as Loose, args);
const called = (fn: unknown): Loose => fn as Loose;

const v = ones([3]);
const x = ones([2, 3]);
const of = (tensor: object, name: string): Loose =>
  (Reflect.get(tensor, name) as Loose).bind(tensor);

const meant: readonly (readonly [() => unknown, string])[] = [
  [() => made(nn.Conv2d)(3, 8, 3, 2, 1), 'new Conv2d(3, 8, 3, { stride: 2, padding: 1 })'],
  [() => made(nn.Linear)(3, 2, false), 'new Linear(3, 2, { bias: false })'],
  [() => made(nn.LSTM)(3, 4, 2), 'new LSTM(3, 4, { numLayers: 2 })'],
  [() => made(nn.MSELoss)('sum'), "new MSELoss({ reduction: 'sum' })"],
  [() => made(nn.Unfold)(3, 2), 'new Unfold(3, { dilation: 2 })'],
  [() => called(F.mseLoss)(x, x, 'sum'), "mseLoss(input, target, { reduction: 'sum' })"],
  [() => called(F.dropout)(x, 0.9), 'dropout(x, { p: 0.9 })'],
  [() => made(optim.SGD)([v], 5), 'new SGD(params, { lr: 5 })'],
  [
    () => made(nn.Transformer)({ dModel: 16, nhead: 4, numEncoderLayers: 2 }),
    'Did you mean new Transformer(16, 4, { numEncoderLayers: 2 })?',
  ],
  [() => made(nn.Transformer)({ nhead: 4 }), 'new Transformer(undefined, 4)'],
  [() => made(nn.Linear)({ inFeatures: 3, bias: false }), 'new Linear(3, outFeatures, { bias: '],
  [() => made(nn.Conv2d)(3, { outChannels: 8 }), 'new Conv2d(3, 8, kernelSize)'],
  [
    () => called(chainrule.grad)(v, [v], { createGraph: true }),
    'grad(output, inputs, null, { createGraph: true })',
  ],
  [() => called(chainrule.add)(v, v, { alpha: 2 }), 'add(a, mul(b, alpha))'],
  [() => called(chainrule.sub)(v, v, { alpha: 2 }), 'sub(a, mul(b, alpha))'],
  [() => of(v, 'flip')(0, 1), '[0, 1]'],
  [() => of(v, 'sort')(-1, { descending: false }), '-1, false'],
  [() => called(chainrule.zeros)(2, 3), 'zeros([2, 3])'],
];

const unknown: readonly (readonly [() => unknown, string])[] = [
  [() => made(nn.Linear)(3, 2, { bais: false }), "unknown option 'bais'"],
  [() => made(nn.Linear)(3, 2, { bais: false }), 'Did you mean bias?'],
  [() => made(nn.CrossEntropyLoss)({ label_smoothing: 0.5 }), 'Did you mean labelSmoothing?'],
  [() => made(nn.TripletMarginLoss)({ norm: 1 }), "unknown option 'norm'"],
  [() => made(DataLoader)(new TensorDataset(x), { batch_size: 4 }), 'Did you mean batchSize?'],
];

const wrong: readonly (readonly [() => unknown, string])[] = [
  [() => called(trainTestSplit)(x, v), 'trainTestSplit: source must be'],
  [() => called(F.mseLoss)(x, Promise.resolve(x)), 'put await before it'],
  [() => made(Trainer)(new nn.Linear(3, 2), {}), 'Trainer: optimizer must be'],
  [() => made(nn.TransformerEncoder)(new nn.Linear(3, 2), 2), 'makeLayer must be a function'],
  [() => made(nn.KLDivLoss)({ reduction: 'batchsum' }), "'batchmean'"],
  [() => made(nn.Softshrink)('0.5'), 'Softshrink: lambd must be a number'],
  [() => called(chainrule.pad)(x), 'pad'],
];

describe('a call that was meant otherwise', () => {
  it.each(meant)('%s', (call, text) => expect(call).toThrow(text));
});

describe('an option that does not exist', () => {
  it.each(unknown)('%s', (call, text) => expect(call).toThrow(text));
});

describe('an argument of another kind', () => {
  it.each(wrong)('%s', (call, text) => expect(call).toThrow(text));
});

describe('operators of JavaScript', () => {
  const a = x as unknown as number;
  it.each([() => a + a, () => a * 2, () => a < 2, () => -a])('%s', (call) => {
    expect(call).toThrow("JavaScript's operators do not work on tensors");
  });

  it('leave templates and String alone', () => {
    expect(`${ones([2])}`).toBe('tensor([1., 1.])');
    expect(String(ones([2]))).toBe('tensor([1., 1.])');
  });
});

describe('JSON', () => {
  it('has dtype, shape and data of a tensor', () => {
    const tensor = chainrule.tensor([
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 2],
    ]);
    expect(JSON.parse(JSON.stringify(tensor))).toEqual({
      dtype: 'float32',
      shape: [2, 2],
      data: [1, 'NaN', 'Infinity', 2],
    });
    expect(JSON.stringify(chainrule.tensor([true, false]))).toContain('[true,false]');
  });

  it('has each tensor of a state dict', () => {
    const text = JSON.stringify(new nn.Linear(2, 1).stateDict());
    expect(Object.keys(JSON.parse(text))).toEqual(['weight', 'bias']);
  });
});

it('a list may map a function over its tensors', () => {
  expect([x, x].map(chainrule.relu)).toHaveLength(2);
});

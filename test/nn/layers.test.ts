/**
 * Layers: what they do when training and not, gradients at the edges, and what their errors say.
 */

import {
  gradcheck,
  IndexError,
  manualSeed,
  nn,
  ones,
  rand,
  randn,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, test } from 'vitest';

const values = (state: nn.StateDict, key: string): unknown => state[key]?.toArray();

describe('Linear', () => {
  test('names the layer, the shape and the fix', () => {
    const layer = new nn.Linear(784, 10);
    expect(() => layer.forward(ones([8, 100]))).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: Linear(784, 10): the last dim of the input [8, 100] must be 784, it is 100. Make it new Linear(100, 10), or change the input.]`,
    );
    expect(() => layer.forward(ones([8, 1, 28, 28]))).toThrow('Did you mean x.flatten(1)?');
    expect(() => layer.forward(ones([784], { dtype: 'int32' }))).toThrow("input.to('float32')");
    expect(() => new nn.Linear(2, 0.5)).toThrow('outFeatures must be a positive integer, got 0.5');
  });

  test('starts within 1 / sqrt(in)', () => {
    manualSeed(1);
    const layer = new nn.Linear(16, 50);
    const bound = Math.max(...layer.parameters().map((p) => p.abs().max().item()));
    expect(bound).toBeLessThanOrEqual(0.25);
    expect(bound).toBeGreaterThan(0.24);
  });
});

describe('BatchNorm', () => {
  test('running statistics follow the batches, and serve in evaluation', () => {
    const norm = new nn.BatchNorm1d(1, { momentum: 0.5, eps: 0 });
    norm.forward(tensor([[1], [3]]));
    const state = norm.stateDict();
    expect(values(state, 'running_mean')).toEqual([1]);
    expect(values(state, 'running_var')).toEqual([1.5]);
    expect(values(state, 'num_batches_tracked')).toBe(1);
    norm.eval();
    expect(norm.forward(tensor([[1]])).item()).toBe(0);
    expect(values(norm.stateDict(), 'num_batches_tracked')).toBe(1);
  });

  test('momentum null weighs all batches alike', () => {
    const norm = new nn.BatchNorm1d(1, { momentum: null });
    for (const x of [0, 3, 6]) norm.forward(tensor([[x], [x]]));
    expect(norm.runningMean?.item()).toBeCloseTo(3, 6);
  });

  test('says what it needs', () => {
    const norm = new nn.BatchNorm2d(3);
    expect(() => norm.forward(ones([2, 4, 5, 5]))).toThrow(
      'BatchNorm2d(3): the input must be [N, C, H, W] with C = 3, got shape [2, 4, 5, 5]',
    );
    expect(() => norm.forward(ones([1, 3, 1, 1]))).toThrow('more than one value per channel');
    expect(norm.eval().forward(ones([1, 3, 1, 1])).shape).toEqual([1, 3, 1, 1]);
  });
});

describe('norms', () => {
  test('say what they need', () => {
    expect(() => new nn.LayerNorm([2, 3]).forward(ones([4, 3]))).toThrow(
      'layerNorm: the input [4, 3] must end in the normalized shape [2, 3]',
    );
    expect(() => new nn.GroupNorm(2, 3).forward(ones([1, 3, 2]))).toThrow(
      'numGroups must divide the 3 channels',
    );
    expect(new nn.LayerNorm(3, { bias: false }).parameters()).toHaveLength(1);
  });

  test('keep their digits far from zero', () => {
    const y = nn.functional.layerNorm(tensor([10000, 10001, 10002]), [3]).toTypedArray();
    expect(y[2]).toBeCloseTo(1.224744, 4);
  });
});

describe('Embedding', () => {
  test('the padding row starts at 0 and receives no gradient', () => {
    const layer = new nn.Embedding(4, 2, { paddingIdx: -1 });
    expect(layer.weight.at(3).toArray()).toEqual([0, 0]);
    layer
      .forward(tensor([0, 3, 0], { dtype: 'int32' }))
      .sum()
      .backward();
    expect(layer.weight.grad?.toArray()).toEqual([
      [2, 2],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('an index out of range is an error, a float index too', () => {
    const layer = new nn.Embedding(4, 2);
    const out = layer.forward(tensor([4], { dtype: 'int32' }));
    expect(() => out.toArray()).toThrow(IndexError);
    expect(() => out.toArray()).toThrow(/embedding/);
    expect(() => layer.forward(ones([2]))).toThrow("index.to('int32')");
  });
});

describe('Dropout', () => {
  test('drops a share, scales the rest, and does nothing in evaluation', () => {
    manualSeed(3);
    const layer = new nn.Dropout(0.25);
    const y = layer.forward(ones([1000])).toTypedArray();
    const dropped = y.filter((v) => v === 0).length;
    expect(Math.abs(dropped - 250)).toBeLessThan(50);
    expect([...new Set(y)].sort()).toEqual([0, Math.fround(1 / 0.75)]);
    expect(
      layer
        .eval()
        .forward(ones([3]))
        .toArray(),
    ).toEqual([1, 1, 1]);
    expect(new nn.Dropout(1).forward(ones([2])).toArray()).toEqual([0, 0]);
    expect(() => new nn.Dropout(1.5)).toThrow('Dropout: p must be a probability, 0 to 1, got 1.5');
  });

  test('the gradient has the same holes', () => {
    const x = ones([50], { requiresGrad: true });
    const y = nn.functional.dropout(x);
    y.sum().backward();
    expect(x.grad?.toArray()).toEqual(y.toArray());
  });
});

describe('dropouts of channels', () => {
  const { dropout1d, dropout2d, dropout3d, alphaDropout, featureAlphaDropout } = nn.functional;

  test.each([
    [dropout1d, [3, 200, 4], 2],
    [dropout2d, [2, 200, 2, 3], 2],
    [dropout3d, [200, 2, 2, 2], 1],
    [(x: Tensor, o: object) => featureAlphaDropout(x, { training: true, ...o }), [2, 200, 3], 2],
  ])('%#: a channel is dropped or kept as a whole', (drop, shape, leading) => {
    manualSeed(4);
    const y = drop(ones(shape), { p: 0.25 }).flatten(leading);
    const [low, high] = [y.amin(-1), y.amax(-1)];
    expect(low.toArray()).toEqual(high.toArray());
    const share = low.lt(1).to('float32').mean().item();
    expect(Math.abs(share - 0.25)).toBeLessThan(0.08);
  });

  test('alpha dropout keeps mean 0 and variance 1', () => {
    manualSeed(5);
    const x = randn([20000]);
    const y = alphaDropout(x, { p: 0.3, training: true });
    expect(Math.abs(y.mean().item())).toBeLessThan(0.03);
    expect(Math.abs(y.var().item() - 1)).toBeLessThan(0.05);
    expect(alphaDropout(x).toArray()).toEqual(x.toArray());
  });

  test('say what they need', () => {
    expect(() => new nn.Dropout1d().forward(ones([2]))).toThrow('[N, C, L] or [C, L], got [2]');
    expect(() => new nn.Dropout3d(2)).toThrow('Dropout3d: p must be a probability, 0 to 1, got 2');
  });
});

describe('bags', () => {
  test('say what they need', () => {
    const bag = new nn.EmbeddingBag(4, 2, { mode: 'sum', paddingIdx: 0 });
    const index = tensor([1, 2], { dtype: 'int32' });
    expect(bag.weight.at(0).toArray()).toEqual([0, 0]);
    expect(() => bag.forward(index)).toThrow('or [n] with offsets [B], got [2] and no offsets');
    expect(() => bag.forward(index, ones([1]))).toThrow("Use offsets.to('int32')");
    const { embeddingBag } = nn.functional;
    const factors = { perSampleWeights: ones([2]) };
    expect(() => embeddingBag(index, ones([4, 2]), index, factors)).toThrow("need mode 'sum'");
    const late = tensor([1], { dtype: 'int32' });
    expect(() => bag.forward(index, late).toArray()).toThrow(IndexError);
  });

  test('forms of two vectors', () => {
    expect(() => new nn.Bilinear(2, 3, 1).forward(ones([4, 2]), ones([5, 3]))).toThrow(
      'expected [..., in1], [..., in2] and a weight [out, in1, in2], got [4, 2], [5, 3] and [1, 2, 3]',
    );
  });
});

describe('recurrent layers', () => {
  test.each([nn.RNN, nn.LSTM, nn.GRU])('$name: shapes, keys, sequences without a batch', (Kind) => {
    const layer = new Kind(3, 5, { numLayers: 2, bidirectional: true, batchFirst: true });
    const [output, state] = layer.forward(rand([2, 4, 3]));
    const last = Array.isArray(state) ? state[0] : state;
    expect(output.shape).toEqual([2, 4, 10]);
    expect(last.shape).toEqual([4, 2, 5]);
    expect(layer.forward(rand([4, 3]))[0].shape).toEqual([4, 10]);
    expect(
      layer
        .namedParameters()
        .map(([name]) => name)
        .slice(4, 8),
    ).toEqual([
      'weight_ih_l0_reverse',
      'weight_hh_l0_reverse',
      'bias_ih_l0_reverse',
      'bias_hh_l0_reverse',
    ]);
    expect(() => layer.forward(rand([2, 4, 2]))).toThrow(`${Kind.name}(3, 5): the input must be`);
    expect(() => layer.forward(rand([0, 3]))).toThrow('the sequence is empty');
  });

  test('the state of a first half continues the second', () => {
    const layer = new nn.LSTM(2, 3);
    const x = randn([4, 1, 2]);
    const [whole] = layer.forward(x);
    const [, state] = layer.forward(x.slice(0, 0, 2));
    const [rest] = layer.forward(x.slice(0, 2, 4), state);
    expect(rest.toArray()).toEqual(whole.slice(0, 2, 4).toArray());
    expect(() => layer.forward(x, [zeros([1, 2, 3]), zeros([1, 1, 3])])).toThrow(
      'LSTM: the initial state must have shape [1, 1, 3]',
    );
  });

  test('an unknown nonlinearity lists the known ones', () => {
    const make = () => new nn.RNN(1, 1, { nonlinearity: 'gelu' as 'relu' });
    expect(make).toThrow("unknown nonlinearity 'gelu', expected 'tanh' or 'relu'");
  });
});

describe('what does not fit', () => {
  const { gridSample, affineGrid } = nn.functional;

  test.each([
    [() => gridSample(ones([1, 1, 2, 2]), ones([1, 3, 3, 3])), 'a grid [N, Ho, Wo, 2], or'],
    [() => gridSample(ones([2, 1, 2, 2]), ones([1, 3, 3, 2])), 'got [2, 1, 2, 2] and [1, 3, 3, 2]'],
    [
      () => gridSample(ones([1, 1, 2, 2, 2]), ones([1, 1, 1, 1, 3]), { mode: 'bicubic' }),
      'is for images [N, C, H, W] only',
    ],
    [() => affineGrid(ones([1, 2, 2]), [1, 1, 2, 2]), 'expected theta [N, 2, 3] with size'],
    [() => new nn.LSTM(2, 3, { projSize: 3 }), 'from 0 (none) to below hiddenSize 3, got 3'],
    [
      () =>
        new nn.LSTM(2, 3, { projSize: 1 }).forward(ones([4, 1, 2]), [
          ones([1, 1, 3]),
          ones([1, 1, 3]),
        ]),
      'the initial state must have shape [1, 1, 1]',
    ],
  ])('%#', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('cells', () => {
  test('are the steps of the layers', () => {
    const [cell, layer] = [new nn.LSTMCell(2, 3), new nn.LSTM(2, 3)];
    const renamed = Object.entries(cell.stateDict()).map(([key, value]) => [`${key}_l0`, value]);
    layer.loadStateDict(Object.fromEntries(renamed));
    const x = randn([3, 1, 2]);
    let state: [Tensor, Tensor] = [zeros([1, 3]), zeros([1, 3])];
    for (const step of x) state = cell.forward(step, state);
    const [, [hidden, memory]] = layer.forward(x);
    expect(hidden.at(0).allclose(state[0])).toBe(true);
    expect(memory.at(0).allclose(state[1])).toBe(true);
    expect(() => cell.forward(randn([2, 3]))).toThrow('LSTMCell(2, 3): the input must be [N, I]');
    expect(() => cell.forward(randn([2]), state)).toThrow('must have shape [3], got [1, 3]');
  });
});

describe('attention', () => {
  test('weights are those of the scores, and a causal query sees no later key', () => {
    manualSeed(5);
    const layer = new nn.MultiheadAttention(4, 2, { batchFirst: true });
    const x = randn([2, 3, 4]);
    const [output, weights] = layer.forward(x, x, x, { isCausal: true });
    expect(output.shape).toEqual([2, 3, 4]);
    expect(weights?.at(0, 0).toArray()).toEqual([1, 0, 0]);
    expect(weights?.sum(-1).at(1, 2).item()).toBeCloseTo(1, 6);
    expect(layer.forward(x, x, x, { needWeights: false })[1]).toBeNull();
    const perHead = layer.forward(x, x, x, { averageAttnWeights: false })[1];
    expect(perHead?.shape).toEqual([2, 2, 3, 3]);
    expect(() => layer.forward(x, x, randn([2, 4, 4]))).toThrow('key and value alike');
    expect(() => new nn.MultiheadAttention(5, 2)).toThrow('numHeads must divide embedDim 5, got 2');
  });

  test('the same tensor three times, or three equal ones, is the same', () => {
    const layer = new nn.MultiheadAttention(4, 2);
    const x = randn([3, 2, 4]);
    const together = layer.forward(x, x, x)[0].toTypedArray();
    const apart = layer.forward(x, x.clone(), x.clone())[0].toTypedArray();
    together.forEach((value, i) => {
      expect(value).toBeCloseTo(apart[i] ?? Number.NaN, 5);
    });
  });

  test('gradcheck through masked attention', () => {
    const leaf = () => randn([2, 3, 2], { dtype: 'float64', requiresGrad: true });
    const attend = nn.functional.scaledDotProductAttention;
    expect(
      gradcheck((q, k, v) => attend(q, k, v, { isCausal: true }), [leaf(), leaf(), leaf()]),
    ).toBe(true);
    expect(() => attend(ones([3, 2]), ones([3, 4]), ones([3, 2]))).toThrow('got [3, 2], [3, 4]');
  });

  test('the whole Transformer', () => {
    const mask = nn.Transformer.generateSquareSubsequentMask(2);
    expect(mask.toArray()).toEqual([
      [0, -Infinity],
      [0, 0],
    ]);
    const small = { numEncoderLayers: 1, numDecoderLayers: 1, dimFeedforward: 4 };
    const model = new nn.Transformer(4, 2, { ...small, activation: (x) => x.silu() });
    expect(() => model.forward(ones([3, 1, 4]), ones([2, 2, 4]))).toThrow(
      'Transformer: src and tgt must be [L, N, E] of one batch, or [L, E], with E = 4, got',
    );
    const lazy = (() => undefined) as unknown as () => nn.TransformerDecoderLayer;
    expect(() => new nn.TransformerDecoder(lazy, 1)).toThrow('makeLayer must return a new');
  });

  test('encoder layers do not start equal', () => {
    const encoder = new nn.TransformerEncoder(() => new nn.TransformerEncoderLayer(4, 2), 2);
    const [first, second] = [...encoder.layers];
    expect(first?.linear1.weight.toArray()).not.toEqual(second?.linear1.weight.toArray());
    expect(() => new nn.TransformerEncoderLayer(4, 2, { activation: 'tanh' as 'relu' })).toThrow(
      "activation must be 'relu', 'gelu' or a function, got 'tanh'",
    );
  });
});

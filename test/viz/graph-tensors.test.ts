/** Graphs of tensors: the user's expression without the views inside, and models by module. */

import { getRandomState, grad, nn, type Tensor, tensor, zeros } from 'chainrule';
import { drawGraph } from 'chainrule/viz';
import { describe, expect, it } from 'vitest';
import { boxCount, dotOf, headersOf } from './dot.js';

const { functional: F } = nn;

class TinyTransformer extends nn.Module {
  readonly embed = new nn.Embedding(50, 32);
  readonly encoder = new nn.TransformerEncoder(
    () => new nn.TransformerEncoderLayer(32, 4, { dimFeedforward: 64, batchFirst: true }),
    2,
  );
  readonly head = new nn.Linear(32, 50);

  forward(index: Tensor): Tensor {
    return this.head.forward(this.encoder.forward(this.embed.forward(index)));
  }
}

/** A leaf with a gradient; its values do not matter. */
function leaf(...shape: number[]): Tensor {
  const x = zeros(shape);
  x.requiresGrad = true;
  return x;
}

/** The drawn operations that have inputs, in order. */
function opsOf(root: Tensor, names: Record<string, Tensor>): string[] {
  const given = new Set(Object.keys(names));
  return headersOf(dotOf(drawGraph(root, { names }))).filter((header) => !given.has(header));
}

describe('drawGraph of a tensor', () => {
  it('shows ops, shapes, short values, names and gradients', () => {
    const w = tensor([[0.5], [-0.5]], { requiresGrad: true });
    const b = tensor([0.1], { requiresGrad: true });
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const loss = x.matmul(w).add(b).sigmoid().square().mean();
    loss.backward();
    const dot = dotOf(drawGraph(loss, { names: { x, w, b, loss } }));
    expect(headersOf(dot)).toEqual(['x', 'w', 'matmul', 'b', 'add', 'sigmoid', 'square', 'mean']);
    expect(dot).toContain('[2, 2]');
    expect(dot).toContain('data [0.5, -0.5]');
    expect(dot).toMatch(/grad \[\S+, \S+\]/);
    expect(dot).toContain('>loss<');
  });

  it.each<[string, (x: Tensor) => Tensor]>([
    ['relu', (x) => x.relu()],
    ['leakyRelu', (x) => x.leakyRelu(0.3)],
    ['elu', (x) => x.elu(0.7)],
    ['gelu', (x) => x.gelu()],
    ['gelu', (x) => x.gelu({ approximate: 'tanh' })],
    ['sigmoid', (x) => x.sigmoid()],
    ['silu', (x) => x.silu()],
    ['softplus', (x) => x.softplus()],
    ['softmax', (x) => x.softmax(0)],
    ['logSoftmax', (x) => x.logSoftmax(1)],
    ['logsumexp', (x) => x.logsumexp(1, true)],
    ['mean', (x) => x.mean(1, true)],
    ['mean', (x) => x.mean()],
    ['var', (x) => x.var(0)],
    ['std', (x) => x.std()],
    ['square', (x) => x.pow(2)],
    ['dropout', (x) => F.dropout(x, { p: 0.25 })],
    ['layerNorm', (x) => F.layerNorm(x, [5])],
    ['tanh', (x) => x.tanh()],
    ['sum', (x) => x.sum(0)],
    ['permute', (x) => x.transpose(0, 1)],
    ['reshape', (x) => x.reshape([10])],
    ['mul(·, 3)', (x) => x.mul(3)],
    ['maximum(·, 0.5)', (x) => x.maximum(0.5)],
  ])('draws %s as one box', (name, build) => {
    const x = leaf(2, 5);
    expect(opsOf(build(x), { x })).toEqual([name]);
  });

  it('draws losses and layers as one box each', () => {
    const x = leaf(3, 5);
    const y = tensor([1, 0, 4], { dtype: 'int32' });
    const targets = leaf(3, 5);
    expect(opsOf(F.crossEntropy(x, y), { x, y })).toEqual(['crossEntropy']);
    expect(opsOf(F.nllLoss(x.logSoftmax(1), y), { x, y })).toEqual(['logSoftmax', 'nllLoss']);
    expect(opsOf(F.binaryCrossEntropyWithLogits(x, targets), { x, targets })).toEqual([
      'binaryCrossEntropyWithLogits',
    ]);
    const image = leaf(2, 3, 10, 10);
    const w = leaf(4, 3, 3, 3);
    const b = leaf(4);
    expect(opsOf(F.conv2d(image, w, b), { image, w, b })).toEqual(['conv2d']);
    expect(opsOf(F.maxPool2d(image, 2), { image })).toEqual(['maxPool2d']);
  });

  it('shows the pieces of a loss that was written in pieces', () => {
    const p = leaf(4, 1);
    const y = leaf(4, 1);
    expect(opsOf(p.sub(y).square().mean(), { p, y })).toEqual(['sub', 'square', 'mean']);
  });

  it('does not fold what is used elsewhere', () => {
    const x = leaf(2, 5);
    const shares = x.softmax(1);
    expect(opsOf(shares.mul(shares.log()).sum(), { x })).toEqual(['softmax', 'log', 'mul', 'sum']);
  });

  it('leaves the random stream and the graph as they were', () => {
    const w = tensor([2], { requiresGrad: true });
    const loss = w.mul(w).sum();
    drawGraph(loss);
    loss.backward();
    expect(w.grad?.toArray()).toEqual([4]);
    expect(grad(w.pow(3).sum(), w).toArray()).toEqual([12]);
  });

  it('draws an older version of a parameter under its name', () => {
    const model = new nn.Linear(2, 1);
    const loss = model.forward(tensor([[1, 2]])).sum();
    model.weight.assign(model.weight.mul(0.5));
    expect(dotOf(drawGraph(loss, { model }))).toContain('<B>weight</B>');
  });

  it('refuses a tensor without elements', () => {
    expect(() => drawGraph(zeros([0, 3]))).toThrow('no elements');
  });
});

describe('drawGraph of a model', () => {
  const index = tensor([[1, 2, 3, 4]], { dtype: 'int32' });

  it('draws small models in full, with the names of parameters', () => {
    const model = new nn.Sequential(new nn.Linear(4, 8), new nn.ReLU(), new nn.Linear(8, 2));
    const dot = dotOf(drawGraph(model, { input: [3, 4] }));
    expect(headersOf(dot)).toEqual([
      'input',
      '0.weight',
      'linear',
      '0.bias',
      'add',
      'relu',
      '2.weight',
      'linear',
      '2.bias',
      'add',
    ]);
  });

  it('folds a transformer by module', () => {
    const dot = dotOf(drawGraph(new TinyTransformer().eval(), { input: index }));
    expect(headersOf(dot)).toEqual([
      'input',
      'Embedding',
      'TransformerEncoderLayer',
      'TransformerEncoderLayer',
      'Linear',
    ]);
    expect(dot).toContain('8,544 parameters');
    expect(dot).toContain('[1, 4, 32]');
  });

  it('opens it as deep as asked', () => {
    const model = new TinyTransformer().eval();
    const depth = (n: number): string[] =>
      headersOf(dotOf(drawGraph(model, { input: index, depth: n })));
    expect(depth(1)).toEqual(['input', 'Embedding', 'TransformerEncoder', 'Linear']);
    expect(depth(3)).toContain('MultiheadAttention');
    expect(depth(4)).toContain('softmax');
  });

  it('folds a loss by module where the model is named', () => {
    const model = new TinyTransformer();
    const loss = F.crossEntropy(model.forward(index).transpose(1, 2), index);
    const dot = dotOf(drawGraph(loss, { model, names: { index } }));
    expect(headersOf(dot).filter((header) => header === 'TransformerEncoderLayer')).toHaveLength(2);
    expect(boxCount(dot)).toBeLessThan(12);
  });

  it('leaves the model as it was', () => {
    const norm = new nn.BatchNorm1d(2);
    const model = new nn.Sequential(new nn.Linear(2, 2), norm, new nn.Dropout(0.5));
    const keys = Object.keys(model);
    const state = getRandomState();
    drawGraph(model, { input: [4, 2] });
    expect(getRandomState()).toEqual(state);
    expect(norm.numBatchesTracked?.item()).toBe(0);
    expect(model.modules().every(({ training }) => training)).toBe(true);
    expect(Object.keys(model)).toEqual(keys);
    expect(Object.hasOwn(model, 'forward')).toBe(false);
  });

  it('asks for an input', () => {
    expect(() => drawGraph(new nn.Linear(2, 2))).toThrow('drawGraph: a model needs an input');
  });
});

/**
 * Two copies of the package in one process: whatever takes a tensor or a module refuses that of the
 * other copy, and says whose it is. `test/package/copies.test.ts` does it with two installed
 * packages.
 */

import * as chainrule from 'chainrule';
import * as data from 'chainrule/data';
import * as estimators from 'chainrule/estimators';
import * as io from 'chainrule/io';
import * as train from 'chainrule/train';
import * as viz from 'chainrule/viz';
import { beforeAll, describe, expect, it, vi } from 'vitest';

const { compile, math, nn, ones, optim, tensor, zeros } = chainrule;
const F = nn.functional;

type Package = typeof chainrule;

let other: Package;
beforeAll(async () => {
  vi.resetModules();
  other = await import('chainrule');
});

const message =
  /: this (tensor|module|tensor or module) comes from another copy of chainrule \(version \d+\.\d+\.\d+, from file:.*\/\) than the one that was called \(version/;

/** What takes a tensor `x` [4, 3] of the other copy; `own` is a tensor like it of this copy. */
const withTensor: Readonly<
  Record<string, (x: chainrule.Tensor, own: chainrule.Tensor) => unknown>
> = {
  'a function': (x) => chainrule.exp(x),
  'a function of two, first': (x, own) => chainrule.add(x, own),
  'a function of two, second': (x, own) => chainrule.mul(own, x),
  'a method': (x, own) => own.add(x),
  'a method of the other copy': (x, own) => x.sub(own),
  matmul: (x, own) => own.matmul(x.transpose(0, 1)),
  where: (x, own) => chainrule.where(own.gt(0), own, x),
  cat: (x, own) => chainrule.cat([own, x]),
  stack: (x, own) => chainrule.stack([own, x]),
  einsum: (x, own) => chainrule.einsum('ij,ij->', own, x),
  gather: (x, own) => own.gather(0, x.to('int32')),
  indexSelect: (x, own) => own.indexSelect(0, x.at(0).to('int32')),
  tensor: (x) => tensor(x as never),
  'tensor, in a list': (x) => tensor([x] as never),
  assign: (x, own) => own.assign(x),
  'backward, as the gradient': (x, own) => leaf(own).mul(2).backward(x),
  realize: (x, own) => chainrule.realize([own, x]),
  math: (x) => math`${x} + 1`,
  'compile, argument': (x) => compile((y: chainrule.Tensor) => y.mul(2))(x),
  'compile, result': (x, own) => compile((_: chainrule.Tensor) => x)(own),
  'compile, from outside': (x, own) => compile((y: chainrule.Tensor) => y.mul(x))(own),
  'grad, output': (x, own) => chainrule.grad(x.sum(), leaf(own)),
  'grad, input': (x, own) => chainrule.grad(leaf(own).sum(), x),
  'grad, inputs': (x, own) => chainrule.grad(leaf(own).sum(), [x]),
  'grad, gradient': (x, own) => chainrule.grad(leaf(own).mul(2), leaf(own), x),
  vjp: (x) => chainrule.vjp((y) => y.mul(2), x),
  'jvp, direction': (x, own) => chainrule.jvp((y) => y.mul(2), own, x),
  jacobian: (x) => chainrule.jacobian((y) => y.mul(2), x),
  customOp: (x) =>
    chainrule.customOp({ forward: (y: chainrule.Tensor) => y, backward: (g) => [g] })(x),
  'a layer': (x) => new nn.Linear(3, 2).forward(x),
  convolution: (x) => new nn.Conv1d(4, 2, 2).forward(x.unsqueeze(0)),
  embedding: (x) => new nn.Embedding(5, 2).forward(x.to('int32')),
  lstm: (x) => new nn.LSTM(3, 2).forward(x.unsqueeze(0)),
  dropout: (x) => new nn.Dropout(0.5).forward(x),
  'a loss, prediction': (x, own) => F.mseLoss(x, own),
  'a loss, target': (x, own) => F.mseLoss(own, x),
  'weight of a loss': (x) => new nn.CrossEntropyLoss({ weight: x }),
  Parameter: (x) => new nn.Parameter(x),
  registerBuffer: (x) =>
    new (class extends Empty {
      readonly mean = this.registerBuffer('mean', x);
    })(),
  'a property of a module': (x) =>
    new (class extends Empty {
      readonly weight = x;
    })().parameters(),
  loadStateDict: (x) => new nn.Linear(3, 4, { bias: false }).loadStateDict({ weight: x }),
  'an optimiser': (x) => new optim.SGD([x], { lr: 1 }),
  'an optimiser, in a group': (x, own) => {
    return new optim.Adam([{ params: [leaf(own)] }, { params: [x], lr: 1 }]);
  },
  'the state of an optimiser': (x, own) => {
    const p = leaf(own);
    p.sum().backward();
    const optimizer = new optim.SGD([p], { lr: 1, momentum: 0.5 });
    optimizer.step();
    const saved = optimizer.stateDict();
    const state = { 0: { step: 1, tensors: { momentumBuffer: x } } };
    optimizer.loadStateDict({ ...saved, state });
  },
  clipGradNorm: (x) => optim.clipGradNorm(x, 1),
  clipGradValue: (x) => optim.clipGradValue([x], 1),
  init: (x) => nn.init.normal(x),
  TensorDataset: (x, own) => new data.TensorDataset(own, x),
  DataLoader: (x) => [...new data.DataLoader({ length: 4, get: (i) => [x.at(i)] })],
  'DataLoader, gathered': (x) => {
    return [...new data.DataLoader({ length: 4, get: (i) => [x.at(i)], gather: () => [x] })];
  },
  trainTestSplit: (x) => data.trainTestSplit([x]),
  'StandardScaler.fit': (x) => new data.StandardScaler().fit(x),
  'StandardScaler.transform': (x, own) => new data.StandardScaler().fit(own).transform(x),
  'MinMaxScaler.fit': (x) => new data.MinMaxScaler().fit(x),
  'MinMaxScaler.transform': (x, own) => new data.MinMaxScaler().fit(own).transform(x),
  'MLPClassifier, x': (x) => new estimators.MLPClassifier().fit(x, [0, 1, 0, 1]),
  'MLPRegressor, y': (x, own) => new estimators.MLPRegressor().fit(own, x),
  Perceptron: (x) => new estimators.Perceptron().fit(x, [0, 1, 0, 1]),
  encodeSafetensors: (x) => io.encodeSafetensors({ x }),
  accuracy: (x) => train.accuracy(x, zeros([4], { dtype: 'int32' })),
  ConfusionMatrix: (x, own) => new train.ConfusionMatrix(3).add(x, own.argmax(1)),
  drawGraph: (x) => viz.drawGraph(x),
  plotHistogram: (x) => viz.plotHistogram(x),
  plotImages: (x) => viz.plotImages(x.unsqueeze(0)),
  'summary, input': (x) => viz.summary(new nn.Linear(3, 2), x),
};

const withModule: Readonly<Record<string, (layer: chainrule.nn.Linear) => unknown>> = {
  Sequential: (layer) => new nn.Sequential(layer),
  ModuleList: (layer) => new nn.ModuleList([layer]),
  'a property of a module': (layer) =>
    new (class extends Empty {
      readonly layer = layer;
    })().parameters(),
  'a list in a module': (layer) =>
    new (class extends Empty {
      readonly layers = [layer];
    })().stateDict(),
  'its parameters': (layer) => new optim.Adam(layer.parameters()),
  'its state': (layer) => new nn.Linear(3, 2).loadStateDict(layer.stateDict()),
  'its input': (layer) => layer.forward(ones([4, 3])),
  Trainer: (layer) =>
    new train.Trainer(layer, {
      optimizer: new optim.SGD([tensor([1], { requiresGrad: true })]),
      loss: F.mseLoss,
      train: new data.DataLoader(new data.TensorDataset(tensor([1]))),
    }),
  summary: (layer) => viz.summary(layer, [4, 3]),
  drawGraph: (layer) => viz.drawGraph(layer, { input: [4, 3] }),
  plotHistogram: (layer) => viz.plotHistogram(layer),
  plotDecisionSurface: (layer) =>
    viz.plotDecisionSurface(
      layer,
      [
        [0, 1],
        [1, 0],
      ],
      [0, 1],
    ),
};

class Empty extends nn.Module {
  forward(): null {
    return null;
  }
}

function leaf(x: chainrule.Tensor): chainrule.Tensor {
  const copy = x.detach();
  copy.requiresGrad = true;
  return copy;
}

describe('of another copy', () => {
  it.each(Object.entries(withTensor))('a tensor is refused by %s', (_, take) => {
    const values = Array.from({ length: 12 }, (_value, i) => (i * 7) % 5);
    const x = other.tensor(Float32Array.from(values), { shape: [4, 3] });
    x.requiresGrad = true;
    expect(() => take(x, tensor(Float32Array.from(values), { shape: [4, 3] }))).toThrow(message);
  });

  it.each(Object.entries(withModule))('a module is refused: %s', (_, take) => {
    expect(() => take(new other.nn.Linear(3, 2))).toThrow(message);
  });

  it('values can be passed on, and each copy works by itself', () => {
    const x = other.tensor([1, 2, 3]).mul(2);
    expect(tensor(x.toArray()).mul(2).toArray()).toEqual([4, 8, 12]);
    expect(x.toArray()).toEqual([2, 4, 6]);
  });
});

/** `compile`: what it refuses, and errors in a replay. */

import {
  compile,
  GradientError,
  IndexError,
  manualSeed,
  nn,
  optim,
  randint,
  type Tensor,
  tensor,
  ValueError,
} from 'chainrule';
import { expect, test } from 'vitest';

test('an index out of range changes nothing, and the next call works', () => {
  manualSeed(1);
  const embedding = new nn.Embedding(4, 2);
  const optimizer = new optim.Adam(embedding.parameters());
  const step = compile((i: Tensor) => {
    optimizer.zeroGrad();
    const loss = embedding.forward(i).sum();
    loss.backward();
    optimizer.step();
    return loss;
  });
  const good = (): Tensor => randint(0, 4, [3]);
  const bad = tensor([1, 4, 2], { dtype: 'int32' });
  for (let round = 0; round < 3; round++) {
    const weight = embedding.weight.toArray();
    const saved = JSON.stringify(optimizer.stateDict().state['0']?.step ?? 0);
    expect(() => step(bad)).toThrow(IndexError);
    expect(embedding.weight.toArray()).toEqual(weight);
    expect(JSON.stringify(optimizer.stateDict().state['0']?.step ?? 0)).toBe(saved);
    for (let i = 0; i < 4; i++) step(good());
    expect(embedding.weight.toArray()).not.toEqual(weight);
  }
  expect(optimizer.stateDict().state['0']?.step).toBe(12);
});

test('a learning rate that has become NaN', () => {
  const w = tensor([1, 2], { requiresGrad: true });
  const optimizer = new optim.SGD([w], { lr: 1 });
  const step = compile(() => {
    optimizer.zeroGrad();
    w.sum().backward();
    optimizer.step();
  });
  for (let i = 0; i < 4; i++) step();
  const [group] = optimizer.paramGroups;
  if (group === undefined) throw new Error('there is a group');
  group.lr = Number.NaN;
  for (let i = 0; i < 2; i++) expect(() => step()).toThrow('lr must be');
  expect(w.toArray()).toEqual([-3, -2]);
  group.lr = 1;
  for (let i = 0; i < 4; i++) step();
  expect(w.toArray()).toEqual([-7, -6]);
});

test('reading, seeding, and results that are no tensors', () => {
  expect(() => compile((x: Tensor) => x.mul(x.item()))(tensor(1))).toThrow(/Return the tensor/);
  expect(() => compile(() => manualSeed(1))()).toThrow(ValueError);
  expect(() => compile((x: Tensor) => x.shape)(tensor([1]))).toThrow(ValueError);
  expect(() => compile(async (x: Tensor) => x)(tensor([1]))).toThrow('a promise');
  expect(() => compile((x: unknown) => x as Tensor)).toBeTypeOf('function');
});

test('gradients from before the call', () => {
  const w = tensor([1, 2], { requiresGrad: true });
  const step = compile(() => w.sum().backward());
  w.sum().backward();
  expect(() => step()).toThrow(GradientError);
  w.zeroGrad();
  for (let i = 0; i < 4; i++) {
    step();
    expect(w.grad?.toArray()).toEqual([1, 1]);
    expect(() => step()).toThrow('Call zeroGrad() inside');
    w.zeroGrad();
  }
});

test('arguments with a history, with a gradient, or assigned inside', () => {
  const run = compile((x: Tensor) => x.mul(2));
  const w = tensor([1], { requiresGrad: true });
  expect(() => run(w.mul(2))).toThrow('detach()');
  const assign = compile((x: Tensor) => {
    x.assign(0);
  });
  expect(() => assign(tensor([1]))).toThrow('assigns to its argument 0');
  const backward = compile((x: Tensor) => x.sum().backward());
  backward(w);
  expect(() => backward(w)).toThrow(GradientError);
});

test('results are detached', () => {
  const w = tensor([1], { requiresGrad: true });
  const run = compile((x: Tensor) => x.mul(w).sum());
  for (let i = 0; i < 4; i++) expect(() => run(tensor([1])).backward()).toThrow(GradientError);
});

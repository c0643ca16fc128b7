/** A shape is read-only when the program runs, too, and belongs to its tensor alone. */

import {
  arange,
  expand,
  full,
  nn,
  ones,
  randn,
  reshape,
  stack,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, it } from 'vitest';

const set = (shape: unknown): void => {
  (shape as number[])[0] = 9;
};

it('is frozen, of values, results, views, parameters and gradients', () => {
  const x = tensor([[1, 2, 3]], { requiresGrad: true });
  const y = x.mul(2).sum(1);
  y.sum().backward();
  const { weight } = new nn.Linear(2, 3);
  for (const one of [x, y, x.reshape([3]), x.slice(1, 0, 2), weight, x.grad, tensor(1)]) {
    expect(() => set(one?.shape)).toThrow(TypeError);
    expect(one?.shape).toBe(one?.shape);
  }
  expect(x.shape).toEqual([1, 3]);
});

it('is not the list that it was made of, which stays its owner’s', () => {
  const list = [2, 3];
  const made = [
    zeros(list),
    ones(list),
    full(list, 1),
    randn(list),
    tensor(new Float32Array(6), { shape: list }),
    reshape(zeros([6]), list),
    expand(zeros([1, 3]), list),
    zeros([6]).view(list),
    new nn.Unflatten(1, list).forward(zeros([1, 6])),
  ];
  for (const one of made) expect(one.shape.slice(-2)).toEqual([2, 3]);
  list[0] = 7;
  for (const one of made) expect(one.shape.slice(-2)).toEqual([2, 3]);
});

it('is that of the parameter once a lazy layer knows it', () => {
  const layer = new nn.LazyLinear(4);
  expect(() => layer.forward(zeros([2, 5]))).not.toThrow();
  expect(layer.weight.shape).toEqual([4, 5]);
});

const x = (): Tensor => arange(24).to('float32').reshape([2, 3, 4]);
const image = (): Tensor => arange(32).to('float32').reshape([1, 2, 4, 4]);

/** Calls that take a list, and the list; the result is read only after the list has changed. */
const calls: Readonly<Record<string, [list: unknown[], call: (list: never) => Tensor]>> = {
  permute: [[2, 0, 1], (list) => x().permute(list)],
  flip: [[0, 2], (list) => x().flip(list)],
  sum: [[0, 2], (list) => x().sum(list)],
  mean: [[0, 1], (list) => x().mean(list)],
  amax: [[0, 1], (list) => x().amax(list)],
  std: [[0, 1], (list) => x().std(list)],
  logsumexp: [[0, 1], (list) => x().logsumexp(list)],
  squeeze: [[0], (list) => x().unsqueeze(0).squeeze(list)],
  roll: [[1, 2], (list) => x().roll(list, [0, 1])],
  rollDims: [[0, 1], (list) => x().roll([1, 2], list)],
  tile: [[2, 1], (list) => x().tile(list)],
  repeat: [[2, 1, 1], (list) => x().repeat(list)],
  expand: [[5, -1, -1, -1], (list) => x().unsqueeze(0).expand(list)],
  broadcastTo: [[5, 2, 3, 4], (list) => x().broadcastTo(list)],
  unflatten: [[2, 2], (list) => x().unflatten(2, list)],
  movedim: [[0, 1], (list) => x().movedim(list, [1, 2])],
  rot90: [[0, 2], (list) => x().rot90(1, list)],
  pad: [[1, 2], (list) => nn.functional.pad(x(), list)],
  padReflect: [[1, 2], (list) => nn.functional.pad(x(), list, { mode: 'reflect' })],
  conv2d: [
    [2, 1],
    (list) => nn.functional.conv2d(image(), ones([1, 2, 2, 2]), null, { stride: list }),
  ],
  maxPool2d: [[2, 1], (list) => nn.functional.maxPool2d(image(), list)],
  avgPool2d: [[2, 2], (list) => nn.functional.avgPool2d(image(), 2, { stride: list })],
  interpolate: [[8, 6], (list) => nn.functional.interpolate(image(), { size: list })],
  layerNorm: [[3, 4], (list) => nn.functional.layerNorm(x(), list)],
  unfold: [[2, 2], (list) => nn.functional.unfold(image(), list)],
  tensordot: [[0, 1], (list) => x().tensordot(x(), [list, [0, 1]])],
  stack: [[ones([2]), zeros([2])], (list) => stack(list)],
  at: [[0, 2], (list) => x().at(list)],
  values: [[1, 2, 3], (list) => tensor(list)],
};

describe('a list that was given to a call may change before the result is read:', () => {
  it.each(Object.keys(calls))('%s', (name) => {
    const [list, call] = calls[name] ?? [[], () => ones([])];
    const expected = call([...list] as never);
    const [shape, values] = [[...expected.shape], expected.toArray()];
    const own = [...list];
    const result = call(own as never);
    own.fill(own[0] instanceof Object ? ones([9]) : 7);
    expect(result.shape).toEqual(shape);
    expect(result.toArray()).toEqual(values);
  });
});

/** Layers that keep a list, and the list; the layer is called after the list has changed. */
const layers: Readonly<Record<string, [list: number[], make: (list: never) => nn.Layer]>> = {
  LayerNorm: [[4, 4], (list) => new nn.LayerNorm(list)],
  Conv2d: [[3, 2], (list) => new nn.Conv2d(2, 1, list)],
  Conv2dStride: [[2, 1], (list) => new nn.Conv2d(2, 1, 2, { stride: list })],
  ConvTranspose2d: [[2, 1], (list) => new nn.ConvTranspose2d(2, 1, 2, { stride: list })],
  MaxPool2d: [[2, 1], (list) => new nn.MaxPool2d(list)],
  AvgPool2d: [[2, 1], (list) => new nn.AvgPool2d(2, { stride: list })],
  AdaptiveAvgPool2d: [[2, 1], (list) => new nn.AdaptiveAvgPool2d(list)],
  Upsample: [[8, 6], (list) => new nn.Upsample({ size: list })],
  ZeroPad2d: [[1, 0, 2, 1], (list) => new nn.ZeroPad2d(list)],
  Unfold: [[2, 2], (list) => new nn.Unfold(list)],
  Unflatten: [[2, 2], (list) => new nn.Unflatten(2, list)],
};

describe('a list that was given to a layer may change before the layer is called:', () => {
  it.each(Object.keys(layers))('%s', (name) => {
    const [list, make] = layers[name] ?? [[], () => new nn.Identity()];
    const own = [...list];
    const layer = make(own as never);
    const [shape] = [layer.forward(image()).shape];
    own.fill(7);
    expect(layer.forward(image()).shape).toEqual(shape);
    expect(String(layer)).not.toContain('7');
  });
});

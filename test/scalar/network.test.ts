/** Networks of single numbers: sizes, starting values, gradients, and the data sets they learn. */

import { Layer, MLP, Module, Neuron, seededRandom, type Value } from 'chainrule/scalar';
import { describe, expect, it } from 'vitest';

describe('sizes', () => {
  it('a network of 3 inputs, 4, 4 and 1 neurons has 41 parameters', () => {
    const model = new MLP(3, [4, 4, 1]);
    expect(model).toBeInstanceOf(Module);
    expect(model.parameters()).toHaveLength(41);
    expect(model.layers.map(({ neurons }) => neurons.length)).toEqual([4, 4, 1]);
    expect(model.layers[0]?.neurons[0]?.w).toHaveLength(3);
  });

  it('a layer gives one number per neuron', () => {
    expect(new Layer(2, 3).forward([2, 3])).toHaveLength(3);
    expect(new Layer(2, 1).forward([2, 3])).toHaveLength(1);
    expect(new Layer(2, 3).parameters()).toHaveLength(9);
  });

  it('inputs that do not fit are a mistake', () => {
    expect(() => new Neuron(3).forward([1, 2])).toThrow('Neuron: expected 3 inputs, got 2');
    expect(() => new MLP(2, [3]).predict([1, 2])).toThrow(
      'MLP.predict: the network has 3 outputs, use forward',
    );
  });
});

describe('starting values', () => {
  const weights = (model: Module): number[] => model.parameters().map(({ data }) => data);

  it('are the same on every run, different in every neuron, and within [-1, 1)', () => {
    const model = new MLP(3, [4, 4, 1]);
    expect(weights(model)).toEqual(weights(new MLP(3, [4, 4, 1])));
    const drawn = weights(model).filter((w) => w !== 0);
    expect(new Set(drawn).size).toBe(32);
    expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  it('come from a stream that can be chosen', () => {
    const other = new MLP(3, [4, 1], { random: seededRandom(2) });
    expect(weights(other)).not.toEqual(weights(new MLP(3, [4, 1])));
    expect(weights(new Neuron(2, { random: () => 0.75 }))).toEqual([0.5, 0.5, 0]);
  });

  it('of the stream are spread evenly', () => {
    const random = seededRandom(1);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(numbers.reduce((sum, x) => sum + x) / 10_000).toBeCloseTo(0.5, 2);
    expect(numbers.every((x) => x >= 0 && x < 1)).toBe(true);
  });
});

it('activations are chosen for the hidden layers and for the output', () => {
  const names = (model: MLP): string[] =>
    model.layers.map(({ neurons }) => neurons[0]?.activation ?? '');
  expect(names(new MLP(2, [3, 1]))).toEqual(['tanh', 'tanh']);
  expect(names(new MLP(2, [3, 1], { activation: 'relu', outputActivation: 'linear' }))).toEqual([
    'relu',
    'linear',
  ]);
  const [low, high] = [new Neuron(1, { activation: 'sigmoid' }), new Neuron(1)];
  expect(low.forward([0]).data).toBe(0.5);
  expect(high.forward([0]).data).toBe(0);
});

it('zeroGrad forgets the gradients of all parameters', () => {
  const model = new MLP(2, [2, 1]);
  model.predict([1, 2]).backward();
  expect(model.parameters().some(({ grad }) => grad !== 0)).toBe(true);
  model.zeroGrad();
  expect(model.parameters().every(({ grad }) => grad === 0)).toBe(true);
});

it('the four examples are learned below a loss of 0.01', () => {
  const xs = [
    [2, 3, -1],
    [3, -1, 0.5],
    [0.5, 1, 1],
    [1, 1, -1],
  ];
  const ys = [1, -1, -1, 1];
  const model = new MLP(3, [4, 4, 1]);
  const lossOf = (): Value =>
    xs
      .map((x, i) =>
        model
          .predict(x)
          .sub(ys[i] ?? 0)
          .pow(2),
      )
      .reduce((a, b) => a.add(b));
  for (let step = 0; step < 200; step++) {
    const loss = lossOf();
    model.zeroGrad();
    loss.backward();
    for (const p of model.parameters()) p.data -= 0.05 * p.grad;
  }
  expect(lossOf().data).toBeLessThan(0.01);
});

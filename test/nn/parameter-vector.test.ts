/** `nn.utils`: parameters as one vector and back, and clipping under PyTorch's names. */

import { grad, nn, optim, tensor } from 'chainrule';
import { expect, test } from 'vitest';

const { parametersToVector, vectorToParameters } = nn.utils;

test('a vector of parameters goes back into another model', () => {
  const [a, b] = [new nn.Linear(3, 2), new nn.Linear(3, 2)];
  const vector = parametersToVector(a.parameters());
  expect(vector.shape).toEqual([8]);
  vectorToParameters(vector, b.parameters());
  expect(b.weight.toArray()).toEqual(a.weight.toArray());
  expect(b.bias?.toArray()).toEqual(a.bias?.toArray());
  expect(b.weight.requiresGrad).toBe(true);
});

test('gradients flow through the vector', () => {
  const layer = new nn.Linear(2, 1, { bias: false });
  const penalty = parametersToVector(layer.parameters()).square().sum();
  expect(grad(penalty, layer.weight).toArray()).toEqual(layer.weight.mul(2).toArray());
});

test('parameters keep their dtype', () => {
  const layer = new nn.Linear(1, 1).to('float64');
  vectorToParameters(tensor([0.5, 2]), layer.parameters());
  expect([layer.weight.dtype, layer.weight.item(), layer.bias?.item()]).toEqual([
    'float64',
    0.5,
    2,
  ]);
});

test('a vector of another size, and no parameters, are refused', () => {
  const layer = new nn.Linear(2, 1);
  expect(() => vectorToParameters(tensor([1, 2]), layer.parameters())).toThrow(
    'vectorToParameters: the vector must have shape [3]',
  );
  expect(() => vectorToParameters(tensor([[1, 2, 3]]), layer.parameters())).toThrow('[1, 3]');
  expect(() => parametersToVector([])).toThrow('there are no parameters');
});

test('clipping is that of optim', () => {
  expect(nn.utils.clipGradNorm).toBe(optim.clipGradNorm);
  expect(nn.utils.clipGradValue).toBe(optim.clipGradValue);
});

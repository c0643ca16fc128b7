/** Graphs of any depth are computed in few pieces, and none of them twice. */

import { noGrad, tensor } from 'chainrule';
import { describe, expect, it } from 'vitest';
import { full } from '../../src/graph/builders/index.js';
import { boundDepth } from '../../src/tensor/handle/bound-depth.js';
import { Tensor } from '../../src/tensor/handle/tensor.js';
import { countPrograms } from '../runtime/count-programs.js';

const steps = 400;

/** A recurrence of two states, as in an LSTM: every step uses both, and either twice. */
function recur(weight: Tensor): Tensor {
  let [hidden, cell] = [tensor([[0.1, 0.2]]), tensor([[0, 0]])];
  for (let t = 0; t < steps; t++) {
    const gates = hidden.matmul(weight).add(t / steps);
    cell = cell.mul(gates.sigmoid()).add(gates.tanh().mul(0.1));
    hidden = cell.tanh().mul(gates.sigmoid());
  }
  return hidden.add(cell).sum();
}

/** The same on numbers, for a weight of two equal columns and rows. */
function recurNumbers(weight: number): number {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  let hidden = [0.1, 0.2];
  let cell = [0, 0];
  for (let t = 0; t < steps; t++) {
    const gate = weight * ((hidden[0] ?? 0) + (hidden[1] ?? 0)) + t / steps;
    cell = cell.map((c) => c * sigmoid(gate) + 0.1 * Math.tanh(gate));
    hidden = cell.map((c) => Math.tanh(c) * sigmoid(gate));
  }
  return [...hidden, ...cell].reduce((sum, x) => sum + x, 0);
}

describe('a deep graph', () => {
  it('and its gradient are right, and take few programs', () => {
    const weight = tensor([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    weight.requiresGrad = true;
    let value = 0;
    const { runs } = countPrograms(() => {
      const loss = recur(weight);
      loss.backward();
      value = loss.item();
    });
    const gradient = weight.grad?.sum().item();
    const slope = (recurNumbers(0.5 + 1e-5) - recurNumbers(0.5 - 1e-5)) / 2e-5;
    expect(value).toBeCloseTo(recurNumbers(0.5), 4);
    expect(gradient).toBeCloseTo(slope, 3);
    // Forward and backward are chains of some thousands of nodes.
    expect(runs).toBeLessThan(20);
  });

  it('without gradients goes on from its end', () => {
    let value = 0;
    const { runs } = countPrograms(() => {
      value = noGrad(() => recur(tensor([0.5, 0.5, 0.5, 0.5], { shape: [2, 2] })).item());
    });
    expect(value).toBeCloseTo(recurNumbers(0.5), 4);
    expect(runs).toBeLessThan(20);
  });
});

it('boundDepth leaves short chains alone', () => {
  const node = full([2], 1, 'float32');
  boundDepth(node);
  expect(node.value).toBeNull();
  expect(new Tensor(node).add(1).toArray()).toEqual([2, 2]);
});

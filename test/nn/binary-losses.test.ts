/** Binary cross-entropy at certain probabilities, at logit 0, and of what is no probability. */

import { grad, hessian, manualSeed, nn, optim, randn, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const { binaryCrossEntropy, binaryCrossEntropyWithLogits } = nn.functional;

function doubles(values: number | number[] | number[][]): Tensor {
  return tensor(values, { dtype: 'float64' });
}

describe('probabilities', () => {
  test.each([1.5, -1e-7, Number.NaN, Infinity])('%d is none', (p) => {
    const loss = binaryCrossEntropy(tensor([0.5, p, 0.25]), tensor([1, 0, 1]));
    const named = `binaryCrossEntropy: ${Math.fround(p)} is no probability`;
    expect(() => loss.item()).toThrow(named);
    expect(() => loss.item()).toThrow(RangeError);
  });

  test('an update that met one is taken back', () => {
    const p = new nn.Parameter(tensor([0.5, 0.9]));
    const optimizer = new optim.SGD([p], { lr: 1 });
    new nn.BCELoss().forward(p.add(0.5), tensor([1, 1])).backward();
    const update = (): unknown => {
      optimizer.step();
      return p.toArray();
    };
    expect(update).toThrow('is no probability');
    expect(p.toArray()).toEqual([0.5, Math.fround(0.9)]);
  });

  test('a sigmoid that has become certain keeps learning', () => {
    manualSeed(7);
    const model = new nn.Sequential(
      new nn.Linear(2, 8),
      new nn.ReLU(),
      new nn.Linear(8, 1),
      new nn.Sigmoid(),
    );
    const x = randn([64, 2]).mul(40).detach();
    const y = x.slice(1, 0, 1).gt(0).to('float32');
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
    let loss = Number.NaN;
    for (let step = 0; step < 60; step++) {
      optimizer.zeroGrad();
      const cost = new nn.BCELoss().forward(model.forward(x), y);
      cost.backward();
      optimizer.step();
      loss = cost.item();
    }
    expect(loss).toBeLessThan(0.5);
    expect(Math.min(...model.forward(x).toTypedArray())).toBe(0);
  });

  test('targets of another dtype', () => {
    const p = tensor([0.25, 0.5], { requiresGrad: true });
    const [g] = grad(binaryCrossEntropy(p, tensor([1, 0], { dtype: 'int32' })), [p]);
    expect(g?.toArray()).toEqual([-2, 1]);
    const [h] = grad(binaryCrossEntropy(p, doubles([1, 0])), [p]);
    expect(h?.dtype).toBe('float32');
  });
});

describe('the hessian of logits', () => {
  const x = doubles([[1], [-2]]);
  const target = doubles([1, 0]);
  const curve = (posWeight?: Tensor) => (w: Tensor) =>
    binaryCrossEntropyWithLogits(x.matmul(w), target, posWeight === undefined ? {} : { posWeight });

  test('at logit 0', () => {
    expect(hessian(curve(), doubles([0])).toArray()).toEqual([[0.625]]);
    expect(hessian(curve(doubles(3)), doubles([0])).toArray()).toEqual([[0.875]]);
  });

  test('far out', () => {
    expect(hessian(curve(), doubles([800])).toArray()).toEqual([[0]]);
  });
});

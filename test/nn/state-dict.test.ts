/** Saving the state of a module as a record, and loading one that may not fit. */

import { nn, ones, optim, rand, tensor, zeros } from 'chainrule';
import { describe, expect, test } from 'vitest';

const make = () => new nn.Sequential(new nn.Linear(2, 3), new nn.BatchNorm1d(3));

describe('stateDict', () => {
  test('goes into another module of the same form', () => {
    const [a, b] = [make(), make()];
    a.forward(rand([5, 2]));
    const report = b.loadStateDict(a.stateDict());
    expect(report).toEqual({ missing: [], unexpected: [] });
    const x = rand([4, 2]);
    expect(b.eval().forward(x).toArray()).toEqual(a.eval().forward(x).toArray());
    expect(b.stateDict()['1.num_batches_tracked']?.item()).toBe(1);
  });

  test('is a snapshot that training does not change', () => {
    const model = new nn.Linear(1, 1, { bias: false });
    model.weight.assign(1);
    const saved = model.stateDict();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.25 });
    for (let i = 0; i < 4; i++) {
      optimizer.zeroGrad();
      model
        .forward(ones([1, 1]))
        .sum()
        .backward();
      optimizer.step();
    }
    expect(model.weight.toArray()).toEqual([[0]]);
    expect(saved.weight?.toArray()).toEqual([[1]]);
    expect(saved.weight?.requiresGrad).toBe(false);
    model.loadStateDict(saved);
    expect(model.weight.toArray()).toEqual([[1]]);
    expect(model.weight.requiresGrad).toBe(true);
  });

  test('converts floats to the dtype at hand', () => {
    const layer = new nn.Linear(1, 1);
    layer.loadStateDict({
      weight: tensor([[0.5]], { dtype: 'float64' }),
      bias: tensor([2], { dtype: 'float64' }),
    });
    expect(layer.weight.dtype).toBe('float32');
    expect(layer.forward(ones([1, 1])).item()).toBe(2.5);
  });
});

describe('loadStateDict', () => {
  test('lists everything that does not fit, and changes nothing', () => {
    const model = make();
    const before = model.stateDict()['0.weight']?.toArray();
    const { '0.bias': _, ...rest } = model.stateDict();
    const state = { ...rest, '0.weight': zeros([3, 4]), extra: zeros([1]) };
    expect(() => model.loadStateDict(state)).toThrowErrorMatchingInlineSnapshot(`
      [ValueError: loadStateDict: the given state does not fit Sequential, and nothing was loaded:
        missing: 0.bias
        unexpected: extra
        of another shape: 0.weight (given [3, 4], the model has [3, 2])]
    `);
    expect(model.stateDict()['0.weight']?.toArray()).toEqual(before);
  });

  test('without strict takes what is there and reports the rest', () => {
    const layer = new nn.Linear(1, 1);
    const bias = layer.bias?.item();
    const report = layer.loadStateDict(
      { weight: ones([1, 1]), extra: ones([1]) },
      { strict: false },
    );
    expect(report).toEqual({ missing: ['bias'], unexpected: ['extra'] });
    expect(layer.weight.item()).toBe(1);
    expect(layer.bias?.item()).toBe(bias);
  });

  test('without strict still refuses another shape', () => {
    const layer = new nn.Linear(1, 1);
    expect(() => layer.loadStateDict({ weight: ones([2, 2]) }, { strict: false })).toThrow(
      'of another shape: weight (given [2, 2], the model has [1, 1])',
    );
  });

  test('shortens long lists', () => {
    const layers = Array.from({ length: 8 }, () => new nn.Linear(1, 1));
    expect(() => new nn.Sequential(...layers).loadStateDict({})).toThrow('... and 6 more');
  });
});

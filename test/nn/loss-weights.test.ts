/** Weights of losses are buffers, as in PyTorch: saved, loaded and converted with the module. */

import { nn, ones, randn, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

const F = nn.functional;
const weight = () => tensor([0.5, 2, 1.5]);
const classes = tensor([0, 2, 1, 1], { dtype: 'int32' });
const labels = tensor([
  [1, 0, 1],
  [0, 1, 1],
]);

describe('weights of losses', () => {
  test("have PyTorch's keys, and are absent when not given", () => {
    const keys = (module: nn.Module): string[] => Object.keys(module.stateDict());
    const posWeight = weight();
    expect(keys(new nn.CrossEntropyLoss({ weight: weight(), labelSmoothing: 0.1 }))).toEqual([
      'weight',
    ]);
    expect(keys(new nn.NLLLoss({ weight: weight() }))).toEqual(['weight']);
    expect(keys(new nn.BCELoss({ weight: weight() }))).toEqual(['weight']);
    expect(keys(new nn.BCEWithLogitsLoss({ weight: weight(), posWeight }))).toEqual([
      'weight',
      'pos_weight',
    ]);
    expect(keys(new nn.BCEWithLogitsLoss({ posWeight }))).toEqual(['pos_weight']);
    for (const Loss of [nn.CrossEntropyLoss, nn.NLLLoss, nn.BCELoss, nn.BCEWithLogitsLoss]) {
      expect(keys(new Loss())).toEqual([]);
      expect(new Loss().weight).toBeNull();
      expect(new Loss().parameters()).toEqual([]);
    }
  });

  test('are part of the model that holds the loss', () => {
    class Model extends nn.Module {
      readonly head = new nn.Linear(2, 3);
      readonly criterion = new nn.CrossEntropyLoss({ weight: weight() });
      forward(x: Tensor): Tensor {
        return this.head.forward(x);
      }
    }
    const model = new Model();
    expect(Object.keys(model.stateDict())).toEqual([
      'head.weight',
      'head.bias',
      'criterion.weight',
    ]);
    expect(model.parameters()).toHaveLength(2);
  });

  test('are converted by to()', () => {
    const logits = randn([4, 3], { dtype: 'float64' });
    const loss = new nn.CrossEntropyLoss({ weight: weight() }).to('float64');
    expect(loss.weight?.dtype).toBe('float64');
    const expected = F.crossEntropy(logits, classes, { weight: weight().to('float64') });
    expect(loss.forward(logits, classes).item()).toBe(expected.item());
    const binary = new nn.BCEWithLogitsLoss({ posWeight: weight() }).to('float64');
    expect(binary.posWeight?.dtype).toBe('float64');
  });

  test('are loaded, and used from then on', () => {
    const logits = randn([4, 3]);
    const loss = new nn.CrossEntropyLoss({ weight: ones([3]), reduction: 'sum' });
    loss.loadStateDict(new nn.CrossEntropyLoss({ weight: weight() }).stateDict());
    const options = { weight: weight(), reduction: 'sum' } as const;
    expect(loss.forward(logits, classes).item()).toBe(
      F.crossEntropy(logits, classes, options).item(),
    );
    const binary = new nn.BCEWithLogitsLoss({ weight: ones([3]), posWeight: ones([3]) });
    binary.loadStateDict({ weight: tensor([1, 2, 3]), pos_weight: weight() });
    const x = randn([2, 3]);
    const both = { weight: tensor([1, 2, 3]), posWeight: weight() };
    expect(binary.forward(x, labels).item()).toBe(
      F.binaryCrossEntropyWithLogits(x, labels, both).item(),
    );
    expect(() => new nn.NLLLoss().loadStateDict({ weight: weight() })).toThrow(
      'unexpected: weight',
    );
    expect(() => loss.loadStateDict({})).toThrow('missing: weight');
  });

  test('can be set and taken away later', () => {
    const loss = new nn.NLLLoss({ reduction: 'sum' });
    const log = randn([4, 3]).logSoftmax(1);
    loss.weight = weight();
    expect(Object.keys(loss.stateDict())).toEqual(['weight']);
    const options = { weight: weight(), reduction: 'sum' } as const;
    expect(loss.forward(log, classes).item()).toBe(F.nllLoss(log, classes, options).item());
    loss.weight = null;
    expect(loss.forward(log, classes).item()).toBe(
      F.nllLoss(log, classes, { reduction: 'sum' }).item(),
    );
  });

  test('are tensors', () => {
    const array = [1, 2, 3] as unknown as Tensor;
    expect(() => new nn.CrossEntropyLoss({ weight: array })).toThrow(
      'CrossEntropyLoss: weight must be a tensor',
    );
  });
});

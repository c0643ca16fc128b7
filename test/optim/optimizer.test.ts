/**
 * What every optimiser does: groups, hyper-parameters by name, resuming, and mistakes it explains.
 */

import { nn, ones, optim, type Tensor, tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { countPrograms } from '../runtime/count-programs.js';

type Options = Record<string, unknown>;
type AnyOptimizer = optim.Optimizer & { paramGroups: readonly Record<string, unknown>[] };

/** Every optimiser that is exported, so that a new one is tested unasked. */
const kinds = Object.entries(optim)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof optim.Optimizer)
  .map(([name, Kind]) => ({
    name,
    make: (params: unknown, options: Options = {}) =>
      Reflect.construct(Kind as () => void, [params, options]) as AnyOptimizer,
  }));

const leaf = (...values: number[]): Tensor => tensor(values, { requiresGrad: true });

/** One step down f(p) = sum(p^2) / 2. */
function descend(optimizer: optim.Optimizer, ...params: Tensor[]): void {
  optimizer.zeroGrad();
  for (const p of params) p.square().sum().mul(0.5).backward();
  optimizer.step();
}

/** Options under which each optimiser uses all of its state. */
const fullOptions: { readonly [name: string]: Options } = {
  SGD: { lr: 0.1, momentum: 0.9, dampening: 0.5, weightDecay: 0.01 },
  Adam: { lr: 0.1, amsgrad: true, weightDecay: 0.01 },
  AdamW: { lr: 0.1, amsgrad: true },
  RMSprop: { lr: 0.01, momentum: 0.9, centered: true },
  Adagrad: { lr: 0.1, lrDecay: 0.1, initialAccumulatorValue: 0.1 },
  Adadelta: { lr: 1, weightDecay: 0.01 },
  Adamax: { lr: 0.1, weightDecay: 0.01 },
  RAdam: { lr: 0.1, weightDecay: 0.01 },
  NAdam: { lr: 0.1, weightDecay: 0.01 },
  Rprop: { lr: 0.1 },
};

describe.each(kinds)('$name', ({ name, make }) => {
  test('moves downhill, and has a case with all of its state here', () => {
    expect(fullOptions).toHaveProperty(name);
    const p = leaf(1, -2);
    const optimizer = make([p], fullOptions[name]);
    for (let i = 0; i < 20; i++) descend(optimizer, p);
    expect(p.square().sum().item()).toBeLessThan(5);
  });

  test('takes the first step in one program, as all others', () => {
    const p = leaf(1, -2, 3);
    const optimizer = make([p], fullOptions[name]);
    for (let i = 0; i < 2; i++) {
      expect(countPrograms(() => descend(optimizer, p)).runs).toBe(1);
    }
  });

  test('resumes exactly', () => {
    const [p, q] = [leaf(1, -2), leaf(3)];
    const optimizer = make([p, q], fullOptions[name]);
    for (let i = 0; i < 3; i++) descend(optimizer, p, q);
    const saved = optimizer.stateDict();
    const copies = [p, q].map((x) => tensor(x.toTypedArray(), { requiresGrad: true }));
    for (let i = 0; i < 3; i++) descend(optimizer, p, q);
    const resumed = make(copies, { lr: 0.5 });
    resumed.loadStateDict(saved);
    expect(resumed.lr).toBe(optimizer.lr);
    for (let i = 0; i < 3; i++) descend(resumed, ...copies);
    expect(copies.map((x) => x.toArray())).toEqual([p, q].map((x) => x.toArray()));
  });

  test('skips parameters without a gradient, and starts their state when they get one', () => {
    const [p, q] = [leaf(1), leaf(1)];
    const optimizer = make([p, q], fullOptions[name]);
    descend(optimizer, p);
    expect(q.item()).toBe(1);
    expect(Object.keys(optimizer.stateDict().state)).toEqual(['0']);
    const fresh = leaf(1);
    const other = make([fresh], fullOptions[name]);
    descend(optimizer, q);
    descend(other, fresh);
    expect(q.item()).toBe(fresh.item());
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses a learning rate of %d', (lr) => {
    const message = `${name}: lr must be zero or a positive number, got ${lr}`;
    expect(() => make([leaf(1)], { lr })).toThrow(message);
    const optimizer = make([leaf(1)], { lr: 0.5 });
    expect(() => {
      optimizer.lr = lr;
    }).toThrow(message);
    expect(optimizer.lr).toBe(0.5);
    optimizer.paramGroups.forEach((group) => {
      group.lr = lr;
    });
    expect(() => optimizer.step()).toThrow(message);
  });

  test('explains what it cannot optimise', () => {
    expect(() => make([])).toThrow(
      `${name}: there are no parameters to optimise, the list is empty`,
    );
    expect(() => make(new nn.Linear(1, 1))).toThrow(
      'got a Linear. Did you mean model.parameters()?',
    );
    expect(() => make(new nn.Sequential(new nn.ReLU()))).toThrow('got a ReLU. Did you mean');
    expect(() => make([leaf(1).mul(2)])).toThrow('only leaves can be optimised');
    const p = leaf(1);
    expect(() => make([p, p])).toThrow('a parameter of shape [1] is listed twice');
    expect(() => make([p], { weight_decay: 1 })).toThrow(`${name}: unknown option 'weight_decay'`);
    expect(() => make([{ params: [p], rate: 1 }])).toThrow(`${name}: unknown option 'rate'`);
  });

  test('explains a state that does not fit, and keeps its own', () => {
    const [p, q] = [leaf(1, 2), leaf(3)];
    const optimizer = make([p], fullOptions[name]);
    const other = make([q], fullOptions[name]);
    descend(other, q);
    expect(() => optimizer.loadStateDict(other.stateDict())).toThrow(
      /loadStateDict: the state of parameter 0: '\w+' has shape \[1\], the parameter \[2\]/,
    );
    const two = make([leaf(1), leaf(2)]);
    expect(() => optimizer.loadStateDict(two.stateDict())).toThrow(
      'this optimizer has groups of 1 parameters, the saved state of 2',
    );
    expect(optimizer.stateDict().state).toEqual({});
  });
});

describe('Optimizer', () => {
  test('groups have hyper-parameters of their own, changeable by name', () => {
    const [p, q] = [leaf(1), leaf(1)];
    const groups = [{ params: [p] }, { params: [q], lr: 0.5 }];
    const optimizer = new optim.SGD(groups, { lr: 0.25, weightDecay: 0 });
    descend(optimizer, p, q);
    expect([p.item(), q.item()]).toEqual([0.75, 0.5]);
    for (const group of optimizer.paramGroups) group.lr /= 2;
    expect(optimizer.paramGroups.map((group) => group.lr)).toEqual([0.125, 0.25]);
    optimizer.lr = 1;
    descend(optimizer, p, q);
    expect([p.item(), q.item()]).toEqual([0, 0]);
  });

  test('labels what has no label yet for messages', () => {
    const layer = new nn.Linear(2, 1);
    const [p, q] = [leaf(1), leaf(2)];
    q.label = 'temperature';
    new optim.SGD([p, ...layer.parameters(), q], { lr: 1 });
    expect([p, layer.weight, q].map(({ label }) => label)).toEqual([
      'parameter 0 of SGD',
      'weight',
      'temperature',
    ]);
    expect(() => new optim.Adam([p, p])).toThrow('Adam: parameter 0 of SGD (shape [1]) is listed');
  });

  test('step({ zeroGrad: true }) forgets the gradients afterwards', () => {
    const p = leaf(1);
    const optimizer = new optim.SGD([p], { lr: 1 });
    p.sum().backward();
    optimizer.step();
    expect(p.grad?.item()).toBe(1);
    p.sum().backward();
    expect(p.grad?.item()).toBe(2);
    optimizer.step({ zeroGrad: true });
    expect(p.grad).toBeNull();
    expect(p.item()).toBe(-2);
  });

  test('a hyper-parameter can be switched on between steps', () => {
    const p = leaf(1);
    const optimizer = new optim.SGD([p], { lr: 0 });
    descend(optimizer, p);
    for (const group of optimizer.paramGroups) group.momentum = 0.5;
    descend(optimizer, p);
    descend(optimizer, p);
    const { tensors } = optimizer.stateDict().state['0'] ?? {};
    expect(tensors?.momentumBuffer?.item()).toBe(1.5);
  });

  test('loss and gradients can be read after the step', () => {
    const layer = new nn.Linear(2, 1);
    const optimizer = new optim.Adam(layer.parameters());
    const loss = layer
      .forward(ones([4, 2]))
      .square()
      .mean();
    loss.backward();
    optimizer.step();
    expect(loss.item()).toBeGreaterThanOrEqual(0);
    expect(layer.weight.grad?.shape).toEqual([1, 2]);
    expect(layer.weight.grad?.toArray()).toBeDefined();
  });

  test('nesterov needs a momentum', () => {
    expect(() => new optim.SGD([leaf(1)], { nesterov: true })).toThrow('nesterov needs a momentum');
    expect(() => new optim.Adam([leaf(1)], { betas: [0.9, 1] })).toThrow(
      'Adam: betas must be at least 0 and less than 1, got 0.9, 1',
    );
  });
});

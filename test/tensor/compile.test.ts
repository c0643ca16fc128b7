/**
 * `compile`: replays give what plain runs give, and whatever would change the program is noticed.
 */

import {
  type Compiled,
  compile,
  getRandomState,
  type LiveNumber,
  liveNumber,
  manualSeed,
  nn,
  noGrad,
  optim,
  randn,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, test } from 'vitest';

type TrainStep = (x: Tensor, y: Tensor) => Tensor;

interface Training {
  readonly model: nn.Module;
  readonly optimizer: optim.Optimizer;
  readonly step: TrainStep;
}

function trainingOf(model: nn.Sequential, optimizer: optim.Optimizer): Training {
  const step = (x: Tensor, y: Tensor): Tensor => {
    optimizer.zeroGrad();
    const loss = nn.functional.mseLoss(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss;
  };
  return { model, optimizer, step };
}

function smallNet(): nn.Sequential {
  return new nn.Sequential(new nn.Linear(3, 8), new nn.Tanh(), new nn.Linear(8, 1));
}

function batches(count: number, rows = 10): [Tensor, Tensor][] {
  return Array.from({ length: count }, () => {
    const x = tensor(randn([rows, 3]).toTypedArray(), { shape: [rows, 3] });
    return [x, tensor(randn([rows, 1]).toTypedArray(), { shape: [rows, 1] })];
  });
}

/** Losses, final state, and where the random stream is. */
function outcome(make: () => Training, isCompiled: boolean, after: (i: number) => void): unknown {
  manualSeed(3);
  const { model, optimizer, step } = make();
  const data = batches(12);
  const fast = isCompiled ? compile(step) : step;
  const losses = data.map(([x, y], i) => {
    const loss = fast(x, y).item();
    after(i);
    return loss;
  });
  if ('captures' in fast) expect(fast.captures).toBeLessThanOrEqual(3);
  const state = Object.entries(model.stateDict()).map(([name, t]) => [name, [...t.toTypedArray()]]);
  const slots = JSON.stringify(optimizer.stateDict(), (_, v: unknown) =>
    v instanceof Object && 'toTypedArray' in v ? [...(v as Tensor).toTypedArray()] : v,
  );
  return { losses, state, slots, random: getRandomState() };
}

const trainings: Record<string, () => Training> = {
  SGD: () => {
    const model = smallNet();
    return trainingOf(model, new optim.SGD(model.parameters(), { lr: 0.1 }));
  },
  'SGD with everything': () => {
    const model = smallNet();
    const options = { lr: 0.1, momentum: 0.9, dampening: 0.1, weightDecay: 0.01 };
    return trainingOf(model, new optim.SGD(model.parameters(), options));
  },
  'SGD, nesterov': () => {
    const model = smallNet();
    const options = { lr: 0.1, momentum: 0.9, nesterov: true };
    return trainingOf(model, new optim.SGD(model.parameters(), options));
  },
  Adam: () => {
    const model = smallNet();
    return trainingOf(model, new optim.Adam(model.parameters(), { lr: 0.01, weightDecay: 0.1 }));
  },
  'AdamW, amsgrad': () => {
    const model = smallNet();
    return trainingOf(model, new optim.AdamW(model.parameters(), { lr: 0.01, amsgrad: true }));
  },
  'RMSprop, centered': () => {
    const model = smallNet();
    const options = { centered: true, momentum: 0.5 };
    return trainingOf(model, new optim.RMSprop(model.parameters(), options));
  },
  Adagrad: () => {
    const model = smallNet();
    return trainingOf(model, new optim.Adagrad(model.parameters(), { lr: 0.1, lrDecay: 0.1 }));
  },
  'dropout and batch norm': () => {
    const model = new nn.Sequential(
      new nn.Linear(3, 8),
      new nn.BatchNorm1d(8),
      new nn.Dropout(0.3),
      new nn.Linear(8, 1),
      new nn.Dropout(0.1),
    );
    return trainingOf(model, new optim.Adam(model.parameters(), { lr: 0.01 }));
  },
  'clipped gradients': () => {
    const model = smallNet();
    const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
    const step = (x: Tensor, y: Tensor): Tensor => {
      model.zeroGrad();
      const loss = nn.functional.mseLoss(model.forward(x), y);
      loss.backward();
      optim.clipGradNorm(model.parameters(), 0.1);
      optimizer.step();
      return loss;
    };
    return { model, optimizer, step };
  },
};

describe('a compiled training equals the plain one, bit for bit', () => {
  for (const [name, make] of Object.entries(trainings)) {
    test(name, () => {
      const nothing = (): void => undefined;
      expect(outcome(make, true, nothing)).toEqual(outcome(make, false, nothing));
    });
  }

  test('with a learning rate and a momentum that change after each step', () => {
    const schedulers: optim.lrScheduler.OneCycleLR[] = [];
    const make = (): Training => {
      const model = smallNet();
      const optimizer = new optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
      schedulers.push(new optim.lrScheduler.OneCycleLR(optimizer, 0.3, { totalSteps: 20 }));
      return trainingOf(model, optimizer);
    };
    const after = (): void => schedulers.at(-1)?.step();
    expect(outcome(make, true, after)).toEqual(outcome(make, false, after));
  });
});

function counted(options: { readonly lr?: number } = {}): {
  readonly model: nn.Sequential;
  readonly optimizer: optim.SGD;
  readonly step: Compiled<[Tensor, Tensor], Tensor>;
} {
  manualSeed(5);
  const model = smallNet();
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1, ...options });
  return { model, optimizer, step: compile(trainingOf(model, optimizer).step) };
}

/** Runs until calls with this batch are replayed, and returns how often the function has run. */
function settle(step: Compiled<[Tensor, Tensor], Tensor>, rows = 10): number {
  for (const [x, y] of batches(4, rows)) step(x, y);
  const before = step.captures;
  for (const [x, y] of batches(2, rows)) step(x, y);
  expect(step.captures).toBe(before);
  expect(step.obstacle).toBeNull();
  return before;
}

test('steps, evaluations, plain steps and loading in any order', () => {
  const story = (isCompiled: boolean): unknown => {
    manualSeed(11);
    const [model, target] = [smallNet(), smallNet()];
    const dropout = new nn.Dropout(0.2);
    const optimizer = new optim.Adam(model.parameters(), { lr: 0.05 });
    const other = new optim.SGD(target.parameters(), { lr: 0.1, momentum: 0.5 });
    const plain = (x: Tensor, y: Tensor): Tensor[] => {
      model.zeroGrad();
      const loss = nn.functional.mseLoss(model.forward(dropout.forward(x)), y);
      loss.backward();
      optimizer.step();
      other.zeroGrad();
      const imitation = nn.functional.mseLoss(target.forward(x), model.forward(x).detach());
      imitation.backward();
      other.step();
      return [loss, imitation];
    };
    const evaluate = (x: Tensor): Tensor => noGrad(() => model.forward(x).sub(target.forward(x)));
    const follow = (): undefined => {
      const sources = model.parameters();
      target.parameters().forEach((p, i) => {
        const source = sources[i];
        if (source !== undefined) p.assign(p.mul(0.9).add(source.mul(0.1)));
      });
    };
    const [step, look, soft] = isCompiled
      ? [compile(plain), compile(evaluate), compile(follow)]
      : [plain, evaluate, follow];
    const saved = model.stateDict();
    const seen: unknown[] = [];
    const events: [period: number, happens: (x: Tensor) => void][] = [
      [2, soft],
      [3, (x) => seen.push(look(x).toArray())],
      [5, () => (optimizer.lr *= 0.9)],
      [11, () => dropout.train(!dropout.training)],
      [40, () => model.loadStateDict(saved)],
    ];
    batches(60).forEach(([x, y], i) => {
      seen.push((i % 7 === 3 ? plain : step)(x, y).map((t) => t.item()));
      for (const [period, happens] of events) if (i % period === period - 1) happens(x);
    });
    if ('captures' in step) expect(step.captures).toBeLessThan(9);
    return seen;
  };
  expect(story(true)).toEqual(story(false));
});

describe('the function runs again for', () => {
  test('another shape, and both shapes are kept', () => {
    const { step } = counted();
    const first = settle(step, 10);
    const second = settle(step, 7);
    expect(second).toBeGreaterThan(first);
    expect(settle(step, 10)).toBe(second);
  });

  test('another dtype, and another number of arguments', () => {
    const double = compile((...xs: Tensor[]) => xs.map((x) => x.mul(2)));
    for (let i = 0; i < 3; i++) double(tensor([1, 2]));
    expect(double.captures).toBe(2);
    expect(double(tensor([1, 2], { dtype: 'int32' }))[0]?.dtype).toBe('int32');
    expect(double(tensor([1, 2]), tensor([3])).map((x) => x.toArray())).toEqual([[2, 4], [6]]);
    expect(double.captures).toBe(4);
  });

  test('requiresGrad of an argument, and noGrad', () => {
    const square = compile((x: Tensor) => {
      const y = x.square().sum();
      if (y.requiresGrad) y.backward();
      return y;
    });
    const leaf = tensor([1, 2], { requiresGrad: true });
    for (let i = 0; i < 4; i++) {
      leaf.zeroGrad();
      square(leaf);
      expect(leaf.grad?.toArray()).toEqual([2, 4]);
    }
    leaf.zeroGrad();
    const before = square.captures;
    noGrad(() => square(leaf));
    expect(leaf.grad).toBeNull();
    square(tensor([1, 2]));
    expect(square.captures).toBe(before + 2);
  });

  test('train() and eval()', () => {
    const model = new nn.Sequential(new nn.Dropout(0.5));
    const run = compile((x: Tensor) => model.forward(x));
    const x = tensor(new Float32Array(64).fill(1));
    for (let i = 0; i < 4; i++) run(x);
    expect(run.captures).toBe(2);
    model.eval();
    for (let i = 0; i < 4; i++) expect(run(x).toTypedArray()).toEqual(x.toTypedArray());
    expect(run.captures).toBe(4);
    model.train();
    expect(run(x).toTypedArray()).not.toEqual(run(x).toTypedArray());
    expect(run.captures).toBe(4);
  });

  test('requiresGrad of a parameter', () => {
    const { step, model } = counted();
    const before = settle(step);
    const frozen = model.parameters()[0];
    if (frozen === undefined) throw new Error('the model has parameters');
    frozen.requiresGrad = false;
    const value = frozen.toArray();
    settle(step);
    expect(step.captures).toBeGreaterThan(before);
    expect(frozen.toArray()).toEqual(value);
    frozen.requiresGrad = true;
    settle(step);
    expect(frozen.toArray()).not.toEqual(value);
  });

  test('the dtype of a model', () => {
    const model = smallNet();
    const run = compile((x: Tensor) => model.forward(x.to(model.parameters()[0]?.dtype ?? 'bool')));
    for (let i = 0; i < 3; i++) run(tensor([[1, 2, 3]]));
    model.to('float64');
    for (let i = 0; i < 3; i++) expect(run(tensor([[1, 2, 3]])).dtype).toBe('float64');
    expect(run.captures).toBe(4);
  });

  test('a hyper-parameter that switches something on, and a loaded optimiser', () => {
    const { step, optimizer } = counted();
    const before = settle(step);
    for (const group of optimizer.paramGroups) group.momentum = 0.5;
    const between = settle(step);
    expect(between).toBeGreaterThan(before);
    for (const group of optimizer.paramGroups) group.momentum = 0.6;
    expect(settle(step)).toBe(between);
    optimizer.loadStateDict(optimizer.stateDict());
    expect(settle(step)).toBeGreaterThan(between);
  });
});

describe('replays follow, without running the function,', () => {
  test('the learning rate, and a number given as live', () => {
    const { step, optimizer, model } = counted();
    const before = settle(step);
    optimizer.lr = 0;
    const weights = model.parameters().map((p) => p.toArray());
    settle(step);
    expect(model.parameters().map((p) => p.toArray())).toEqual(weights);
    expect(step.captures).toBe(before);
    let factor = 2;
    const live = (): LiveNumber | number => liveNumber(() => factor);
    const scale = compile((x: Tensor) => x.mul(live()));
    for (; factor < 8; factor++) expect(scale(tensor([3])).toArray()).toEqual([3 * factor]);
    expect(scale.captures).toBe(2);
  });

  test('parameters that are assigned or loaded from outside', () => {
    const { step, model } = counted({ lr: 0 });
    const state = model.stateDict();
    const [x, y] = batches(1)[0] ?? [];
    if (x === undefined || y === undefined) throw new Error('there is a batch');
    const loss = step(x, y).item();
    const before = settle(step);
    for (const p of model.parameters()) p.assign(0);
    expect(step(x, y).item()).toBe(y.square().mean().item());
    model.loadStateDict(state);
    expect(step(x, y).item()).toBe(loss);
    expect(step.captures).toBe(before);
  });

  test('a parameter that is assigned for the first time, by running once more', () => {
    const weight = tensor([1, 2]);
    const run = compile((x: Tensor) => x.mul(weight));
    for (let i = 0; i < 4; i++) expect(run(tensor([1, 1])).toArray()).toEqual([1, 2]);
    weight.assign(tensor([3, 4]));
    for (let i = 0; i < 4; i++) expect(run(tensor([1, 1])).toArray()).toEqual([3, 4]);
    weight.assign(tensor([5, 6]));
    const before = run.captures;
    for (let i = 0; i < 4; i++) expect(run(tensor([1, 1])).toArray()).toEqual([5, 6]);
    expect(run.captures).toBe(before);
  });

  test('the seed', () => {
    const noise = compile(() => randn([4]));
    const draw = (): unknown => {
      manualSeed(9);
      return [noise().toArray(), noise().toArray(), randn([2]).toArray()];
    };
    expect([draw(), draw(), draw()]).toEqual([draw(), draw(), draw()]);
    expect(noise.captures).toBe(2);
    manualSeed(9);
    expect([randn([4]).toArray(), randn([4]).toArray(), randn([2]).toArray()]).toEqual(draw());
  });
});

describe('results and leaves', () => {
  test('results in arrays and objects, and nothing at all', () => {
    const run = compile((x: Tensor) => ({ twice: x.add(x), list: [x, null], nothing: undefined }));
    for (let i = 0; i < 4; i++) {
      const { twice, list } = run(tensor([i]));
      expect([twice.toArray(), list[0]?.toArray(), list[1]]).toEqual([[2 * i], [i], null]);
    }
    const nothing = compile(() => undefined);
    for (let i = 0; i < 4; i++) expect(nothing()).toBeUndefined();
  });

  test('old versions of a leaf stay readable as in a plain loop', () => {
    const count = zeros([1]);
    const increment = compile(() => {
      count.assign(count.add(1));
    });
    for (let i = 0; i < 5; i++) increment();
    const before = count.detach();
    const lazy = count.mul(2);
    increment();
    expect([before.toArray(), count.toArray()]).toEqual([[5], [6]]);
    increment();
    expect(lazy.toArray()).toEqual([10]);
    expect(count.toArray()).toEqual([7]);
  });

  test('a leaf that takes over an argument, a constant, or another leaf', () => {
    const [a, b, c] = [zeros([1]), zeros([1]), zeros([1])];
    const fixed = tensor([7]);
    const shift = compile((x: Tensor) => {
      c.assign(b);
      b.assign(a);
      a.assign(x);
      return [fixed, a];
    });
    for (let i = 0; i < 6; i++) {
      expect(shift(tensor([i])).map((t) => t.toArray())).toEqual([[7], [i]]);
      expect(a.toArray()).toEqual([i]);
    }
    expect([b.toArray(), c.toArray()]).toEqual([[4], [3]]);
    expect(shift.captures).toBeLessThanOrEqual(3);
  });

  test('gradients that no optimiser used up are there afterwards', () => {
    const w = tensor([2], { requiresGrad: true });
    const optimizer = new optim.SGD([w], { lr: 1 });
    const backward = compile((x: Tensor) => {
      optimizer.zeroGrad();
      w.mul(x).sum().backward();
    });
    for (let i = 0; i < 5; i++) {
      backward(tensor([i]));
      expect(w.grad?.toArray()).toEqual([i]);
      optimizer.step();
    }
    expect(w.toArray()).toEqual([2 - 10]);
  });

  test('a compiled function within another', () => {
    const twice = compile((x: Tensor) => x.mul(2));
    const run = compile((x: Tensor) => twice(twice(x)));
    for (let i = 0; i < 4; i++) expect(run(tensor([i])).toArray()).toEqual([4 * i]);
    expect(twice.captures).toBe(0);
  });
});

describe('what a replay could not do is not replayed', () => {
  test('numbers and tensors that change', () => {
    let n = 0;
    const plain = compile((x: Tensor) => x.mul(n));
    for (n = 2; n < 6; n++) expect(plain(tensor([1])).toArray()).toEqual([n]);
    expect(plain.captures).toBe(4);
    expect(plain.obstacle).toContain('the number 5 was 4 in the run before; write liveNumber');
    const built = compile((x: Tensor) => x.mul(tensor([n])));
    for (n = 2; n < 6; n++) expect(built(tensor([1])).toArray()).toEqual([n]);
    expect(built.obstacle).toContain('a tensor that it builds or finds outside has changed');
  });

  test('an optimiser of a user that reads the number of the step', () => {
    class Slower extends optim.Optimizer {
      protected initialState(): Record<string, Tensor> {
        return {};
      }
      protected update(
        input: optim.UpdateInput<optim.Hyperparameters, Record<string, Tensor>>,
      ): optim.Update<Record<string, Tensor>> {
        const change = input.gradient.mul(input.group.lr / Math.min(input.step, 2));
        return { parameter: input.parameter.sub(change), state: {} };
      }
    }
    const w = tensor([0], { requiresGrad: true });
    const kind = { name: 'Slower', defaults: { lr: 1 }, ranges: {} };
    const optimizer = new Slower(kind, [w], {});
    const step = compile(() => {
      optimizer.zeroGrad();
      w.sum().backward();
      optimizer.step();
    });
    for (let i = 0; i < 5; i++) step();
    expect(w.toArray()).toEqual([-3]);
    expect(step.captures).toBe(5);
  });

  test('what alternates from call to call', () => {
    let i = 0;
    const run = compile((x: Tensor) => {
      i += 1;
      return i % 2 === 0 ? x.neg() : x.abs();
    });
    const signs = Array.from({ length: 6 }, () => run(tensor([1])).toArray());
    expect(signs).toEqual([[1], [-1], [1], [-1], [1], [-1]]);
    expect(run.obstacle).toContain('its operations');
  });

  test('builds of equal tensors are', () => {
    const run = compile((x: Tensor) => x.mul(tensor([2, 3])));
    for (let i = 0; i < 4; i++) expect(run(tensor([1, 1])).toArray()).toEqual([2, 3]);
    expect(run.captures).toBe(2);
  });
});

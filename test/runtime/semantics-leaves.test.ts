/** Leaves can be rebound and values never change: assign, versions, keep, and failed programs. */

import {
  DTypeError,
  GradientError,
  IndexError,
  nn,
  optim,
  realize,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, it } from 'vitest';

function leaf(values: number[]): Tensor {
  return tensor(values, { requiresGrad: true });
}

/** Moves a leaf on, in a program of its own. */
function move(w: Tensor): void {
  w.assign(w.add(1));
  realize([w]);
}

describe('assign', () => {
  it('leaves older expressions with the older value', () => {
    const w = leaf([1, 2]);
    const before = w.mul(10);
    w.assign(w.add(1));
    const after = w.mul(10);
    expect([before.toArray(), after.toArray(), w.toArray()]).toEqual([
      [10, 20],
      [20, 30],
      [2, 3],
    ]);
  });

  it('keeps the leaf a leaf, and no gradient flows through it', () => {
    const w = leaf([2]);
    w.assign(w.mul(w));
    expect([w.isLeaf, w.requiresGrad]).toEqual([true, true]);
    w.mul(3).sum().backward();
    expect(w.grad?.toArray()).toEqual([3]);
  });

  it('takes a number for every element', () => {
    expect(leaf([1, 2]).assign(7).toArray()).toEqual([7, 7]);
  });

  it('settles many assignments in their order', () => {
    const w = leaf([0]);
    const seen: Tensor[] = [];
    for (let i = 0; i < 5; i++) {
      seen.push(w.mul(1).keep());
      w.assign(w.add(1));
    }
    expect(w.toArray()).toEqual([5]);
    expect(seen.map((x) => x.item())).toEqual([0, 1, 2, 3, 4]);
  });

  it('copies another leaf, which then goes its own way', () => {
    const [a, b] = [leaf([1]), leaf([2])];
    move(a);
    b.assign(a);
    realize([b]);
    move(a);
    move(a);
    move(a);
    expect([a.item(), b.item()]).toEqual([5, 2]);
  });

  it('refuses other shapes and dtypes, and what was computed from leaves', () => {
    const w = leaf([1, 2]);
    expect(() => w.assign(zeros([3]))).toThrow(ShapeError);
    expect(() => w.assign(zeros([2], { dtype: 'float64' }))).toThrow(DTypeError);
    expect(() => w.mul(2).assign(w)).toThrow(GradientError);
    expect(w.toArray()).toEqual([1, 2]);
  });
});

describe('the last two versions of a leaf', () => {
  it('let logits be read after step()', () => {
    const w = leaf([1, 2]);
    const optimizer = new optim.SGD([w], { lr: 0.5 });
    for (let step = 0; step < 4; step++) {
      const value = w.toArray() as number[];
      optimizer.zeroGrad();
      const logits = w.mul(3);
      logits.sum().backward();
      optimizer.step();
      expect(logits.toArray()).toEqual(value.map((x) => 3 * x));
    }
  });

  it('are all for a graph that requires gradients: an older one says what to do', () => {
    const w = leaf([1, 2]);
    w.label = 'w';
    move(w);
    const logits = w.mul(3);
    move(w);
    expect(w.mul(1).toArray()).toEqual([3, 4]);
    move(w);
    expect(() => logits.toArray()).toThrowErrorMatchingInlineSnapshot(
      `[StaleTensorError: toArray: w (shape [2]) has been updated twice since this graph was built, and a graph that requires gradients belongs to its step. Read it before the next step(), or detach() it before: detached values stay]`,
    );
    expect(() => logits.sum().backward()).toThrowErrorMatchingInlineSnapshot(
      `[StaleTensorError: backward: w (shape [2]) has been updated twice since this graph was built, and a graph that requires gradients belongs to its step. Compute the loss anew in each step, and detach what is carried over from the last one (state = state.detach())]`,
    );
    expect(w.toArray()).toEqual([4, 5]);
  });

  it('do not matter to what keep() keeps, or what has been read', () => {
    const w = leaf([1, 2]);
    move(w);
    const [kept, read, whole] = [w.mul(3).keep(), w.mul(4), w.detach().keep()];
    read.toArray();
    for (let i = 0; i < 4; i++) move(w);
    expect([kept.toArray(), read.toArray(), whole.toArray()]).toEqual([
      [6, 9],
      [8, 12],
      [2, 3],
    ]);
  });

  it('do not take away a value that was kept and then assigned', () => {
    const w = zeros([200, 200], { requiresGrad: true });
    const best = w.add(5).keep();
    move(w);
    w.assign(best);
    for (let i = 0; i < 4; i++) move(w);
    expect(best.sum().item()).toBe(5 * 200 * 200);
    expect(w.sum().item()).toBe(9 * 200 * 200);
  });

  it('share their memory: the next one is written where the oldest was', () => {
    const w = zeros([200, 200], { requiresGrad: true });
    for (let i = 0; i < 3; i++) move(w);
    const pointers = Array.from({ length: 6 }, () => {
      move(w);
      return w.node.value?.device;
    });
    expect(new Set(pointers).size).toBe(2);
    expect(pointers.slice(2)).toEqual(pointers.slice(0, 4));
  });

  it('stay as long as the program that makes the next one reads them', () => {
    const [w, copy] = [zeros([200, 200], { requiresGrad: true }), zeros([200, 200])];
    move(w);
    const [older, before] = [w.mul(2), w.detach()];
    move(w);
    copy.assign(before);
    w.assign(w.add(older));
    realize([copy, w]);
    expect(w.sum().item()).toBe(4 * 200 * 200);
    expect(copy.sum().item()).toBe(200 * 200);
  });

  it('are enough for a gradient that accumulates over updates', () => {
    const optimized = leaf([1]);
    const assigned = leaf([1]);
    const optimizer = new optim.SGD([optimized], { lr: 0.01 });
    let [value, gradient] = [1, 0];
    for (let step = 0; step < 8; step++) {
      gradient += 2 * value;
      value -= 0.01 * gradient;
      optimized.square().sum().backward();
      optimizer.step();
      assigned.square().sum().backward();
      assigned.assign(assigned.sub((assigned.grad as Tensor).mul(0.01)));
    }
    for (const w of [optimized, assigned]) {
      expect(w.item()).toBeCloseTo(value, 5);
      expect(w.grad?.item()).toBeCloseTo(gradient, 5);
    }
  });
});

describe('a program that fails', () => {
  const badIndex = tensor([7], { dtype: 'int32' });

  it('names the op, the index and the size', () => {
    const table = zeros([3, 2]);
    const cases: readonly [string, () => Tensor][] = [
      ['gather', () => zeros([3]).gather(0, badIndex)],
      ['indexSelect', () => table.indexSelect(0, badIndex)],
      ['embedding', () => nn.functional.embedding(badIndex, table)],
      ['crossEntropy', () => nn.functional.crossEntropy(zeros([1, 3]), badIndex)],
      ['nllLoss', () => nn.functional.nllLoss(zeros([1, 3]), badIndex)],
      ['scatterAdd', () => zeros([3]).scatterAdd(0, badIndex, tensor([1]))],
    ];
    for (const [name, make] of cases) {
      expect(() => make().toArray()).toThrow(
        new IndexError(`${name}: index 7 is out of range for a dim of size 3 (allowed: 0 to 2)`),
      );
    }
    const negative = tensor([-1], { dtype: 'int32' });
    expect(() => zeros([3]).gather(0, negative).toArray()).toThrow('index -1 is out of range');
    expect(() => zeros([0]).gather(0, negative).toArray()).toThrow('size 0 (none is allowed)');
  });

  it('leaves parameters and optimizer as they were, and the next batch goes on', () => {
    const values = [
      [0.1, 0.2, 0.3],
      [0.3, 0.1, -0.2],
    ];
    const [clean, hurt] = [values, values].map((v) => tensor(v, { requiresGrad: true }));
    const train = (w: Tensor, batches: readonly number[][]): number[] => {
      const optimizer = new optim.Adam([w], { lr: 0.1 });
      return batches.flatMap((batch) => {
        optimizer.zeroGrad();
        const target = tensor(batch, { dtype: 'int32' });
        const loss = nn.functional.crossEntropy(w, target);
        loss.backward();
        if (Math.max(...batch) > 2) {
          const before = w.toArray();
          expect(() => optimizer.step()).toThrow(IndexError);
          expect(w.toArray()).toEqual(before);
          return [];
        }
        optimizer.step();
        return [loss.item()];
      });
    };
    const losses = train(hurt as Tensor, [
      [0, 1],
      [0, 9],
      [2, 1],
      [5, 5],
      [1, 1],
    ]);
    expect(losses).toEqual(
      train(clean as Tensor, [
        [0, 1],
        [2, 1],
        [1, 1],
      ]),
    );
    expect(hurt?.toArray()).toEqual(clean?.toArray());
  });

  it('takes no earlier update with it', () => {
    const w = leaf([1, 2]);
    const kept = w.mul(2).keep();
    w.assign(w.add(1));
    expect(() => zeros([3]).gather(0, badIndex).toArray()).toThrow(IndexError);
    expect([w.toArray(), kept.toArray()]).toEqual([
      [2, 3],
      [2, 4],
    ]);
  });

  it('undoes what depends on it and what came after', () => {
    const [a, b] = [leaf([1]), leaf([10])];
    a.assign(a.add(1));
    const wrong = zeros([3]).gather(0, badIndex);
    a.assign(a.add(wrong));
    b.assign(b.add(1));
    expect(() => b.item()).toThrow(IndexError);
    expect([a.item(), b.item()]).toEqual([2, 10]);
  });
});

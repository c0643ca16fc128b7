/** What is computed when: nothing before a read, and then what belongs together in one program. */

import {
  cat,
  DTypeError,
  nn,
  optim,
  randn,
  realize,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, it } from 'vitest';
import { countPrograms } from './count-programs.js';

function leaf(values: number[]): Tensor {
  return tensor(values, { requiresGrad: true });
}

describe('an op', () => {
  it('computes nothing', () => {
    const counted = countPrograms(() => {
      const x = leaf([1, 2, 3]);
      const y = x.mul(2).add(1).exp().sum();
      y.backward();
      expect([y.shape, x.grad?.shape, y.dtype]).toEqual([[], [3], 'float32']);
    });
    expect(counted).toEqual({ runs: 0, compiled: 0 });
  });

  it('checks shapes and dtypes at once', () => {
    const counted = countPrograms(() => {
      expect(() => zeros([2, 3]).add(zeros([4]))).toThrow(ShapeError);
      expect(() => tensor([1]).gather(0, tensor([0.5]))).toThrow(DTypeError);
      expect(() => cat([zeros([2, 2]), zeros([3, 3])])).toThrow(ShapeError);
    });
    expect(counted.runs).toBe(0);
  });

  it('is computed once by all reads', () => {
    const y = tensor([1, 2, 3]).exp().sum();
    expect(countPrograms(() => y.item()).runs).toBe(1);
    expect(countPrograms(() => [y.item(), y.toArray(), String(y)]).runs).toBe(0);
  });

  it('is computed with all that one call asks for', () => {
    const x = tensor([3, 4]);
    const parts = [x.square(), x.sum(), x.exp()];
    expect(countPrograms(() => realize(parts)).runs).toBe(1);
    expect(countPrograms(() => parts.map(String)).runs).toBe(0);
  });

  it('may be used by several reads at different times', () => {
    const shared = tensor([1, 2]).add(1);
    expect(shared.mul(2).toArray()).toEqual([4, 6]);
    expect(shared.mul(3).toArray()).toEqual([6, 9]);
    expect(shared.toArray()).toEqual([2, 3]);
    expect(shared.mul(4).toArray()).toEqual([8, 12]);
  });
});

describe('backward()', () => {
  it('is read as a group: the first gradient brings the others and the loss', () => {
    const [a, b] = [leaf([1, 2]), leaf([3, 4])];
    const loss = a.mul(b).sum();
    loss.backward();
    expect(countPrograms(() => a.grad?.toArray()).runs).toBe(1);
    expect(countPrograms(() => [b.grad?.toArray(), loss.item()]).runs).toBe(0);
    expect([a.grad?.toArray(), b.grad?.toArray(), loss.item()]).toEqual([[3, 4], [1, 2], 11]);
  });
});

describe("the seeds' loop", () => {
  it('runs one program a step, and compiles it once, whatever the numbers', () => {
    const params = [randn([3, 4]).detach(), zeros([4]).detach()];
    for (const p of params) p.requiresGrad = true;
    realize(params);
    const losses: number[] = [];
    const counted = [0, 1, 2, 3].map((step) =>
      countPrograms(() => {
        const lr = 0.1 / (step + 1);
        const x = tensor([[step, 1, -2]]);
        const [w, b] = params as [Tensor, Tensor];
        for (const p of params) p.zeroGrad();
        const loss = x.matmul(w).add(b).sub(1).square().sum();
        loss.backward();
        for (const p of params) p.assign(p.sub((p.grad as Tensor).mul(lr)));
        losses.push(loss.item());
      }),
    );
    expect(counted.map(({ runs }) => runs)).toEqual([1, 1, 1, 1]);
    expect(counted.slice(1).map(({ compiled }) => compiled)).toEqual([0, 0, 0]);
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
  });
});

describe('optimizer.step()', () => {
  const kinds = {
    SGD: (params: Tensor[]) => new optim.SGD(params, { lr: 0.1, momentum: 0.9 }),
    AdamW: (params: Tensor[]) => new optim.AdamW(params, { lr: 0.01 }),
  };
  it.each(Object.entries(kinds))(
    'of %s is one program with forward, backward and loss',
    (_, of) => {
      const model = new nn.Sequential(new nn.Linear(4, 8), new nn.Tanh(), new nn.Linear(8, 3));
      const optimizer = of([...model.parameters()]);
      const counted = [0, 1, 2, 3, 4].map((step) =>
        countPrograms(() => {
          const x = tensor([
            [step, 1, 2, 3],
            [0, -1, step, 2],
          ]);
          const target = tensor([step % 3, 1], { dtype: 'int32' });
          optimizer.lr = 0.1 / (step + 1);
          optimizer.zeroGrad();
          const loss = nn.functional.crossEntropy(model.forward(x), target);
          loss.backward();
          optimizer.step();
          expect(loss.item()).toBeGreaterThan(0);
        }),
      );
      // The first update of a parameter makes its state.
      expect(counted.slice(1).map(({ runs }) => runs)).toEqual([1, 1, 1, 1]);
      expect(counted.slice(2).map(({ compiled }) => compiled)).toEqual([0, 0, 0]);
    },
  );
});

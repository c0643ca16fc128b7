/**
 * Gradients as the design promises them: they add up, are ordinary tensors, and can be switched
 * off.
 */

import {
  customOp,
  DTypeError,
  enableGrad,
  GradientError,
  grad,
  hessian,
  noGrad,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from 'chainrule';
import { describe, expect, it } from 'vitest';

function leaf(values: number[]): Tensor {
  return tensor(values, { requiresGrad: true, dtype: 'float64' });
}

/** The gradient as an array, which must be there. */
function gradOf(x: Tensor): unknown {
  expect(x.grad).not.toBeNull();
  return x.grad?.toArray();
}

describe('gradients add up', () => {
  it('over the uses of one tensor', () => {
    const a = leaf([3]);
    a.add(a).sum().backward();
    expect(gradOf(a)).toEqual([2]);
  });

  it('over the paths of a shared variable', () => {
    // The example of the seeds: a and b reach f through d and through e.
    const [a, b] = [leaf([-2]), leaf([3])];
    const [d, e] = [a.mul(b), a.add(b)];
    d.mul(e).sum().backward();
    expect([gradOf(a), gradOf(b)]).toEqual([[-3], [-8]]);
  });

  it('over calls of backward() until zeroGrad()', () => {
    const a = leaf([1, 2]);
    for (const _ of [1, 2, 3]) a.square().sum().backward();
    expect(gradOf(a)).toEqual([6, 12]);
    a.zeroGrad();
    expect(a.grad).toBeNull();
    a.square().sum().backward();
    expect(gradOf(a)).toEqual([2, 4]);
  });

  it('into a gradient that the user set', () => {
    const a = leaf([1, 2]);
    a.grad = tensor([10, 20], { dtype: 'float64' });
    a.mul(3).sum().backward();
    expect(gradOf(a)).toEqual([13, 23]);
  });
});

describe('where gradients go', () => {
  it('nowhere inside noGrad, and again inside enableGrad', () => {
    const a = leaf([2]);
    const [quiet, loud] = noGrad(() => [a.mul(3), enableGrad(() => a.mul(3))] as const);
    expect([quiet.requiresGrad, loud.requiresGrad]).toEqual([false, true]);
    expect(
      noGrad(() => [a.mul(1), a.reshape([1]), a.mul(2).mul(1)].map((x) => x.requiresGrad)),
    ).toEqual([false, false, false]);
    expect(() => quiet.backward()).toThrow(GradientError);
  });

  it('not through detach()', () => {
    const a = leaf([2]);
    a.mul(a.detach()).sum().backward();
    expect(gradOf(a)).toEqual([2]);
  });

  it('to tensors in between only when asked by retainGrad()', () => {
    const a = leaf([2]);
    const middle = a.mul(3).retainGrad();
    const other = middle.square();
    other.sum().backward();
    expect([gradOf(middle), other.grad]).toEqual([[12], null]);
    expect(() => zeros([2]).retainGrad()).toThrow(GradientError);
  });

  it('to a leaf and to what only repeats it', () => {
    const a = leaf([2, 3]);
    const same = [a.mul(1), a.reshape([2]), a.to('float64')].map((x) => x.retainGrad());
    for (const x of same) expect(x.isLeaf).toBe(false);
    (same[0] as Tensor).mul(5).sum().backward();
    expect([gradOf(a), gradOf(same[0] as Tensor)]).toEqual([
      [5, 5],
      [5, 5],
    ]);
  });

  it('to none that the result does not depend on', () => {
    const [a, b] = [leaf([1]), leaf([1])];
    a.mul(2).sum().backward();
    expect(b.grad).toBeNull();
    expect(grad(a.mul(2).sum(), b).toArray()).toEqual([0]);
  });
});

describe('requiresGrad', () => {
  it('makes a leaf of what was computed, and is for floats', () => {
    const x = tensor([1, 2]).mul(2);
    x.requiresGrad = true;
    x.square().sum().backward();
    expect([x.isLeaf, gradOf(x)]).toEqual([true, [4, 8]]);
    expect(() => {
      tensor([1], { dtype: 'int32' }).requiresGrad = true;
    }).toThrow(DTypeError);
    expect(() => zeros([1], { dtype: 'bool', requiresGrad: true })).toThrow(TypeError);
  });

  it('can be switched off at a leaf only', () => {
    const a = leaf([1]);
    const y = a.mul(2);
    expect(() => {
      y.requiresGrad = false;
    }).toThrow(GradientError);
    a.requiresGrad = false;
    expect(a.mul(2).requiresGrad).toBe(false);
    expect(a.toArray()).toEqual([1]);
  });
});

describe('gradients are tensors', () => {
  it('detached by default', () => {
    const [a, b] = [leaf([2]), leaf([3])];
    a.mul(b.exp()).mul(b).sum().backward();
    a.mul(b).sum().backward();
    expect([a.grad?.requiresGrad, b.grad?.requiresGrad]).toEqual([false, false]);
  });

  it('to be differentiated again after createGraph', () => {
    const a = leaf([2]);
    a.pow(3).sum().backward(null, { createGraph: true });
    const first = a.grad as Tensor;
    a.zeroGrad();
    first.sum().backward();
    expect([first.item(), gradOf(a)]).toEqual([12, [12]]);
  });

  it('of any order', () => {
    const x = leaf([0.7]);
    let y = x.sin();
    const values: number[] = [];
    for (let order = 1; order <= 5; order++) {
      y = grad(y.sum(), x);
      values.push(y.item());
    }
    const [sin, cos] = [Math.sin(0.7), Math.cos(0.7)];
    [cos, -sin, -cos, sin, cos].forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 12);
    });
  });

  it('whose penalty reaches the parameters', () => {
    const [x, w] = [leaf([1, 2]), leaf([3, -1])];
    const slope = grad(x.mul(w).sum().square(), x);
    slope.square().sum().backward();
    // slope = 2 (x w) w = [6, -2], d|slope|^2/dw by central differences
    const value = (u: number, v: number): number => (2 * (u + 2 * v)) ** 2 * (u * u + v * v);
    const h = 1e-5;
    const expected = [
      (value(3 + h, -1) - value(3 - h, -1)) / (2 * h),
      (value(3, -1 + h) - value(3, -1 - h)) / (2 * h),
    ];
    (gradOf(w) as number[]).forEach((g, i) => {
      expect(g).toBeCloseTo(expected[i] ?? 0, 4);
    });
  });

  it('and so are Hessians', () => {
    const rows = hessian((x) => x.pow(3).sum(), tensor([1, 2], { dtype: 'float64' }));
    expect(rows.toArray()).toEqual([
      [6, 0],
      [0, 12],
    ]);
  });
});

describe('customOp', () => {
  // The Legendre polynomial of degree 3, P3(x) = (5x^3 - 3x) / 2, of PyTorch's own example.
  const legendre = customOp({
    name: 'legendre',
    forward: (x: Tensor) => x.pow(3).mul(5).sub(x.mul(3)).mul(0.5),
    backward: (gradient, [x]) => [gradient.mul(x.square().mul(5).sub(1)).mul(1.5)],
  });

  it('has the value and the gradient that it was given', () => {
    const x = leaf([-1, 0.5, 2]);
    const y = legendre(x);
    y.sum().backward();
    expect([y.toArray(), gradOf(x)]).toEqual([
      [-1, -0.4375, 17],
      [6, 0.375, 28.5],
    ]);
  });

  it('has a second derivative when its gradient is made of ops', () => {
    const x = leaf([-1, 0.5, 2]);
    const second = grad(grad(legendre(x).sum(), x).sum(), x);
    expect(second.toArray()).toEqual([-15, 7.5, 30]);
  });

  it('fits the sine as the tutorial does', () => {
    const x = tensor(
      Array.from({ length: 200 }, (_, i) => -Math.PI + (2 * Math.PI * i) / 199),
      { dtype: 'float64' },
    );
    const y = x.sin();
    const params = [0, -1, 0, 0.3].map((value) => leaf([value]));
    const [a, b, c, d] = params as [Tensor, Tensor, Tensor, Tensor];
    let loss = Infinity;
    for (let step = 0; step < 2000; step++) {
      const error = a.add(b.mul(legendre(c.add(d.mul(x))))).sub(y);
      const total = error.square().sum();
      for (const p of params) p.zeroGrad();
      total.backward();
      for (const p of params) p.assign(p.sub((p.grad as Tensor).mul(5e-5)));
      if (step % 500 === 499) loss = total.item();
    }
    expect(loss).toBeLessThan(2);
    // The tutorial prints -2.2089 and 0.2554, for ten times as many points.
    expect(b.item()).toBeCloseTo(-2.21, 1);
    expect(d.item()).toBeCloseTo(0.255, 2);
  });

  it('must return a gradient of the right shape for each input', () => {
    const wrongCount = customOp({ forward: (x: Tensor) => x.mul(2), backward: () => [] });
    const wrongShape = customOp({
      name: 'double',
      forward: (x: Tensor) => x.mul(2),
      backward: (gradient) => [gradient.sum()],
    });
    expect(() =>
      wrongCount(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrowErrorMatchingInlineSnapshot(
      `[GradientError: customOp: backward must return a list of 1 gradients (or nulls), one for each input]`,
    );
    expect(() =>
      wrongShape(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrowErrorMatchingInlineSnapshot(
      `[ShapeError: double: backward returned a gradient of float64 [] for input 0, which is float64 [2]]`,
    );
    expect(() =>
      wrongShape(leaf([1, 2]))
        .sum()
        .backward(),
    ).toThrow(ShapeError);
  });

  it('may give nothing to an input', () => {
    const first = customOp({
      forward: (x: Tensor, y: Tensor) => x.add(y),
      backward: (gradient) => [gradient, null],
    });
    const [x, y] = [leaf([1]), leaf([2])];
    first(x, y).sum().backward();
    expect([gradOf(x), y.grad]).toEqual([[1], null]);
  });
});

/** Random numbers are a function of the seed and of how many were drawn before. */

import {
  getRandomState,
  manualSeed,
  nn,
  rand,
  randint,
  randn,
  randperm,
  realize,
  setRandomState,
  type Tensor,
  tensor,
} from 'chainrule';
import { describe, expect, it } from 'vitest';
import { uniform } from '../oracle/uniform.js';

function drawn(seed: number, make: () => Tensor): unknown {
  manualSeed(seed);
  return make().toArray();
}

describe('random numbers', () => {
  it('are the same for the same seed, and other for another', () => {
    const makers = [
      () => rand([50]),
      () => randn([50]),
      () => randint(0, 1000, [50]),
      () => randperm(50),
      () => rand([50], { dtype: 'float64' }),
    ];
    for (const make of makers) {
      expect(drawn(7, make)).toEqual(drawn(7, make));
      expect(drawn(7, make)).not.toEqual(drawn(8, make));
    }
  });

  it('are those of Threefry at their place in the stream', () => {
    manualSeed(2 ** 40 + 3);
    rand([1000]);
    const x = rand([3, 5]).reshape([15]);
    const expected = Array.from({ length: 15 }, (_, i) =>
      uniform(2 ** 40 + 3, 1000 + i, 'float32'),
    );
    expect(x.toArray()).toEqual(expected);
  });

  it('do not depend on when, in which order or with what they are computed', () => {
    manualSeed(3);
    const [a, b] = [rand([300]), rand([300])];
    const lateFirst = [b.toArray(), a.toArray()];
    manualSeed(3);
    const [c, d] = [rand([300]), rand([300])];
    const fused = c.mul(2).add(d.flip(0)).reshape([30, 10]).permute([1, 0]);
    realize([fused, c]);
    expect([d.toArray(), c.toArray()]).toEqual(lateFirst);
    const [x, y] = [c.toTypedArray(), d.toTypedArray()];
    const expected = Array.from(x, (v, i) => Math.fround(2 * v + Number(y[299 - i])));
    expect(Array.from(fused.permute([1, 0]).reshape([300]).toTypedArray())).toEqual(expected);
  });

  it('stay what they are when the tensor is used again', () => {
    const x = rand([20]);
    const twice = x.mul(2).toTypedArray();
    expect(Array.from(x.toTypedArray(), (v) => 2 * v)).toEqual(Array.from(twice));
  });

  it('go on from a saved state', () => {
    manualSeed(5);
    rand([10]);
    const state = getRandomState();
    const [next, second] = [rand([4]).toArray(), randn([3]).toArray()];
    manualSeed(99);
    setRandomState(JSON.parse(JSON.stringify(state)));
    expect([rand([4]).toArray(), randn([3]).toArray()]).toEqual([next, second]);
  });
});

describe('dropout', () => {
  it('drops the same places in the gradient as in the value', () => {
    manualSeed(11);
    const x = tensor(new Float32Array(4000).fill(1), { requiresGrad: true });
    const y = nn.functional.dropout(x, { p: 0.3 });
    y.sum().backward();
    // The gradient first, in a program of its own: the mask is drawn twice.
    const gradient = x.grad?.toTypedArray() ?? [];
    const value = y.toTypedArray();
    expect(Array.from(gradient)).toEqual(Array.from(value));
    const dropped = Array.from(value).filter((v) => v === 0).length;
    expect(dropped / 4000).toBeCloseTo(0.3, 1);
    expect(new Set(value)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  it('drops other places at each call', () => {
    const x = tensor(new Float32Array(100).fill(1));
    const masks = [1, 2].map(() => nn.functional.dropout(x, { p: 0.5 }).toArray());
    expect(masks[0]).not.toEqual(masks[1]);
  });
});

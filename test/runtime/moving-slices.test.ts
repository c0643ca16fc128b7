/** Where a slice starts is an argument of a program: a loop over batches runs one. */

import {
  arange,
  cat,
  compile,
  manualSeed,
  nn,
  noGrad,
  optim,
  rand,
  randperm,
  realize,
  stack,
  type Tensor,
  tensor,
} from 'chainrule';
import { describe, expect, it } from 'vitest';
import { countPrograms } from './count-programs.js';

const [rows, columns] = [40, 12];
const places = [0, 7, 3, 19, 28, 5, 1, 30];
const numbers = Float32Array.from({ length: rows * columns }, (_, i) => ((i * 37) % 101) - 50);
const x = tensor(numbers).reshape([rows, columns]);
const number = (r: number, c: number): number => numbers[r * columns + c] ?? Number.NaN;

/** The numbers at these rows and columns. */
function picked(rs: readonly number[], cs: readonly number[]): number[] {
  return rs.flatMap((r) => cs.map((c) => number(r, c)));
}

function range(start: number, end: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((end - start) / step) }, (_, i) => start + i * step);
}

const all = range(0, columns);

interface Taken {
  readonly take: (i: number) => Tensor;
  readonly expected: (i: number) => readonly number[];
}

const slices: { readonly [name: string]: Taken } = {
  'of rows': {
    take: (i) => x.slice(0, i, i + 4),
    expected: (i) => picked(range(i, i + 4), all),
  },
  'of columns': {
    take: (i) => x.slice(1, i % 9, (i % 9) + 3),
    expected: (i) => picked(range(0, rows), range(i % 9, (i % 9) + 3)),
  },
  'of both': {
    take: (i) => x.slice(0, i, i + 4).slice(1, i % 5, (i % 5) + 6),
    expected: (i) => picked(range(i, i + 4), range(i % 5, (i % 5) + 6)),
  },
  'with a step': {
    take: (i) => x.slice(0, i % 10, (i % 10) + 12, 3),
    expected: (i) => picked(range(i % 10, (i % 10) + 12, 3), all),
  },
  'one row': { take: (i) => x.at(i), expected: (i) => picked([i], all) },
  'one column': {
    take: (i) => x.at(null, i % 12),
    expected: (i) => picked(range(0, rows), [i % 12]),
  },
  'one number': { take: (i) => x.at(i, i % 12), expected: (i) => [number(i, i % 12)] },
  backwards: {
    take: (i) => x.slice(0, i, i + 4).flip([0, 1]),
    expected: (i) => picked(range(i, i + 4).reverse(), all.toReversed()),
  },
  'of what lies backwards': {
    take: (i) => x.flip(0).slice(0, i, i + 4),
    expected: (i) => picked(range(rows - i - 4, rows - i).reverse(), all),
  },
  'of the transpose': {
    take: (i) => x.transpose(0, 1).slice(1, i, i + 4),
    expected: (i) => all.flatMap((c) => range(i, i + 4).map((r) => number(r, c))),
  },
  'of another shape': {
    take: (i) => x.reshape([rows * 3, 4]).slice(0, 3 * i, 3 * i + 6),
    expected: (i) => picked([i, i + 1], all),
  },
  'in another shape than strides can tell': {
    take: (i) => x.slice(1, i % 9, (i % 9) + 3).reshape([4, 30]),
    expected: (i) => picked(range(0, rows), range(i % 9, (i % 9) + 3)),
  },
  'of windows': {
    take: (i) => x.unfold(0, 5, 1).at(i),
    expected: (i) => all.flatMap((c) => range(i, i + 5).map((r) => number(r, c))),
  },
  'of a detached tensor': {
    take: (i) => x.detach().slice(0, i, i + 4),
    expected: (i) => picked(range(i, i + 4), all),
  },
  'of nothing': { take: (i) => x.slice(0, i, i), expected: () => [] },
  'many, put together': {
    take: (i) => stack([0, 11, 4].map((more) => x.at((i + more) % rows))),
    expected: (i) => picked([i, (i + 11) % rows, (i + 4) % rows], all),
  },
  'of a slice, one by one': {
    take: (i) => cat(range(0, 4).map((t) => x.slice(0, i, i + 4).at(3 - t))),
    expected: (i) => picked(range(i, i + 4).reverse(), all),
  },
};

describe('a slice that moves', () => {
  for (const [name, { take, expected }] of Object.entries(slices)) {
    it(`is read by one program: ${name}`, () => {
      const counted = countPrograms(() => {
        for (const i of places) expect([...take(i).toTypedArray()]).toEqual(expected(i));
      });
      expect(counted.compiled).toBeLessThanOrEqual(1);
    });

    it(`is computed on by one program: ${name}`, () => {
      const counted = countPrograms(() => {
        for (const i of places) {
          expect([...take(i).mul(2).add(1).toTypedArray()]).toEqual(
            expected(i).map((value) => 2 * value + 1),
          );
        }
      });
      expect(counted.compiled).toBeLessThanOrEqual(1);
    });
  }

  it('may be of a tensor that grows', () => {
    const counted = countPrograms(() => {
      for (const length of [50, 80, 20]) {
        const long = tensor(Float32Array.from({ length }, (_, i) => i));
        expect(
          long
            .slice(0, length - 5, length - 2)
            .neg()
            .toArray(),
        ).toEqual([5 - length, 4 - length, 3 - length]);
      }
    });
    expect(counted.compiled).toBe(1);
  });
});

describe('slices of what nobody has read', () => {
  it.each<[string, () => Tensor]>([
    ['random numbers', () => rand([40, 3])],
    ['an order', () => randperm(40)],
    ['numbers in a row', () => arange(80).reshape([40, 2])],
    ['what no strides can show', () => x.transpose(0, 1).reshape([40, 12])],
    ['what was scaled', () => x.sub(x.mean(0)).div(x.std(0))],
  ])('come from one value: %s', (_, make) => {
    manualSeed(5);
    const lazy = make();
    const taken: number[][] = [];
    const counted = countPrograms(() => {
      for (const i of places) taken.push([...lazy.slice(0, i, i + 4).toTypedArray()]);
    });
    // With a start of its own, then the value, then with any start.
    expect(counted.compiled).toBeLessThanOrEqual(3);
    expect(counted.runs).toBeLessThanOrEqual(places.length + 1);
    const [, width = 1] = lazy.shape;
    const whole = [...lazy.toTypedArray()];
    expect(taken).toEqual(places.map((i) => whole.slice(i * width, (i + 4) * width)));
  });
});

/** A network, and a step of it that tells the loss. */
function trained(): (inputs: Tensor, targets: Tensor) => number {
  manualSeed(3);
  const model = new nn.Sequential(new nn.Linear(columns, 8), new nn.Tanh(), new nn.Linear(8, 1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.01 });
  return (inputs, targets) => {
    optimizer.zeroGrad();
    const loss = nn.functional.mseLoss(model.forward(inputs), targets);
    loss.backward();
    optimizer.step();
    return loss.item();
  };
}

describe('a training on slices', () => {
  const y = tensor(numbers.map((value) => Math.sin(value)))
    .reshape([rows, columns])
    .slice(1, 0, 1);

  it('has the bits of one on batches that are ready, with one program for all', () => {
    const ready = trained();
    const losses = places.map((i) => {
      const copy = (source: Tensor): Tensor => tensor(source.slice(0, i, i + 8).toArray());
      return ready(copy(x), copy(y));
    });
    const moving = trained();
    const step = (i: number): number => moving(x.slice(0, i, i + 8), y.slice(0, i, i + 8));
    // What is new runs piece by piece, and is compiled when it comes again.
    expect(places.slice(0, 2).map(step)).toEqual(losses.slice(0, 2));
    const counted = countPrograms(() => {
      expect(places.slice(2).map(step)).toEqual(losses.slice(2));
    });
    expect(counted).toEqual({ runs: places.length - 2, compiled: 0 });
  });

  it('takes batches by slices of an order', () => {
    const order = tensor(
      range(0, 64).map((i) => (i * 23) % rows),
      { dtype: 'int32' },
    ).reshape([8, 8]);
    const moving = trained();
    const step = (i: number): number => {
      const index = order.at(i);
      return moving(x.indexSelect(0, index), y.indexSelect(0, index));
    };
    for (const i of [0, 1]) step(i);
    expect(countPrograms(() => range(2, 8).map(step)).compiled).toBe(0);
  });

  it('may walk along a batch that moves', () => {
    const w = rand([columns, columns]);
    const run = (i: number): number => {
      const batch = x.slice(0, i, i + 5);
      let state = batch.at(0);
      for (let t = 1; t < 5; t++) state = state.matmul(w).add(batch.at(t)).tanh();
      return state.sum().item();
    };
    // The weights, which nobody has read, are computed for all others by the third.
    for (const i of [0, 1, 2]) run(i);
    expect(countPrograms(() => places.map(run)).compiled).toBe(0);
  });

  it('sends gradients to where the slice was', () => {
    const w = x.clone();
    w.requiresGrad = true;
    for (const i of places) {
      w.grad = null;
      w.slice(0, i, i + 2)
        .mul(w.at(i))
        .sum()
        .backward();
      const expected = new Float32Array(numbers.length);
      for (const c of all) {
        expected[i * columns + c] = 2 * number(i, c) + number(i + 1, c);
        expected[(i + 1) * columns + c] = number(i, c);
      }
      expect([...(w.grad as unknown as Tensor).toTypedArray()]).toEqual([...expected]);
    }
  });

  it('goes on from a result that was read', () => {
    const w = tensor([1, 2, 4, 8], { requiresGrad: true });
    const read = w.slice(0, 1, 4, 2).reciprocal();
    expect(read.toArray()).toEqual([0.5, 0.125]);
    read.sum().backward();
    expect(w.grad?.toArray()).toEqual([0, -0.25, 0, -0.015625]);
  });

  it('reads a parameter as it is', () => {
    const w = tensor([1, 2, 3, 4], { requiresGrad: true });
    for (let i = 0; i < 4; i++) {
      const part = noGrad(() => w.at(i).mul(10));
      w.assign(noGrad(() => w.add(1)));
      expect(part.item()).toBe(10 * (2 * i + 1));
      expect(noGrad(() => w.at(i).mul(10)).item()).toBe(10 * (2 * i + 2));
    }
  });
});

describe('equal slices', () => {
  it('are read as one where they are, and apart where they are not', () => {
    const both = (i: number, j: number): number =>
      x.at(i).exp().sum().sub(x.at(j).exp().sum()).item();
    const counted = countPrograms(() => {
      for (const i of places) expect(both(i, i)).toBe(0);
      for (const i of places) expect(both(i, i + 1)).not.toBe(0);
      for (const i of places) expect(both(i, i)).toBe(0);
    });
    expect(counted.compiled).toBe(2);
  });
});

describe('a tensor and its slices in one program', () => {
  it('are uploaded once, in any order', () => {
    for (const isFirst of [true, false]) {
      const fresh = tensor([1, 2, 3, 4]);
      const part = fresh.slice(0, 2, 4);
      const total = isFirst ? fresh.sum().add(part.sum()) : part.sum().add(fresh.sum());
      expect(total.item()).toBe(17);
      expect(
        fresh
          .slice(0, 1, 3)
          .mul(fresh.slice(0, 2, 4))
          .toArray(),
      ).toEqual([6, 12]);
    }
  });

  it('lie where the larger of two tensors is, whichever the program saw first', () => {
    for (const length of [8, 4096, 16]) {
      const long = tensor(Float32Array.from({ length }, (_, i) => i));
      expect(
        long
          .slice(0, length - 3, length)
          .sum()
          .item(),
      ).toBe(3 * length - 6);
    }
  });
});

describe('a compiled function', () => {
  it('does not freeze a start that moves, and says so', () => {
    let i = 0;
    const step = compile(() => x.slice(0, i, i + 4).sum());
    for (i of places) {
      expect(step().item()).toBe(picked(range(i, i + 4), all).reduce((a, b) => a + b));
    }
    expect(step.captures).toBe(places.length);
    expect(step.obstacle).toMatch(/a slice did not start where it did/);
  });

  it('takes a moving slice as an argument', () => {
    const step = compile((batch: Tensor) => batch.mul(2).sum());
    for (const i of places) {
      const total = picked(range(i, i + 4), all).reduce((a, b) => a + b);
      expect(step(x.slice(0, i, i + 4)).item()).toBe(2 * total);
    }
    expect(step.captures).toBe(2);
  });

  it('replays slices of arguments and of leaves as they are then', () => {
    const w = tensor([1, 2, 3, 4], { requiresGrad: true });
    const step = compile((batch: Tensor) => {
      const value = batch
        .at(1, [2, 4])
        .mul(w.slice(0, 1, 3))
        .sum();
      w.assign(w.add(1).detach());
      return value;
    });
    const expected = places.map((i, k) => number(i + 1, 2) * (2 + k) + number(i + 1, 3) * (3 + k));
    const values = places.map((i) => step(x.slice(0, i, i + 4)).item());
    expect(values).toEqual(expected);
    expect(step.captures).toBe(2);
  });

  it('assigns slices to leaves', () => {
    const w = tensor([0, 0, 0], { requiresGrad: true });
    const step = compile((batch: Tensor) => {
      w.assign(batch.at(1, [2, 5]));
      return batch.at(0, 0);
    });
    for (const i of places) {
      expect(step(x.slice(0, i, i + 2)).item()).toBe(number(i, 0));
      expect(w.toArray()).toEqual(picked([i + 1], [2, 3, 4]));
    }
    expect(step.captures).toBe(2);
  });
});

describe('a large graph that is new', () => {
  it('gives slices that are asked for beside what is computed from them', () => {
    for (let length = 60; length < 64; length++) {
      const [first, last] = [x.slice(0, 3, 5), x.slice(1, 2, 4).reshape([8, 10])];
      let sum = first;
      for (let i = 0; i < length; i++) sum = sum.add(x.slice(0, i % 30, (i % 30) + 2)).mul(0.5);
      realize([first, last, sum]);
      expect([...first.toTypedArray()]).toEqual(picked([3, 4], all));
      expect([...last.toTypedArray()]).toEqual(picked(range(0, rows), [2, 3]));
      const expected = picked([3, 4], all);
      for (let i = 0; i < length; i++) {
        picked([i % 30, (i % 30) + 1], all).forEach((value, k) => {
          expected[k] = Math.fround(Math.fround((expected[k] ?? 0) + value) * 0.5);
        });
      }
      expect([...sum.toTypedArray()]).toEqual(expected);
    }
  });
});

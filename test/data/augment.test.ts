/** Transforms of pictures, by what they do to the places of pixels, and mixup. */

import { manualSeed, ShapeError, type Tensor, tensor, ValueError, zeros } from 'chainrule';
import {
  compose,
  cutout,
  DataLoader,
  flip,
  mixup,
  normalize,
  type Picture,
  type PictureTransform,
  randomCrop,
  rotate,
  TensorDataset,
  TransformedDataset,
} from 'chainrule/data';
import { describe, expect, it } from 'vitest';

/** A picture of one channel. */
function picture(rows: readonly (readonly number[])[]): Picture {
  const values = Float32Array.from(rows.flat());
  return { values, channels: 1, height: rows.length, width: rows[0]?.length ?? 0 };
}

/** Random numbers that all are `value` of the way. */
function fixed(value: number): Parameters<PictureTransform>[1] {
  return {
    random: () => value,
    uniform: (low, high) => low + value * (high - low),
    integer: (max) => Math.round(value * max),
    normal: (mean) => mean,
  };
}

const square = picture([
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
]);

describe('transforms', () => {
  it.each([
    ['randomCrop', randomCrop(2), 0, [1, 2, 4, 5]],
    ['randomCrop', randomCrop(2), 1, [5, 6, 8, 9]],
    [
      'randomCrop with padding',
      randomCrop(3, { padding: 1, fill: -1 }),
      0,
      [-1, -1, -1, -1, 1, 2, -1, 4, 5],
    ],
    ['flip', flip({ p: 1 }), 0.5, [3, 2, 1, 6, 5, 4, 9, 8, 7]],
    ['flip upside down', flip({ p: 1, direction: 'vertical' }), 0.5, [7, 8, 9, 4, 5, 6, 1, 2, 3]],
    ['flip by chance', flip(), 0.6, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['normalize', normalize(5, 2), 0, [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]],
    ['cutout', cutout(2), 0.5, [0, 0, 3, 0, 0, 6, 7, 8, 9]],
    ['cutout over the edge', cutout(3, { fill: -1 }), 0, [-1, -1, 3, -1, -1, 6, 7, 8, 9]],
    ['compose', compose([flip({ p: 1 }), randomCrop(1)]), 0, [3]],
  ])('%s (%#)', (_, transform, chance, values) => {
    expect([...transform(square, fixed(chance)).values]).toEqual(values);
    expect([...square.values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('rotate turns around the centre, counterclockwise, and bilinearly', () => {
    const quarter = rotate(90)(square, fixed(1));
    expect([...quarter.values].map((value) => Math.round(value))).toEqual([
      3, 6, 9, 2, 5, 8, 1, 4, 7,
    ]);
    expect([...rotate(90)(square, fixed(0.5)).values]).toEqual([...square.values]);
    const eighth = rotate(45, { fill: 0 })(square, fixed(1));
    expect(eighth.values[4]).toBeCloseTo(5, 5);
    // The corner comes from outside of the picture, a part of it.
    expect(eighth.values[0]).toBeLessThan(3);
  });

  it('refuses what cannot be', () => {
    expect(() => randomCrop(4)(square, fixed(0))).toThrow(ShapeError);
    expect(() => randomCrop(4)(square, fixed(0))).toThrow(
      '3 x 3 with padding 0 is smaller than 4 x 4',
    );
    expect(() => normalize([1, 2], [1, 2])(square, fixed(0))).toThrow(
      '2 numbers for a picture of 1',
    );
    for (const make of [
      () => flip({ p: 2 }),
      () => normalize(0, 0),
      () => cutout(0),
      () => rotate(-1),
      () => randomCrop(0),
    ]) {
      expect(make).toThrow(ValueError);
    }
  });
});

describe('TransformedDataset', () => {
  const x = tensor(
    Float32Array.from({ length: 80 }, (_, i) => i),
    { shape: [5, 1, 4, 4] },
  );
  const y = tensor([0, 1, 2, 3, 4], { dtype: 'int32' });
  const transform = compose([randomCrop(4, { padding: 2 }), flip()]);
  const make = () => new TransformedDataset(new TensorDataset(x, y), transform, { seed: 3 });

  /** All pictures of an epoch, in the order of their labels. */
  function epochOf(loader: DataLoader<[Tensor, Tensor]>): Map<number, string> {
    const all = [...loader].flatMap(([pictures, labels]) =>
      [...labels.toTypedArray()].map(
        (label, i) => [label, JSON.stringify(pictures.at(i).toArray())] as const,
      ),
    );
    return new Map(all.sort(([a], [b]) => a - b));
  }

  it('makes a picture of its number and the epoch alone, whatever the order', () => {
    const plain = new DataLoader(make(), { batchSize: 5 });
    const shuffled = new DataLoader(make(), { batchSize: 2, shuffle: true, seed: 1 });
    const first = epochOf(plain);
    expect(epochOf(shuffled)).toEqual(first);
    const second = epochOf(plain);
    expect(second).not.toEqual(first);
    shuffled.epoch = 1;
    expect(epochOf(shuffled)).toEqual(second);
    expect(JSON.stringify(make().get(2)[0].toArray())).toBe(first.get(2));
  });

  it('leaves the global stream and the other tensors alone', () => {
    manualSeed(4);
    const before = zeros([1]).shape;
    const [[, labels] = []] = new DataLoader(make(), { batchSize: 5 });
    expect(labels?.toArray()).toEqual(y.toArray());
    expect(before).toEqual([1]);
  });

  it('takes grey pictures without a dim for channels, and nothing flatter', () => {
    const grey = new TransformedDataset(new TensorDataset(x.reshape([5, 4, 4])), flip());
    expect(grey.gather(Int32Array.of(0, 1))[0].shape).toEqual([2, 4, 4]);
    const flat = new TransformedDataset(new TensorDataset(x.reshape([5, 16])), flip());
    expect(() => flat.get(0)).toThrow('expected pictures [C, H, W] or [H, W], got [16]');
  });
});

describe('mixup', () => {
  const x = tensor([[0], [10], [20]]);
  const y = tensor([0, 1, 2], { dtype: 'int32' });

  it('blends samples and labels alike', () => {
    for (const alpha of [0.1, 1, 5]) {
      const [mixed, labels] = mixup(x, y, { classes: 3, alpha, seed: 7 });
      // The value is 10 times the label, so it is 10 times the mean label, too.
      const means = labels.matmul(tensor([[0], [10], [20]]));
      expect(mixed.sub(means).abs().max().item()).toBeLessThan(1e-4);
      expect(labels.sum(1).sub(1).abs().max().item()).toBeLessThan(1e-6);
    }
  });

  it('draws shares with the mean and the variance of the Beta distribution', () => {
    const shares = Array.from({ length: 600 }, (_, seed) => {
      const pair = mixup(tensor([[0], [1]]), tensor([0, 1], { dtype: 'int32' }), {
        classes: 2,
        alpha: 2,
        seed,
      });
      return pair[0].toTypedArray()[1] ?? 0;
    }).filter((share) => share !== 1);
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
    const variance = shares.reduce((a, b) => a + (b - mean) ** 2, 0) / shares.length;
    // Of Beta(2, 2): 1/2 and 1/20.
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance).toBeCloseTo(0.05, 1.5);
  });

  it('refuses labels and shapes that do not fit', () => {
    expect(() => mixup(x, y, { classes: 2 })).toThrow('label 2 is outside of 0 to 1');
    expect(() => mixup(x, zeros([2]), { classes: 2 })).toThrow(ShapeError);
    expect(() => mixup(x, y, { classes: 3, alpha: 0 })).toThrow(ValueError);
  });
});

/** Lazy modules: the first input gives them the shapes of their twins, and all else is the same. */

import { nn, ones, optim, randn, type Tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';

interface Twins {
  readonly lazy: () => nn.Module & { forward(x: Tensor): Tensor };
  readonly eager: () => nn.Module & { forward(x: Tensor): Tensor };
  readonly shape: readonly number[];
}

const tracked = { affine: true, trackRunningStats: true };
const grouped = { groups: 2, stride: 2, padding: 1 };

const twins: readonly (readonly [name: string, twins: Twins])[] = [
  ['Linear', { lazy: () => new nn.LazyLinear(2), eager: () => new nn.Linear(4, 2), shape: [3, 4] }],
  [
    'Linear, no bias',
    {
      lazy: () => new nn.LazyLinear(2, { bias: false }),
      eager: () => new nn.Linear(4, 2, { bias: false }),
      shape: [4],
    },
  ],
  ...(
    [
      [nn.LazyConv1d, nn.Conv1d, nn.LazyConvTranspose1d, nn.ConvTranspose1d, [1, 4, 5]],
      [nn.LazyConv2d, nn.Conv2d, nn.LazyConvTranspose2d, nn.ConvTranspose2d, [1, 4, 5, 4]],
      [nn.LazyConv3d, nn.Conv3d, nn.LazyConvTranspose3d, nn.ConvTranspose3d, [4, 3, 4, 3]],
    ] as const
  ).flatMap(([Lazy, Eager, LazyBack, EagerBack, shape]) => [
    [
      Eager.name,
      {
        lazy: () => new Lazy(2, 3, grouped),
        eager: () => new Eager(4, 2, 3, grouped),
        shape,
      },
    ] as const,
    [
      EagerBack.name,
      {
        lazy: () => new LazyBack(2, 3, grouped),
        eager: () => new EagerBack(4, 2, 3, grouped),
        shape,
      },
    ] as const,
  ]),
  ...(
    [
      [nn.LazyBatchNorm1d, nn.BatchNorm1d, [3, 4]],
      [nn.LazyBatchNorm2d, nn.BatchNorm2d, [2, 4, 2, 3]],
      [nn.LazyBatchNorm3d, nn.BatchNorm3d, [2, 4, 2, 1, 3]],
    ] as const
  ).map(
    ([Lazy, Eager, shape]) =>
      [Eager.name, { lazy: () => new Lazy(), eager: () => new Eager(4), shape }] as const,
  ),
  ...(
    [
      [nn.LazyInstanceNorm1d, nn.InstanceNorm1d, [4, 3]],
      [nn.LazyInstanceNorm2d, nn.InstanceNorm2d, [2, 4, 2, 3]],
      [nn.LazyInstanceNorm3d, nn.InstanceNorm3d, [2, 4, 2, 1, 3]],
    ] as const
  ).map(
    ([Lazy, Eager, shape]) =>
      [
        Eager.name,
        { lazy: () => new Lazy(tracked), eager: () => new Eager(4, tracked), shape },
      ] as const,
  ),
];

const shapesOf = (module: nn.Module) =>
  Object.entries(module.stateDict()).map(([key, value]) => [key, value.shape]);

describe.each(twins)('%s', (_, { lazy, eager, shape }) => {
  test('the first input gives the shapes of the twin', () => {
    const [module, twin] = [lazy(), eager()];
    expect(Object.keys(module.stateDict())).toEqual(Object.keys(twin.stateDict()));
    const x = randn(shape);
    module.forward(x);
    expect(shapesOf(module)).toEqual(shapesOf(twin));
    twin.loadStateDict(module.stateDict());
    expect(module.forward(x).allclose(twin.forward(x))).toBe(true);
  });

  test('a state can be loaded before, in another dtype too', () => {
    const [module, twin] = [lazy().to('float64'), eager().to('float64')];
    module.loadStateDict(twin.stateDict());
    const x = randn(shape, { dtype: 'float64' });
    expect(module.forward(x).allclose(twin.forward(x))).toBe(true);
    expect(shapesOf(module)).toEqual(shapesOf(twin));
  });
});

test('an optimiser made before goes on, and gradients arrive', () => {
  const model = new nn.Sequential(new nn.LazyLinear(3), new nn.ReLU(), new nn.LazyLinear(1));
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.1 });
  const x = ones([4, 2]);
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) {
    optimizer.zeroGrad();
    const loss = model.forward(x).sub(1).square().mean();
    loss.backward();
    optimizer.step();
    losses.push(loss.item());
  }
  expect(losses[2]).toBeLessThan(losses[0] ?? 0);
});

test('a later input of another width is an error, and so is one that says nothing', () => {
  const conv = new nn.LazyConv2d(2, 1);
  expect(conv.inChannels).toBe(0);
  expect(() => conv.forward(ones([3]))).toThrow('LazyConv2d: the input must have 2 spatial dims');
  conv.forward(ones([1, 3, 2, 2]));
  expect(conv.inChannels).toBe(3);
  expect(() => conv.forward(ones([1, 4, 2, 2]))).toThrow('has 4 channels in dim 1');
  expect(() => new nn.LazyConv1d(2, 1, { groups: 2 }).forward(ones([3, 2]))).toThrow(
    'LazyConv1d: groups must divide inChannels 3 and outChannels 2',
  );
  const norm = new nn.LazyBatchNorm1d();
  expect(norm.weight).toBeInstanceOf(nn.UninitializedParameter);
  expect(norm.runningMean).toBeInstanceOf(nn.UninitializedBuffer);
  expect(() => norm.forward(ones([3]))).toThrow('LazyBatchNorm1d(0): the input must be [N, C]');
  const layer = new nn.LazyLinear(2);
  layer.forward(ones([3]));
  expect(layer.inFeatures).toBe(3);
  expect(() => layer.forward(ones([4]))).toThrow('linear: the last dim of the input [4]');
});

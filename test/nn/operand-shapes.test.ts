/**
 * Weights, biases and masks that would broadcast by accident: an error names function and argument.
 */

import { nn, ones, type Tensor, zeros } from 'chainrule';
import { expect, test } from 'vitest';

const F = nn.functional;
const classes = zeros([2], { dtype: 'int32' });
const doubles = (shape: number[]): Tensor => ones(shape, { dtype: 'float64' });

const refused: readonly (readonly [name: string, argument: string, run: () => unknown])[] = [
  ['linear', 'bias', () => F.linear(ones([2, 3]), ones([4, 3]), ones([5, 2, 4]))],
  ['linear', 'bias', () => F.linear(ones([2, 3]), ones([4, 3]), ones([2, 4]))],
  ['linear', 'bias', () => F.linear(ones([2, 3]), ones([4, 3]), ones([3]))],
  ['linear', 'bias', () => F.linear(ones([2, 3]), ones([1, 3]), ones([4]))],
  ['linear', 'bias', () => F.linear(ones([2, 3]), ones([4, 3]), doubles([4]))],
  ['linear', 'weight', () => F.linear(ones([2, 3]), ones([5, 4, 3]))],
  ['linear', 'weight', () => F.linear(ones([]), ones([4, 3]))],
  ['conv1d', 'bias', () => F.conv1d(ones([1, 2, 5]), ones([3, 2, 2]), ones([1]))],
  ['conv1d', 'bias', () => F.conv1d(ones([1, 2, 5]), ones([3, 2, 2]), ones([4]))],
  ['conv1d', 'weight', () => F.conv1d(ones([1, 2, 5, 5]), ones([3, 2, 2, 2]))],
  [
    'conv1d',
    'int32',
    () => F.conv1d(classes.reshape([1, 2]), zeros([1, 1, 1], { dtype: 'int32' })),
  ],
  ['conv2d', 'bias', () => F.conv2d(ones([1, 2, 5, 5]), ones([1, 2, 2, 2]), ones([4]))],
  ['conv2d', 'bias', () => F.conv2d(ones([1, 2, 5, 5]), ones([3, 2, 2, 2]), ones([3, 1]))],
  ['conv2d', 'bias', () => F.conv2d(ones([1, 2, 5, 5]), ones([3, 2, 2, 2]), doubles([3]))],
  ['conv2d', 'weight', () => F.conv2d(ones([1, 2, 5]), ones([3, 2, 2]))],
  [
    'convTranspose2d',
    'bias',
    () => F.convTranspose2d(ones([1, 2, 5, 5]), ones([2, 3, 2, 2]), ones([2])),
  ],
  ['convTranspose2d', 'weight', () => F.convTranspose2d(ones([1, 2, 5]), ones([2, 3, 2]))],
  ['layerNorm', 'weight', () => F.layerNorm(ones([2, 3]), [3], ones([2, 3]))],
  ['layerNorm', 'bias', () => F.layerNorm(ones([2, 3]), [3], null, ones([1]))],
  ['rmsNorm', 'weight', () => F.rmsNorm(ones([2, 3]), [3], ones([1]))],
  ['groupNorm', 'bias', () => F.groupNorm(ones([2, 4]), 2, null, ones([2]))],
  ['embedding', 'weight', () => F.embedding(classes, ones([3]))],
  ['embedding', 'weight', () => F.embedding(classes, ones([2, 3, 4]))],
  ['crossEntropy', 'weight', () => F.crossEntropy(ones([2, 3]), classes, { weight: ones([1]) })],
  [
    'crossEntropy',
    'weight',
    () => F.crossEntropy(ones([2, 3]), ones([2, 3]), { weight: ones([2, 3]) }),
  ],
  ['nllLoss', 'weight', () => F.nllLoss(ones([2, 3]), classes, { weight: ones([3, 1]) })],
  [
    'binaryCrossEntropy',
    'weight',
    () => F.binaryCrossEntropy(ones([3]), ones([3]), { weight: ones([2, 3]) }),
  ],
  [
    'binaryCrossEntropy',
    'weight',
    () => F.binaryCrossEntropy(ones([2, 3]), ones([2, 3]), { weight: ones([2]) }),
  ],
  [
    'binaryCrossEntropyWithLogits',
    'weight',
    () => F.binaryCrossEntropyWithLogits(ones([3]), ones([3]), { weight: ones([2, 3]) }),
  ],
  [
    'binaryCrossEntropyWithLogits',
    'posWeight',
    () => F.binaryCrossEntropyWithLogits(ones([3]), ones([3]), { posWeight: ones([3, 1]) }),
  ],
  [
    'binaryCrossEntropyWithLogits',
    'posWeight',
    () => F.binaryCrossEntropyWithLogits(ones([2, 3]), ones([2, 3]), { posWeight: ones([2]) }),
  ],
  [
    'scaledDotProductAttention',
    'attnMask',
    () =>
      F.scaledDotProductAttention(ones([2, 3]), ones([4, 3]), ones([4, 3]), {
        attnMask: ones([5, 2, 4]),
      }),
  ],
  [
    'scaledDotProductAttention',
    'attnMask',
    () =>
      F.scaledDotProductAttention(ones([2, 3]), ones([4, 3]), ones([4, 3]), {
        attnMask: ones([4, 2]),
      }),
  ],
  [
    'MultiheadAttention',
    'attnMask',
    () =>
      new nn.MultiheadAttention(4, 2).forward(ones([3, 2, 4]), ones([5, 2, 4]), ones([5, 2, 4]), {
        attnMask: ones([5]),
      }),
  ],
  [
    'MultiheadAttention',
    'keyPaddingMask',
    () =>
      new nn.MultiheadAttention(4, 2).forward(ones([3, 2, 4]), ones([5, 2, 4]), ones([5, 2, 4]), {
        keyPaddingMask: ones([5, 2]),
      }),
  ],
  [
    'MultiheadAttention',
    'one batch',
    () =>
      new nn.MultiheadAttention(4, 2).forward(ones([3, 1, 4]), ones([5, 2, 4]), ones([5, 2, 4])),
  ],
  ['mseLoss', 'target', () => F.mseLoss(ones([3]), ones([1, 3]))],
  ['huberLoss', 'target', () => F.huberLoss(ones([3]), ones([]))],
  ['klDiv', 'target', () => F.klDiv(ones([2, 3]), ones([3]))],
  ['hingeLoss', 'target', () => F.hingeLoss(ones([2, 1]), ones([2]))],
];

test.each(refused)('%s: %s', (name, argument, run) => {
  expect(run).toThrow(new RegExp(`^${name}.*${argument}`));
});

test('what PyTorch broadcasts is broadcast', () => {
  const [x, y] = [ones([2, 3]).mul(0.5), ones([2, 3])];
  const none = { reduction: 'none' } as const;
  expect(F.binaryCrossEntropy(x, y, { ...none, weight: ones([2, 1]) }).shape).toEqual([2, 3]);
  expect(F.binaryCrossEntropyWithLogits(x, y, { ...none, posWeight: ones([3]) }).shape).toEqual([
    2, 3,
  ]);
  expect(F.binaryCrossEntropyWithLogits(x, y, { ...none, posWeight: ones([]) }).shape).toEqual([
    2, 3,
  ]);
  const attended = F.scaledDotProductAttention(ones([5, 2, 3]), ones([5, 4, 3]), ones([5, 4, 3]), {
    attnMask: ones([2, 4]),
  });
  expect(attended.shape).toEqual([5, 2, 3]);
});

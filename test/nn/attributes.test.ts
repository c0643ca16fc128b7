/** What modules say of themselves, by the names that PyTorch has for it. */

import { nn, ones, randn, type Tensor } from 'chainrule';
import { describe, expect, test } from 'vitest';
import { readFixture } from '../tensor/fixture-tensor.js';
import { makeModule } from './make-module.js';

interface AttributesCase {
  readonly module: string;
  readonly args: readonly unknown[];
  readonly options: object;
  readonly attributes: Readonly<Record<string, unknown>>;
}

describe('PyTorch has the same attributes', () => {
  for (const { module, args, options, attributes } of readFixture<AttributesCase>(
    'nn/attributes',
  )) {
    test(`${module}(${JSON.stringify(args)}, ${JSON.stringify(options)})`, () => {
      const made = makeModule(module, args, options);
      const names = Object.keys(attributes);
      expect(Object.fromEntries(names.map((name) => [name, Reflect.get(made, name)]))).toEqual(
        attributes,
      );
    });
  }
});

test('lazy layers tell theirs before there was an input', () => {
  const conv = new nn.LazyConv2d(4, 3, { padding: 'same', groups: 2 });
  expect([conv.inChannels, conv.kernelSize, conv.padding, conv.groups]).toEqual([
    0,
    [3, 3],
    'same',
    2,
  ]);
  conv.forward(ones([1, 6, 3, 3]));
  expect(conv.inChannels).toBe(6);
  const norm = new nn.LazyBatchNorm1d({ affine: false });
  expect([norm.numFeatures, norm.affine, norm.trackRunningStats]).toEqual([0, false, true]);
});

test('a masked convolution is a subclass that reads them', () => {
  class MaskedConv extends nn.Conv2d {
    override forward(x: Tensor): Tensor {
      return nn.functional.conv2d(x, this.weight.mul(2), this.bias, this);
    }
  }
  const options = { stride: 2, padding: 1, dilation: 2, groups: 2, bias: false } as const;
  const [masked, plain] = [new MaskedConv(2, 4, 3, options), new nn.Conv2d(2, 4, 3, options)];
  plain.loadStateDict(masked.stateDict());
  const x = randn([1, 2, 9, 9]);
  const [got, expected] = [masked.forward(x), plain.forward(x).mul(2)];
  expect(got.shape).toEqual([1, 4, 4, 4]);
  expect(got.sub(expected).abs().amax().item()).toBeLessThan(1e-5);
});

test('a stride that padding cannot keep, and sizes that are none, are refused at once', () => {
  expect(() => new nn.Conv2d(1, 1, 3, { padding: 'same', stride: 2 })).toThrow(
    "Conv2d: padding 'same' needs stride 1",
  );
  expect(() => new nn.Conv2d(1, 1, 3, { dilation: 0 })).toThrow('Conv2d: dilation');
  expect(() => new nn.AvgPool1d([2, 2])).toThrow('AvgPool1d: kernelSize');
});

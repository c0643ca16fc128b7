/**
 * What follows a contraction is done in its kernel: biases, activations, sums with other matrices,
 * updates. Kernels are retold apart by the names that profiles show.
 */

import {
  einsum,
  nn,
  noGrad,
  optim,
  profile,
  realize,
  setNumThreads,
  type Tensor,
  tensor,
} from 'chainrule';
import { afterAll, describe, expect, it } from 'vitest';
import { cpuDevice, getNumThreads } from '../../src/runtime/devices.js';
import { evaluate } from '../oracle/evaluate.js';
import { expectClose } from './compare-values.js';

const threads = getNumThreads();
afterAll(() => setNumThreads(threads));

const { linear } = nn.functional;

function numbers(
  shape: readonly number[],
  dtype: 'float32' | 'float64' | 'int32' = 'float32',
): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const scale = dtype === 'int32' ? 9 : 1;
  const values = Array.from({ length: count }, (_, i) => scale * Math.sin(1.7 * i + count));
  return tensor(dtype === 'int32' ? values.map(Math.trunc) : values, { shape, dtype });
}

/** Names of the kernels that compute some tensors together. */
function kernelsOf(make: () => readonly Tensor[]): string[] {
  const make1 = (): readonly Tensor[] => noGrad(make);
  return profile(() => realize(make1())).runs.map(({ name }) =>
    name.replace(/ [0-9x ofparts]+$/, ''),
  );
}

/** Computes some tensors together and compares them with what the interpreter gives. */
function check(make: () => readonly Tensor[]): void {
  const tensors = noGrad(make);
  const expected = evaluate(tensors.map(({ node }) => node));
  realize(tensors);
  for (const entry of expected) expectClose(entry, `${entry.node.op} ${entry.node.shape}`);
}

const [x, w, b] = [numbers([50, 30]), numbers([45, 30]), numbers([45])];
const other = numbers([50, 45]);

const images = numbers([3, 2, 13, 14]);
const row = numbers([50]);
const [filters, channels] = [numbers([7, 2, 3, 3]), numbers([7])];

const cases: Readonly<Record<string, () => readonly Tensor[]>> = {
  'a bias': () => [linear(x, w, b)],
  'a bias and relu': () => [linear(x, w, b).relu()],
  'a bias and tanh': () => [linear(x, w, b).tanh()],
  'a bias and gelu': () => [linear(x, w, b).gelu()],
  'a bias and sigmoid': () => [linear(x, w, b).sigmoid()],
  'a factor': () => [x.matmul(w.transpose(0, 1)).mul(0.5)],
  'the matrix before': () => [other.add(linear(x, w, null))],
  'a mask': () => [linear(x, w, null).mul(other.gt(0).to('float32'))],
  'what is stored before and after': () => {
    const before = linear(x, w, b);
    return [before, before.exp()];
  },
  'the product and what is made of it': () => {
    const product = linear(x, w, null);
    return [product, product.add(1), product.gt(0)];
  },
  'numbers for each row': () => [linear(x, w, null).sub(numbers([50, 1]))],
  'random numbers': () => [linear(x, w, b).mul(nn.functional.dropout(other, { p: 0.5 }))],
  'the bias of a convolution': () => [nn.functional.conv2d(images, filters, channels).relu()],
  'numbers along the transpose': () => [linear(x, w, null).transpose(0, 1).mul(row)],
  'dims that the product has not': () => [linear(x, w, b).reshape([5, 10, 1, 45]).tanh()],
  'picked elements': () => [
    linear(x, w, null).add(
      other.gather(
        0,
        tensor(
          Array.from({ length: 45 }, (_, i) => i % 50),
          { dtype: 'int32' },
        ).expand([50, 45]),
      ),
    ),
  ],
};

describe('work on each element of a product is done in its kernel', () => {
  it.each(Object.entries(cases))('%s', (_, make) => {
    const names = kernelsOf(make);
    expect(names).toHaveLength(1);
    expect(names[0]).toMatch(/^contract .* \+/);
    check(make);
  });

  it('the sum of two products, in the second one', () => {
    const sum = (): Tensor[] => [linear(x, w, b).add(linear(x.mul(2), w.neg(), null))];
    expect(kernelsOf(sum).filter((name) => name.includes('contract'))).toHaveLength(2);
    expect(kernelsOf(sum).at(-1)).toMatch(/^contract .* \+/);
    check(sum);
  });

  it('the step of plain gradient descent', () => {
    const layer = new nn.Linear(30, 80, { bias: false });
    const optimizer = new optim.SGD(layer.parameters(), { lr: 0.1 });
    const step = (): void => {
      layer.zeroGrad();
      layer.forward(x).square().mean().backward();
      optimizer.step();
      realize([layer.weight]);
    };
    step();
    const before = layer.weight.toTypedArray();
    layer.zeroGrad();
    layer.forward(x).square().mean().backward();
    const gradient = layer.weight.grad?.toTypedArray() ?? [];
    layer.weight.assign(tensor(before, { shape: [80, 30] }));
    realize([layer.weight]);
    expect(profile(step).runs.some(({ name }) => /contract .* \+mul\+sub/.test(name))).toBe(true);
    layer.weight.toTypedArray().forEach((value, i) => {
      expect(value).toBeCloseTo((before[i] ?? 0) - 0.1 * (gradient[i] ?? 0), 6);
    });
  });
});

describe('loops of their own remain', () => {
  const followed = (names: readonly string[]): boolean => names.some((name) => / \+/.test(name));

  it('for sums', () => {
    const rows = (): Tensor[] => [linear(x, w, null).sum(1)];
    expect(followed(kernelsOf(rows))).toBe(false);
    check(rows);
  });

  it('where dims are cut so that something else has no strides', () => {
    const cut = (): Tensor[] => {
      const transposed = numbers([30, 75]).transpose(0, 1);
      return [linear(x, w, null).reshape([75, 30]).add(transposed)];
    };
    expect(followed(kernelsOf(cut))).toBe(false);
    check(cut);
  });

  it('where a result is wanted at another index', () => {
    const transposed = (): Tensor[] => {
      const square = linear(x, numbers([50, 30]), null);
      return [square.add(square.transpose(0, 1))];
    };
    expect(followed(kernelsOf(transposed))).toBe(false);
    check(transposed);
  });

  it('where large arrays would stream past the operands', () => {
    const [tall, large] = [numbers([500, 30]), numbers([500, 400])];
    const wide = numbers([400, 30]);
    const sum = (): Tensor[] => [linear(tall, wide, null).add(large)];
    expect(followed(kernelsOf(sum))).toBe(false);
    expect(followed(kernelsOf(() => [linear(tall, wide, numbers([400]))]))).toBe(true);
    check(sum);
  });

  it('where rows are many and short', () => {
    const [tall, narrow] = [numbers([3000, 30]), numbers([5, 30])];
    const short = (): Tensor[] => [linear(tall, narrow, numbers([5]))];
    expect(followed(kernelsOf(short))).toBe(false);
    check(short);
  });

  it('where the inner dim is cut into parts', () => {
    const [left, right] = [numbers([6, 200_000]), numbers([7, 200_000])];
    const long = (): Tensor[] => [linear(left, right, numbers([7])).tanh()];
    expect(kernelsOf(long).length).toBeGreaterThan(1);
    check(long);
  });
});

describe('blocks of any size', () => {
  const act = (product: Tensor, bias: Tensor): Tensor[] => {
    const before = product.add(bias);
    return [before, before.tanh().mul(bias)];
  };

  it.each(['float32', 'float64'] as const)('of %s', (dtype) => {
    const short = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 33];
    const long = (size: number): number => Math.ceil(2048 / size) + (size % 5);
    for (const [m, n] of short.flatMap(
      (size) =>
        [
          [size, long(size)],
          [long(size), size],
        ] as const,
    )) {
      const [a, c] = [numbers([m, 11], dtype), numbers([n, 11], dtype)];
      check(() => act(linear(a, c, null), numbers([n], dtype)));
      check(() => act(linear(a, c, null), numbers([m, 1], dtype)));
    }
  });

  it('of whole numbers', () => {
    const [a, c] = [numbers([49, 11], 'int32'), numbers([53, 11], 'int32')];
    check(() => [a.matmul(c.transpose(0, 1)).add(numbers([53], 'int32'))]);
  });

  it('of several dims, with numbers that go along some of them', () => {
    const [a, c] = [numbers([3, 5, 6, 10]), numbers([3, 37, 10])];
    const product = (): Tensor => einsum('bijk,bnk->bijn', a, c);
    const shapes = ['3 1 1 1', '5 1 1', '6 1', '37', '5 6 1', '3 1 6 37', '5 1 37'];
    for (const shape of shapes.map((text) => text.split(' ').map(Number))) {
      const sum = (): Tensor[] => [product().add(numbers(shape)).exp()];
      expect(kernelsOf(sum)[0]).toMatch(/^contract .* \+add\+exp/);
      check(sum);
    }
  });

  it('of blocks of a long inner dim', () => {
    const [a, c] = [numbers([50, 3000]), numbers([50, 3000])];
    check(() => act(linear(a, c, null).mul(0.01), numbers([50])));
  });

  it('serve other sizes with the same kernel', () => {
    const run = (m: number, n: number): void => {
      realize([noGrad(() => linear(numbers([m, 24]), numbers([n, 24]), numbers([n])).relu())]);
    };
    run(48, 64);
    const { kernels } = cpuDevice();
    const before = kernels.size;
    run(96, 128);
    run(36, 72);
    expect(kernels.size).toBe(before);
  });

  it('give the same bits on any number of threads', () => {
    const [a, c] = [numbers([300, 200]), numbers([300, 200])];
    const results = [1, 2, 3].map((count) => {
      setNumThreads(count);
      for (let i = 0; i < 4; i++) realize(noGrad(() => act(linear(a, c, null), numbers([300]))));
      return noGrad(() => act(linear(a, c, null), numbers([300]))).map((t) => t.toTypedArray());
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

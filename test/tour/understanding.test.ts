/**
 * The programs on "Understanding Neural Networks" and "Deep Learning from scratch" show what those
 * texts derive: equal steps by hand and by autograd, and the effect of each technique.
 */

import { expect, it } from 'vitest';
import { chaptersOf, quotesAreTrue } from './quotes.js';
import { numberAfter, runProgram } from './run-program.js';

quotesAreTrue(chaptersOf.understanding);

it('10: an operation of one’s own', async () => {
  const lines = await runProgram('10-custom-op');
  expect(lines[0]).toBe('the derivative is right: true');
  expect(numberAfter(lines, 'step 2000: loss')).toBeCloseTo(8.9436, 3);
  expect(lines).toContain('y = -0.0000 + -2.2085 P3(-0.0000 + 0.2555 x)');
}, 120_000);

it('11: reverse mode on x1 x2 + sin x1', async () => {
  const lines = await runProgram('11-reverse-mode');
  expect(lines).toEqual(
    expect.arrayContaining(['dz/dg5 = 1', 'dz/dg4 = 1', 'dz/dg3 = 1', 'dz/dg2 = 2']),
  );
  expect(numberAfter(lines, 'dz/dg1 = ')).toBeCloseTo(5 + Math.cos(2), 14);
  expect(numberAfter(lines, 'in tensors: ')).toBeCloseTo(5 + Math.cos(2), 14);
});

it('12: linear regression three ways', async () => {
  const lines = await runProgram('12-linear-regression');
  expect(lines).toEqual(
    expect.arrayContaining([
      'paper and values agree: true',
      'paper and tensors agree: true',
      'y = 2.00 x1 + -3.00 x2 + 0.50',
      'mse with reduction mean: 6.6667',
      'mse with reduction sum: 20.0000',
    ]),
  );
  expect(lines.find((line) => line.startsWith('true: '))).toContain('only float32 and float64');
});

it('13: why networks bend', async () => {
  const lines = await runProgram('13-activations');
  expect(lines.slice(0, 6)).toEqual([
    'three linear layers are one: true',
    'with ReLU between them they are not: true',
    'slopes of relu: 0.0000, 0.0000, 1.0000',
    'slopes of sigmoid: 0.1966, 0.2500, 0.1050',
    'slopes of tanh: 0.4200, 1.0000, 0.0707',
    'sqrt(2 / 400) = 0.071, drawn: 0.071',
  ]);
  expect(numberAfter(lines, 'std 0.01: ')).toBeLessThan(1e-6);
  expect(lines).toContain('after 10 layers, Kaiming: about 1: true');
});

it('14: momentum, decay, L1 and L2', async () => {
  const lines = await runProgram('14-momentum-decay-penalties');
  expect(lines[0]).toBe('rate after 10 steps: 0.183940 = 0.183940');
  const [plain, heavy] = ['without momentum: ', 'with 0.9: '].map((at) => numberAfter(lines, at));
  expect(heavy).toBeLessThan((plain ?? 0) / 3);
  expect(lines).toContain('momentum by hand agrees: true');
  expect(lines).toContain('weight decay agrees with L2: true');
  const length = (at: string): number => numberAfter(lines.slice(3, 4), at);
  expect(length('with L2 ')).toBeLessThan(length('length of the weights: '));
  expect(numberAfter(lines.slice(4, 5), 'with L1 ')).toBe(7);
});

it('15: Dense, ReLU and MSE by hand', async () => {
  const lines = await runProgram('15-dense-by-hand');
  expect(lines).toContain('by hand and autograd stay together: true');
  expect(numberAfter(lines, 'largest error of w and b: ')).toBeLessThan(0.02);
  expect(numberAfter(lines, 'with Adam, 600 steps: ')).toBeLessThan(0.02);
}, 120_000);

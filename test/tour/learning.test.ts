/** The programs on "How do neural networks learn?" and on a beginner's notes. */

import { expect, it } from 'vitest';
import { chaptersOf, quotesAreTrue } from './quotes.js';
import { numberAfter, runProgram } from './run-program.js';

quotesAreTrue(chaptersOf.learning);

it('16: predict, compare, learn', async () => {
  const lines = await runProgram('16-predict-compare-learn');
  expect(lines.slice(0, 2)).toEqual(['error 0.30250000', 'error 0.17015625']);
  expect(numberAfter(lines, 'prediction after 20 times: ')).toBeCloseTo(0.8, 2);
  expect(lines).toContain('slope by backward: -0.55, twice the amount: -0.55');
  expect(numberAfter(lines, 'input 2: the error goes from 0.04 to ')).toBeGreaterThan(1e10);
  expect(numberAfter(lines, 'input 2, alpha 0.1: from 0.04 to ')).toBeLessThan(1e-6);
});

it('17: the thermometer, with and without normalised readings', async () => {
  const lines = await runProgram('17-thermometer');
  expect(numberAfter(lines, 'loss at w = 1, b = 0: ')).toBeCloseTo(1763.8845, 4);
  expect(lines).toContain('slopes by nudging: 4517.2964, 82.6000');
  expect(lines).toContain('  gradient 4517.2964, 82.6000');
  expect(numberAfter(lines, 'rate 0.01, 10 steps: loss ')).toBeGreaterThan(1e30);
  expect(numberAfter(lines, 'rate 0.0001, 100 steps: loss ')).toBeCloseTo(29.0227, 3);
  expect(numberAfter(lines, 'rate 0.01, 5000 steps: loss ')).toBeCloseTo(2.927647, 5);
  expect(lines).toContain('  w = 5.3671, b = -17.3012');
  expect(numberAfter(lines, 'rate 0.3, 30 steps: loss ')).toBeCloseTo(2.927646, 5);
});

it('18: the perceptron', async () => {
  const lines = await runProgram('18-perceptron');
  const mistakes = lines
    .find((line) => line.startsWith('mistakes'))
    ?.split(': ')[1]
    ?.split(' ');
  expect(mistakes?.at(-1)).toBe('0');
  expect(lines).toContain('accuracy: 100 %');
  expect(lines).toContain('by hand, in the order of the file: 2 2 3 2 1 0');
});

it('19: a network of one layer, its twin, and digits', async () => {
  const lines = await runProgram('19-one-layer-network');
  expect(lines).toContain('by hand and autograd stay together: true');
  expect(numberAfter(lines, 'test accuracy: ')).toBeGreaterThan(88);
}, 120_000);

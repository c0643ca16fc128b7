/** The programs on the lecture about micrograd print the lecture's numbers. */

import { expect, it } from 'vitest';
import { chaptersOf, quotesAreTrue } from './quotes.js';
import { numberAfter, programs, runProgram } from './run-program.js';

quotesAreTrue(chaptersOf.lecture);

it('the programs are numbered from 1 without a gap', () => {
  expect(programs.map((name) => Number.parseInt(name, 10))).toEqual(programs.map((_, i) => i + 1));
});

it('1: derivatives by nudging', async () => {
  const lines = await runProgram('01-derivatives');
  expect(lines).toEqual(
    expect.arrayContaining([
      'f(3) = 20',
      'slope at 3: 14.0000',
      'slope at -3: -22.0000',
      'slope at 2/3: 0.0000',
      'slope at 3 with h = 1e-18: 0',
      'd = 4',
      'd after a nudge of a = 3.9997',
      'slope of a: -3.0000',
      'slope of b: 2.0000',
      'slope of c: 1.0000',
    ]),
  );
});

it('2: backpropagation by hand', async () => {
  const lines = await runProgram('02-manual-backpropagation');
  expect(lines[0]).toBe('Value(L, data=-8, grad=0)');
  const gradients = { L: 1, f: 4, d: -2, c: -2, e: -2, b: -4, a: 6 };
  for (const [label, value] of Object.entries(gradients)) {
    expect(lines).toContain(`${label}.grad = ${value}`);
  }
  for (const nudged of ['a: 6.0000', 'b: -4.0000', 'c: -2.0000', 'f: 4.0000']) {
    expect(lines).toContain(`nudging ${nudged}`);
  }
  expect(lines).toContain('backward() agrees: true');
  expect(numberAfter(lines, 'L after one step = ')).toBeCloseTo(-7.286496, 12);
});

it('3: the neuron', async () => {
  const lines = await runProgram('03-neuron');
  expect(lines.slice(0, 2)).toEqual([
    'n = 0.8814, o = 0.7071',
    'with a bias of 8 it would be 0.9640',
  ]);
  const gradients = { o: 1, n: 0.5, x1w1: 0.5, x2w2: 0.5, x1: -1.5, w1: 1, x2: 0.5, w2: 0, b: 0.5 };
  for (const [label, value] of Object.entries(gradients)) {
    expect(lines).toContain(`${label}.grad = ${value.toFixed(4)}`);
  }
});

it('4: gradients add up', async () => {
  const lines = await runProgram('04-accumulation');
  expect(lines.slice(0, 2)).toEqual([
    'b = a + a: forgetting gives 1',
    'b = a + a: adding up gives 2',
  ]);
  expect(lines).toContain('f = (a * b) * (a + b): adding up gives -3 and -8');
  expect(lines).toContain('b = x + x, c = b + b: 4');
});

it('5: tanh in pieces', async () => {
  const lines = await runProgram('05-tanh-in-pieces');
  const told = 'o = 0.7071, gradients x1 -1.5000, x2 0.5000, w1 1.0000, w2 0.0000, b 0.5000';
  expect(lines).toContain(`whole: ${told}`);
  expect(lines).toContain(`pieces: ${told}`);
  expect(lines).toContain('10 - a = 8, a / 4 = 0.5, a ** 3 = 8');
});

it('6: the same in tensors', async () => {
  const lines = await runProgram('06-the-same-in-tensors');
  expect(numberAfter(lines, 'o = ')).toBeCloseTo(Math.SQRT1_2, 14);
  expect(lines.slice(1, 5)).toEqual([
    'x2.grad = 0.5000',
    'w2.grad = 0.0000',
    'x1.grad = -1.5000',
    'w1.grad = 1.0000',
  ]);
  expect(numberAfter(lines, 'as a formula: ')).toBe(numberAfter(lines, 'o = '));
});

it('7: every operation, and the three numbers', async () => {
  const lines = await runProgram('07-every-operation');
  expect(lines.slice(0, 4)).toEqual([
    '24.7041',
    '138.8338',
    '645.5773',
    'all digits: 24.70408163265306 138.83381924198252 645.5772594752186',
  ]);
});

it('8: four examples, and the gradients that were never set to zero', async () => {
  const lines = await runProgram('08-four-examples');
  expect(lines[0]).toBe('parameters: 41');
  expect(numberAfter(lines, 'after one step: loss')).toBeLessThan(numberAfter(lines, 'loss '));
  // At a moderate rate the bug goes unnoticed, at a larger one nothing is learned.
  expect(numberAfter(lines, 'rate 0.05, 20 steps: loss')).toBeLessThan(0.01);
  expect(numberAfter(lines, 'rate 0.2, 20 steps: loss')).toBeGreaterThan(4);
  expect(numberAfter(lines, 'without, 200 steps: loss')).toBeLessThan(0.01);
  const predictions = lines
    .find((line) => line.startsWith('predictions'))
    ?.split(' ')
    .slice(1);
  expect(predictions?.map((each) => Math.round(Number(each)))).toEqual([1, -1, -1, 1]);
});

it('9: moons', async () => {
  const lines = await runProgram('09-moons');
  expect(lines[0]).toBe('parameters: 337');
  expect(lines.find((line) => line.startsWith('step 99'))).toContain('accuracy 100 %');
}, 120_000);

it('20 to 23: the engine, step by step, until it is the library’s', async () => {
  const closures = await runProgram('21-handing-gradients-on');
  expect(closures).toContain('from o backwards: x1 -1.5, w1 1.0, x2 0.5, w2 0.0, b 0.5');
  expect(closures).toContain('b = a + a, slope with "=": 1');
  const ordered = await runProgram('22-the-right-order');
  expect(ordered).toContain('slopes of f: a -3, b -8');
  expect(ordered).toContain('from the inputs on: a 0, b 0');
  const whole = await runProgram('23-the-whole-engine');
  expect(whole).toContain('ours: 24.7041 138.8338 645.5773');
  expect(whole).toContain('the same to 12 digits: true');
});

it('24: a network of one’s own has the gradients of the library’s', async () => {
  const lines = await runProgram('24-neuron-layer-network');
  expect(lines).toContain('all 41 gradients are the same: true');
});

it('25: one step, from the lecture’s loss to the lecture’s loss', async () => {
  const lines = await runProgram('25-one-training-step');
  expect(lines).toContain('loss before: 4.84');
  expect(lines).toContain('loss after: 4.36');
});

/**
 * The template `math`: precedence, the kinds of values it works on, and what it says of mistakes.
 */

import { math, type Tensor, tensor } from 'chainrule';
import { Value } from 'chainrule/scalar';
import { describe, expect, it } from 'vitest';

describe('precedence is that of Python', () => {
  const [two, three] = [2, 3];
  // Each row: what the template gives, and what Python prints for the same text.
  it.each([
    ['1 + 2 * 3', math`1 + 2 * 3`, 7],
    ['(1 + 2) * 3', math`(1 + 2) * 3`, 9],
    ['10 - 4 - 3', math`10 - 4 - 3`, 3],
    ['2 ** 3 ** 2', math`2 ** 3 ** 2`, 512],
    ['-2 ** 2', math`-2 ** 2`, -4],
    ['2 ** -1', math`2 ** -1`, 0.5],
    ['2 ** -1 * 3', math`2 ** -1 * 3`, 1.5],
    ['2 ** -3 ** 2', math`2 ** -3 ** 2`, 2 ** -9],
    ['-2 * -3', math`-2 * -3`, 6],
    ['--2', math`--2`, 2],
    ['+2 - +3', math`+2 - +3`, -1],
    ['12 / 2 / 3', math`12 / 2 / 3`, 2],
    ['1 + 2 < 4', math`1 + 2 < 4`, 1],
    ['3 != 3', math`3 != 3`, 0],
    ['1.5e1 + .5 + 2.', math`1.5e1 + .5 + 2.`, 17.5],
    ['two * three ** two', math`${two} * ${three} ** ${two}`, 18],
    ['-three ** two', math`-${three} ** ${two}`, -9],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected));

  it('functions and constants', () => {
    expect(math`exp(0) + log(e) * cos(2 * pi)`).toBe(2);
    expect(math`maximum(2, 3) + where(1 > 2, 10, 20)`).toBe(23);
    expect(math`tanh(relu(-1)) + sigmoid(0) + sqrt(abs(-4))`).toBe(2.5);
  });

  it('spaces and lines are free', () => {
    expect(math`
      1
        +2`).toBe(3);
  });
});

describe('tensors', () => {
  const x = tensor([
    [1, 2],
    [3, 4],
  ]);

  it('a layer', () => {
    const [w, b] = [tensor([[1], [10]]), tensor([0.5])];
    const y: Tensor = math`tanh(${x} @ ${w} / 100 + ${b}) ** 2`;
    const expected = x.matmul(w).div(100).add(b).tanh().pow(2);
    expect(y.toArray()).toEqual(expected.toArray());
  });

  it('numbers on either side, reductions and comparisons', () => {
    expect(math`10 - ${x}`.toArray()).toEqual([
      [9, 8],
      [7, 6],
    ]);
    expect(math`sum(${x}) + mean(${x}, 0)`.toArray()).toEqual([12, 13]);
    expect(math`sum(${x} * (${x} > 1), -1)`.toArray()).toEqual([2, 7]);
    expect(math`softmax(${x} * 0, 1)`.toArray()).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });

  it('gradients', () => {
    const a = tensor(3, { requiresGrad: true });
    math`${a} ** 2 + 2 * ${a}`.backward();
    expect(a.grad?.item()).toBe(8);
  });

  it('keep their own errors', () => {
    expect(() => math`${x} @ ${tensor([[1, 2]])}`).toThrow('matmul');
  });
});

describe('scalar values', () => {
  it('the expression of micrograd', () => {
    const [a, b] = [new Value(-4), new Value(2)];
    let c = math`${a} + ${b}`;
    let d = math`${a} * ${b} + ${b} ** 3`;
    c = math`${c} + ${c} + 1`;
    c = math`${c} + 1 + ${c} + -${a}`;
    d = math`${d} + ${d} * 2 + relu(${b} + ${a})`;
    d = math`${d} + 3 * ${d} + relu(${b} - ${a})`;
    const f = math`(${c} - ${d}) ** 2`;
    const g: Value = math`${f} / 2 + 10 / ${f}`;
    g.backward();
    expect(g.data).toBeCloseTo(24.70408163265306, 12);
    expect(a.grad).toBeCloseTo(138.83381924198252, 11);
    expect(b.grad).toBeCloseTo(645.5772594752186, 11);
  });

  it('numbers on the left', () => {
    const x = new Value(4);
    const y = math`10 - ${x} + 3 * ${x} + 8 / ${x} + (1 + ${x})`;
    y.backward();
    expect([y.data, x.grad]).toEqual([25, 2.5]);
  });
});

it('an expression is read once for each place in the source', () => {
  const seen = new Set<TemplateStringsArray>();
  const remember = (strings: TemplateStringsArray, ...values: number[]): number => {
    seen.add(strings);
    return math(strings, ...values);
  };
  const results = [1, 2, 3].map((x) => remember`${x} * 2`);
  expect(results).toEqual([2, 4, 6]);
  expect(seen.size).toBe(1);
});

describe('mistakes', () => {
  const message = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return '';
  };
  const text: unknown = '3';

  it.each<[string, () => unknown, string]>([
    [
      'operator for a value',
      () => math`2 + * 3`,
      "expected a value before '*'\n  2 + * 3\n      ^",
    ],
    ['no end', () => math`2 *`, 'expected a value before the end\n  2 *\n     ^'],
    ['nothing at all', () => math``, 'expected a value before the end\n  \n  ^'],
    ['two values', () => math`2 ${3}`, `expected an operator here\n  2 \${…}\n    ^`],
    [
      'a hole before the place',
      () => math`${1} + $`,
      `'$' is no operator, number or name\n  \${…} + $\n         ^`,
    ],
    ['open bracket', () => math`(1 + 2`, 'this bracket is not closed\n  (1 + 2\n  ^'],
    ['closed bracket', () => math`1 + 2)`, "this ')' closes nothing\n  1 + 2)\n       ^"],
    ['comma', () => math`(1, 2)`, 'a comma separates the arguments of a function\n  (1, 2)\n    ^'],
    [
      'chain',
      () => math`1 < 2 < 3`,
      'comparisons do not chain. Write (a < b) * (b < c)\n  1 < 2 < 3\n        ^',
    ],
    ['name', () => math`2 * x`, `unknown name 'x'. A variable is written \${x}\n  2 * x\n      ^`],
    ['function', () => math`foo(1)`, "unknown function 'foo'. There are add, "],
    ['property of objects', () => math`toString(1)`, "unknown function 'toString'"],
    ['arguments', () => math`exp(1, 2)`, 'exp takes 1 argument, not 2\n  exp(1, 2)\n  ^'],
    [
      'second line',
      () => math`1 +
      2 ? 3`,
      "'?' is no operator, number or name\n  2 ? 3\n    ^",
    ],
    [
      'string',
      () => math`1 + ${text as number}`,
      `expected a number, a tensor or a Value, got the string "3"\n  1 + \${…}\n      ^`,
    ],
    ['array', () => math`2 * ${[1, 2] as never}`, 'got an array: make it a tensor'],
    [
      'two kinds',
      () => math`${new Value(1)} + ${tensor(1) as never}`,
      'add of a tensor and a Value',
    ],
    ['not for a value', () => math`sin(${new Value(1)})`, 'there is no sin for a Value'],
  ])('%s', (_, run, expected) => {
    expect(message(run)).toContain(`math: ${expected}`.replace('math: got', 'got'));
  });
});

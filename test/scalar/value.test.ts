/**
 * `Value`: each operation and its slope, the chain rule where it is easily got wrong, and mistakes.
 */

import { inspect } from 'node:util';
import { add, div, mul, sub, toValue, Value } from 'chainrule/scalar';
import { describe, expect, it } from 'vitest';

/** The slope of f at x by nudging x both ways. */
function nudged(f: (x: Value) => Value, x: number): number {
  const h = 1e-6;
  return (f(new Value(x + h)).data - f(new Value(x - h)).data) / (2 * h);
}

const operations: Record<string, [f: (x: Value) => Value, value: number]> = {
  'x + 3': [(x) => x.add(3), 3.7],
  '3 + x': [(x) => add(3, x), 3.7],
  'x - 3': [(x) => x.sub(3), -2.3],
  '10 - x': [(x) => sub(10, x), 9.3],
  'x * 3': [(x) => x.mul(3), 2.0999999999999996],
  '3 * x': [(x) => mul(3, x), 2.0999999999999996],
  'x / 3': [(x) => x.div(3), 0.7 / 3],
  '3 / x': [(x) => div(3, x), 3 / 0.7],
  'x / x': [(x) => x.div(x), 1],
  'x ** 3': [(x) => x.pow(3), 0.7 ** 3],
  'x ** -1': [(x) => x.pow(-1), 1 / 0.7],
  'x ** 0.5': [(x) => x.pow(0.5), Math.sqrt(0.7)],
  '-x': [(x) => x.neg(), -0.7],
  'exp x': [(x) => x.exp(), Math.exp(0.7)],
  'log x': [(x) => x.log(), Math.log(0.7)],
  'tanh x': [(x) => x.tanh(), Math.tanh(0.7)],
  'sigmoid x': [(x) => x.sigmoid(), 1 / (1 + Math.exp(-0.7))],
  'relu x': [(x) => x.relu(), 0.7],
  'relu -x': [(x) => x.neg().relu(), 0],
};

describe('operations', () => {
  it.each(Object.entries(operations))('%s', (_, [f, value]) => {
    const x = new Value(0.7);
    const y = f(x);
    y.backward();
    expect(y.data).toBe(value);
    expect(x.grad).toBeCloseTo(nudged(f, 0.7), 8);
  });

  it('have the slopes of PyTorch where there is no slope', () => {
    const zero = new Value(0);
    expect(zero.relu().slopes).toEqual([0]);
    expect(zero.pow(0).slopes).toEqual([0]);
    expect(zero.log().slopes).toEqual([Number.POSITIVE_INFINITY]);
  });

  it('squash numbers of any size', () => {
    expect(new Value(-1000).sigmoid().data).toBe(0);
    expect(new Value(1000).sigmoid().data).toBe(1);
    expect(new Value(1000).tanh().data).toBe(1);
  });
});

describe('the expressions that micrograd is tested with', () => {
  it('the small one', () => {
    const x = new Value(-4);
    const z = mul(2, x).add(2).add(x);
    const q = z.relu().add(z.mul(x));
    const h = z.mul(z).relu();
    const y = h.add(q).add(q.mul(x));
    y.backward();
    expect([y.data, x.grad]).toEqual([-20, 46]);
  });

  it('the one with every operation', () => {
    const a = new Value(-4);
    const b = new Value(2);
    let c = a.add(b);
    let d = a.mul(b).add(b.pow(3));
    c = c.add(c.add(1));
    c = c.add(add(1, c).add(a.neg()));
    d = d.add(d.mul(2).add(b.add(a).relu()));
    d = d.add(mul(3, d).add(b.sub(a).relu()));
    const e = c.sub(d);
    const f = e.pow(2);
    let g = f.div(2);
    g = g.add(div(10, f));
    g.backward();
    expect(g.data).toBe(24.70408163265306);
    expect(a.grad).toBe(138.83381924198252);
    expect(b.grad).toBe(645.5772594752186);
  });
});

describe('backward', () => {
  it('adds the gradients of all uses of a number', () => {
    const a = new Value(3);
    const b = a.add(a);
    const c = b.add(b);
    c.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([4, 2, 1]);
  });

  it('adds them when the uses are at different depths', () => {
    const a = new Value(-2);
    const b = new Value(3);
    a.mul(b).mul(a.add(b)).backward();
    expect([a.grad, b.grad]).toEqual([-3, -8]);
  });

  it('called twice, adds to leaves, and only to leaves', () => {
    const a = new Value(2);
    const b = a.mul(3);
    const c = b.mul(b);
    c.backward();
    c.backward();
    expect([a.grad, b.grad, c.grad]).toEqual([72, 12, 1]);
    a.zeroGrad();
    expect(a.grad).toBe(0);
  });

  it('of two results that share a part, adds to leaves', () => {
    const a = new Value(2);
    const shared = a.mul(3);
    shared.mul(2).backward();
    shared.mul(5).backward();
    expect([a.grad, shared.grad]).toEqual([21, 5]);
  });

  it('of a leaf is 1, and 2 the second time', () => {
    const a = new Value(2);
    a.backward();
    a.backward();
    expect(a.grad).toBe(2);
  });

  it('uses the numbers of the forward pass, whatever has become of the leaves since', () => {
    const [a, b] = [new Value(2), new Value(5)];
    const c = a.mul(b);
    b.data = 100;
    c.backward();
    expect(a.grad).toBe(5);
  });

  it('survives 100,000 numbers in a row', () => {
    const a = new Value(1);
    let sum = a;
    for (let i = 0; i < 100_000; i++) sum = sum.add(a);
    sum.backward();
    expect([sum.data, a.grad]).toEqual([100_001, 100_001]);
  });

  it('visits each number once: sixty doublings', () => {
    const a = new Value(1);
    let x = a;
    for (let i = 0; i < 60; i++) x = x.add(x);
    x.backward();
    expect(a.grad).toBe(2 ** 60);
  });
});

describe('a value', () => {
  it('knows its children and its operation', () => {
    const a = new Value(2).named('a');
    const b = new Value(-3);
    const e = a.mul(b).named('e');
    expect([e.op, e.label, e.children]).toEqual(['*', 'e', [a, b]]);
    expect([a.op, a.children]).toEqual(['', []]);
    expect(b.pow(2).op).toBe('**2');
    expect(toValue(a)).toBe(a);
  });

  it('prints what it holds', () => {
    expect(`${new Value(2)}`).toBe('Value(data=2, grad=0)');
    expect(inspect(new Value(-0.5).named('b'))).toBe('Value(b, data=-0.5, grad=0)');
  });

  it('can be made by an operation of one’s own', () => {
    const x = new Value(0.5);
    const cosine = new Value(Math.cos(x.data), 'cos', [x], [-Math.sin(x.data)]);
    cosine.mul(2).backward();
    expect(x.grad).toBe(-2 * Math.sin(0.5));
  });

  it('is made of a number', () => {
    const text: unknown = '3';
    expect(() => new Value(text as number)).toThrow('Value: expected a number, got string "3"');
    expect(() => new Value(1).add(text as number)).toThrow(TypeError);
    expect(() => new Value(1).pow(new Value(2) as never)).toThrow('a.log().mul(b).exp()');
  });
});

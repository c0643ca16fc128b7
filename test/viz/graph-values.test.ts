/** Graphs of scalars: the lecture's pictures, and large ones that fold until they can be read. */

import { MLP, Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';
import { describe, expect, it } from 'vitest';
import { boxCount, dotOf } from './dot.js';

function named(data: number, label: string): Value {
  return new Value(data).named(label);
}

/** The lecture's first graph: L = (a * b + c) * f. */
function lecture(): Value {
  const e = named(2, 'a').mul(named(-3, 'b')).named('e');
  const d = e.add(named(10, 'c')).named('d');
  return d.mul(named(-2, 'f')).named('L');
}

/** Squared error of a network on the lecture's four examples. */
function fourExamples(): { loss: Value; mlp: MLP } {
  const mlp = new MLP(3, [4, 4, 1]);
  const xs = [
    [2, 3, -1],
    [3, -1, 0.5],
    [0.5, 1, 1],
    [1, 1, -1],
  ];
  const ys = [1, -1, -1, 1];
  const errors = xs.map((x, i) =>
    mlp
      .predict(x)
      .sub(ys[i] ?? 0)
      .pow(2),
  );
  return { mlp, loss: errors.reduce((sum, error) => sum.add(error)) };
}

describe('drawGraph of Values', () => {
  it('draws a record of label, data and grad, and a circle for the op', () => {
    const L = lecture();
    L.backward();
    const dot = dotOf(drawGraph(L));
    expect(dot).toContain('rankdir=LR');
    for (const text of ['<B>a</B>', 'data 2.0000', 'grad 6.0000', '<B>L</B>', 'data -8.0000']) {
      expect(dot).toContain(text);
    }
    expect(boxCount(dot)).toBe(7);
    expect(dot.match(/shape=circle/g)).toHaveLength(3);
  });

  it('draws a value that is used twice once, with two arrows', () => {
    const a = named(3, 'a');
    const dot = dotOf(drawGraph(a.add(a)));
    expect(boxCount(dot)).toBe(2);
    expect(dot.match(/n0 -> o1/g)).toHaveLength(2);
  });

  it('gives the same SVG for the same graph, light and dark', async () => {
    const [first, second] = [lecture(), lecture()];
    expect(await drawGraph(first).toSVG()).toBe(await drawGraph(second).toSVG());
    const dark = await drawGraph(first, { theme: 'dark' }).toSVG();
    expect(dark).toContain('#16191d');
    expect(dark).not.toContain('#ffffff');
  });

  it('folds a network of one example into its neurons', () => {
    const { mlp } = fourExamples();
    const dot = dotOf(drawGraph(mlp, { input: [2, 3, -1] }));
    expect(boxCount(dot)).toBe(12);
    expect(dot).toContain('117 numbers folded into 12 boxes');
    expect(dot.match(/tanh\(Σ w·x \+ b\)/g)).toHaveLength(9);
    expect(dot).toContain('3 weights');
  });

  it('folds examples that are computed in the same way', () => {
    const { loss } = fourExamples();
    const dot = dotOf(drawGraph(loss));
    expect(boxCount(dot)).toBeLessThan(10);
    expect(dot).toContain('tanh(Σ w·x + b)  ×16');
    expect(dot).toContain('360 numbers folded into');
  });

  it('opens more when more boxes are allowed', () => {
    const { loss, mlp } = fourExamples();
    expect(boxCount(dotOf(drawGraph(loss, { model: mlp, maxBoxes: 80 })))).toBeGreaterThan(40);
    expect(boxCount(dotOf(drawGraph(loss, { model: mlp, maxBoxes: 1000 })))).toBe(360);
  });

  it('shows what is near the result when nothing repeats', () => {
    let x = named(1, 'x');
    for (let i = 0; i < 5000; i++) x = i % 2 === 0 ? x.tanh() : x.exp();
    const dot = dotOf(drawGraph(x));
    expect(boxCount(dot)).toBe(41);
    expect(dot).toContain('4,961 more');
  });

  it('survives a chain of 100,000 numbers and sixty doublings', () => {
    let chain = named(0, 'x');
    for (let i = 0; i < 100_000; i++) chain = chain.add(1);
    expect(boxCount(dotOf(drawGraph(chain)))).toBeLessThan(50);
    let doubled = named(1, 'x');
    for (let i = 0; i < 60; i++) doubled = doubled.add(doubled);
    expect(boxCount(dotOf(drawGraph(doubled, { maxBoxes: 100 })))).toBe(61);
  });

  it('escapes what means something to Graphviz', async () => {
    const dot = drawGraph(named(1, 'a < "b" & c').tanh());
    expect(await dot.toSVG()).toContain('a &lt; &quot;b&quot; &amp; c');
  });
});

describe('what cannot be drawn', () => {
  it.each([
    [undefined, 'got undefined'],
    [7, 'got number'],
    [[], 'got an empty list'],
    [{}, 'got Object'],
  ])('%s', (root, message) => {
    expect(() => Reflect.apply(drawGraph, null, [root])).toThrow(message);
  });

  it('a network without numbers to run on', () => {
    expect(() => drawGraph(new MLP(2, [1]))).toThrow('input: [2, 3, -1]');
  });

  it('with options that make no sense', () => {
    const L = lecture();
    expect(() => drawGraph(L, { maxBoxes: 0 })).toThrow('maxBoxes must be a positive integer');
    expect(() => Reflect.apply(drawGraph, null, [L, { theme: 'pink' }])).toThrow(
      "theme must be 'light' or 'dark', got \"pink\"",
    );
  });
});

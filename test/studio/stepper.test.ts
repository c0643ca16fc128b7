/** The stepper's numbers are the engine's, the lecture's and those of central differences. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examples } from '../../studio/stepper/tape/examples.js';
import { readTape } from '../../studio/stepper/tape/read-tape.js';
import { backwardUntil, compute, numericSlope } from '../../studio/stepper/tape/run-tape.js';
import type { Tape } from '../../studio/stepper/tape/tape.js';

function stepped(code: string): {
  tape: Tape;
  data: (n: string) => number;
  grad: (n: string) => number;
} {
  const tape = readTape(code);
  const computed = compute(tape);
  const { grads } = backwardUntil(computed, computed.backward, computed.backward.length);
  // Step by step comes to what the engine computes in one go, to the last bit.
  for (const [id, value] of computed.values) expect(grads.get(id) ?? 0).toBe(value.grad);
  const idOf = (name: string): number => {
    const node = tape.nodes.find(({ label, isNamed }) => isNamed && label === name);
    return node?.id ?? -1;
  };
  return {
    tape,
    data: (name) => computed.values.get(idOf(name))?.data ?? Number.NaN,
    grad: (name) => grads.get(idOf(name)) ?? Number.NaN,
  };
}

function code(title: string): string {
  return examples.find((example) => example.title === title)?.code ?? '';
}

describe('numbers of the lecture', () => {
  it('L = d * f', () => {
    const { data, grad } = stepped(code('lecture: L'));
    expect(['e', 'd', 'L'].map(data)).toEqual([-6, 4, -8]);
    expect(['a', 'b', 'c', 'e', 'd', 'f'].map(grad)).toEqual([6, -4, -2, -2, -2, 4]);
  });

  it.each(['neuron', 'neuron, tanh in pieces'])('%s', (title) => {
    const { data, grad } = stepped(code(title));
    expect(data('o')).toBeCloseTo(Math.SQRT1_2, 6);
    const expected = [-1.5, 1, 0.5, 0];
    ['x1', 'w1', 'x2', 'w2'].forEach((name, i) =>
      expect(grad(name)).toBeCloseTo(expected[i] ?? 0, 6),
    );
  });

  it('a number that is used twice receives both', () => {
    expect(stepped(code('used twice')).grad('a')).toBe(2);
    const { grad } = stepped(code('shared'));
    expect([grad('a'), grad('b')]).toEqual([-3, -8]);
  });

  it('24.7041, 138.8338 and 645.5773', () => {
    const { data, grad } = stepped(code('24.7041'));
    const shown = [data('g'), grad('a'), grad('b')].map((value) => value.toFixed(4));
    expect(shown).toEqual(['24.7041', '138.8338', '645.5773']);
  });

  it('the network has 41 parameters', () => {
    const { tape } = stepped(code('network 3-4-4-1'));
    const parameters = tape.inputs.filter((id) =>
      /^[wb]\d/.test(tape.nodes.find((node) => node.id === id)?.label ?? ''),
    );
    expect(parameters).toHaveLength(41);
  });
});

/** Expressions with every operation, over values where none of them has an edge. */
const expression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('a', 'b', 'c'),
    fc.double({ min: 0.5, max: 2, noNaN: true }).map((value) => value.toFixed(3)),
    fc
      .tuple(tie('node'), fc.constantFrom('+', '-', '*'), tie('node'))
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(${left} / (2 + ${right}**2))`),
    tie('node').map((inner) => `tanh(${inner})`),
    tie('node').map((inner) => `sigmoid(${inner})`),
    tie('node').map((inner) => `exp(tanh(${inner}))`),
    tie('node').map((inner) => `log(3 + tanh(${inner}))`),
    tie('node').map((inner) => `-${inner}`),
  ),
})).node;

it('a hundred random expressions agree with the engine and with central differences', () => {
  fc.assert(
    fc.property(expression, (text) => {
      const { tape, grad } = stepped(`a = 0.7; b = -1.3; c = 0.4\ny = ${text} + 0*a`);
      for (const id of tape.inputs) {
        const node = tape.nodes.find((one) => one.id === id);
        const analytic = grad(node?.label ?? '');
        const numeric = numericSlope(tape, new Map(), id, node?.value ?? 0);
        expect(Math.abs(analytic - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(analytic)));
      }
    }),
    { numRuns: 100 },
  );
});

describe('reading', () => {
  it.each([
    ['2 + 3*4', 14],
    ['-2**2', -4],
    ['2**-1', 0.5],
    ['(1 + 2)*(3 - 5)', -6],
    ['8/2/2', 2],
    ['a = 2; a *= a + 1', 6],
    ['x = 3 # three\ny = x.relu() + 1e1', 13],
  ])('%s is %s', (text, result) => {
    const tape = readTape(text);
    expect(compute(tape).values.get(tape.root)?.data).toBeCloseTo(result, 12);
  });

  it.each([
    ['a + 1', "'a' has no value yet; write a = 1", 0],
    ['x = sin(1)', "there is no function 'sin'", 4],
    ['x = (1 + 2', "expected ')', found the end", 10],
    ['x = 1 2', "'2' is one word too many", 6],
    ['x = 2 $ 3', "'$' means nothing here", 6],
    ['', 'type an expression', 0],
  ])('%s is a mistake', (text, message, at) => {
    expect(() => readTape(text)).toThrow(expect.objectContaining({ at }));
    expect(() => readTape(text)).toThrow(message);
  });
});

/** A hole of a template, in a text of its own. */
function hole(inside: string): string {
  return `\${${inside}}`;
}

describe('TypeScript of the guide', () => {
  it('the lecture, and the result is what backward() is asked of', () => {
    const { data, grad } = stepped(`import { Value } from 'chainrule/scalar';

const a = new Value(2).named('a'); // given
const b = new Value(-3);
const [c, f] = [new Value(10), new Value(-2)];
const e = a.mul(b).named('e');
const d = e.add(c);
const L: Value = d
  .mul(f)
  .named('L');
L.backward();
console.log(\`L is \${L.data}, \${[a, b].map(({ grad }) => \`\${grad}\`)}\`);
a.mul(7)`);
    expect(['e', 'd', 'L'].map(data)).toEqual([-6, 4, -8]);
    expect(['a', 'b', 'c', 'e', 'd', 'f'].map(grad)).toEqual([6, -4, -2, -2, -2, 4]);
  });

  it('a name that differs from its label, and one that is given anew', () => {
    const { data, grad } = stepped(
      "const p = new Value(-2).named('a')\nlet s = add(1, p).pow(-2).exp()\ns = s.mul(p)",
    );
    expect(data('s')).toBeCloseTo(-2 * Math.E, 12);
    expect(grad('a')).toBeCloseTo(Math.E - 2 * Math.E * 2, 12);
  });

  it('formulas in math', () => {
    const scalar = stepped(
      'const [x, w] = [new Value(2), new Value(-3)]; const o = x.mul(w).add(7).tanh()',
    );
    const formula = stepped(
      `const x = new Value(2); const w = new Value(-3);\nconst o = math\`tanh(${hole('x')} * ${hole('w')} + ${hole('7')})\``,
    );
    for (const name of ['x', 'w', 'o']) expect(formula.grad(name)).toBe(scalar.grad(name));
    expect(formula.data('o')).toBe(scalar.data('o'));
  });

  it.each([
    ['const a = new Value(2)\nconst b = a * 2', "line 2: '*' does not work on Values"],
    ['const a = new Value(2);\nfor (const x of [a]) x.mul(a);', "line 2: 'for' is not read here"],
    ['const a = new Value(2);\n\na.grad = 1;', 'line 3: .grad cannot be read or set here'],
    ['const a = new Value(2).sin()', "line 1: there is no method 'sin'; the stepper reads const"],
    ['const e = a.mul(2)', "line 1: 'a' has no value yet; write const a = new Value(1)"],
    ['const a = new Tensor(2)', "line 1: there is no class 'Tensor'"],
    [
      `const a = new Value(2)\nconst b = math\`${hole('a')} @ 2\``,
      "line 2: '@' means nothing here",
    ],
    [`const a = new Value(2)\nconst b = math\`${hole('c')} + 2\``, "line 2: 'c' has no value yet"],
    ['const [a, b] = [new Value(2)]', "line 1: 'b' gets no value"],
    ['const f = (x) => x; new Value(2)', "line 1: 'x' has no value yet"],
    ["const a = new Value(2, 'leaf')", 'line 1: new Value takes one number here'],
    ['import { Value } from "chainrule/scalar"', 'line 1: nothing is computed'],
    [`const a = new Value(2)\nconst b = math\`${hole('a')}`, 'line 2: a template begins here'],
  ])('%s is a mistake', (text, message) => {
    expect(() => readTape(text)).toThrow(message);
  });
});

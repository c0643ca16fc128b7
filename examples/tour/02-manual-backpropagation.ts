/**
 * Tour 2: backpropagation by hand. An expression is built from values that remember their children;
 * then the gradients are filled in one by one, from the result back to the inputs, and checked by
 * nudging. Run: npx tsx examples/tour/02-manual-backpropagation.ts
 */

import { Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

const a = new Value(2).named('a');
const b = new Value(-3).named('b');
const c = new Value(10).named('c');
const f = new Value(-2).named('f');
const e = a.mul(b).named('e');
const d = e.add(c).named('d');
const L = d.mul(f).named('L');
console.log(`${L}`);
console.log(`d is the ${d.op} of ${d.children.join(' and ')}`);

// The result grows exactly as fast as itself.
L.grad = 1;
// L = d * f: the slope of a product is the other factor.
d.grad = f.data * L.grad;
f.grad = d.data * L.grad;
// d = e + c: a sum has slope 1, so it passes its gradient on to both. This is the chain rule:
// how much c matters to L is how much c matters to d, times how much d matters to L.
c.grad = 1 * d.grad;
e.grad = 1 * d.grad;
// e = a * b.
a.grad = b.data * e.grad;
b.grad = a.data * e.grad;
for (const value of [L, f, d, c, e, b, a]) console.log(`${value.label}.grad = ${value.grad}`);

// A gradient check: nudge each input and compare.
const forward = (inputs: Record<'a' | 'b' | 'c' | 'f', number>): number =>
  (inputs.a * inputs.b + inputs.c) * inputs.f;
const inputs = { a: 2, b: -3, c: 10, f: -2 };
for (const name of ['a', 'b', 'c', 'f'] as const) {
  const h = 1e-6;
  const nudged = forward({ ...inputs, [name]: inputs[name] + h });
  console.log(`nudging ${name}: ${((nudged - forward(inputs)) / h).toFixed(4)}`);
}

// The engine finds the same by itself.
const byHand = [a, b, c, f].map(({ grad }) => grad);
for (const value of [a, b, c, f]) value.zeroGrad();
L.backward();
console.log(`backward() agrees: ${[a, b, c, f].every(({ grad }, i) => grad === byHand[i])}`);
console.log(await drawGraph(L).save('runs/tour/02-manual-backpropagation.svg'));

// One step uphill: every input a little in the direction of its gradient, and L rises.
for (const value of [a, b, c, f]) value.data += 0.01 * value.grad;
console.log(`L after one step = ${a.mul(b).add(c).mul(f).data}`);

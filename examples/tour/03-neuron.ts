/**
 * Tour 3: a neuron. Inputs times weights, plus a bias, squashed by tanh; then backpropagation
 * through all of it, by the engine. Run: npx tsx examples/tour/03-neuron.ts
 */

import { Value } from 'chainrule/scalar';
import { drawGraph, plotFunction } from 'chainrule/viz';

const x1 = new Value(2).named('x1');
const x2 = new Value(0).named('x2');
const w1 = new Value(-3).named('w1');
const w2 = new Value(1).named('w2');
// A bias that makes the numbers below come out nicely.
const b = new Value(6.8813735870195432).named('b');

const x1w1 = x1.mul(w1).named('x1w1');
const x2w2 = x2.mul(w2).named('x2w2');
const sum = x1w1.add(x2w2).named('x1w1 + x2w2');
const n = sum.add(b).named('n');
const o = n.tanh().named('o');
console.log(`n = ${n.data.toFixed(4)}, o = ${o.data.toFixed(4)}`);
console.log(`with a bias of 8 it would be ${x1w1.add(x2w2).add(8).tanh().data.toFixed(4)}`);

// d tanh(n) / dn = 1 - tanh(n)^2, so n has 1 - o^2. Sums hand it on, products exchange factors.
o.backward();
for (const value of [o, n, x1w1, x2w2, x1, w1, x2, w2, b]) {
  console.log(`${value.label}.grad = ${value.grad.toFixed(4)}`);
}
// w2 has no influence: its input x2 is 0, so that whatever it is, nothing changes.

console.log(await plotFunction(Math.tanh, { yLabel: 'tanh(x)' }).save('runs/tour/03-tanh.svg'));
console.log(await drawGraph(o).save('runs/tour/03-neuron.svg'));

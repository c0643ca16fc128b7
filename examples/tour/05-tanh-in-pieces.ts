/**
 * Tour 5: tanh in pieces. What counts as one operation is our choice: tanh can be one node, or be
 * made of exp, subtraction, addition and division. The gradients are the same.
 * Run: npx tsx examples/tour/05-tanh-in-pieces.ts
 */

import { add, mul, sub, Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

// Numbers may stand on either side of an operation.
const a = new Value(2);
console.log(`a + 1 = ${a.add(1).data}, 1 + a = ${add(1, a).data}, 2 * a = ${mul(2, a).data}`);
console.log(`10 - a = ${sub(10, a).data}, a / 4 = ${a.div(4).data}, a ** 3 = ${a.pow(3).data}`);

/** The neuron of the third program, with an activation of one's own. */
function neuron(activation: (n: Value) => Value): { o: Value; leaves: Value[] } {
  const x1 = new Value(2).named('x1');
  const x2 = new Value(0).named('x2');
  const w1 = new Value(-3).named('w1');
  const w2 = new Value(1).named('w2');
  const b = new Value(6.8813735870195432).named('b');
  const [x1w1, x2w2] = [x1.mul(w1).named('x1w1'), x2.mul(w2).named('x2w2')];
  const n = x1w1.add(x2w2).named('x1w1 + x2w2').add(b).named('n');
  return { o: activation(n).named('o'), leaves: [x1, x2, w1, w2, b] };
}

const whole = neuron((n) => n.tanh());
const pieces = neuron((n) => {
  const e = n.mul(2).exp();
  return e.sub(1).div(e.add(1));
});
for (const [name, { o, leaves }] of Object.entries({ whole, pieces })) {
  o.backward();
  const grads = leaves.map(({ label, grad }) => `${label} ${grad.toFixed(4)}`);
  console.log(`${name}: o = ${o.data.toFixed(4)}, gradients ${grads.join(', ')}`);
}
console.log(
  await drawGraph(pieces.o, { direction: 'right' }).save('runs/tour/05-tanh-in-pieces.svg'),
);

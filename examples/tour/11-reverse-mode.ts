/**
 * Tour 11: reverse mode, step by step, on x1 x2 + sin(x1). Going forward, every step is written
 * down; going back, each passes on what it received, times its own slope. Run: npx tsx
 * examples/tour/11-reverse-mode.ts
 */

import { tensor } from 'chainrule';
import { Value } from 'chainrule/scalar';
import { drawGraph } from 'chainrule/viz';

const [x1, x2] = [2, 5];

// The tape. By the names of the text: g1 = x1, g2 = x2, g3 = g1 g2, g4 = sin g1, g5 = g3 + g4.
const g1 = new Value(x1).named('g1');
const g2 = new Value(x2).named('g2');
const g3 = g1.mul(g2).named('g3');
// An operation that Value does not have is its value, its child, and its slope.
const g4 = new Value(Math.sin(x1), 'sin', [g1], [Math.cos(x1)]).named('g4');
const g5 = g3.add(g4).named('g5');
console.log(`z = ${g5.data}`);

g5.backward();
for (const step of [g5, g4, g3, g2, g1]) {
  console.log(`dz/d${step.label} = ${step.grad}`);
}
console.log(`as calculus says: x2 + cos(x1) = ${x2 + Math.cos(x1)}, x1 = ${x1}`);

// Tensors have a sine.
const options = { dtype: 'float64', requiresGrad: true } as const;
const [t1, t2] = [tensor(x1, options), tensor(x2, options)];
t1.mul(t2).add(t1.sin()).backward();
console.log(`in tensors: ${t1.grad?.item()}, ${t2.grad?.item()}`);
console.log(await drawGraph(g5).save('runs/tour/11-reverse-mode.svg'));

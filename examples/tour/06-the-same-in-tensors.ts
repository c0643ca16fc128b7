/**
 * Tour 6: the same neuron in tensors, the way that real networks are written. A tensor of one
 * element is a value; everything has the same name and gives the same number. Then the formula once
 * more, with operators. Run: npx tsx examples/tour/06-the-same-in-tensors.ts
 */

import { math, type Tensor, tensor } from 'chainrule';
import { drawGraph } from 'chainrule/viz';

// float64 is what JavaScript's own numbers are; tensors are float32 unless told otherwise.
const leaf = (data: number): Tensor => tensor(data, { dtype: 'float64', requiresGrad: true });
const [x1, x2, w1, w2, b] = [2, 0, -3, 1, 6.8813735870195432].map(leaf) as [
  Tensor,
  Tensor,
  Tensor,
  Tensor,
  Tensor,
];

const x1w1 = x1.mul(w1).retainGrad();
const x2w2 = x2.mul(w2).retainGrad();
const sum = x1w1.add(x2w2).retainGrad();
const n = sum.add(b).retainGrad();
const o = n.tanh().retainGrad();
console.log(`o = ${o.item()}`);
o.backward();
for (const [name, value] of Object.entries({ x2, w2, x1, w1 })) {
  console.log(`${name}.grad = ${value.grad?.item().toFixed(4)}`);
}

const formula = math`tanh(${x1} * ${w1} + ${x2} * ${w2} + ${b})`;
console.log(`as a formula: ${formula.item()}`);

// The point of tensors: many neurons and many samples in one operation.
const x = tensor([
  [2, 0],
  [1, 1],
  [0, 2],
]);
const w = tensor([
  [-3, 1],
  [1, 0.5],
]);
console.log(`3 samples through 2 neurons: ${math`tanh(${x} @ ${w} + ${tensor([6.88, 0])})`}`);

// Tensors keep the gradients of leaves only; retainGrad() asked for those in between.
const names = { x1, x2, w1, w2, b, x1w1, x2w2, 'x1w1 + x2w2': sum, n, o };
console.log(await drawGraph(o, { names }).save('runs/tour/06-the-same-in-tensors.svg'));

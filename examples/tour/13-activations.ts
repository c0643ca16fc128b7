/**
 * Tour 13: why networks bend. Linear layers in a row are one linear layer; an activation between
 * them changes that. Then the slopes of the common activations, and a start that keeps numbers of a
 * useful size through many layers. Run: npx tsx examples/tour/13-activations.ts
 */

import { manualSeed, nn, randn, tensor } from 'chainrule';
import { Value } from 'chainrule/scalar';
import { plotFunction } from 'chainrule/viz';

manualSeed(1);
const double = { dtype: 'float64' } as const;
const [x, w1, w2, w3] = [
  randn([5, 4], double),
  randn([4, 8], double),
  randn([8, 8], double),
  randn([8, 2], double),
];

const three = x.matmul(w1).matmul(w2).matmul(w3);
const one = x.matmul(w1.matmul(w2).matmul(w3));
const bent = x.matmul(w1).relu().matmul(w2).relu().matmul(w3);
console.log(`three linear layers are one: ${three.sub(one).abs().max().item() < 1e-12}`);
console.log(`with ReLU between them they are not: ${bent.sub(one).abs().max().item() > 0.1}`);

// Slopes, at -1, 0 and 2. At its corner ReLU has none; like everybody we take 0.
for (const name of ['relu', 'sigmoid', 'tanh'] as const) {
  const slopes = [-1, 0, 2].map((at) => {
    const value = new Value(at);
    value[name]().backward();
    return value.grad.toFixed(4);
  });
  console.log(`slopes of ${name}: ${slopes.join(', ')}`);
}

// Kaiming's start: weights of standard deviation sqrt(2 / inputs).
const weight = tensor(new Float32Array(400 * 400), { shape: [400, 400] });
nn.init.kaimingNormal(weight);
console.log(
  `sqrt(2 / 400) = ${Math.sqrt(2 / 400).toFixed(3)}, drawn: ${weight.std().item().toFixed(3)}`,
);

/** How large numbers are after ten layers of 400 with ReLU. */
function sizeAfterTen(std: number): number {
  let h = randn([64, 400]);
  for (let layer = 0; layer < 10; layer++) h = h.matmul(randn([400, 400]).mul(std)).relu();
  return h.square().mean().sqrt().item();
}
console.log(`after 10 layers, std 0.01: ${sizeAfterTen(0.01).toExponential(0)}`);
console.log(
  `after 10 layers, Kaiming: about 1: ${Math.abs(sizeAfterTen(Math.sqrt(2 / 400)) - 1) < 0.5}`,
);

// A classic slip: `(2 / n) ** 1 / 2` is half of 2 / n, since ** binds first, and far too small.
const slip = (2 / 400) ** 1 / 2;
console.log(`the slip: ${slip}, after 10 layers ${sizeAfterTen(slip).toExponential(0)}`);

const curves = {
  relu: (z: number) => Math.max(0, z),
  sigmoid: (z: number) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};
console.log(await plotFunction(curves, { domain: [-4, 4] }).save('runs/tour/13-activations.svg'));
const slopesOf = {
  relu: (z: number) => (z > 0 ? 1 : 0),
  sigmoid: (z: number) => curves.sigmoid(z) * (1 - curves.sigmoid(z)),
  tanh: (z: number) => 1 - Math.tanh(z) ** 2,
};
console.log(await plotFunction(slopesOf, { domain: [-4, 4] }).save('runs/tour/13-slopes.svg'));

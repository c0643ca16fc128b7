/**
 * Tour 35: from scores to probabilities, and the loss for classes. Softmax, cross-entropy, and why
 * its gradient is "what it said minus what is true". Run: npx tsx
 * examples/tour/35-softmax-and-cross-entropy.ts
 */

import { nn, tensor } from 'chainrule';
import { plotFunction } from 'chainrule/viz';

// Two classes: the sigmoid of a score is the probability of the second one.
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
console.log(`sigmoid(1.5) = ${sigmoid(1.5).toFixed(4)}`);

// Any number of classes: make every score positive by exp, and divide by the sum.
function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}
const show = (list: readonly number[]): string => list.map((x) => x.toFixed(4)).join(' ');
console.log(`softmax(0, 1.5): ${show(softmax([0, 1.5]))}`);
console.log(`softmax(2, 1, -1): ${show(softmax([2, 1, -1]))}`);
console.log(`the same plus 100: ${show(softmax([102, 101, 99]))}`);

// Cross-entropy: minus the logarithm of the probability that was given to the truth.
const truth = 1;
const probabilities = softmax([2, 1, -1]);
console.log(`loss: ${(-Math.log(probabilities[truth] ?? 0)).toFixed(4)}`);

// Its gradient: the probabilities, minus 1 at the truth.
const scores = tensor([[2, 1, -1]], { requiresGrad: true });
const loss = nn.functional.crossEntropy(scores, tensor([truth], { dtype: 'int32' }));
loss.backward();
console.log(`the library's loss: ${loss.item().toFixed(4)}`);
console.log(`gradient: ${show([...(scores.grad?.toTypedArray() ?? [])].map(Number))}`);
console.log(`by hand:  ${show(probabilities.map((p, i) => p - (i === truth ? 1 : 0)))}`);

// A network that knows nothing gives each of 10 classes a tenth.
console.log(`the first loss with 10 classes should be near ${Math.log(10).toFixed(4)}`);

const curves = {
  'cross-entropy': (p: number) => -Math.log(p),
  'squared error': (p: number) => (1 - p) ** 2,
};
const picture = plotFunction(curves, {
  domain: [0.01, 1],
  xLabel: 'probability given to the truth',
  yLabel: 'loss',
});
console.log(await picture.save('runs/tour/35-softmax-and-cross-entropy.svg'));

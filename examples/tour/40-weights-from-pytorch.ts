/**
 * Tour 40: weights move. A network that PyTorch has trained is loaded by its keys and says the same
 * to the last digits; then its first layer is kept as it is, and a new last layer learns another
 * task. Run: npx tsx examples/tour/40-weights-from-pytorch.ts
 */

import { manualSeed, nn, noGrad, optim } from 'chainrule';
import { loadDigits } from 'chainrule/data';
import { loadSafetensors } from 'chainrule/io';
import { plotLoss } from 'chainrule/viz';

// Made by scripts/fixtures/pytorch_digits.py: model.state_dict(), and what PyTorch's model says.
const { tensors } = loadSafetensors('test/fixtures/io/pytorch-digits.safetensors');
const { scores, accuracy: theirs, ...state } = tensors;
console.log(`keys: ${Object.keys(state).sort().join(' ')}`);

const first = new nn.Linear(64, 32);
const model = new nn.Sequential(first, new nn.ReLU(), new nn.Linear(32, 10));
model.loadStateDict(state);
const { data, target } = loadDigits();
const x = data.div(16).keep();
const ours = noGrad(() => model.forward(x));
const apart =
  scores === undefined ? Number.NaN : ours.slice(0, 0, 4).sub(scores).abs().max().item();
console.log(`its scores for four digits agree with PyTorch's: ${apart < 1e-4}`);
const right = ours.argmax(1).eq(target).to('float32').mean().item();
console.log(`accuracy: ${right.toFixed(4)}, PyTorch's ${theirs?.item().toFixed(4)}`);

/** A new last layer, with two classes: is the digit odd? The first layer is given, and frozen. */
function oddOrEven(given: nn.Linear): { losses: number[]; right: number } {
  manualSeed(2);
  for (const p of given.parameters()) p.requiresGrad = false;
  const head = new nn.Linear(32, 2);
  const network = new nn.Sequential(given, new nn.ReLU(), head);
  const odd = target.sub(target.to('float32').div(2).floor().mul(2).to('int32')).keep();
  const optimizer = new optim.Adam(head.parameters(), { lr: 0.02 });
  const losses: number[] = [];
  for (let step = 0; step < 100; step++) {
    const loss = nn.functional.crossEntropy(network.forward(x), odd);
    loss.backward();
    optimizer.step({ zeroGrad: true });
    losses.push(loss.item());
  }
  const says = noGrad(() => network.forward(x).argmax(1));
  return { losses, right: says.eq(odd).to('float32').mean().item() };
}
const known = oddOrEven(first);
const fresh = oddOrEven(new nn.Linear(64, 32));
console.log(`odd or even, on PyTorch's first layer: ${(100 * known.right).toFixed(1)} %`);
console.log(`odd or even, on a random first layer: ${(100 * fresh.right).toFixed(1)} %`);
const curves = { "PyTorch's first layer": known.losses, 'a random first layer': fresh.losses };
console.log(await plotLoss(curves).save('runs/tour/40-weights-from-pytorch.svg'));

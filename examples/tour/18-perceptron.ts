/**
 * Tour 18: the perceptron, the oldest of them all. It looks at one sample after the other and only
 * learns from its mistakes. Run: npx tsx examples/tour/18-perceptron.ts
 */

import { tensor } from 'chainrule';
import { loadIris } from 'chainrule/data';
import { Perceptron } from 'chainrule/estimators';
import { plotDecisionSurface, plotLoss } from 'chainrule/viz';

// Two kinds of iris, by the length of sepal and petal.
const { data, target, targetNames } = loadIris();
const x = data.slice(0, 0, 100).indexSelect(1, tensor([0, 2], { dtype: 'int32' }));
const y = target.slice(0, 0, 100);
console.log(`kinds: ${targetNames.slice(0, 2).join(' and ')}`);

const model = new Perceptron({ eta0: 0.1, seed: 1 }).fit(x, y);
console.log(`mistakes in each pass: ${model.errors.join(' ')}`);
const numbers = [...model.coef.toTypedArray(), ...model.intercept.toTypedArray()];
console.log(`weights and intercept: ${numbers.map((each) => each.toFixed(2)).join(' ')}`);
console.log(`accuracy: ${100 * model.score(x, y)} %`);

// The whole rule: a sample on the wrong side pulls the weights towards it, or pushes them away.
const [w, b] = [[0, 0], [0]];
const rows = x.toArray() as number[][];
const signs = (y.toArray() as number[]).map((label) => 2 * label - 1);
const mistakes: number[] = [];
for (let pass = 0; pass < 6; pass++) {
  let wrong = 0;
  for (const [i, [length = 0, petal = 0]] of rows.entries()) {
    const sign = signs[i] ?? 0;
    if (sign * ((w[0] ?? 0) * length + (w[1] ?? 0) * petal + (b[0] ?? 0)) > 0) continue;
    wrong++;
    w[0] = (w[0] ?? 0) + 0.1 * sign * length;
    w[1] = (w[1] ?? 0) + 0.1 * sign * petal;
    b[0] = (b[0] ?? 0) + 0.1 * sign;
  }
  mistakes.push(wrong);
}
console.log(`by hand, in the order of the file: ${mistakes.join(' ')}`);

// Three kinds are three perceptrons, one for each against the rest. No plane separates the second
// from the others, so that one never rests.
const three = new Perceptron({ seed: 1 }).fit(data, target);
console.log(
  `three kinds: ${three.coef.shape[0]} units, accuracy ${(100 * three.score(data, target)).toFixed(1)} %`,
);

const surface = plotDecisionSurface((grid) => model.decisionFunction(grid), x, y, {
  labels: targetNames.slice(0, 2),
  xLabel: 'sepal length (cm)',
  yLabel: 'petal length (cm)',
});
console.log(await surface.save('runs/tour/18-perceptron.svg'));
console.log(
  await plotLoss(model.errors, { xLabel: 'pass', yLabel: 'mistakes' }).save(
    'runs/tour/18-mistakes.svg',
  ),
);

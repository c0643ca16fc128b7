/**
 * What the compiler makes of three expressions, and why: a softmax, a layer, and a training step,
 * whose picture is kept. Run: `npx tsx examples/explain.ts`.
 */

import { arange, nn, optim, type Tensor } from 'chainrule';
import { explain, explainRun } from 'chainrule/explain';
import { drawProgram } from 'chainrule/viz';

/** Numbers in a table, computed already. */
function table(rows: number, columns: number, label: string): Tensor {
  const x = arange(rows * columns)
    .reshape([rows, columns])
    .sin();
  x.toArray();
  x.label = label;
  return x;
}

const x = table(64, 100, 'x');
console.log('A softmax is one kernel, and reads each number once from memory:\n');
console.log(explain(x.softmax(1)).toString());

const model = new nn.Sequential(new nn.Linear(100, 64), new nn.ReLU(), new nn.Linear(64, 10));
const optimizer = new optim.Adam(model.parameters());
const target = table(64, 10, 'target');

/** One step of training. */
function step(): Tensor {
  optimizer.zeroGrad();
  const loss = nn.functional.mseLoss(model.forward(x), target);
  loss.backward();
  optimizer.step();
  return loss;
}

console.log('\nA training step, before it has run even once. Its memory plan:\n');
const explanation = explain(step);
console.log(explanation.toString({ nodes: false, kernels: false }));

for (let i = 0; i < 20; i++) step();
const { programs } = explainRun(step).explanation;
console.log('\nThe same step with measured times beside the estimates:\n');
for (const { index, name, work, milliseconds } of programs[0]?.kernels ?? []) {
  const times = `${((milliseconds ?? 0) * 1000).toFixed(1)} µs, estimated ${(work / 1000).toFixed(1)}`;
  console.log(`kernel ${String(index).padStart(2)}  ${name.padEnd(40)} ${times}`);
}

console.log('\nAs a picture:');
const picture = drawProgram(explanation, { title: 'one training step' });
console.log(await picture.save('runs/explain/training-step.svg'));

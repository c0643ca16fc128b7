/** `nn.functional` against PyTorch, and each loss module against its function. */

import { nn, Tensor } from 'chainrule';
import { expect, test } from 'vitest';
import { check, floatTypes, functionOf, type OpCase, readCases } from '../tensor/fixture-cases.js';

const cases = readCases('nn/functional');

/** Loss modules, each with the function that it calls. */
const lossModules: { readonly [name: string]: string } = {
  MSELoss: 'mseLoss',
  L1Loss: 'l1Loss',
  SmoothL1Loss: 'smoothL1Loss',
  HuberLoss: 'huberLoss',
  HingeLoss: 'hingeLoss',
  CrossEntropyLoss: 'crossEntropy',
  NLLLoss: 'nllLoss',
  BCELoss: 'binaryCrossEntropy',
  BCEWithLogitsLoss: 'binaryCrossEntropyWithLogits',
  KLDivLoss: 'klDiv',
};

function callFunction(row: OpCase, args: unknown[]): unknown {
  const found = functionOf(nn.functional, row.op);
  if (found === null) throw new Error(`nn.functional has no ${row.op}`);
  return found(...args);
}

/** The options go to the constructor, the tensors to `forward`. */
function callModule(name: string, [input, target, ...options]: unknown[]): unknown {
  const loss: unknown = Reflect.get(nn, name);
  if (typeof loss !== 'function') throw new Error(`nn has no ${name}`);
  const module = Reflect.construct(loss, options) as { forward(...args: unknown[]): unknown };
  return module.forward(input, target);
}

for (const row of cases) {
  for (const float of floatTypes(row)) {
    const name = `${row.op}: ${row.kind}, ${float}`;
    test(`${name}, function`, () => check(row, float, (args) => callFunction(row, args)));
    const [module] = Object.entries(lossModules).find(([, op]) => op === row.op) ?? [];
    if (module !== undefined) {
      test(`${name}, ${module}`, () => check(row, float, (args) => callModule(module, args)));
    }
  }
}

/** Loss modules that `margin-losses.test.ts` holds beside their functions. */
const elsewhere: ReadonlySet<string> = new Set([
  ...['MarginRankingLoss', 'HingeEmbeddingLoss', 'CosineEmbeddingLoss', 'TripletMarginLoss'],
  ...['MultiMarginLoss', 'MultiLabelMarginLoss', 'MultiLabelSoftMarginLoss', 'SoftMarginLoss'],
  ...['PoissonNLLLoss', 'GaussianNLLLoss', 'CTCLoss'],
]);

/** Functions without a stored case of their own, and why. */
const testedElsewhere: { readonly [name: string]: string } = {
  dropout: 'random; its eval mode is in the layer cases',
  gumbelSoftmax: 'random; margin-losses.test.ts has its properties',
};

test('every function of nn.functional has a case', () => {
  const files = ['nn/names', 'nn/windows', 'nn/norms', 'nn/images'];
  const covered = new Set([...cases, ...files.flatMap(readCases)].map((row) => row.op));
  // What tensors have, too, is tested with their other operations.
  const names = Object.keys(nn.functional).filter((name) => !(name in Tensor.prototype));
  expect(names.filter((name) => !covered.has(name) && !(name in testedElsewhere))).toEqual([]);
});

test('every loss module has a function with cases', () => {
  const names = Object.keys(nn).filter((name) => name.endsWith('Loss'));
  expect(names.filter((name) => !(name in lossModules) && !elsewhere.has(name))).toEqual([]);
});

/**
 * Test accuracy of the command line's digits classifier over five seeds; each draws another split,
 * other weights and another order. Run: `npx tsx bench/digits-seeds.ts [settings as JSON]`.
 */

import { defaultSettings, judge, prepareDigits } from '../src/cli/digits/digits.js';

const changes: object = JSON.parse(process.argv[2] ?? '{}');
const accuracies: number[] = [];
for (const seed of [1, 2, 3, 4, 5]) {
  const settings = { ...defaultSettings, ...changes, seed };
  const { trainer, model, test } = prepareDigits(settings);
  const start = performance.now();
  const best = { loss: Number.POSITIVE_INFINITY, weights: model.stateDict() };
  await trainer.fit({
    epochs: settings.epochs,
    onEpoch: ({ validation }) => {
      const loss = validation?.loss ?? Number.NaN;
      if (loss < best.loss) Object.assign(best, { loss, weights: model.stateDict() });
    },
  });
  model.loadStateDict(best.weights);
  const seconds = (performance.now() - start) / 1000;
  const { accuracy } = judge(model, test);
  accuracies.push(accuracy);
  console.log(`seed ${seed}  ${(100 * accuracy).toFixed(1)} %  ${seconds.toFixed(1)} s`);
}
const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
console.log(`mean    ${(100 * mean).toFixed(1)} %`);
